"""Beds over days: every bed of the house as a row, what lies on it as bars of nights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from shelter_app.db.models.house import Bed, BedOutage, Room
from shelter_app.db.models.people import Resident
from shelter_app.db.models.presence import ExtraBed
from shelter_app.db.models.stays import Absence, BedPeriod, Referral, Reservation, Stay
from shelter_app.domain import referrals
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.domain.tape import shown_end_of_absence
from shelter_app.i18n import _, sort_key
from shelter_app.services.access import reached, shelters_asked, shown_code, shown_id
from shelter_app.services.acting import ReadContext, view

STAY, AWAY, OUTAGE, RESERVATION = "STAY", "AWAY", "OUTAGE", "RESERVATION"
MOST_DAYS = 3660


class Bar(NamedTuple):
    """What lies on a bed in the nights ``[start, end)``; ``end`` None is open.

    ``since`` and ``until`` are the moments behind the days. ``words`` is a code name, or the reason of an
    outage or reservation. A stay's bar names its stay and resident; ``kind`` AWAY marks nights of it on leave.
    A reservation names its bed, and the hour at which it lapses.
    """

    kind: str
    start: date
    end: date | None
    since: datetime
    until: datetime | None
    id: str
    version: int
    words: str
    stay_id: str = ""
    resident_id: str = ""
    bed_id: str = ""
    lapses: datetime | None = None


@dataclass(frozen=True, slots=True)
class BedRow:
    """A bed of the chart: where it stands, since when it is in use, what lies on it in the order of days."""

    bed_id: str
    label: str
    kind: str
    features: tuple[str, ...]
    room_id: str
    in_use_from: date
    retired_on: date | None
    bars: tuple[Bar, ...]
    away: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomRows:
    """A room of the chart with its beds."""

    room_id: str
    name: str
    shelter: str
    rule: str
    beds: tuple[BedRow, ...]


class WaitingRequest(NamedTuple):
    """Who waits for a bed: somebody in the house without one (``stay_id``), or a request (``referral_id``).

    ``words`` is a code name, or the source of the request by its code; a request says its urgency by its code.
    """

    shelter: str
    words: str
    stay_id: str = ""
    referral_id: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Tape:
    """The chart of the days ``[first, end)``; ``today`` is the house's day now, ``waits`` who has no bed yet."""

    first: date
    end: date
    today: date
    now: datetime
    rooms: tuple[RoomRows, ...]
    waits: tuple[WaitingRequest, ...] = ()


