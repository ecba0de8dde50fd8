"""Care given: I16-I20, I23, I24."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from shelter_app.db.models.care import CarePlan, Goal
from shelter_app.db.models.counselling import Session as Counselling
from shelter_app.db.models.counselling import SessionAttendance
from shelter_app.db.models.house import Setting
from shelter_app.db.models.people import Milestone
from shelter_app.db.models.services import GrantShare, ServiceDelivery
from shelter_app.db.models.stays import Stay
from shelter_app.domain.codes import code
from shelter_app.domain.periods import Period
from shelter_app.reports.figures import Figure, Filters, Item, percent
from shelter_app.reports.indicators import stays_facts as stays
from shelter_app.reports.indicators.registry import counted, indicator, no_data

DELIVERED = ("ATTENDED", "LATE_SHORT")
NO_SHOW = ("NO_SHOW", "CANCEL_LATE")
CLOSED = ("ACHIEVED", "PARTLY", "NOT_ACHIEVED")
IN_FORCE = ("IN_FORCE", "UNDER_REVIEW", "SUPERSEDED", "COMPLETED")


def _end(period: Period, today: date) -> date:
    """Return the day before which things count: what happened today counts, tomorrow does not."""
    tomorrow = today + timedelta(days=1)
    return min(period.end or tomorrow, tomorrow)


def _sessions(period: Period, filters: Filters, today: date, statuses: tuple[str, ...]) -> Select[Any]:
    query = select(Counselling.id, Counselling.kind, Counselling.planned_on, Counselling.status).where(
        Counselling.planned_on >= period.start,
        Counselling.planned_on < _end(period, today),
        Counselling.status.in_(statuses),
    )
    if filters.shelter_id is not None:
        query = query.where(Counselling.shelter_id == filters.shelter_id)
    if filters.grant_id is not None:
        paid = select(GrantShare.session_id).where(GrantShare.grant_id == filters.grant_id)
        query = query.where(Counselling.id.in_(paid))
    return query


def _any(session: Session, model: Any) -> bool:
    return session.scalar(select(model.id).limit(1)) is not None


@indicator("I16")
def sessions_delivered(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Count sessions that took place; a group session is one."""
    if not _any(session, Counselling):
        return no_data("I16")
    rows = session.execute(_sessions(period, filters, today, DELIVERED))
    items = [
        Item(r.id, None, r.planned_on, 1, {"session_type": r.kind, "staff_role": "UNKNOWN"}) for r in rows
    ]
    return counted(session, "I16", items, filters)


