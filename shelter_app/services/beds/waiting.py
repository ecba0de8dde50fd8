"""The waiting list: requests for a bed with urgency and needs, and which free bed fits whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.stays import Referral, Reservation
from shelter_app.domain import referrals
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.periods import age_on
from shelter_app.i18n import N_, sort_key
from shelter_app.services.access import shelters_asked
from shelter_app.services.acting import ReadContext, view
from shelter_app.services.beds.finding import FoundBed, expected, open_requests, ranked
from shelter_app.services.lists.printing import printed_list
from shelter_app.services.stays.bed_occupancy import BedRequest, Nights

PrintWaiting = printed_list("waiting", N_("Waiting list"), told=N_("exported the waiting list"))


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A request that waits: how long it has, what it needs, which beds fit it now, and why the others do not.

    ``held`` are the beds that are held for it already, each with until when.
    """

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
    fitting: tuple[FoundBed, ...]
    others: tuple[FoundBed, ...]
    held: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The requests that wait, the most urgent first; ``proposals`` says for each free bed who fits it first.

    ``accepted`` are those whose people may come and have not all come yet.
    """

    rows: tuple[WaitingRow, ...]
    free: tuple[FoundBed, ...]
    proposals: tuple[tuple[FoundBed, str | None], ...]
    answered_in_hours: float | None
    accepted: tuple[WaitingRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TonightRequests:
    """The requests for tonight, accepted ones too while their people have not come; ``waiting`` counts all that wait."""

    rows: tuple[WaitingRow, ...]
    waiting: int


@view("beds.waiting")
def waiting(context: ReadContext, shelter: str | None = None) -> WaitingList:
    """Return who waits for a bed in a shelter (by code; in all of the account's without)."""
    asked = shelters_asked(context, shelter)
    rows = open_requests(context, asked)
    nights = Nights(context)
    held = _reservations(context, [row.id for row in rows])
    free = tuple(
        bed
        for shelter_id, code in asked.items()
        for bed in sorted(
            _free(context, BedRequest(shelter_id, context.now), code, nights),
            key=lambda bed: sort_key(bed.room_bed),
        )
    )
    made = tuple(
        replace(_row(context, row, asked[row.shelter_id], nights), held=held.get(row.id, ())) for row in rows
    )
    accepted = tuple(row for row in made if row.decision == referrals.ACCEPTED)
    undecided = tuple(row for row in made if row.decision != referrals.ACCEPTED)
    expected = tuple(
        row for row in accepted if not row.held
    )  # a bed that is held for somebody is had already
    return WaitingList(
        rows=undecided,
        free=free,
        proposals=_propose(expected + undecided, free),
        answered_in_hours=_answered(context, asked),
        accepted=accepted,
    )


@view("beds.asked_for_tonight")
def asked_for_tonight(context: ReadContext, shelter: str) -> TonightRequests:
    """Return the requests to a shelter (by code) for which a bed is needed tonight, and how many wait in all."""
    asked = shelters_asked(context, shelter)
    rows = open_requests(context, asked)
    tonight = [row for row in rows if referrals.is_for_tonight(row.urgency)]
    nights, held = Nights(context), _reservations(context, [row.id for row in tonight])
    made = tuple(
        replace(_row(context, row, asked[row.shelter_id], nights), held=held.get(row.id, ()))
        for row in tonight
    )
    return TonightRequests(made, sum(row.decision != referrals.ACCEPTED for row in rows))


def _propose(rows: Sequence[WaitingRow], free: Sequence[FoundBed]) -> tuple[tuple[FoundBed, str | None], ...]:
    """Give each free bed the most urgent request that it fits and that no other bed was proposed to."""
    taken: set[str] = set()
    found = []
    for bed in free:
        fitted = (row.referral_id for row in rows if bed.bed_id in {one.bed_id for one in row.fitting})
        first = next((referral for referral in fitted if referral not in taken), None)
        if first is not None:
            taken.add(first)
        found.append((bed, first))
    return tuple(found)


def _row(context: ReadContext, row: Referral, shelter: str, nights: Nights) -> WaitingRow:
    age = age_on(row.birth_year, context.today)
    # Described, not named: a bed that is held already, for whomever, is none that may be held again.
    asked = BedRequest(
        row.shelter_id,
        context.now,
        needs=frozenset(row.needs),
        sex=row.sex,
        age=age,
        children=expected(context, row.id),
    )
    beds = tuple(_free(context, asked, shelter, nights))
    return WaitingRow(
        referral_id=row.id,
        version=row.version,
        shelter=shelter,
        received_at=row.received_at,
        hours=(context.now - row.received_at).total_seconds() / 3600,
        urgency=row.urgency,
        source=row.source,
        sex=row.sex,
        age=age,
        persons=row.persons,
        needs=tuple(row.needs),
        decision=row.decision,
        fitting=tuple(bed for bed in beds if bed.fits),
        others=tuple(bed for bed in beds if not bed.fits),
    )


def _reservations(
    context: ReadContext, requests: Sequence[str]
) -> dict[str, tuple[tuple[str, datetime], ...]]:
    """Return what is held for requests now or later, by request."""
    rows = context.session.execute(
        select(Reservation.referral_id, Room.name, Bed.label, Reservation.lapses_at)
        .join(Bed, Bed.id == Reservation.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(
            Reservation.referral_id.in_(requests),
            Reservation.outcome.is_(None),
            Reservation.lapses_at > context.now,
        )
        .order_by(Reservation.lapses_at)
    )
    found: dict[str, tuple[tuple[str, datetime], ...]] = {}
    for referral, room, bed, until in rows:
        if referral is not None:
            found[referral] = (*found.get(referral, ()), (bed_name(room, bed), until))
    return found


def _free(context: ReadContext, asked: BedRequest, shelter: str, nights: Nights) -> Iterator[FoundBed]:
    """Go through the beds that can be had tonight, whoever they fit, each with until when; no end comes first."""
    return (bed for bed in ranked(context, asked, shelter, nights) if bed.free)


def _answered(context: ReadContext, asked: dict[str, str]) -> float | None:
    """Return how many hours the middle one of the last hundred answers took; None while nobody was answered."""
    rows = context.session.execute(
        select(Referral.received_at, Referral.decided_at)
        .where(Referral.shelter_id.in_(asked), Referral.decided_at.is_not(None))
        .order_by(Referral.decided_at.desc())
        .limit(100)
    ).all()
    taken = sorted(
        (decided - received).total_seconds() / 3600 for received, decided in rows if decided is not None
    )
    return taken[len(taken) // 2] if taken else None