@view("beds.tape")
def tape(context: ReadContext, first: date, days: int, shelter: str | None = None) -> Tape:
    """Return the beds of a shelter (by code; of all of the account's without) for ``days`` days from ``first``.

    Raises Refused for a chart of no days or of more than ten years.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused("days", _("Choose from 1 to {most} days.").format(most=MOST_DAYS), ("days",))
    end = first + timedelta(days=days)
    asked = shelters_asked(context, shelter)
    beds = context.session.execute(
        select(Bed, Room)
        .join(Room, Room.id == Bed.room_id)
        .where(
            Room.shelter_id.in_(asked),
            _between(Bed.in_use_from, Bed.retired_on, first, end),
            or_(Room.retired_on.is_(None), Room.retired_on > first),
        )
    ).all()
    bars, away = _stays(context, asked, first, end)
    for found in (_outages(context, asked, first, end), _reservations(context, asked, first, end)):
        for bed_id, more in found.items():
            bars.setdefault(bed_id, []).extend(more)
    mattresses = {
        bed_id: until for bed_id, until in context.session.execute(select(ExtraBed.bed_id, ExtraBed.until_on))
    }
    rows: dict[str, list[BedRow]] = {}
    for bed, room in sorted(beds, key=lambda pair: sort_key(pair[0].label)):
        row = BedRow(
            bed_id=bed.id,
            label=bed.label,
            kind=bed.kind,
            features=tuple(bed.features),
            room_id=room.id,
            in_use_from=bed.in_use_from,
            retired_on=_last_day(bed.retired_on, room.retired_on, mattresses.get(bed.id)),
            bars=tuple(sorted(bars.get(bed.id, ()), key=_order)),
            away=tuple(sorted(away.get(bed.id, ()), key=_order)),
        )
        rows.setdefault(room.id, []).append(row)
    rooms = {room.id: room for _bed, room in beds}
    made = tuple(
        RoomRows(room.id, room.name, asked[room.shelter_id], room.placement_rule, tuple(rows[room.id]))
        for room in sorted(rooms.values(), key=lambda room: _room_order(room, asked))
    )
    return Tape(
        first,
        end,
        context.today,
        context.now,
        made,
        (*_without_bed(context, asked), *_requests(context, asked)),
    )


def _without_bed(context: ReadContext, asked: Mapping[str, str]) -> list[WaitingRequest]:
    """Return who is in the house without a bed, those who came first before the others."""
    rows = context.session.execute(
        select(Stay.shelter_id, Resident.code, Stay.id)
        .join(Resident, Resident.id == Stay.resident_id)
        .outerjoin(BedPeriod, and_(BedPeriod.stay_id == Stay.id, BedPeriod.goes_on(context.now)))
        .where(
            reached(context),
            Stay.shelter_id.in_(set(asked)),
            Stay.ended_at.is_(None),
            BedPeriod.id.is_(None),
        )
        .order_by(Stay.admitted_at)
    )
    return [WaitingRequest(asked[shelter], code, stay_id=stay) for shelter, code, stay in rows]


def _requests(context: ReadContext, asked: Mapping[str, str]) -> list[WaitingRequest]:
    """Return the requests whose people may still come and for which no bed is held, the oldest first."""
    came = (
        select(func.count(Stay.resident_id.distinct()))
        .where(Stay.referral_id == Referral.id)
        .scalar_subquery()
    )
    held = select(Reservation.referral_id).where(
        Reservation.referral_id.is_not(None),
        Reservation.outcome.is_(None),
        Reservation.lapses_at > context.now,
    )
    rows = context.session.execute(
        select(Referral.shelter_id, Referral.source, Referral.id, Referral.urgency)
        .where(
            Referral.shelter_id.in_(set(asked)),
            Referral.decision.in_(referrals.WAITING | {referrals.ACCEPTED}),
            Referral.id.not_in(held),
            came < Referral.persons,
        )
        .order_by(Referral.received_at)
    )
    return [
        WaitingRequest(asked[shelter], source, referral_id=referral, urgency=urgency)
        for shelter, source, referral, urgency in rows
    ]


def _last_day(*ends: date | None) -> date | None:
    return min((end for end in ends if end is not None), default=None)


def _room_order(room: Room, asked: Mapping[str, str]) -> tuple[object, ...]:
    return (asked[room.shelter_id], room.grid_row or 0, room.grid_column or 0, sort_key(room.name))


def _order(bar: Bar) -> tuple[date, datetime]:
    return bar.start, bar.since


def _stays(
    context: ReadContext, asked: Iterable[str], first: date, end: date
) -> tuple[dict[str, list[Bar]], dict[str, list[Bar]]]:
    """Return the bars of stays by bed, and of the nights in them that somebody was away."""
    shelters = set(asked)
    rows = context.session.execute(
        select(
            BedPeriod.bed_id,
            BedPeriod.from_on,
            BedPeriod.to_on,
            BedPeriod.from_at,
            BedPeriod.to_at,
            BedPeriod.id,
            BedPeriod.version,
            shown_code(context),
            Stay.id,
            shown_id(context),
        )
        .join(Stay, Stay.id == BedPeriod.stay_id)
        .join(Resident, Resident.id == Stay.resident_id)
        .where(Stay.shelter_id.in_(shelters), _between(BedPeriod.from_on, BedPeriod.to_on, first, end))
    )
    found: dict[str, list[Bar]] = {}
    of_stay: dict[str, list[tuple[str, Bar]]] = {}
    for bed_id, *rest in rows:
        bar = Bar._make((STAY, *rest, "", None))
        found.setdefault(bed_id, []).append(bar)
        of_stay.setdefault(bar.stay_id, []).append((bed_id, bar))
    return found, _leave(context, shelters, of_stay, first, end)


def _leave(
    context: ReadContext,
    shelters: set[str],
    of_stay: Mapping[str, list[tuple[str, Bar]]],
    first: date,
    end: date,
) -> dict[str, list[Bar]]:
    rows = context.session.execute(
        select(
            Absence.stay_id,
            Absence.from_on,
            Absence.to_on,
            Absence.from_at,
            Absence.to_at,
            Absence.id,
            Absence.version,
            Absence.kind,
            Absence.expected_at,
        )
        .join(Stay, Stay.id == Absence.stay_id)
        .where(Stay.shelter_id.in_(shelters), _between(Absence.from_on, Absence.to_on, first, end))
    )
    found: dict[str, list[Bar]] = {}
    for stay_id, *rest, expected_at in rows:
        away = Bar._make((AWAY, *rest, stay_id, "", "", None))
        expected_on = None if expected_at is None else local_day(expected_at)
        away = away._replace(end=shown_end_of_absence(away.end, expected_on, context.today))
        for bed_id, bar in of_stay.get(stay_id, ()):
            start = max(away.start, bar.start)
            stop = min((d for d in (away.end, bar.end) if d is not None), default=None)
            if stop is None or start < stop:
                found.setdefault(bed_id, []).append(away._replace(start=start, end=stop))
    return found


def _outages(context: ReadContext, asked: Iterable[str], first: date, end: date) -> dict[str, list[Bar]]:
    rows = context.session.execute(
        select(
            BedOutage.bed_id,
            BedOutage.from_on,
            BedOutage.to_on,
            BedOutage.from_at,
            BedOutage.to_at,
            BedOutage.id,
            BedOutage.version,
            BedOutage.reason,
        )
        .join(Bed, Bed.id == BedOutage.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(Room.shelter_id.in_(set(asked)), _between(BedOutage.from_on, BedOutage.to_on, first, end))
    )
    found: dict[str, list[Bar]] = {}
    for bed_id, *rest in rows:
        found.setdefault(bed_id, []).append(Bar._make((OUTAGE, *rest, "", "", "", None)))
    return found


def _reservations(context: ReadContext, asked: Iterable[str], first: date, end: date) -> dict[str, list[Bar]]:
    """Return what is held and has not lapsed; a reservation that nobody closed lapses at its hour by itself."""
    rows = context.session.execute(
        select(Reservation)
        .join(Bed, Bed.id == Reservation.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(
            Room.shelter_id.in_(set(asked)),
            Reservation.outcome.is_(None),
            Reservation.lapses_at > context.now,
        )
    ).scalars()
    found: dict[str, list[Bar]] = {}
    for row in rows:
        start, stop = local_day(row.from_at), local_day(row.to_at)
        stop = max(stop, start + timedelta(days=1))
        if start < end and stop > first:
            bar = Bar(
                RESERVATION,
                start,
                stop,
                row.from_at,
                row.to_at,
                row.id,
                row.version,
                row.reason or "",
                bed_id=row.bed_id,
                lapses=row.lapses_at,
            )
            found.setdefault(row.bed_id, []).append(bar)
    return found


def _between(
    from_on: InstrumentedAttribute[date], to_on: InstrumentedAttribute[date | None], first: date, end: date
) -> ColumnElement[bool]:
    """Return the condition that days ``[from_on, to_on)``, open or not, share a day with ``[first, end)``."""
    return and_(from_on < end, or_(to_on.is_(None), to_on > first))
