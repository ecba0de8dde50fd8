"""Nights used, nights available, occupancy: I08-I10."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import or_, select

from shelter_app.db.models.house import Bed, BedOutage, Room, ShelterCapacity
from shelter_app.db.models.stays import Absence, Stay
from shelter_app.domain.periods import Period
from shelter_app.domain.placement import EXTRA
from shelter_app.reports.indicators.context import Counting, Figure, Item
from shelter_app.reports.indicators.figures import counted, no_data, ratio


def used(counting: Counting) -> tuple[Item, ...]:
    """Return the nights of each stay in the period: present, and held during leave, apart."""
    if "used" not in counting.memo:
        away = _away(counting)
        found: list[Item] = []
        for stay in counting.nightly:
            first = max(stay.admitted_on, counting.start)
            end = min(stay.ended_on or counting.over, counting.over)
            held = covered(away.get(stay.id, ()), first, end)
            unit = counting.shelter_codes[stay.shelter_id]
            for nights, presence in (((end - first).days - held, "PRESENT"), (held, "HELD")):
                if nights:
                    codes = {"unit": unit, "presence": presence}
                    found.append(Item(stay.id, stay.resident_id, first, nights, codes, end))
        counting.memo["used"] = tuple(found)
    items: tuple[Item, ...] = counting.memo["used"]
    return items


def _away(counting: Counting) -> dict[str, list[tuple[date, date | None]]]:
    chosen = (
        select(Absence.stay_id, Absence.from_on, Absence.to_on)
        .join(Stay, Stay.id == Absence.stay_id)
        .where(
            Absence.from_on < counting.over,
            or_(Absence.to_on.is_(None), Absence.to_on > counting.start),
            *counting.stays_in_view(),
        )
    )
    found: dict[str, list[tuple[date, date | None]]] = {}
    for stay_id, since, until in counting.session.execute(chosen):
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


def available(counting: Counting) -> tuple[Item, ...]:
    """Return for each shelter the nights of beds in service within the licensed capacity.

    Extra beds, beds not yet or no longer in use and beds out of service do not count. Where a capacity
    was entered, no night counts more beds than it allows.
    """
    if "available" not in counting.memo:
        days = (counting.over - counting.start).days
        found = []
        beds = _in_service(counting, days)
        for shelter_id, on_night in beds.items():
            licensed = _licensed(counting, shelter_id, days)
            nights = sum(
                n if limit is None else min(n, limit) for n, limit in zip(on_night, licensed, strict=True)
            )
            unit = counting.shelter_codes[shelter_id]
            found.append(Item(shelter_id, None, counting.start, nights, {"unit": unit}))
        counting.memo["available"] = tuple(found)
    items: tuple[Item, ...] = counting.memo["available"]
    return items


def _in_service(counting: Counting, days: int) -> dict[str, list[int]]:
    """Return for each shelter how many beds were in service on each night of the period."""
    rows = counting.session.execute(
        select(Bed.id, Room.shelter_id, Bed.in_use_from, Bed.retired_on, Room.retired_on)
        .join(Room, Room.id == Bed.room_id)
        .where(Room.shelter_id.in_(counting.view), Bed.kind != EXTRA, Bed.in_use_from < counting.over)
        .order_by(Room.shelter_id, Bed.id)
    )
    out: dict[str, list[tuple[date, date | None]]] = {}
    outages = select(BedOutage.bed_id, BedOutage.from_on, BedOutage.to_on).where(
        BedOutage.from_on < counting.over,
        or_(BedOutage.to_on.is_(None), BedOutage.to_on > counting.start),
    )
    for bed_id, since, until in counting.session.execute(outages):
        out.setdefault(bed_id, []).append((since, until))
    found: dict[str, list[int]] = {}
    bed_ids: list[str] = []
    for bed_id, shelter_id, since, bed_end, room_end in rows:
        first = max(since, counting.start)
        end = min(bed_end or counting.over, room_end or counting.over, counting.over)
        if first >= end:
            continue
        bed_ids.append(bed_id)
        nights = found.setdefault(shelter_id, [0] * days)
        for day in range((first - counting.start).days, (end - counting.start).days):
            nights[day] += 1
        for day in _days_out(out.get(bed_id, ()), first, end, counting.start):
            nights[day] -= 1
    counting.memo["bed_ids"] = tuple(bed_ids)
    return found


def _days_out(
    outages: Iterable[tuple[date, date | None]], first: date, end: date, start: date
) -> frozenset[int]:
    days: set[int] = set()
    for since, until in outages:
        begin, stop = max(since, first), min(until or end, end)
        days.update(range((begin - start).days, (stop - start).days))
    return frozenset(days)


def _licensed(counting: Counting, shelter_id: str, days: int) -> list[int | None]:
    rows = counting.session.execute(
        select(ShelterCapacity.beds, ShelterCapacity.from_on, ShelterCapacity.to_on).where(
            ShelterCapacity.shelter_id == shelter_id
        )
    )
    found: list[int | None] = [None] * days
    for beds, since, until in rows:
        begin = max(since, counting.start)
        stop = min(until or counting.over, counting.over)
        for day in range((begin - counting.start).days, (stop - counting.start).days):
            found[day] = beds
    return found


def i08(counting: Counting) -> Figure:
    """Bed-nights used: nights of the period that a resident was present or her bed was held."""
    return counted(counting, "I08", used(counting)) if counting.entered(Stay) else no_data("I08")


def i09(counting: Counting) -> Figure:
    """Bed-nights available: beds in service, night by night, within the licensed capacity."""
    if not counting.entered(Bed):
        return no_data("I09")
    items = available(counting)
    return counted(counting, "I09", items, ids=counting.memo["bed_ids"])


def i10(counting: Counting) -> Figure:
    """Occupancy: bed-nights used out of those available, in percent."""
    if not counting.entered(Stay, Bed):
        return no_data("I10")
    return ratio(counting, "I10", used(counting), available(counting))


def on_day(counting: Counting, day: date) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Return each shelter's licensed places and beds in service on ``day``; None where nothing was entered."""
    one = Counting(
        counting.session, Period(day, day + timedelta(days=1)), counting.filters, day + timedelta(days=1)
    )
    beds = _in_service(one, 1)
    licensed = {s: _licensed(one, s, 1)[0] for s in one.view}
    return licensed, {s: beds[s][0] if s in beds else None for s in one.view}
