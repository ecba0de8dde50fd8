"""People and flows: I01-I07, I12, I13."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shelter_app.db.models.counselling import Session as Counselling
from shelter_app.db.models.counselling import SessionAttendance
from shelter_app.db.models.people import HouseholdMember
from shelter_app.db.models.services import ServiceDelivery
from shelter_app.db.models.stays import Stay
from shelter_app.domain.periods import Period
from shelter_app.reports.figures import Figure, Filters, Item, mean, median
from shelter_app.reports.indicators import stays_facts as stays
from shelter_app.reports.indicators.registry import counted, indicator, no_data

DELIVERED = ("ATTENDED", "LATE_SHORT")


def any_stay(session: Session) -> bool:
    """Say whether anybody has ever entered a stay."""
    return session.scalar(select(Stay.id).limit(1)) is not None


@indicator("I01")
def served(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Residents served: distinct persons with at least one bed-night; age at the first of them."""
    if not any_stay(session):
        return no_data("I01")
    rows = stays.with_nights(session, period, filters, today)
    return counted(
        session, "I01", stays.persons([(f, max(f.start, period.start)) for f, _n in rows]), filters
    )


@indicator("I02")
def served_in_any_mode(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Persons with a bed-night, a service or a delivered session; a same-day stay counts by its services."""
    if not any_stay(session):
        return no_data("I02")
    end = min(period.end or today, today)
    items = {
        i.id: Item(i.id, i.resident_id, i.on, 1, {**i.facets, "mode": "RESIDENT"})
        for i in stays.persons(
            [(f, max(f.start, period.start)) for f, _n in stays.with_nights(session, period, filters, today)]
        )
    }
    given = select(ServiceDelivery.resident_id, func.min(ServiceDelivery.given_on)).where(
        ServiceDelivery.given_on >= period.start, ServiceDelivery.given_on < end
    )
    held = (
        select(SessionAttendance.resident_id, func.min(Counselling.planned_on))
        .join(Counselling, Counselling.id == SessionAttendance.session_id)
        .where(
            Counselling.planned_on >= period.start,
            Counselling.planned_on < end,
            SessionAttendance.status.in_(DELIVERED),
        )
    )
    if filters.shelter_id is not None:
        given = given.where(ServiceDelivery.shelter_id == filters.shelter_id)
        held = held.where(Counselling.shelter_id == filters.shelter_id)
    for query in (
        given.group_by(ServiceDelivery.resident_id),
        held.group_by(SessionAttendance.resident_id),
    ):
        for who, on in session.execute(query):
            items.setdefault(who, Item(who, who, on, 1, {"mode": "NON_RESIDENT"}))
    return counted(session, "I02", items.values(), filters)


@indicator("I03")
def admissions(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Count stays that began in the period; age at admission."""
    if not any_stay(session):
        return no_data("I03")
    rows = stays.admitted(session, period, filters, today)
    return counted(session, "I03", [stays.item(f, f.start) for f in rows], filters)


@indicator("I04")
def new_persons(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Persons whose first ever admission lies in the period."""
    if not any_stay(session):
        return no_data("I04")
    rows = stays.admitted(session, period, filters, today)
    first = _first_admissions(session, {f.resident_id for f in rows})
    mine = [(f, f.start) for f in rows if first[f.resident_id] == f.id]
    return counted(session, "I04", stays.persons(mine), filters)


@indicator("I05")
def readmissions(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Admissions of persons who had left before, with at least one night between."""
    if not any_stay(session):
        return no_data("I05")
    rows = stays.admitted(session, period, filters, today)
    who = {f.resident_id for f in rows}
    exits: dict[str, list[date]] = {}
    for resident_id, on in session.execute(
        select(Stay.resident_id, Stay.ended_on).where(Stay.ended_on.is_not(None))
    ):
        if resident_id in who and on is not None:
            exits.setdefault(resident_id, []).append(on)
    again = [f for f in rows if any(on < f.start for on in exits.get(f.resident_id, ()))]
    return counted(session, "I05", [stays.item(f, f.start) for f in again], filters)


@indicator("I06")
def exits(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Count stays that ended in the period; the exit day is the first without a night."""
    if not any_stay(session):
        return no_data("I06")
    rows = stays.ended(session, period, filters, today)
    return counted(session, "I06", [stays.item(f, f.end or f.start) for f in rows], filters)


@indicator("I07")
def on_the_last_night(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Persons with the night of the period's last day, or the last night that is over."""
    if not any_stay(session):
        return no_data("I07")
    night = stays.last_night(period, today)
    rows = [] if night is None else stays.present_on(session, night, filters)
    return counted(session, "I07", stays.persons([(f, night or period.start) for f in rows]), filters)


@indicator("I12")
def length_so_far(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Mean and median days from admission to the period's end of those in I07."""
    if not any_stay(session):
        return no_data("I12")
    night = stays.last_night(period, today)
    if night is None:
        return counted(session, "I12", [], filters, numerator=0, denominator=0)
    rows = stays.present_on(session, night, filters)
    days = [(night - f.start).days + 1 for f in rows]
    return counted(
        session,
        "I12",
        [stays.item(f, night) for f in rows],
        filters,
        value=mean(days),
        numerator=sum(days),
        denominator=len(days),
        median=median(days),
    )


@indicator("I13")
def accompanying_children(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Distinct accompanying children with a bed-night; a part of I01, printed apart."""
    children: dict[str, list[Period]] = {}
    for who, start, end in session.execute(
        select(HouseholdMember.resident_id, HouseholdMember.from_on, HouseholdMember.to_on).where(
            HouseholdMember.accompanying_child.is_(True)
        )
    ):
        children.setdefault(who, []).append(Period(start, end))
    if not any_stay(session):
        return no_data("I13")
    pairs = []
    for fact, _number in stays.with_nights(session, period, filters, today):
        first = max(fact.start, period.start)
        last = min(d for d in (fact.end, period.end, today) if d is not None)
        if any(
            m.start < last and (m.end is None or m.end > first) for m in children.get(fact.resident_id, ())
        ):
            pairs.append((fact, first))
    return counted(session, "I13", stays.persons(pairs), filters)


def _first_admissions(session: Session, residents: set[str]) -> dict[str, str]:
    first: dict[str, str] = {}
    for resident_id, stay_id in session.execute(
        select(Stay.resident_id, Stay.id).order_by(Stay.admitted_on, Stay.admitted_at, Stay.id)
    ):
        if resident_id in residents:
            first.setdefault(resident_id, stay_id)
    return first
