"""Which bed fits whom, and why not: the room's rule, ages, kind of bed, what takes it, who must be kept apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shelter_app.domain import roles
from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import N_, _, moment

COT_UP_TO = 5
ADULT = 18

SENTENCES = {
    "bed_not_in_use": N_(
        "This bed is not in use during that period. Choose another bed, or ask a director to "
        "set, under Rooms, when it came into use."
    ),
    "bed_out_of_service": N_("This bed is out of service during that period. Choose another bed."),
    "bed_taken": N_("This bed is occupied during that period. Choose another bed or other dates."),
    "bed_reserved": N_(
        "This bed is reserved during that period. Choose another bed or cancel the reservation."
    ),
    "keep_apart": N_(
        "Somebody in this room must be kept apart from this person. Choose another room; "
        "only a director can make an exception, with a written reason."
    ),
    "other_shelter": N_("This bed is in a different shelter from the stay. Choose a bed there."),
    "cot": N_("A cot is for a small child. Choose a bed."),
    "women_only": N_("This room is for women. Choose another room, or write the reason for the exception."),
    "men_only": N_("This room is for men. Choose another room, or write the reason for the exception."),
    "family_only": N_(
        "This room is for a parent with a child. Choose another room, or write the reason for the exception."
    ),
    "too_young": N_(
        "This room is for older people. Choose another room, or write the reason for the exception."
    ),
    "too_old": N_(
        "This room is for younger people. Choose another room, or write the reason for the exception."
    ),
    "minor_alone": N_(
        "This child has no adult family member in the shelter. Write why the child is staying."
    ),
    "lacks_feature": N_(
        "This bed lacks something that the person needs. Choose another bed, or write the "
        "reason for the exception."
    ),
    "over_capacity": N_("The shelter would go over its licensed capacity. Write the reason."),
}
# The same for a bed that is free at first.
UNTIL = {
    "bed_not_in_use": N_(
        "This bed is free only until {moment}: after that it is no longer in use. Assign it "
        "only until then, or choose another bed."
    ),
    "bed_out_of_service": N_(
        "This bed is free only until {moment}: after that it is out of service. Assign it "
        "only until then, or choose another bed."
    ),
    "bed_reserved": N_(
        "This bed is free only until {moment}: after that it is reserved. Assign it only "
        "until then, choose another bed, or cancel the reservation."
    ),
}
# What no reason outweighs: the database would refuse it.
FINAL = frozenset({"bed_not_in_use", "bed_out_of_service", "bed_taken", "bed_reserved", "other_shelter"})
# Reasons of the bed itself (its state), whoever it is for; the others depend on the person.
NOT_FREE = frozenset({"bed_not_in_use", "bed_out_of_service", "bed_taken", "bed_reserved"})
EXTRA = "EXTRA"  # the kind of a mattress that is put up for a time and is no bed of the house
# What speaks for a bed that fits, the weightiest first.
MERITS = {
    "with_family": N_("A family member is sleeping in this room."),
    "room_for_all": N_("This room has free beds for everybody who comes."),
    "room_of_their_own": N_("This room is meant for people in this situation."),
    "features_asked": N_("This bed has what the person needs."),
    "spares_features": N_("This leaves the beds with special features free for others."),
    "empty_room": N_("Nobody else is sleeping in this room."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a bed does not fit; an ``overridable`` one is set aside by saying why.

    ``until`` is the moment to which the bed may be had all the same, where there is one.
    """

    code: str
    overridable: bool
    until: datetime | None = None

    @property
    def sentence(self) -> str:
        """The reason as the person reads it."""
        if self.until is None:
            return _(SENTENCES[self.code])
        return _(UNTIL[self.code]).format(moment=moment(self.until.astimezone(LOCAL), "medium"))


@dataclass(frozen=True, slots=True)
class Person:
    """What placing asks of a person; ``household`` is shared by mother and child."""

    resident: str
    sex: str | None = None
    age: int | None = None
    household: str | None = None
    shelter: str | None = None
    needs: frozenset[str] = frozenset()
    keep_apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """What placing asks of a bed in the time asked for; ``roommates`` sleep in the room then.

    ``later`` says from when on, by the code of the reason, where the bed is free before that.
    """

    rule: str = "ANY"
    kind: str = "BED"
    shelter: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    features: frozenset[str] = frozenset()
    in_use: bool = True
    in_service: bool = True
    taken: bool = False
    reserved: bool = False
    later: Mapping[str, datetime] = field(default_factory=dict)
    roommates: Collection[Person] = field(default=())


def fits(
    place: Place, person: Person, *, family: Collection[Person] = (), capacity: int | None, present: int
) -> list[Reason]:
    """Return why a bed does not fit, the gravest first; an empty list says that it does.

    ``family`` are the people of the person's household in the house, ``present`` those who sleep in the house
    without her, ``capacity`` the licensed number (None: not known).
    """
    found = [
        *_state(place, person),
        *_room(place, person, family),
        *_person(place, person, family),
    ]
    if capacity is not None and present >= capacity:
        found.append("over_capacity")
    until = _until(place, found)
    reasons = [
        Reason(code, _may_override(code, person), place.later[code])
        if until is not None and place.later.get(code) == until
        else Reason(code, _may_override(code, person))
        for code in found
    ]
    return sorted(reasons, key=lambda reason: (reason.overridable, reason.until is None))


