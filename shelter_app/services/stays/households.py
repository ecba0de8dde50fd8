"""A household in one act: mother, children and cot, over one room or several; taken back in one act too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import AwareDatetime
from pydantic.dataclasses import dataclass as validated
from sqlalchemy import or_, select, true

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import Household, HouseholdMember, Resident
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.domain import households as rules
from shelter_app.domain import placement
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.domain.periods import age_on
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_resident, need_shelter, shelters_asked, unrestricted
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.services.stays.bed_occupancy import BedRequest, person_asked, read_occupancy
from shelter_app.services.stays.placing import candidates
from shelter_app.services.stays.stay_rules import give_bed, leave_bed, not_ahead, open_period, stay_in_reach
from shelter_app.services.stays.undo import UndoAdmission, UndoMove, UndoPlacing
from shelter_app.services.undo import need_fresh_entry

HEAD, CHILD = "HEAD", "CHILD"


@validated(frozen=True)
class Comer:
    """One of those who are placed together: a resident, or somebody new of whom sex and year of birth are known."""

    bed: str | None = None
    resident: str | None = None
    sex: str | None = None
    birth_year: int | None = None


@validated(frozen=True)
class Together:
    """What placing a household made, by ids: what takes it back needs them."""

    stays: tuple[str, ...]
    given: tuple[str, ...]
    moved: tuple[str, ...]
    members: tuple[str, ...]
    household: str | None
    residents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A bed for one of the household: where, and whether it is a cot; ``bed_id`` None where none is left."""

    bed_id: str | None
    room: str
    room_bed: str
    cot: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A bed for each, in the order asked, the free beds that may be chosen instead, whether it is over the licence."""

    spots: tuple[Spot, ...]
    free: tuple[tuple[str, str], ...]
    over_capacity: bool = False

    @property
    def rooms(self) -> int:
        """Over how many rooms they sleep."""
        return len({spot.room for spot in self.spots if spot.bed_id is not None})

    @property
    def cots(self) -> int:
        """How many sleep in a cot."""
        return sum(1 for spot in self.spots if spot.cot)

    @property
    def without(self) -> int:
        """For how many no bed is left that fits."""
        return sum(1 for spot in self.spots if spot.bed_id is None)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household who is in the house."""

    resident_id: str
    code: str
    stay_id: str
    age: int | None


@view("stays.together")
def plan_together(
    context: ReadContext, shelter: str, since: datetime, people: Sequence[Comer], needs: Sequence[str] = ()
) -> Plan:
    """Return which beds of a shelter (by code) a household would get, the mother first; nothing is stored."""
    ((shelter_id, _code),) = shelters_asked(context, shelter).items()
    if not people:
        raise Refused("nobody", _("Choose at least one person."), ("people",))
    new_children = (0,) * sum(1 for one in people[1:] if one.resident is None)
    asked = BedRequest(shelter_id, since, needs=frozenset(needs), children=new_children)
    day = local_day(since)
    persons = []
    for at, one in enumerate(people):
        if one.resident is not None:
            person = person_asked(context, replace(asked, resident=one.resident))
        else:
            person = placement.Person(f"new {at}", one.sex, age_on(one.birth_year, day), shelter=shelter_id)
        persons.append(replace(person, household="together", needs=asked.needs if at == 0 else frozenset()))
    mother = persons[0]
    found = candidates(context, asked, mother, read_occupancy(context, asked, mother))
    own = {one.resident for one in people if one.resident is not None}
    held = _held_by(context, own)
    rooms: dict[str, list[rules.Spot]] = {}
    names: dict[str, tuple[Bed, Room]] = {}
    for bed in sorted(found, key=lambda bed: (bed.room.name, bed.bed.label)):
        state = {reason.code for reason in bed.reasons} & placement.NOT_FREE
        if state and not (state == {"bed_taken"} and bed.bed.id in held):
            continue
        mates = tuple(mate for mate in bed.place.roommates if mate.resident not in own)
        names[bed.bed.id] = (bed.bed, bed.room)
        spot = rules.Spot(bed.bed.id, replace(bed.place, taken=False, roommates=mates))
        rooms.setdefault(bed.room.id, []).append(spot)
    given = rules.together(persons, rooms)
    return Plan(
        tuple(_spot(None if bed_id is None else names[bed_id]) for bed_id in given),
        tuple((bed.id, bed_name(room.name, bed.label)) for bed, room in names.values()),
        any(reason.code == "over_capacity" for bed in found for reason in bed.reasons),
    )


