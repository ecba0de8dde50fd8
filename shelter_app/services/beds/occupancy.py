"""Bed-nights and occupancy: by month, by shelter, by room; the sum over beds is the sum over residents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.stays import BedPeriod
from shelter_app.domain.periods import Period, nights
from shelter_app.i18n import sort_key
from shelter_app.reports.indicators import registry
from shelter_app.reports.indicators.context import Filters, IndicatorContext
from shelter_app.services.access import shelters_asked
from shelter_app.services.acting import ReadContext, view
from shelter_app.services.reporting.figures import period_of, shelter_of


@dataclass(frozen=True, slots=True)
class OccupancyLine:
    """Bed-nights of a month or a shelter: used, available, and the percentage; None where nobody entered any."""

    used: float | None
    available: float | None
    percent: float | None
    arrivals: float | None
    exits: float | None


@dataclass(frozen=True, slots=True)
class RoomLine:
    """Bed-nights of a room by bed, as they were slept in."""

    shelter: str
    room: str
    beds: tuple[tuple[str, int], ...]

    @property
    def nights(self) -> int:
        """The nights of all beds of the room."""
        return sum(count for _bed, count in self.beds)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """The bed-nights of a period.

    ``without_bed`` are nights of residents who had no bed in them; they and the nights of the rooms together
    are ``whole.used``. ``mean`` and ``median`` are of the stays that ended in the period, in nights.
    """

    first: date
    last: date
    whole: OccupancyLine
    months: tuple[tuple[date, OccupancyLine], ...]
    shelters: tuple[tuple[str, OccupancyLine], ...]
    rooms: tuple[RoomLine, ...]
    without_bed: int
    held: float
    mean: float | None
    median: float | None
    destinations: Mapping[str, float]


@view("beds.occupancy")
def occupancy(context: ReadContext, first: date, last: date, shelter: str | None = None) -> Occupancy:
    """Return the bed-nights of the days ``first`` to ``last``; a night counts once it is over."""
    return occupancy_of(context, first, last, shelter)


def occupancy_of(context: ReadContext, first: date, last: date, shelter: str | None) -> Occupancy:
    """Return the bed-nights for another view that needs them."""
    period = period_of(first, last)
    asked = shelters_asked(context, shelter)
    filters = Filters(shelter_of(context, shelter), context.shelters, by=("exit_destination", "presence"))
    counting = IndicatorContext(context.session, period, filters, context.today)
    rooms = _rooms(context, frozenset(asked), period)
    whole = _line(counting)
    used = registry.figure(counting, "I08")
    stays = registry.figure(counting, "I11")
    left = registry.figure(counting, "I06").by.get("exit_destination", {})
    slept = sum(room.nights for room in rooms)
    return Occupancy(
        first=first,
        last=last,
        whole=whole,
        months=tuple(
            (part.start, _line(IndicatorContext(context.session, part, filters, context.today)))
            for part in months_of(period)
        ),
        shelters=tuple(
            (
                code,
                _line(IndicatorContext(context.session, period, Filters(i, context.shelters), context.today)),
            )
            for i, code in asked.items()
        ),
        rooms=rooms,
        without_bed=int(used.value or 0) - slept,
        held=float(used.by.get("presence", {}).get("HELD") or 0),
        mean=stays.value,
        median=stays.median,
        destinations={code: value or 0 for code, value in left.items()},
    )


def months_of(period: Period) -> Iterator[Period]:
    """Go through the months of a period that ends, the first and last cut to it."""
    assert period.end is not None
    start = period.start
    while start < period.end:
        after = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield Period(start, min(after, period.end))
        start = after


def _line(counting: IndicatorContext) -> OccupancyLine:
    used, available, percent, came, left = (
        registry.figure(counting, code).value for code in ("I08", "I09", "I10", "I03", "I06")
    )
    return OccupancyLine(used, available, percent, came, left)


def _rooms(context: ReadContext, asked: frozenset[str], period: Period) -> tuple[RoomLine, ...]:
    assert period.end is not None
    rows = context.session.execute(
        select(Room.id, Room.shelter_id, Room.name, Bed.label, BedPeriod.from_on, BedPeriod.to_on)
        .select_from(Bed)
        .join(Room, Room.id == Bed.room_id)
        .outerjoin(
            BedPeriod,
            and_(
                BedPeriod.bed_id == Bed.id,
                BedPeriod.from_on < period.end,
                or_(BedPeriod.to_on.is_(None), BedPeriod.to_on > period.start),
            ),
        )
        .where(Room.shelter_id.in_(asked), Bed.in_use_from < period.end)
    )
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for room_id, shelter_id, name, bed, since, until in rows:
        beds = counts.setdefault((shelter_id, name, room_id), {})
        slept = 0 if since is None else nights(Period(since, until), period, context.today)
        beds[bed] = beds.get(bed, 0) + slept
    codes = shelters_asked(context, None)
    return tuple(
        RoomLine(codes[shelter], name, tuple(sorted(beds.items(), key=lambda pair: sort_key(pair[0]))))
        for (shelter, name, _id), beds in sorted(
            counts.items(), key=lambda item: (codes[item[0][0]], sort_key(item[0][1]))
        )
    )
