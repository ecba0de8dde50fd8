"""Where the calendar goes on: the nearest day with a session before or after the days it shows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, true

from shelter_app.db.models.counselling import Session, SessionAttendance
from shelter_app.db.models.people import Resident
from shelter_app.services.access import reached
from shelter_app.services.acting import ReadContext, view


@view("counselling.nearest_day")
def nearest_day(
    context: ReadContext, day: date, *, later: bool, shelter_id: str = "", counsellor_id: str = ""
) -> date | None:
    """Return the first day after ``day`` with a session with people within reach; before it unless ``later``.

    Only sessions in one shelter count where ``shelter_id`` is given, only those of one counsellor where
    ``counsellor_id`` is. None when there is no such day.
    """
    attended = (
        select(SessionAttendance.id)
        .join(Resident, Resident.id == SessionAttendance.resident_id)
        .where(SessionAttendance.session_id == Session.id, reached(context))
        .correlate(Session)
    )
    return context.session.scalar(
        select(Session.planned_on)
        .where(
            Session.planned_on > day if later else Session.planned_on < day,
            Session.shelter_id == shelter_id if shelter_id else true(),
            Session.counsellor_id == counsellor_id if counsellor_id else true(),
            attended.exists(),
        )
        .order_by(Session.planned_on if later else Session.planned_on.desc())
        .limit(1)
    )
