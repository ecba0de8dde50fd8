"""Each indicator against a count written from its definition alone, over houses made at random.

The counts here know nothing of the program: they go through each day and each fact. A night belongs to the
day on which it begins and counts once it is over; a transfer inside what is looked at is neither an exit
nor an admission.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelter_app.db.store import Store
from shelter_app.domain.periods import Period
from shelter_app.reports.indicators import registry
from shelter_app.reports.indicators.context import Filters, IndicatorContext
from tests.indicators.world import FIRST, HOUSES, TODAY, Stayed, World, Writer, days, worlds

HELD = {"ATTENDED", "LATE_SHORT"}
MISSED = {"NO_SHOW", "CANCEL_LATE"}
TERM = 15  # days, for a plan
ONE = timedelta(days=1)
NOBODY_ENTERED = object()


class Count:
    """The facts of a world in the days ``start`` to before ``end``, seen from ``houses``."""

    def __init__(self, world: World, start: date, end: date, houses: tuple[str, ...]) -> None:
        self.world, self.start, self.end, self.houses = world, start, end, houses
        self.nights = []
        night = start
        while night < end and night < TODAY:
            self.nights.append(night)
            night += ONE
        self.here = [s for s in world.stays if s.house in houses]

    def inside(self, day: date | None) -> bool:
        return day is not None and self.start <= day < self.end

    def sleeps(self, stay: Stayed, night: date) -> bool:
        return stay.came <= night and (stay.left is None or night < stay.left)

    def guests(self, night: date) -> list[Stayed]:
        return [s for s in self.here if self.sleeps(s, night)]

    def served(self) -> set[int]:
        return {s.person for night in self.nights for s in self.guests(night)}

    def admissions(self) -> list[Stayed]:
        return [
            s
            for s in self.here
            if self.inside(s.came)
            and not (s.moved_from is not None and self.world.stays[s.moved_from].house in self.houses)
        ]

    def is_exit(self, stay: Stayed) -> bool:
        at = self.world.stays.index(stay)
        return stay.left is not None and not any(n.moved_from == at for n in self.here)

    def exits(self) -> list[Stayed]:
        return [s for s in self.here if self.inside(s.left) and self.is_exit(s)]

    def lengths(self) -> list[int]:
        return [(s.left - self.began(s)).days for s in self.exits() if s.left is not None]

    def began(self, stay: Stayed) -> date:
        """Return the day of the admission: that of the first of the stays that go on from each other in view."""
        while stay.moved_from is not None and self.world.stays[stay.moved_from].house in self.houses:
            stay = self.world.stays[stay.moved_from]
        return stay.came

    def last_guests(self) -> list[Stayed]:
        return self.guests(self.nights[-1]) if self.nights else []

    def held(self, stay: Stayed, night: date) -> bool:
        return any(a <= night and (b is None or night < b) for a, b in stay.away)

    def beds_on(self, house: str, night: date) -> int:
        world = self.world
        open_beds = sum(
            1
            for n, (where, kind, since, retired) in enumerate(world.beds)
            if where == house
            and kind != "EXTRA"
            and since <= night
            and (retired is None or night < retired)
            and not any(b == n and a <= night and (z is None or night < z) for b, a, z in world.outages)
        )
        limits = [
            n
            for where, n, since, until in world.licensed
            if where == house and since <= night and (until is None or night < until)
        ]
        return min([open_beds, *limits])

    def capacity(self) -> int:
        return sum(self.beds_on(house, night) for house in self.houses for night in self.nights)

    def bed_nights(self) -> int:
        return sum(len(self.guests(night)) for night in self.nights)

    def sessions(self, statuses: set[str]) -> list[tuple[str, date, str, list[tuple[int, str]]]]:
        return [
            s for s in self.world.sessions if s[0] in self.houses and self.inside(s[1]) and s[2] in statuses
        ]

    def services(self) -> list[tuple[int, str, date, str, int]]:
        return [s for s in self.world.services if s[1] in self.houses and self.inside(s[2])]

    def has_come(self, person: int, day: date) -> bool:
        return len(self.houses) == len(HOUSES) or any(s.person == person and s.came <= day for s in self.here)

    def milestones(self) -> list[tuple[int, date, date | None]]:
        return [m for m in self.world.milestones if self.inside(m[1]) and self.has_come(m[0], m[1])]

    def goals(self) -> list[str]:
        judged = {"ACHIEVED", "PARTLY", "NOT_ACHIEVED"}
        return [g for s in self.here for g, closed in s.goals if g in judged and self.inside(closed)]


def rounded(top: float, bottom: float, scale: int = 100) -> float | None:
    if not bottom:
        return None
    return float((Decimal(top) * scale / Decimal(bottom)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def is_first_ever(count: Count, stay: Stayed) -> bool:
    own = [s for s in count.world.stays if s.person == stay.person]
    return stay is min(own, key=lambda s: (s.came, s.order))


def had_left(count: Count, stay: Stayed) -> bool:
    return any(
        s.person == stay.person and s.left is not None and s.left < stay.came and count.is_exit(s)
        for s in count.world.stays
    )


def children(count: Count) -> object:
    world = count.world
    if not world.stays or not (world.children or world.marked_children):
        return NOBODY_ENTERED
    found = set()
    for night in count.nights:
        for stay in count.guests(night):
            if stay.person in world.marked_children or any(
                p == stay.person and a <= night and (b is None or night < b) for p, a, b in world.children
            ):
                found.add(stay.person)
    return len(found)


def referred(count: Count) -> list[tuple[str, date, int, str]]:
    return [r for r in count.world.referrals if r[0] in count.houses and count.inside(r[1])]


def planned(count: Count) -> object:
    world = count.world
    if not any(s.plan for s in world.stays):
        return NOBODY_ENTERED
    if not count.nights:
        return None
    night = count.nights[-1]
    due = [s for s in count.last_guests() if (night - count.began(s)).days > TERM]

    def has_plan(person: int) -> bool:
        return any(
            s.person == person
            and s.plan is not None
            and s.plan[0] not in ("DRAFT", "SIGNED")
            and s.plan[1] is not None
            and s.plan[1] <= night
            and (s.plan[2] is None or night < s.plan[2])
            for s in world.stays
        )

    return rounded(sum(has_plan(s.person) for s in due), len(due))


def attending(count: Count) -> list[int]:
    return [person for s in count.sessions(HELD) for person, came in s[3] if came in HELD]


def ages(count: Count) -> list[int]:
    return [(count.nights[-1] - count.began(s)).days for s in count.last_guests()]


def mean(values: list[int]) -> float | None:
    return rounded(sum(values), len(values), 1)


def when(entered: object, value: Callable[[], object]) -> object:
    return value() if entered else NOBODY_ENTERED


EXPECTED: dict[str, Callable[[Count], object]] = {
    "I01": lambda c: when(c.world.stays, lambda: len(c.served())),
    "I02": lambda c: when(
        c.world.stays or c.world.services, lambda: len(c.served() | {s[0] for s in c.services()})
    ),
    "I03": lambda c: when(c.world.stays, lambda: len(c.admissions())),
    "I04": lambda c: when(c.world.stays, lambda: sum(is_first_ever(c, s) for s in c.admissions())),
    "I05": lambda c: when(c.world.stays, lambda: sum(had_left(c, s) for s in c.admissions())),
    "I06": lambda c: when(c.world.stays, lambda: len(c.exits())),
    "I07": lambda c: when(c.world.stays, lambda: len(c.last_guests())),
    "I08": lambda c: when(c.world.stays, c.bed_nights),
    "I09": lambda c: when(c.world.beds, c.capacity),
    "I10": lambda c: when(c.world.stays and c.world.beds, lambda: rounded(c.bed_nights(), c.capacity())),
    "I11": lambda c: when(c.world.stays, lambda: mean(c.lengths())),
    "I12": lambda c: when(c.world.stays, lambda: mean(ages(c))),
    "I13": children,
    "I14": lambda c: when(c.world.referrals, lambda: sum(r[2] for r in referred(c))),
    "I15": lambda c: when(
        c.world.referrals, lambda: sum(r[2] for r in referred(c) if r[3] == "DECLINED_FULL")
    ),
    "I16": lambda c: when(c.world.sessions, lambda: len(c.sessions(HELD))),
    "I17": lambda c: when(c.world.sessions, lambda: len(set(attending(c)))),
    "I18": lambda c: when(
        c.world.sessions, lambda: rounded(len(c.sessions(MISSED)), len(c.sessions(MISSED | HELD)))
    ),
    "I19": lambda c: when(c.world.services, lambda: len(c.services())),
    "I20": planned,
    "I23": lambda c: when(
        any(s.goals for s in c.world.stays), lambda: rounded(c.goals().count("ACHIEVED"), len(c.goals()))
    ),
    "I24": lambda c: when(c.world.milestones, lambda: len(c.milestones())),
}


class Undone(Exception):
    """Ends a transaction without keeping anything."""


@st.composite
def looks(draw: st.DrawFn) -> tuple[date, date, tuple[str, ...]]:
    start = draw(days)
    end = start + timedelta(days=draw(st.sampled_from((1, 2, 7, 29, 31, 60, 90))))
    return start, end, draw(st.sampled_from((HOUSES, ("A",), ("B",))))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(world=worlds(), asked=st.lists(looks(), min_size=1, max_size=4))
def test_every_figure_is_the_count_of_its_definition(
    store: Store, world: World, asked: list[tuple[date, date, tuple[str, ...]]]
) -> None:
    with suppress(Undone), store.writing() as session:
        writer = Writer(session, store.account_id)
        writer.write(world)
        for start, end, houses in asked:
            shelter = writer.shelters[houses[0]] if len(houses) == 1 else None
            counting = IndicatorContext(
                session, Period(start, end), Filters(shelter_id=shelter, by=("sex",)), TODAY
            )
            count = Count(world, start, end, houses)
            for code, expected in EXPECTED.items():
                figure = registry.figure(counting, code)
                said = NOBODY_ENTERED if figure.no_data else figure.value
                assert said == expected(count), (code, start, end, houses)
            _compare_what_stands_beside(counting, count)
        raise Undone


def _compare_what_stands_beside(counting: IndicatorContext, count: Count) -> None:
    """Compare ids, medians, parts and counts that are printed beside a figure."""
    world = count.world
    if world.stays:
        served = registry.figure(counting, "I01")
        assert len(served.ids) == served.value
        by_sex: dict[str, int] = {}
        for person in count.served():
            sex = world.people[person] or "UNKNOWN"
            by_sex[sex] = by_sex.get(sex, 0) + 1
        assert served.by["sex"] == by_sex
        lengths = count.lengths()
        assert registry.figure(counting, "I11").median == (median(lengths) if lengths else None)
        held = sum(count.held(s, night) for night in count.nights for s in count.guests(night))
        nights = registry.figure(counting, "I08")
        assert sum(i.weight for i in nights.items if i.codes["presence"] == "HELD") == held
    if world.sessions:
        assert registry.figure(counting, "I16").also["participations"] == len(attending(count))
    if world.services:
        given_out = registry.figure(counting, "I19")
        assert given_out.also["quantity"] == sum(s[4] for s in count.services()) / 100
        assert given_out.also["persons"] == len({s[0] for s in count.services()})
        assert given_out.also["automatic"] == sum(s[3] == "MEALS" for s in count.services())
    if world.milestones:
        assert registry.figure(counting, "I24").also["persons"] == len({m[0] for m in count.milestones()})


@pytest.mark.parametrize(
    ("start", "end", "nights"),
    [
        (date(2024, 2, 1), date(2024, 3, 1), 29),  # a leap year's February
        (date(2024, 2, 28), date(2024, 2, 29), 1),
        (date(2024, 2, 29), date(2024, 3, 1), 1),
        (date(2024, 3, 13), date(2024, 3, 31), 1),  # tonight is not over
        (TODAY, TODAY + ONE, 0),
        (date(2024, 1, 1), FIRST, 0),
    ],
)
def test_an_open_stay_has_each_night_that_is_over(store: Store, start: date, end: date, nights: int) -> None:
    world = World(["F"], [Stayed(0, "A", FIRST, None, 0)])
    with suppress(Undone), store.writing() as session:
        Writer(session, store.account_id).write(world)
        counting = IndicatorContext(session, Period(start, end), Filters(), TODAY)
        assert registry.figure(counting, "I08").value == nights
        assert registry.figure(counting, "I01").value == min(nights, 1)
        raise Undone
