"""Counselling sessions, persons counselled, no-shows: I16-I18."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from shelter_app.db.models.counselling import Session, SessionAttendance
from shelter_app.db.models.trust import Account
from shelter_app.domain import codes
from shelter_app.reports.indicators.context import UNKNOWN, Figure, IndicatorContext, Item, read_once
from shelter_app.reports.indicators.figures import counted, no_data, ratio


def _attendance(mark: str) -> frozenset[str]:
    return frozenset(c.code for c in codes.lists()["attendance"] if c.extra[mark])


@read_once
def sessions(context: IndicatorContext) -> tuple[Any, ...]:
    """Return the sessions of the period in the view, read once."""
    chosen = (
        select(Session.id, Session.kind, Session.planned_on, Session.status, Account.staff_role)
        .outerjoin(Account, Account.id == Session.counsellor_id)
        .where(
            Session.planned_on >= context.start,
            Session.planned_on < context.end,
            *context.sessions_in_view(Session),
        )
        .order_by(Session.planned_on, Session.id)
    )
    return tuple(context.session.execute(chosen).all())


def _items(context: IndicatorContext, statuses: frozenset[str]) -> tuple[Item, ...]:
    return tuple(
        Item(s.id, None, s.planned_on, codes={"session_type": s.kind, "staff_role": s.staff_role or UNKNOWN})
        for s in sessions(context)
        if s.status in statuses
    )


def attended(context: IndicatorContext) -> tuple[Any, ...]:
    """Return who attended which delivered session of the period."""
    delivered = _attendance("delivered")
    chosen = (
        select(SessionAttendance.session_id, SessionAttendance.resident_id, Session.planned_on)
        .join(Session, Session.id == SessionAttendance.session_id)
        .where(
            Session.planned_on >= context.start,
            Session.planned_on < context.end,
            Session.status.in_(delivered),
            SessionAttendance.status.in_(delivered),
            *context.sessions_in_view(Session),
            *context.assigned(SessionAttendance.resident_id),
        )
        .order_by(Session.planned_on, SessionAttendance.id)
    )
    return tuple(context.session.execute(chosen).all())


def i16(context: IndicatorContext) -> Figure:
    """Sessions delivered; a group session is one session and as many participations as came."""
    if not context.entered(Session):
        return no_data("I16")
    delivered = _items(context, _attendance("delivered"))
    return counted(context, "I16", delivered, also={"participations": len(attended(context))})


def i17(context: IndicatorContext) -> Figure:
    """Persons counselled: distinct persons with at least one delivered session."""
    if not context.entered(Session):
        return no_data("I17")
    found: dict[str, Item] = {}
    for row in attended(context):
        found.setdefault(row.resident_id, Item(row.resident_id, row.resident_id, row.planned_on))
    return counted(context, "I17", found.values())


def i18(context: IndicatorContext) -> Figure:
    """No-show rate: missed or cancelled late, out of those and the delivered ones."""
    if not context.entered(Session):
        return no_data("I18")
    due = _attendance("noshow_denominator")
    return ratio(context, "I18", _items(context, due - _attendance("delivered")), _items(context, due))