@view("stays.household")
def household_of(context: ReadContext, resident: str) -> tuple[Member, ...]:
    """Return the others of a resident's household who are in the house, the eldest first."""
    rows = _others(context, need_resident(context, resident).id)
    made = [Member(who.id, who.code, stay, age_on(who.birth_year, context.today)) for who, stay in rows]
    return tuple(sorted(made, key=lambda one: (-(200 if one.age is None else one.age), one.code)))


@act("stays.place_together", told=N_("placed a household together"))
class PlaceTogether(Act[Together]):
    """Place a household: who is new is registered and admitted, who is here moves, all in one.

    The first of ``people`` is the head of the household; ``needs`` are hers.
    """

    shelter: str
    at: AwareDatetime
    people: tuple[Comer, ...]
    referral: str | None = None
    source: str | None = None
    reason: str | None = None
    needs: tuple[str, ...] = ()
    override: str | None = None

    def apply(self, uow: UnitOfWork) -> Together:
        """Write residents, stays, household and beds; a bed that does not fit refuses the whole."""
        need_shelter(uow, self.shelter)
        not_ahead(uow, self.at)
        self._check()
        registered = [self._registered(uow, one) for one in self.people]
        new_stays, stays = self._stays(uow, registered)
        household, members = _joined(uow, registered, self.at)
        moved = [self._left(uow, stay, one.bed) for stay, one in zip(stays, self.people, strict=True)]
        given: list[tuple[str, bool]] = []
        for at, (stay, one) in enumerate(zip(stays, self.people, strict=True)):
            if one.bed is not None and moved[at] is not None:
                needs = frozenset(self.needs) if at == 0 else frozenset()
                try:
                    period = give_bed(uow, stay, one.bed, self.at, self.override, needs)
                except Refused as refused:
                    fields = tuple(f"bed_{at}" if name == "bed" else name for name in refused.fields)
                    raise Refused(refused.code, refused.message, fields) from None
                given.append((period, bool(moved[at])))
        uow.audit_subject(stays[0], case_id=stays[0].resident_id)
        fresh = [who for who, one in zip(registered, self.people, strict=True) if one.resident is None]
        of_new = set(uow.session.scalars(select(BedPeriod.id).where(BedPeriod.stay_id.in_(new_stays))))
        return Together(
            stays=tuple(new_stays),
            given=tuple(period for period, was in given if not was and period not in of_new),
            moved=tuple(period for period, was in given if was),
            members=tuple(members),
            household=household,
            residents=tuple(fresh),
        )

    def _check(self) -> None:
        if len(self.people) < 2:
            raise Refused("nobody", _("A household has at least two people."), ("people",))
        beds = [one.bed for one in self.people if one.bed is not None]
        if len(set(beds)) < len(beds):
            raise Refused(
                "bed_twice", _("Two of them would sleep in the same bed. Choose another bed."), ("people",)
            )

    @staticmethod
    def _registered(uow: UnitOfWork, one: Comer) -> str:
        if one.resident is not None:
            return uow.find(Resident, one.resident).id
        made = RegisterResident(sex=one.sex, birth_year=one.birth_year).apply(uow)
        uow.session.flush()
        return made

    def _stays(self, uow: UnitOfWork, registered: Sequence[str]) -> tuple[list[str], list[Stay]]:
        made: list[str] = []
        stays: list[Stay] = []
        for who in registered:
            stay = _stay_now(uow, who)
            if stay is None:
                coming = Admit(
                    resident=who,
                    shelter=self.shelter,
                    at=self.at,
                    referral=self.referral,
                    source=self.source,
                    reason=self.reason,
                )
                stay = uow.find(Stay, coming.apply(uow))
                made.append(stay.id)
            else:
                stay = stay_in_reach(uow, stay.id)
            stays.append(stay)
        return made, stays

    def _left(self, uow: UnitOfWork, stay: Stay, bed: str | None) -> bool | None:
        """End the bed somebody has; says whether she had one, None where she keeps it."""
        now = open_period(uow, stay.id)
        if bed is None or (now is not None and now.bed_id == bed):
            return None
        return leave_bed(uow, stay, bed, self.at) is not None


