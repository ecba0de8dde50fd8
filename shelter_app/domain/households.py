"""Beds for a household in one go: one room that holds all if there is one, else the children with their mother first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shelter_app.domain import placement
from shelter_app.domain.placement import COT_UP_TO, Person, Place


@dataclass(frozen=True, slots=True)
class Spot:
    """A free bed with what placing asks of it; ``place.roommates`` sleep in its room already."""

    bed: str
    place: Place


def together(people: Sequence[Person], rooms: Mapping[str, Sequence[Spot]]) -> tuple[str | None, ...]:
    """Return a bed for each of ``people`` (the mother first), None for whom none is left that fits.

    A room that holds more of them comes before one that is better for the mother, and of two equal ones that
    in which fewer beds stay empty.
    """
    given: dict[str, str] = {}
    left = list(people)
    free = {room: list(spots) for room, spots in rooms.items()}
    while left:
        tried = [(room, _in_room(left, people, spots)) for room, spots in free.items()]
        room, best = max(
            tried, key=lambda pair: _worth(pair[1], left, free[pair[0]], people), default=("", {})
        )
        if not best:
            break
        given |= best
        free[room] = [spot for spot in free[room] if spot.bed not in best.values()]
        left = [one for one in left if one.resident not in best]
        free.pop(room)
    return tuple(given.get(one.resident) for one in people)


def _in_room(left: Sequence[Person], people: Sequence[Person], spots: Sequence[Spot]) -> dict[str, str]:
    """Return a bed for as many of ``left`` as the room takes, the mother before the youngest children."""
    found: dict[str, str] = {}
    here: list[Person] = []
    open_spots = list(spots)
    for one in sorted(left, key=_placing_order):
        family = [other for other in people if other.resident != one.resident]
        fitting = [spot for spot in open_spots if _fits(one, spot, here, family)]
        if fitting:
            taken = min(fitting, key=lambda spot: _waste(one, spot))
            found[one.resident] = taken.bed
            open_spots.remove(taken)
            here.append(one)
    return found


def _placing_order(one: Person) -> tuple[bool, int]:
    return placement.is_child(one), -1 if one.age is None else one.age


def _fits(one: Person, spot: Spot, here: Sequence[Person], family: Sequence[Person]) -> bool:
    place = replace(spot.place, roommates=(*spot.place.roommates, *here))
    return not placement.fits(place, one, family=family, capacity=None, present=0)


def _waste(one: Person, spot: Spot) -> tuple[bool, int]:
    """Return how much of a bed is spared: a cot for the small, the plain beds before those with features."""
    small = one.age is not None and one.age <= COT_UP_TO
    return (spot.place.kind == "COT") != small, len(spot.place.features - one.needs)


def _worth(
    found: Mapping[str, str], left: Sequence[Person], spots: Sequence[Spot], people: Sequence[Person]
) -> tuple[int, int, int]:
    first = min(left, key=_placing_order)
    spot = next((one for one in spots if one.bed == found.get(first.resident)), None)
    told = [] if spot is None else placement.merits(spot.place, first, children=len(people) - 1)
    return len(found), placement.score(told), -len(spots)
