"""Finding a bed: which beds fit somebody and why, the best first, and why the others do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import BedPeriod, Referral, Stay
from shelter_app.domain import placement, referrals
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.domain.reservations import night_over
from shelter_app.i18n import _, moment, sort_key
from shelter_app.services.access import reached, shelters_asked
from shelter_app.services.acting import ReadContext, view
from shelter_app.services.stays.bed_occupancy import BedRequest, Nights, person_asked
from shelter_app.services.stays.placing import Candidate, candidates


@dataclass(frozen=True, slots=True)
class FoundBed:
    """A bed for somebody: what speaks for it, or why it does not fit and who may set that aside.

    ``until`` is when something comes over it, after the time that was asked for.
    """

    bed_id: str
    shelter: str
    room_bed: str
    rule: str
    kind: str
    features: tuple[str, ...]
    merits: tuple[str, ...]
    reasons: tuple[placement.Reason, ...]
    set_aside_by: tuple[str, ...]
    until: datetime | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons

    @property
    def free(self) -> bool:
        """Whether the bed itself can be had in that time, whoever it fits."""
        return not any(reason.code in placement.NOT_FREE for reason in self.reasons)

    @property
    def why(self) -> str:
        """What speaks for it, or the gravest reason why it does not fit, in sentences."""
        if self.reasons:
            return self.reasons[0].sentence
        return " ".join(
            part for part in (self.ends, *(_(placement.MERITS[code]) for code in self.merits)) if part
        )

    @property
    def ends(self) -> str:
        """Until when it is free, in a sentence; empty where it has no end."""
        if self.until is None:
            return ""
        free = moment(self.until.astimezone(LOCAL), "medium")
        return _("Free only until {moment}; then it is reserved for somebody else.").format(moment=free)


@dataclass(frozen=True, slots=True)
class ToPlace:
    """Somebody whom a bed may be looked for: a request whose people may still come, or a resident in the house.

    ``words`` are the code of who asks, or the resident's code name; ``bed`` is where she sleeps now.
    """

    words: str
    referral_id: str = ""
    urgency: str = ""
    persons: int = 1
    sex: str | None = None
    birth_year: int | None = None
    accepted: bool = False
    resident_id: str = ""
    stay_id: str = ""
    bed: str = ""


@view("beds.find")
def find_bed(
    context: ReadContext,
    shelter: str,
    since: datetime,
    until: datetime | None = None,
    *,
    referral: str | None = None,
    resident: str | None = None,
    sex: str | None = None,
    age: int | None = None,
    children: tuple[int, ...] = (),
    needs: Collection[str] = (),
) -> tuple[FoundBed, ...]:
    """Return the beds of a shelter (by code) for a request, a resident, or somebody described by hand.

    Raises Refused for a time that ends before it begins.
    """
    ((shelter_id, code),) = shelters_asked(context, shelter).items()
    if until is not None and until <= since:
        raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("until",))
    asked = BedRequest(
        shelter_id,
        since,
        until,
        resident=resident,
        referral=referral,
        needs=frozenset(needs),
        sex=sex,
        age=age,
        children=children if referral is None else expected(context, referral),
    )
    sleeps_in = None if resident is None else _bed_now(context, resident)
    return tuple(bed for bed in ranked(context, asked, code) if bed.bed_id != sleeps_in)


def expected(context: ReadContext, referral: str) -> tuple[int, ...]:
    """Return the ages of who comes beside the first person of a request: its children, who may be small."""
    return (0,) * (context.find(Referral, referral).persons - 1)


def ranked(
    context: ReadContext, asked: BedRequest, shelter: str, nights: Nights | None = None
) -> list[FoundBed]:
    """Return the beds of the shelter of that code: those that fit, the best first; then what a reason sets aside.

    Where no end is asked for, a bed that is free for this night fits too, with ``until`` when it is another's.

    ``nights`` spares reading again where beds are sought for several in the same time.
    """
    person = person_asked(context, asked)
    found = candidates(context, asked, person, (nights or Nights(context)).of(asked, person))
    free = _free_of_room(found)
    made = []
    for one in found:
        told = placement.merits(
            one.place, person, children=len(asked.children), free_beds=free.get(one.room.id, 0)
        )
        bed = _found_bed(one, told, shelter, asked)
        made.append((_order(one, bed, told, person), bed))
    return [bed for _place, bed in sorted(made, key=lambda pair: pair[0])]


@view("beds.to_place")
def to_place(context: ReadContext, shelter: str) -> tuple[ToPlace, ...]:
    """Return for whom a bed may be looked for: who waits, the most urgent first; then who is in the house."""
    asked = shelters_asked(context, shelter)
    return (*_requests(context, asked), *_residents(context, asked))


def open_requests(context: ReadContext, shelters: Collection[str]) -> Sequence[Referral]:
    """Return who waits for an answer, and who was accepted and may still come, the most urgent first.

    The one answer to which requests count: for the day, the waiting list, finding a bed and the menu of a bed.
    ``shelters`` are ids.
    """
    came = (
        select(func.count(Stay.resident_id.distinct()))
        .where(Stay.referral_id == Referral.id)
        .scalar_subquery()
    )
    may_come = and_(
        Referral.decision == referrals.ACCEPTED,
        Referral.decided_at >= context.now - referrals.COMES_WITHIN,
    )
    return context.session.scalars(
        select(Referral)
        .where(
            Referral.shelter_id.in_(shelters),
            or_(Referral.decision.in_(referrals.WAITING), may_come),
            came < Referral.persons,
        )
        .order_by(case(referrals.URGENCY, value=Referral.urgency, else_=9), Referral.received_at, Referral.id)
    ).all()


def _found_bed(one: Candidate, told: Collection[str], shelter: str, asked: BedRequest) -> FoundBed:
    """Return a bed as it is found; one that is free for the night at least fits until something comes over it."""
    reasons, until = tuple(one.reasons), None
    comes = next((reason.until for reason in reasons if reason.until is not None), None)
    if asked.until is None and comes is not None and comes >= night_over(asked.since):
        reasons, until = tuple(r for r in reasons if r.code not in placement.NOT_FREE), comes
    return FoundBed(
        bed_id=one.bed.id,
        shelter=shelter,
        room_bed=bed_name(one.room.name, one.bed.label),
        rule=one.room.placement_rule,
        kind=one.bed.kind,
        features=tuple(one.bed.features),
        merits=() if reasons else tuple(told),
        reasons=reasons,
        set_aside_by=placement.may_set_aside(reasons) if reasons else (),
        until=until,
    )


def _free_of_room(found: Iterable[Candidate]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in found:
        if not any(reason.code in placement.NOT_FREE for reason in one.reasons):
            counted[one.room.id] = counted.get(one.room.id, 0) + 1
    return counted


def _order(one: Candidate, bed: FoundBed, told: Collection[str], person: placement.Person) -> tuple[Any, ...]:
    """Return what fits first, for as long as is asked before for a while; then what the fewest reasons stand against."""
    worst = 0 if bed.fits else 1 if bed.set_aside_by else 2 if bed.free else 3
    ends = bed.until is not None
    spare = len(one.place.features - person.needs)
    name = (sort_key(one.room.name), sort_key(one.bed.label))
    return worst, ends, len(bed.reasons), -placement.score(told), spare, *name


def _bed_now(context: ReadContext, resident: str) -> str | None:
    chosen = select(BedPeriod.bed_id).join(Stay, Stay.id == BedPeriod.stay_id)
    return context.session.scalar(chosen.where(Stay.resident_id == resident, BedPeriod.goes_on(context.now)))


def _requests(context: ReadContext, asked: Collection[str]) -> list[ToPlace]:
    return [
        ToPlace(
            row.source,
            referral_id=row.id,
            urgency=row.urgency,
            persons=row.persons,
            sex=row.sex,
            birth_year=row.birth_year,
            accepted=row.decision == referrals.ACCEPTED,
        )
        for row in open_requests(context, asked)
    ]


def _residents(context: ReadContext, asked: Collection[str]) -> list[ToPlace]:
    rows = context.session.execute(
        select(Resident.code, Resident.id, Stay.id, Room.name, Bed.label)
        .join(Stay, Stay.resident_id == Resident.id)
        .outerjoin(BedPeriod, and_(BedPeriod.stay_id == Stay.id, BedPeriod.goes_on(context.now)))
        .outerjoin(Bed, Bed.id == BedPeriod.bed_id)
        .outerjoin(Room, Room.id == Bed.room_id)
        .where(reached(context), Stay.shelter_id.in_(asked), Stay.ended_at.is_(None))
    ).all()
    made = [
        ToPlace(code, resident_id=who, stay_id=stay, bed="" if room is None else bed_name(room, bed))
        for code, who, stay, room, bed in rows
    ]
    return sorted(made, key=lambda row: (bool(row.bed), sort_key(row.words)))
