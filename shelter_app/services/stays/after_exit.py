"""Sessions planned for somebody who leaves: cancelled with the exit, planned again when it is taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from shelter_app.db.models.counselling import Session, SessionAttendance
from shelter_app.domain.clock import local_day
from shelter_app.services.acting import UnitOfWork

PLANNED, CANCELLED = "PLANNED", "CANCEL_CLIENT"


def cancel_sessions(uow: UnitOfWork, resident_id: str, at: datetime) -> None:
    """Cancel what is planned for a resident after a moment; a group goes on with those who are still planned."""
    ahead = or_(Session.planned_at > at, Session.planned_at.is_(None) & (Session.planned_on > local_day(at)))
    parts = uow.session.scalars(
        select(SessionAttendance)
        .join(Session, Session.id == SessionAttendance.session_id)
        .where(
            SessionAttendance.resident_id == resident_id,
            SessionAttendance.status == PLANNED,
            Session.status == PLANNED,
            ahead,
        )
    ).all()
    for part in parts:
        part.status = CANCELLED
    uow.session.flush()
    for part in parts:
        others = select(SessionAttendance.id).where(
            SessionAttendance.session_id == part.session_id, SessionAttendance.status == PLANNED
        )
        if uow.session.scalar(others.limit(1)) is None:
            uow.find(Session, part.session_id).status = CANCELLED
    uow.session.flush()


def plan_sessions_again(uow: UnitOfWork, resident_id: str, exit_at: datetime) -> None:
    """Plan again what the exit entered at ``exit_at`` has cancelled, where nobody changed it since."""
    parts = uow.session.scalars(
        select(SessionAttendance).where(
            SessionAttendance.resident_id == resident_id,
            SessionAttendance.status == CANCELLED,
            SessionAttendance.updated_at == exit_at,
        )
    ).all()
    for part in parts:
        row = uow.find(Session, part.session_id)
        if row.status not in (PLANNED, CANCELLED) or row.held_at is not None:
            continue
        part.status = row.status = PLANNED
    uow.session.flush()
