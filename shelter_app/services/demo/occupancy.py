"""Who lived where and when: a house filled day by day, bed by bed, without ever a double place.

A block is a residential centre with its small protected home. Beds are given as they fall free, so no two
people share one; lengths of stay are drawn as ``demo_data.yaml`` says and scaled until about as many people
as asked for lived in the house.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from shelter_app.domain.codes import read
from shelter_app.services.demo.chance import Chance

BEDS_OF_A_BLOCK = 24
READMISSION = 0.08
MOVE = 0.12
FULL_BED, FULL_ROOM = 0.86, 0.92
SAME_DAY = 0.02


@dataclass(eq=False)
class Person:
    """Somebody who lived in the house; an accompanying child came with its mother."""

    sex: str
    child: bool = False
    index: int = 0


@dataclass(eq=False)
class Place:
    """A bed, or a family room that one family has to itself."""

    shelter: int
    room: int
    beds: tuple[int, ...]
    rule: str
    home: bool
    free_on: date = date.min


@dataclass(eq=False)
class Living:
    """A stay of one person, or of a family in one room; open while ``end`` is None."""

    people: list[Person]
    start: date
    planned_end: date
    spells: list[tuple[date, Place]]
    end: date | None = None
    came_from: Living | None = None
    went_home: bool = False
    same_day: bool = False

    @property
    def place(self) -> Place:
        """Where they sleep now, or slept last."""
        return self.spells[-1][1]


@dataclass(frozen=True)
class Room:
    """A room as it is built: its rule and how many beds."""

    shelter: int
    rule: str
    beds: int
    home: bool


@dataclass(eq=False)
class Block:
    """What a block turned out to be: its rooms, its people, their stays in the order of arrival."""

    rooms: list[Room]
    people: list[Person] = field(default_factory=list)
    livings: list[Living] = field(default_factory=list)


def rooms_for(beds: int) -> list[Room]:
    """Return the rooms of a block: mostly women's, some for families and men, a small protected home."""
    home = 4 if beds >= 16 else 0
    left = beds - home
    families = max(0, round(left * 0.3 / 3)) if left >= 8 else 0
    men = 2 * round(left * 0.2 / 2) if left >= 8 else 0
    rooms = [Room(0, "FAMILY", 3, False)] * families + [Room(0, "MEN", 2, False)] * (men // 2)
    women = left - 3 * families - men
    while women > 0:
        size = 3 if women in (3, 5) or women > 6 else min(2, women)
        rooms.append(Room(0, "WOMEN", size, False))
        women -= size
    return rooms + [Room(1, "WOMEN", 2, True)] * (home // 2)


def _places(rooms: list[Room]) -> Iterator[Place]:
    bed = 0
    for index, room in enumerate(rooms):
        numbers = tuple(range(bed, bed + room.beds))
        bed += room.beds
        if room.rule == "FAMILY":
            yield Place(room.shelter, index, numbers, room.rule, room.home)
        else:
            for number in numbers:
                yield Place(room.shelter, index, (number,), room.rule, room.home)


class _House:
    """One run through the years of a block."""

    def __init__(self, chance: Chance, beds: int, start: date, today: date, scale: float) -> None:
        self.chance = chance
        self.start, self.today, self.scale = start, today, scale
        self.block = Block(rooms_for(beds))
        self.lengths = read("demo_data")["continuous"]["length_of_stay_days"]
        self.calls: list[tuple[date, int, Place]] = []
        self.serial = 0

    def run(self) -> Block:
        for place in _places(self.block.rooms):
            self._call(place, self.start + timedelta(days=self.chance.days_until(25)))
        while self.calls:
            day, _serial, place = heapq.heappop(self.calls)
            if day == place.free_on and day < self.today:
                self._fill(place, day)
        for living in self.block.livings:
            living.end = living.planned_end if living.planned_end < self.today else None
        self._same_day_stays()
        for index, person in enumerate(self.block.people):
            person.index = index
        return self.block

    def _call(self, place: Place, day: date) -> None:
        place.free_on = day
        self.serial += 1
        heapq.heappush(self.calls, (day, self.serial, place))

    def _length(self) -> int:
        drawn = self.lengths
        days = self.chance.length(drawn["median"], drawn["p10"], drawn["p90"], drawn["cap"])
        days = max(1, round(days * self.scale))
        for bump in drawn["bump_at"]:
            if abs(days - bump) <= 8 and self.chance.happens(0.5):
                return int(bump)
        return days

    def _gap(self, place: Place) -> int:
        full = FULL_ROOM if place.rule == "FAMILY" else FULL_BED
        return self.chance.days_until(self.scale * 130 * (1 - full) / full)

    def _fill(self, place: Place, day: date) -> None:
        if place.home:
            self._move_home(place, day)
        elif place.rule == "FAMILY":
            self._family(place, day)
        elif self.chance.happens(MOVE) and (mover := self._neighbour(place, day)):
            left = mover.place
            mover.spells.append((day, place))
            self._call(place, mover.planned_end + timedelta(days=self._gap(place)))
            self._call(left, day + timedelta(days=self._gap(left)))
        else:
            self._arrive(self._somebody(place, day), place, day)

    def _arrive(
        self, people: list[Person], place: Place, day: date, came_from: Living | None = None
    ) -> Living:
        end = day + timedelta(days=self._length())
        living = Living(people, day, end, [(day, place)], came_from=came_from)
        self.block.livings.append(living)
        self._call(place, end + timedelta(days=self._gap(place)))
        return living

    def _new(self, sex: str, child: bool = False) -> Person:
        person = Person(sex, child)
        self.block.people.append(person)
        return person

    def _somebody(self, place: Place, day: date) -> list[Person]:
        sex = "M" if place.rule == "MEN" else "F"
        if self.chance.happens(READMISSION):
            last = {living.people[0]: living for living in self.block.livings if len(living.people) == 1}
            gone = [
                p
                for p, living in last.items()
                if p.sex == sex and not p.child and living.planned_end < day - timedelta(days=14)
            ]
            if gone:
                return [self.chance.one(gone)]
        return [self._new(sex)]

    def _family(self, place: Place, day: date) -> None:
        children = 1 + int(self.chance.happens(0.45)) if len(place.beds) > 2 else 1
        people = [self._new("F")]
        people += [self._new("F" if self.chance.happens(0.5) else "M", child=True) for _ in range(children)]
        self._arrive(people, place, day)

    def _present(self, day: date, since: int, rest: int, rule: str) -> list[Living]:
        return [
            living
            for living in self.block.livings[-60:]
            if living.place.rule == rule
            and not living.place.home
            and living.spells[-1][0] <= day - timedelta(days=since)
            and living.planned_end > day + timedelta(days=rest)
        ]

    def _neighbour(self, place: Place, day: date) -> Living | None:
        staying = self._present(day, 10, 5, place.rule)
        return self.chance.one(staying) if staying else None

    def _move_home(self, place: Place, day: date) -> None:
        ready = [x for x in self._present(day, 45, 1, "WOMEN") if x.start <= day - timedelta(days=60)]
        if not ready:
            self._call(place, day + timedelta(days=10))
            return
        leaving = self.chance.one(ready)
        leaving.planned_end = day
        leaving.went_home = True
        self._call(leaving.place, day + timedelta(days=self._gap(leaving.place)))
        self._arrive(leaving.people, place, day, came_from=leaving)

    def _same_day_stays(self) -> None:
        places = [p for p in _places(self.block.rooms) if p.rule == "WOMEN" and not p.home]
        span = (self.today - self.start).days - 40
        for _ in range(max(1, round(len(self.block.livings) * SAME_DAY)) if places and span > 0 else 0):
            day = self.start + timedelta(days=30 + self.chance.randrange(span))
            living = Living([self._new("F")], day, day, [(day, self.chance.one(places))], same_day=True)
            living.end = day
            self.block.livings.append(living)


def live(seed: str, beds: int, start: date, today: date, scale: float) -> Block:
    """Return a block's people and stays for a seed; lengths of stay are multiplied by ``scale``."""
    return _House(Chance(f"{seed}/lives"), beds, start, today, scale).run()


def settled(seed: str, beds: int, start: date, today: date, scale: float, people: int) -> Block:
    """Return a block in which about ``people`` lived: the first of some draws that comes near."""
    best = live(f"{seed}/0", beds, start, today, scale)
    for draw in range(1, 25):
        if abs(len(best.people) - people) <= max(1, people // 50):
            break
        other = live(f"{seed}/{draw}", beds, start, today, scale)
        best = min(best, other, key=lambda b: abs(len(b.people) - people))
    return best


def fitting_scale(seed: str, beds: int, start: date, today: date, people: int) -> float:
    """Return the scale at which about ``people`` live in a block of ``beds`` from ``start`` to ``today``.

    Three seeds are tried together, so that one lucky draw does not decide.
    """

    def count(scale: float) -> float:
        return sum(len(live(f"{seed}/{i}", beds, start, today, scale).people) for i in range(3)) / 3

    low: float = 0.02
    high: float = 12.0
    for _ in range(12):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if count(middle) > people else (low, middle)
    return math.sqrt(low * high)


def blocks_for(beds: int) -> list[int]:
    """Return the beds of each block: one block for a small house, blocks of 24 for a large one."""
    if beds < 2 * BEDS_OF_A_BLOCK:
        return [beds]
    count = beds // BEDS_OF_A_BLOCK
    return [BEDS_OF_A_BLOCK] * (count - 1) + [beds - BEDS_OF_A_BLOCK * (count - 1)]
