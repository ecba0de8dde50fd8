"""Nights used, nights available, occupancy: I08-I10."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select

from shelter_app.db.models.house import Bed, BedOutage, Room, ShelterCapacity
from shelter_app.db.models.stays import Absence, Stay
from shelter_app.domain.periods import Period
from shelter_app.domain.placement import EXTRA
from shelter_app.reports.indicators.context import Figure, IndicatorContext, Item, read_once
from shelter_app.reports.indicators.figures import counted, no_data, ratio


@read_once
def used(context: IndicatorContext) -> tuple[Item, ...]:
    """Return the nights of each stay in the period: present, and held during leave, apart."""
    away = _away(context)
    found: list[Item] = []
    for stay in context.nightly:
        first = max(stay.admitted_on, context.start)
        end = min(stay.ended_on or context.over, context.over)
        held = covered(away.get(stay.id, ()), first, end)
        unit = context.shelter_codes[stay.shelter_id]
        for nights, presence in (((end - first).days - held, "PRESENT"), (held, "HELD")):
            if nights:
                codes = {"unit": unit, "presence": presence}
                found.append(Item(stay.id, stay.resident_id, first, nights, codes, end))
    return tuple(found)


def _away(context: IndicatorContext) -> dict[str, list[tuple[date, date | None]]]:
    chosen = (
        select(Absence.stay_id, Absence.from_on, Absence.to_on)
        .join(Stay, Stay.id == Absence.stay_id)
        .where(
            Absence.from_on < context.over,
            or_(Absence.to_on.is_(None), Absence.to_on > context.start),
            *context.stays_in_view(),
        )
    )
    found: dict[str, list[tuple[date, date | None]]] = {}
    for stay_id, since, until in context.session.execute(chosen):
        found.setdefault(stay_id, []).append((since, until))
    return found


def covered(periods: Iterable[tuple[date, date | None]], start: date, end: date) -> int:
    """Return how many days of ``[start, end)`` lie in at least one of ``periods``."""
    days, reached = 0, start
    for since, until in sorted(periods, key=lambda p: p[0]):
        begin, stop = max(since, reached), min(until or end, end)
        if stop > begin:
            days += (stop - begin).days
            reached = stop
    return days


@read_once
def available(context: IndicatorContext) -> tuple[Item, ...]:
    """Return for each shelter the nights of beds in service within the licensed capacity.

    Extra beds, beds not yet or no longer in use and beds out of service do not count. Where a capacity
    was entered, no night counts more beds than it allows.
    """
    days = (context.over - context.start).days
    found = []
    for shelter_id, on_night in _in_service(context).on_night.items():
        licensed = _licensed(context, shelter_id, days)
        nights = sum(
            n if limit is None else min(n, limit) for n, limit in zip(on_night, licensed, strict=True)
        )
        unit = context.shelter_codes[shelter_id]
        found.append(Item(shelter_id, None, context.start, nights, {"unit": unit}))
    return tuple(found)


class _InService(NamedTuple):
    """How many beds were in service on each night of the period, by shelter, and which."""

    on_night: Mapping[str, Sequence[int]]
    bed_ids: tuple[str, ...]


@read_once
def _in_service(context: IndicatorContext) -> _InService:
    days = (context.over - context.start).days
    rows = context.session.execute(
        select(Bed.id, Room.shelter_id, Bed.in_use_from, Bed.retired_on, Room.retired_on)
        .join(Room, Room.id == Bed.room_id)
        .where(Room.shelter_id.in_(context.view), Bed.kind != EXTRA, Bed.in_use_from < context.over)
        .order_by(Room.shelter_id, Bed.id)
    )
    out: dict[str, list[tuple[date, date | None]]] = {}
    outages = select(BedOutage.bed_id, BedOutage.from_on, BedOutage.to_on).where(
        BedOutage.from_on < context.over,
        or_(BedOutage.to_on.is_(None), BedOutage.to_on > context.start),
    )
    for bed_id, since, until in context.session.execute(outages):
        out.setdefault(bed_id, []).append((since, until))
    found: dict[str, list[int]] = {}
    bed_ids: list[str] = []
    for bed_id, shelter_id, since, bed_end, room_end in rows:
        first = max(since, context.start)
        end = min(bed_end or context.over, room_end or context.over, context.over)
        if first >= end:
            continue
        bed_ids.append(bed_id)
        nights = found.setdefault(shelter_id, [0] * days)
        for day in range((first - context.start).days, (end - context.start).days):
            nights[day] += 1
        for day in _days_out(out.get(bed_id, ()), first, end, context.start):
            nights[day] -= 1
    return _InService(found, tuple(bed_ids))


def _days_out(
    outages: Iterable[tuple[date, date | None]], first: date, end: date, start: date
) -> frozenset[int]:
    days: set[int] = set()
    for since, until in outages:
        begin, stop = max(since, first), min(until or end, end)
        days.update(range((begin - start).days, (stop - start).days))
    return frozenset(days)


def _licensed(context: IndicatorContext, shelter_id: str, days: int) -> list[int | None]:
    rows = context.session.execute(
        select(ShelterCapacity.beds, ShelterCapacity.from_on, ShelterCapacity.to_on).where(
            ShelterCapacity.shelter_id == shelter_id
        )
    )
    found: list[int | None] = [None] * days
    for beds, since, until in rows:
        begin = max(since, context.start)
        stop = min(until or context.over, context.over)
        for day in range((begin - context.start).days, (stop - context.start).days):
            found[day] = beds
    return found


def i08(context: IndicatorContext) -> Figure:
    """Bed-nights used: nights of the period that a resident was present or her bed was held."""
    return counted(context, "I08", used(context)) if context.entered(Stay) else no_data("I08")


def i09(context: IndicatorContext) -> Figure:
    """Bed-nights available: beds in service, night by night, within the licensed capacity."""
    if not context.entered(Bed):
        return no_data("I09")
    items = available(context)
    return counted(context, "I09", items, ids=_in_service(context).bed_ids)


def i10(context: IndicatorContext) -> Figure:
    """Occupancy: bed-nights used out of those available, in percent."""
    if not context.entered(Stay, Bed):
        return no_data("I10")
    return ratio(context, "I10", used(context), available(context))


def on_day(context: IndicatorContext, day: date) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Return each shelter's licensed places and beds in service on ``day``; None where nothing was entered."""
    one = IndicatorContext(
        context.session, Period(day, day + timedelta(days=1)), context.filters, day + timedelta(days=1)
    )
    beds = _in_service(one).on_night
    licensed = {s: _licensed(one, s, 1)[0] for s in one.view}
    return licensed, {s: beds[s][0] if s in beds else None for s in one.view}