@act("stays.undo_together", told=N_("undid placing a household"))
class UndoTogether(Act[None]):
    """Take back a household that was just placed by mistake: everybody is where she was before."""

    made: Together

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, with nothing built upon any part of it."""
        for period in self.made.moved:
            UndoMove(period=period).apply(uow)
        for period in self.made.given:
            UndoPlacing(period=period).apply(uow)
        uow.session.flush()
        for stay in reversed(
            self.made.stays
        ):  # whom the request names came first, and is let go of with the last
            UndoAdmission(stay=stay).apply(uow)
        uow.session.flush()
        rows: list[HouseholdMember | Household | Resident] = [
            uow.find(HouseholdMember, member) for member in self.made.members
        ]
        if self.made.household is not None:
            rows.append(uow.find(Household, self.made.household))
        rows += [uow.find(Resident, who) for who in self.made.residents]
        for row in rows:
            need_fresh_entry(uow, row)
            uow.session.delete(row)
            uow.session.flush()


def _joined(uow: UnitOfWork, residents: Sequence[str], at: datetime) -> tuple[str | None, list[str]]:
    """Put all into the household of the first who has one, else into a new one; returns what was made."""
    day = local_day(at)
    people = {who.id: who for who in uow.session.scalars(select(Resident).where(Resident.id.in_(residents)))}
    now = {
        who: household
        for who, household in uow.session.execute(
            select(HouseholdMember.resident_id, HouseholdMember.household_id).where(
                HouseholdMember.resident_id.in_(residents),
                HouseholdMember.from_on <= day,
                or_(HouseholdMember.to_on.is_(None), HouseholdMember.to_on > day),
            )
        )
    }
    home = next((now[who] for who in residents if who in now), None)
    made = None
    if home is None:
        home = made = uow.add(Household(label=None)).id
        uow.session.flush()
    members = []
    for place, who in enumerate(residents):
        if who in now:
            continue
        age = age_on(people[who].birth_year, day)
        child = age is not None and age < placement.ADULT and place > 0
        row = HouseholdMember(
            household_id=home,
            resident_id=who,
            role=HEAD if place == 0 else CHILD if child else "OTHER",
            accompanying_child=child,
            from_on=day,
        )
        members.append(uow.add(row).id)
    uow.session.flush()
    return made, members


def _stay_now(uow: UnitOfWork, resident: str) -> Stay | None:
    return uow.session.scalars(
        select(Stay).where(Stay.resident_id == resident, Stay.ended_at.is_(None))
    ).first()


def _others(context: ReadContext, resident: str) -> list[tuple[Resident, str]]:
    day = context.today
    on = (HouseholdMember.from_on <= day) & (HouseholdMember.to_on.is_(None) | (HouseholdMember.to_on > day))
    homes = select(HouseholdMember.household_id).where(HouseholdMember.resident_id == resident, on)
    rows = context.session.execute(
        select(Resident, Stay.id)
        .join(HouseholdMember, HouseholdMember.resident_id == Resident.id)
        .join(Stay, Stay.resident_id == Resident.id)
        .where(
            HouseholdMember.household_id.in_(homes),
            on,
            unrestricted(context),
            Resident.id != resident,
            Stay.ended_at.is_(None),
            true() if context.shelters is None else Stay.shelter_id.in_(context.shelters),
        )
    )
    return [(who, stay) for who, stay in rows]


def _held_by(context: ReadContext, residents: set[str]) -> set[str]:
    chosen = select(BedPeriod.bed_id).join(Stay, Stay.id == BedPeriod.stay_id)
    return set(
        context.session.scalars(chosen.where(Stay.resident_id.in_(residents), BedPeriod.goes_on(context.now)))
    )


def _spot(where: tuple[Bed, Room] | None) -> Spot:
    if where is None:
        return Spot(None, "", "", cot=False)
    bed, room = where
    return Spot(bed.id, room.id, bed_name(room.name, bed.label), bed.kind == "COT")
