"""What is on beds in a time: who sleeps there, what is reserved or out of service, and for whom a bed is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, literal, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute

from shelter_app.db.models.house import Bed, BedOutage, Room, ShelterCapacity
from shelter_app.db.models.people import HouseholdMember, KeepApart, Resident
from shelter_app.db.models.presence import ExtraBed
from shelter_app.db.models.stays import BedPeriod, Referral, Reservation, Stay
from shelter_app.domain.clock import local_day
from shelter_app.domain.periods import age_on
from shelter_app.domain.placement import Person
from shelter_app.services.acting import ReadContext

TAKEN, OUT, RESERVED = "taken", "out", "reserved"  # what may be on a bed


@dataclass(frozen=True, slots=True)
class BedRequest:
    """For whom and from when a bed is asked; ``until`` None is an open end.

    ``resident`` is None for somebody who is known by a request only, or described by ``sex`` and ``age``;
    ``children`` are the ages of those who come with her and are not in the house yet.
    """

    shelter: str
    since: datetime
    until: datetime | None = None
    resident: str | None = None
    referral: str | None = None
    needs: frozenset[str] = frozenset()
    sex: str | None = None
    age: int | None = None
    children: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sleeper:
    room: str
    person: Person


@dataclass(frozen=True, slots=True)
class BedOccupancy:
    """What is on beds in the time asked for, but for what is the asking person's own.

    ``taken``, ``out`` and ``reserved`` say from when on, by bed; ``extra`` says of a mattress put up for a time the day
    from which it takes nobody in any more.
    """

    rows: Sequence[tuple[Bed, Room]]
    taken: Mapping[str, datetime]
    out: Mapping[str, datetime]
    reserved: Mapping[str, datetime]
    sleepers: Sequence[_Sleeper]
    present: int
    capacity: int | None
    extra: Mapping[str, date]


class Nights:
    """What is on beds, read once for all who are only described: nothing there can be their own."""

    def __init__(self, context: ReadContext) -> None:
        self._look = context
        self._read: dict[tuple[str, datetime, datetime | None], BedOccupancy] = {}

    def of(self, asked: BedRequest, person: Person) -> BedOccupancy:
        """Return what is on the beds of the shelter in the time asked for, for whom it is asked."""
        if asked.resident is not None or asked.referral is not None:
            return read_occupancy(self._look, asked, person)
        key = (asked.shelter, asked.since, asked.until)
        if key not in self._read:
            self._read[key] = read_occupancy(self._look, asked, person)
        return self._read[key]


def read_occupancy(
    context: ReadContext, asked: BedRequest, person: Person, bed: str | None = None
) -> BedOccupancy:
    """Read what is on the beds of the shelter (or on the one ``bed``) in the time asked for."""
    chosen = (
        select(Bed, Room, ExtraBed.until_on)
        .join(Room, Room.id == Bed.room_id)
        .outerjoin(ExtraBed, ExtraBed.bed_id == Bed.id)
    )
    chosen = chosen.where(Room.shelter_id == asked.shelter) if bed is None else chosen.where(Bed.id == bed)
    present, capacity = _fullest(context, asked, person)
    beds = context.session.execute(chosen).all()
    begins = _beginning(
        context,
        asked,
        (TAKEN, BedPeriod, _not_of(person.resident)),
        (OUT, BedOutage, true()),
        (RESERVED, Reservation, _reserved_for_others(context, asked)),
    )
    return BedOccupancy(
        rows=[(row, room) for row, room, _until in beds],
        taken=begins[TAKEN],
        out=begins[OUT],
        reserved=begins[RESERVED],
        sleepers=_sleepers(context, asked, person),
        present=present,
        capacity=capacity,
        extra={row.id: until for row, _room, until in beds if until is not None},
    )


def person_asked(context: ReadContext, asked: BedRequest) -> Person:
    """Return what placing asks of the person."""
    day = local_day(asked.since)
    needs = set(asked.needs)
    request = None if asked.referral is None else context.find(Referral, asked.referral)
    if request is not None:
        needs |= set(request.needs)
    if asked.resident is None:
        sex = asked.sex if request is None else request.sex
        age = asked.age if request is None else age_on(request.birth_year, day)
        person = Person("", sex, age, shelter=asked.shelter)
    else:
        who = context.find(Resident, asked.resident)
        household = _households(context, [who.id], day).get(who.id)
        person = Person(who.id, who.sex, age_on(who.birth_year, day), household, asked.shelter)
    apart = frozenset(_people_to_avoid(context, person.resident, asked))
    if asked.children and person.household is None:
        person = replace(person, household="who comes now")
    return replace(person, needs=frozenset(needs), keep_apart=apart)


def overlapping(
    from_at: InstrumentedAttribute[datetime], to_at: InstrumentedAttribute[Any], asked: BedRequest
) -> ColumnElement[bool]:
    """Return the condition that a dated row shares a moment with the time asked for."""
    ends = or_(to_at.is_(None), to_at > asked.since)
    return ends if asked.until is None else and_(ends, from_at < asked.until)


def _beginning(
    context: ReadContext,
    asked: BedRequest,
    *kinds: tuple[str, type[BedPeriod] | type[BedOutage] | type[Reservation], ColumnElement[bool]],
) -> dict[str, dict[str, datetime]]:
    """Return by each kind (its name, its rows, which of them) the beds on which one lies, with when the first begins."""
    chosen = [
        select(literal(name), model.bed_id, model.from_at).where(
            overlapping(model.from_at, model.to_at, asked), which
        )
        for name, model, which in kinds
    ]
    found: dict[str, dict[str, datetime]] = {name: {} for name, _model, _which in kinds}
    # Put together here: grouped by the database, every row there ever was would be gone through, bed by bed.
    for name, bed, begins in context.session.execute(union_all(*chosen)):
        found[name][bed] = min(begins, found[name].get(bed, begins))
    return found


def _not_of(resident: str) -> ColumnElement[bool]:
    return BedPeriod.stay_id.not_in(select(Stay.id).where(Stay.resident_id == resident))


def _reserved_for_others(context: ReadContext, asked: BedRequest) -> ColumnElement[bool]:
    live = and_(Reservation.outcome.is_(None), Reservation.lapses_at > context.now)
    if asked.referral is None:
        return live
    return and_(live, or_(Reservation.referral_id.is_(None), Reservation.referral_id != asked.referral))


def _sleepers(context: ReadContext, asked: BedRequest, person: Person) -> list[_Sleeper]:
    day = local_day(asked.since)
    member = and_(
        HouseholdMember.resident_id == Resident.id,
        _on(HouseholdMember.from_on, HouseholdMember.to_on, day),
    )
    rows = context.session.execute(
        select(
            Bed.room_id,
            Resident.id,
            Resident.sex,
            Resident.birth_year,
            func.max(HouseholdMember.household_id),
        )
        .join(BedPeriod, BedPeriod.bed_id == Bed.id)
        .join(Stay, Stay.id == BedPeriod.stay_id)
        .join(Resident, Resident.id == Stay.resident_id)
        .outerjoin(HouseholdMember, member)
        .where(
            overlapping(BedPeriod.from_at, BedPeriod.to_at, asked),
            Stay.shelter_id == asked.shelter,
            Resident.id != person.resident,
        )
        .group_by(BedPeriod.id)
    )
    return [
        _Sleeper(room, Person(who, sex, age_on(born, day), household))
        for room, who, sex, born, household in rows
    ]


def family_of(context: ReadContext, asked: BedRequest, person: Person) -> list[Person]:
    """Return who belongs to the person: those in the house, and the children who come along."""
    return [*_family(context, asked, person), *_children(person, asked.children)]


def _family(context: ReadContext, asked: BedRequest, person: Person) -> list[Person]:
    if person.household is None:
        return []
    day = local_day(asked.since)
    rows = context.session.execute(
        select(Resident.id, Resident.sex, Resident.birth_year)
        .join(HouseholdMember, HouseholdMember.resident_id == Resident.id)
        .where(
            HouseholdMember.household_id == person.household,
            _on(HouseholdMember.from_on, HouseholdMember.to_on, day),
            Resident.id != person.resident,
            Resident.id.in_(_here(asked)),
        )
    )
    return [Person(who, sex, age_on(born, day), person.household) for who, sex, born in rows]


def _children(person: Person, ages: Sequence[int]) -> Iterable[Person]:
    return (Person(f"child {at}", None, age, person.household) for at, age in enumerate(ages))


def _here(asked: BedRequest) -> Select[str]:
    return select(Stay.resident_id).where(
        Stay.shelter_id == asked.shelter,
        Stay.admitted_at <= asked.since,
        or_(Stay.ended_at.is_(None), Stay.ended_at > asked.since),
    )


def _fullest(context: ReadContext, asked: BedRequest, person: Person) -> tuple[int, int | None]:
    """Return how many are there and how many may be, at the beginning of the time asked for or now: the tighter of both.

    Somebody entered for a past day is here today too.
    """
    moments = [asked.since]
    if asked.since < context.now and (asked.until is None or asked.until > context.now):
        moments.append(context.now)
    counts = [
        count
        for at in moments
        for count in (_present(asked, person, at), _capacity(asked.shelter, local_day(at)))
    ]
    row = context.session.execute(select(*counts)).one()
    found = list(zip(row[::2], row[1::2], strict=True))
    return max(found, key=lambda one: one[0] - (one[1] if one[1] is not None else one[0] + 1))


def _present(asked: BedRequest, person: Person, at: datetime) -> ScalarSelect[int]:
    return (
        select(func.count(Stay.id.distinct()))
        .where(
            Stay.shelter_id == asked.shelter,
            Stay.resident_id != person.resident,
            Stay.admitted_at <= at,
            or_(Stay.ended_at.is_(None), Stay.ended_at > at),
        )
        .scalar_subquery()
    )


def _capacity(shelter: str, day: date) -> ScalarSelect[int]:
    return (
        select(ShelterCapacity.beds)
        .where(
            ShelterCapacity.shelter_id == shelter,
            _on(ShelterCapacity.from_on, ShelterCapacity.to_on, day),
        )
        .limit(1)
        .scalar_subquery()
    )


def _people_to_avoid(context: ReadContext, resident: str, asked: BedRequest) -> set[str]:
    """Return from whom somebody is kept apart on any day of the time asked for; nobody, who is only described."""
    if not resident:
        return set()
    first = local_day(asked.since)
    begins = true() if asked.until is None else KeepApart.from_on <= local_day(asked.until)
    rows = context.session.execute(
        select(KeepApart.one_id, KeepApart.other_id).where(
            or_(KeepApart.one_id == resident, KeepApart.other_id == resident),
            or_(KeepApart.to_on.is_(None), KeepApart.to_on > first),
            begins,
        )
    )
    return {other if one == resident else one for one, other in rows}


def _households(context: ReadContext, residents: Collection[str], day: date) -> dict[str, str]:
    rows = context.session.execute(
        select(HouseholdMember.resident_id, HouseholdMember.household_id).where(
            HouseholdMember.resident_id.in_(residents),
            _on(HouseholdMember.from_on, HouseholdMember.to_on, day),
        )
    )
    return {who: household for who, household in rows}


def _on(
    from_on: InstrumentedAttribute[date], to_on: InstrumentedAttribute[date | None], day: date
) -> ColumnElement[bool]:
    return and_(from_on <= day, or_(to_on.is_(None), to_on > day))
