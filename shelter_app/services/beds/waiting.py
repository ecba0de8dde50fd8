"""The waiting list: requests for a bed with urgency and needs, and which free bed fits whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, or_, select

from shelter_app.db.models.house import Bed, BedOutage, Room
from shelter_app.db.models.presence import ExtraBed
from shelter_app.db.models.stays import BedPeriod, Referral, Reservation
from shelter_app.domain import placement, referrals
from shelter_app.domain.periods import age_on
from shelter_app.i18n import sort_key
from shelter_app.services.acting import Look, view
from shelter_app.services.beds.census import census_of
from shelter_app.services.beds.reaching import shelters_asked

URGENCY = {"TONIGHT": 0, "DAYS": 1, "PLANNED": 2}


@dataclass(frozen=True, slots=True)
class FreeBed:
    """A bed that is free now: where, and what it has."""

    bed_id: str
    shelter: str
    room_bed: str
    rule: str
    kind: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A free bed that does not fit, and why not, in a sentence."""

    bed: FreeBed
    why: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A request that waits: how long it has, what it needs, which beds fit it now, and why the others do not."""

    referral_id: str
    version: int
    shelter: str
    received_at: datetime
    hours: float
    urgency: str
    source: str
    sex: str | None
    age: int | None
    persons: int
    needs: tuple[str, ...]
    decision: str
    fitting: tuple[FreeBed, ...]
    others: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The requests that wait, the most urgent first; ``proposals`` says for each free bed who fits it first."""

    rows: tuple[WaitingRow, ...]
    free: tuple[FreeBed, ...]
    proposals: tuple[tuple[FreeBed, str | None], ...]
    answered_in_hours: float | None


@view("beds.waiting")
def waiting(look: Look, shelter: str | None = None) -> WaitingList:
    """Return who waits for a bed in a shelter (by code; in all of the account's without)."""
    asked = shelters_asked(look, shelter)
    rows = look.session.scalars(
        select(Referral)
        .where(Referral.shelter_id.in_(asked), Referral.decision.in_(referrals.WAITING))
        .order_by(case(URGENCY, value=Referral.urgency, else_=9), Referral.received_at, Referral.id)
    ).all()
    free = _free(look, asked)
    room_for = {code: _room_for(look, code) for code in asked.values()}
    made = tuple(_row(look, row, asked[row.shelter_id], free, room_for) for row in rows)
    return WaitingList(
        rows=made,
        free=tuple(bed for bed, _place in free),
        proposals=_propose(made, free),
        answered_in_hours=_answered(look, asked),
    )


def _propose(
    rows: Sequence[WaitingRow], free: Sequence[tuple[FreeBed, placement.Place]]
) -> tuple[tuple[FreeBed, str | None], ...]:
    """Give each free bed the most urgent request that it fits and that no other bed was proposed to."""
    taken: set[str] = set()
    found = []
    for bed, _place in free:
        first = next(
            (row.referral_id for row in rows if row.referral_id not in taken and bed in row.fitting), None
        )
        if first is not None:
            taken.add(first)
        found.append((bed, first))
    return tuple(found)


def _row(
    look: Look,
    row: Referral,
    shelter: str,
    free: Sequence[tuple[FreeBed, placement.Place]],
    room_for: dict[str, tuple[int | None, int]],
) -> WaitingRow:
    age = age_on(row.birth_year, look.today)
    person = placement.Person("", row.sex, age, shelter=row.shelter_id, needs=frozenset(row.needs))
    # A request for several is of a mother with her children, as far as the rules of rooms ask.
    family = [placement.Person(f"child {n}", None, 0, "family") for n in range(row.persons - 1)]
    if family:
        person = placement.Person("", row.sex, age, "family", row.shelter_id, frozenset(row.needs))
    capacity, present = room_for[shelter]
    fitting: list[tuple[int, FreeBed]] = []
    others: list[Misfit] = []
    for bed, place in free:
        if bed.shelter != shelter:
            continue
        why = placement.fits(place, person, family=family, capacity=capacity, present=present)
        if why:
            others.append(Misfit(bed, why[0].sentence))
        else:
            fitting.append((len(place.features - person.needs), bed))
    fitting.sort(key=lambda pair: pair[0])  # what is rare stays free for who needs it
    return WaitingRow(
        referral_id=row.id,
        version=row.version,
        shelter=shelter,
        received_at=row.received_at,
        hours=(look.now - row.received_at).total_seconds() / 3600,
        urgency=row.urgency,
        source=row.source,
        sex=row.sex,
        age=age,
        persons=row.persons,
        needs=tuple(row.needs),
        decision=row.decision,
        fitting=tuple(bed for _spare, bed in fitting),
        others=tuple(others),
    )


def _room_for(look: Look, shelter: str) -> tuple[int | None, int]:
    now = census_of(look, None, shelter)
    return now.licensed, now.persons


def _free(look: Look, asked: dict[str, str]) -> list[tuple[FreeBed, placement.Place]]:
    day: date = look.today
    busy: set[str] = set()
    for model in (BedPeriod, BedOutage):
        busy |= set(
            look.session.scalars(
                select(model.bed_id).where(
                    model.from_at <= look.now, or_(model.to_at.is_(None), model.to_at > look.now)
                )
            )
        )
    busy |= set(
        look.session.scalars(
            select(Reservation.bed_id).where(
                Reservation.outcome.is_(None),
                Reservation.lapses_at > look.now,
                Reservation.from_at <= look.now,
            )
        )
    )
    busy |= set(look.session.scalars(select(ExtraBed.bed_id).where(ExtraBed.until_on <= day)))
    rows = look.session.execute(
        select(Bed, Room)
        .join(Room, Room.id == Bed.room_id)
        .where(
            Room.shelter_id.in_(asked),
            Bed.in_use_from <= day,
            or_(Bed.retired_on.is_(None), Bed.retired_on > day),
            or_(Room.retired_on.is_(None), Room.retired_on > day),
        )
    ).all()
    found = []
    for bed, room in sorted(rows, key=lambda pair: (sort_key(pair[1].name), sort_key(pair[0].label))):
        if bed.id in busy:
            continue
        shown = FreeBed(
            bed.id,
            asked[room.shelter_id],
            f"{room.name} · {bed.label}",
            room.placement_rule,
            bed.kind,
            tuple(bed.features),
        )
        place = placement.Place(
            rule=room.placement_rule,
            kind=bed.kind,
            shelter=room.shelter_id,
            age_from=room.age_from,
            age_to=room.age_to,
            features=frozenset(bed.features),
        )
        found.append((shown, place))
    return found


def _answered(look: Look, asked: dict[str, str]) -> float | None:
    """Return how many hours the middle one of the last hundred answers took; None while nobody was answered."""
    rows = look.session.execute(
        select(Referral.received_at, Referral.decided_at)
        .where(Referral.shelter_id.in_(asked), Referral.decided_at.is_not(None))
        .order_by(Referral.decided_at.desc())
        .limit(100)
    ).all()
    taken = sorted(
        (decided - received).total_seconds() / 3600 for received, decided in rows if decided is not None
    )
    return taken[len(taken) // 2] if taken else None