@indicator("I17")
def persons_counselled(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Distinct persons who were at a session of I16; age at the first."""
    if not _any(session, Counselling):
        return no_data("I17")
    held = _sessions(period, filters, today, DELIVERED).subquery()
    first: dict[str, date] = {}
    for who, on in session.execute(
        select(SessionAttendance.resident_id, held.c.planned_on)
        .join(held, held.c.id == SessionAttendance.session_id)
        .where(SessionAttendance.status.in_(DELIVERED))
    ):
        first[who] = min(on, first.get(who, on))
    return counted(session, "I17", [Item(who, who, on) for who, on in sorted(first.items())], filters)


@indicator("I18")
def no_shows(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """No-shows and late cancellations as a percentage of these and the delivered sessions."""
    if not _any(session, Counselling):
        return no_data("I18")
    rows = session.execute(_sessions(period, filters, today, (*DELIVERED, *NO_SHOW))).all()
    missed = [
        Item(r.id, None, r.planned_on, 1, {"session_type": r.kind}) for r in rows if r.status in NO_SHOW
    ]
    return counted(
        session,
        "I18",
        missed,
        filters,
        value=percent(len(missed), len(rows)),
        numerator=len(missed),
        denominator=len(rows),
    )


@indicator("I19")
def services_delivered(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Count the rows of services given."""
    if not _any(session, ServiceDelivery):
        return no_data("I19")
    query = select(
        ServiceDelivery.id, ServiceDelivery.resident_id, ServiceDelivery.given_on, ServiceDelivery.service
    ).where(ServiceDelivery.given_on >= period.start, ServiceDelivery.given_on < _end(period, today))
    if filters.shelter_id is not None:
        query = query.where(ServiceDelivery.shelter_id == filters.shelter_id)
    if filters.grant_id is not None:
        paid = select(GrantShare.delivery_id).where(GrantShare.grant_id == filters.grant_id)
        query = query.where(ServiceDelivery.id.in_(paid))
    items = [
        Item(
            r.id,
            r.resident_id,
            r.given_on,
            1,
            {"service": r.service, "domain": str(code("service", r.service).extra["domain"])},
        )
        for r in session.execute(query)
    ]
    return counted(session, "I19", items, filters)


@indicator("I20")
def with_a_plan(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Of those on the last night who were admitted more than D_PLAN days before, the share with a plan."""
    if not _any(session, CarePlan):
        return no_data("I20")
    night = stays.last_night(period, today)
    if night is None:
        return counted(session, "I20", [], filters, numerator=0, denominator=0)
    limit = night - timedelta(days=_plan_days(session, night))
    due = [f for f in stays.present_on(session, night, filters) if f.start < limit]
    covered = set(
        session.scalars(
            select(CarePlan.stay_id).where(
                CarePlan.status.in_(IN_FORCE),
                CarePlan.valid_from <= night,
                or_(CarePlan.valid_to.is_(None), CarePlan.valid_to > night),
            )
        )
    )
    have = [stays.item(f, night) for f in due if f.id in covered]
    return counted(
        session,
        "I20",
        have,
        filters,
        value=percent(len(have), len(due)),
        numerator=len(have),
        denominator=len(due),
    )


def _plan_days(session: Session, day: date) -> int:
    set_by_house = session.scalar(
        select(Setting.value)
        .where(Setting.key == "deadline.D_PLAN", Setting.from_on <= day)
        .order_by(Setting.from_on.desc())
        .limit(1)
    )
    return int(set_by_house if set_by_house is not None else code("deadline_rule", "D_PLAN").extra["value"])


@indicator("I23")
def goals_achieved(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Goals achieved as a percentage of those closed in the period; dropped ones are left out."""
    query = (
        select(Goal.id, Goal.domain, Goal.status, Goal.closed_on, Stay.resident_id)
        .join(CarePlan, CarePlan.id == Goal.plan_id)
        .join(Stay, Stay.id == CarePlan.stay_id)
        .where(
            Goal.closed_on >= period.start,
            Goal.closed_on < _end(period, today),
            Goal.status.in_(CLOSED),
        )
    )
    if filters.shelter_id is not None:
        query = query.where(Stay.shelter_id == filters.shelter_id)
    if session.scalar(select(Goal.id).where(Goal.closed_on.is_not(None)).limit(1)) is None:
        return no_data("I23")
    rows = session.execute(query).all()
    reached = [
        Item(r.id, r.resident_id, r.closed_on, 1, {"domain": r.domain})
        for r in rows
        if r.status == "ACHIEVED"
    ]
    return counted(
        session,
        "I23",
        reached,
        filters,
        value=percent(len(reached), len(rows)),
        numerator=len(reached),
        denominator=len(rows),
    )


@indicator("I24")
def milestones_reached(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Count milestones whose day lies in the period."""
    if not _any(session, Milestone):
        return no_data("I24")
    query = select(Milestone.id, Milestone.resident_id, Milestone.kind, Milestone.reached_on).where(
        Milestone.reached_on >= period.start, Milestone.reached_on < _end(period, today)
    )
    if filters.shelter_id is not None:
        query = query.where(
            Milestone.resident_id.in_(select(Stay.resident_id).where(Stay.shelter_id == filters.shelter_id))
        )
    items = [
        Item(
            r.id,
            r.resident_id,
            r.reached_on,
            1,
            {
                "milestone": r.kind,
                "domain": str(code("reintegration_milestone", r.kind).extra.get("domain", "")),
            },
        )
        for r in session.execute(query)
    ]
    return counted(session, "I24", items, filters)