def _until(place: Place, found: Collection[str]) -> datetime | None:
    """Return until when the bed may be had: None where it cannot, or for as long as is asked."""
    not_free = [code for code in found if code in NOT_FREE]
    if not not_free or any(code not in place.later for code in not_free):
        return None
    return min(place.later[code] for code in not_free)


def first_blocking_reason(reasons: Sequence[Reason], held: Collection[str], why: str | None) -> Reason | None:
    """Return the first reason that still stands after ``held`` roles said ``why``, or None: the bed may be given."""
    said = bool((why or "").strip())
    return next((r for r in reasons if not (said and sets_aside(r, held))), None)


def sets_aside(reason: Reason, held: Collection[str]) -> bool:
    """Say whether one of ``held`` roles sets a reason aside by saying why."""
    return reason.overridable and any(reason.code in role.sets_aside for role in roles.of(held))


def may_set_aside(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Return the roles that may give the bed all the same by saying why; none where a reason is final."""
    codes = frozenset(reason.code for reason in reasons)
    if not all(reason.overridable for reason in reasons):
        return ()
    setting = (role for role in roles.table().values() if role.sets_aside)
    return tuple(role.code for role in setting if codes <= role.sets_aside)


def merits(place: Place, person: Person, *, children: int = 0, free_beds: int = 1) -> list[str]:
    """Return what speaks for a bed that fits; ``children`` come along, ``free_beds`` are free in its room."""
    groups = {"WOMEN": person.sex == "F" and not children, "MEN": person.sex == "M", "FAMILY": children > 0}
    told = {
        "with_family": any(_same_family(person, mate) for mate in place.roommates),
        "room_for_all": children > 0 and free_beds > children,
        "room_of_their_own": groups.get(place.rule, False),
        "features_asked": bool(person.needs) and person.needs <= place.features,
        "spares_features": not place.features - person.needs,
        "empty_room": not place.roommates,
    }
    return [code for code, holds in told.items() if holds]


def score(merits: Collection[str]) -> int:
    """Return how good a bed is by its merits: a weightier one outweighs all the lighter ones together."""
    return sum(1 << place for place, code in enumerate(reversed(MERITS)) if code in merits)


def _may_override(code: str, person: Person) -> bool:
    if code == "cot":
        return person.age is None
    return code not in FINAL


def _state(place: Place, person: Person) -> list[str]:
    known = place.shelter is not None and person.shelter is not None
    told = {
        "bed_not_in_use": not place.in_use,
        "bed_out_of_service": not place.in_service,
        "bed_taken": place.taken,
        "bed_reserved": place.reserved,
        "other_shelter": known and place.shelter != person.shelter,
        "keep_apart": any(
            mate.resident in person.keep_apart or person.resident in mate.keep_apart
            for mate in place.roommates
        ),
    }
    return [code for code, holds in told.items() if holds]


def _room(place: Place, person: Person, family: Collection[Person]) -> list[str]:
    # A child sleeps where the mother sleeps, whatever the room's rule says of sex and age.
    child_of_room = is_child(person) and any(_same_family(person, mate) for mate in place.roommates)
    if child_of_room:
        return []
    with_child = any(_same_family(person, other) and is_child(other) for other in family)
    told = {
        "women_only": place.rule == "WOMEN" and person.sex != "F",
        "men_only": place.rule == "MEN" and person.sex != "M",
        "family_only": place.rule == "FAMILY" and not with_child and not _has_adult(person, family),
        "too_young": person.age is not None and place.age_from is not None and person.age < place.age_from,
        "too_old": person.age is not None and place.age_to is not None and person.age > place.age_to,
    }
    return [code for code, holds in told.items() if holds]


def _person(place: Place, person: Person, family: Collection[Person]) -> list[str]:
    told = {
        "cot": place.kind == "COT" and (person.age is None or person.age > COT_UP_TO),
        "minor_alone": is_child(person) and not _has_adult(person, family),
        "lacks_feature": bool(person.needs - place.features),
    }
    return [code for code, holds in told.items() if holds]


def is_child(person: Person) -> bool:
    """Say whether a person is known to be under age."""
    return is_minor(person.age)


def is_minor(age: int | None) -> bool:
    """Say whether an age is known to be under age."""
    return age is not None and age < ADULT


def _has_adult(person: Person, family: Collection[Person]) -> bool:
    return is_child(person) and any(
        _same_family(person, other) and other.age is not None and not is_child(other) for other in family
    )


def _same_family(one: Person, other: Person) -> bool:
    return one.household is not None and one.household == other.household and one.resident != other.resident
