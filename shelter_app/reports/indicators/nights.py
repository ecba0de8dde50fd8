"""Nights and lengths of stay: I08-I11."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.house import Bed, BedOutage, Room, Shelter
from shelter_app.db.models.stays import Absence
from shelter_app.domain.codes import code
from shelter_app.domain.periods import Period, nights
from shelter_app.reports.figures import Figure, Filters, Item, mean, median, percent
from shelter_app.reports.indicators import stays_facts as stays
from shelter_app.reports.indicators.people import any_stay
from shelter_app.reports.indicators.registry import counted, indicator, no_data


@indicator("I08")
def bed_nights(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Sum the nights of residents, present or with the bed held during an overnight leave."""
    if not any_stay(session):
        return no_data("I08")
    rows = stays.with_nights(session, period, filters, today)
    if "presence" in filters.by:
        held = _held(session, {f.id: f for f, _n in rows}, period, today)
        items = []
        for fact, number in rows:
            away = held.get(fact.id, 0)
            for weight, word in ((number - away, "PRESENT"), (away, "HELD")):
                if weight:
                    on = max(fact.start, period.start)
                    items.append(
                        Item(fact.id, fact.resident_id, on, weight, {**fact.facets, "presence": word})
                    )
    else:
        items = [stays.item(f, max(f.start, period.start), n) for f, n in rows]
    return counted(session, "I08", items, filters)


def _held(session: Session, rows: dict[str, stays.StayFact], period: Period, today: date) -> dict[str, int]:
    away: dict[str, set[date]] = {}
    for stay_id, kind, start, end in session.execute(
        select(Absence.stay_id, Absence.kind, Absence.from_on, Absence.to_on)
    ):
        if stay_id not in rows or not code("absence_type", kind).extra.get("nights"):
            continue
        fact = rows[stay_id]
        last = min(d for d in (end, fact.end, period.end, today) if d is not None)
        first = max(start, fact.start, period.start)
        days = range(first.toordinal(), max(first, last).toordinal())
        away.setdefault(stay_id, set()).update(date.fromordinal(d) for d in days)
    return {stay_id: len(days) for stay_id, days in away.items()}


@indicator("I09")
def nights_available(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Sum over the nights the beds in service; out-of-service and extra beds are left out."""
    query = (
        select(Bed.id, Bed.in_use_from, Bed.retired_on, Room.retired_on.label("room_retired"), Shelter.code)
        .join(Room, Room.id == Bed.room_id)
        .join(Shelter, Shelter.id == Room.shelter_id)
        .where(Bed.kind != "EXTRA")
    )
    if filters.shelter_id is not None:
        query = query.where(Room.shelter_id == filters.shelter_id)
    beds = session.execute(query).all()
    if not beds:
        return no_data("I09")
    outages: dict[str, set[date]] = {}
    for bed_id, start, end in session.execute(select(BedOutage.bed_id, BedOutage.from_on, BedOutage.to_on)):
        first = max(start, period.start)
        last = max(first, min(d for d in (end, period.end, today) if d is not None))
        outages.setdefault(bed_id, set()).update(
            date.fromordinal(d) for d in range(first.toordinal(), last.toordinal())
        )
    items = []
    for bed_id, start, retired, room_retired, unit in beds:
        ends = [d for d in (retired, room_retired) if d is not None]
        use = Period(start, max(start, min(ends)) if ends else None)
        number = nights(use, period, today) - sum(use.holds(d) for d in outages.get(bed_id, ()))
        if number:
            items.append(Item(bed_id, None, period.start, number, {"unit": unit}))
    return counted(session, "I09", items, filters)


@indicator("I10")
def occupancy(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """I08 as a percentage of I09, one decimal; over 100 with extra beds."""
    used = bed_nights(session, period, Filters(filters.shelter_id, filters.grant_id), today)
    available = nights_available(session, period, Filters(filters.shelter_id, filters.grant_id), today)
    if used.no_data or available.no_data:
        return no_data("I10")
    numerator, denominator = int(used.value or 0), int(available.value or 0)
    return Figure("I10", percent(numerator, denominator), "percent", numerator, denominator, ids=used.ids)


@indicator("I11")
def length_of_stay(session: Session, period: Period, filters: Filters, today: date) -> Figure:
    """Mean and median days from admission to exit of the stays that ended; a same-day stay is 0."""
    if not any_stay(session):
        return no_data("I11")
    rows = stays.ended(session, period, filters, today)
    days = [((f.end or f.start) - f.start).days for f in rows]
    return counted(
        session,
        "I11",
        [stays.item(f, f.end or f.start) for f in rows],
        filters,
        value=mean(days),
        numerator=sum(days),
        denominator=len(days),
        median=median(days),
    )
