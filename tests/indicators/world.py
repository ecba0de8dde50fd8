"""Small houses made at random: what happened, as plain facts, and the same facts as rows of a real store.

Days lie around the end of February of a leap year. Nothing lies after ``today``: what has not happened is
not entered.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session as Rows

from shelter_app.db.models import Record, new_id
from shelter_app.db.models.care import CarePlan, Goal
from shelter_app.db.models.counselling import Session, SessionAttendance
from shelter_app.db.models.house import Bed, BedOutage, Room, Shelter, ShelterCapacity
from shelter_app.db.models.people import Household, HouseholdMember, Identification, Milestone, Resident
from shelter_app.db.models.services import ServiceDelivery
from shelter_app.db.models.stays import Absence, Referral, Stay

FIRST = date(2024, 1, 10)
TODAY = date(2024, 3, 14)
SPAN = (TODAY - FIRST).days
HOUSES = ("A", "B")
SEXES = ("F", "M", None)
GOALS = ("ACHIEVED", "PARTLY", "NOT_ACHIEVED", "DROPPED")
DECISIONS = ("ACCEPTED", "WAITLISTED", "DECLINED_FULL")
CAME = (
    "ATTENDED",
    "LATE_SHORT",
    "NO_SHOW",
    "CANCEL_LATE",
    "CANCEL_CLIENT",
    "CANCEL_STAFF",
    "CANCEL_EVENT",
    "PLANNED",
)
SERVICES = ("LEGAL_ADVICE", "MEALS", "DENTAL")


@dataclass
class Stayed:
    """One stay of a person; ``moved_from`` is the place of the stay before in the list, for a transfer."""

    person: int
    house: str
    came: date
    left: date | None
    order: int
    moved_from: int | None = None
    away: list[tuple[date, date | None]] = field(default_factory=list)
    plan: tuple[str, date | None, date | None] | None = None
    goals: list[tuple[str, date | None]] = field(default_factory=list)


@dataclass
class World:
    """Everything that happened."""

    people: list[str | None]
    stays: list[Stayed] = field(default_factory=list)
    beds: list[tuple[str, str, date, date | None]] = field(default_factory=list)
    outages: list[tuple[int, date, date | None]] = field(default_factory=list)
    licensed: list[tuple[str, int, date, date | None]] = field(default_factory=list)
    children: list[tuple[int, date, date | None]] = field(default_factory=list)
    marked_children: list[int] = field(default_factory=list)
    referrals: list[tuple[str, date, int, str]] = field(default_factory=list)
    sessions: list[tuple[str, date, str, list[tuple[int, str]]]] = field(default_factory=list)
    services: list[tuple[int, str, date, str, int]] = field(default_factory=list)
    milestones: list[tuple[int, date, date | None]] = field(default_factory=list)


days = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def _stays(draw: Any, person: int) -> list[Stayed]:
    cuts = sorted(draw(st.lists(days, min_size=0, max_size=6)))
    found: list[Stayed] = []
    for order, at in enumerate(range(0, len(cuts), 2)):
        came = cuts[at]
        left = cuts[at + 1] if at + 1 < len(cuts) else None
        before = found[-1] if found else None
        if before is not None and draw(st.booleans()):
            came = before.left  # back, or moved on, the day that the last stay ended
        stay = Stayed(person, draw(st.sampled_from(HOUSES)), came, left, order)
        if before is not None and before.left == came and draw(st.booleans()):
            stay.moved_from = order - 1
            stay.house = "B" if before.house == "A" else "A"
        found.append(stay)
    return found


@st.composite
def _within(draw: Any, came: date, left: date | None) -> tuple[date, date | None] | None:
    """Draw a time of at least a night inside a stay, open only while the stay is."""
    end = left or TODAY
    if (end - came).days < 1:
        return None
    since = came + timedelta(days=draw(st.integers(0, (end - came).days - 1)))
    until = since + timedelta(days=draw(st.integers(1, (end - since).days)))
    return since, None if left is None and draw(st.booleans()) else until


@st.composite
def _doings(draw: Any, stay: Stayed) -> None:
    """Draw what happened during a stay: leave, a plan, its goals."""
    if (away := draw(st.none() | _within(stay.came, stay.left))) is not None:
        stay.away.append(away)
    if not draw(st.booleans()):
        return
    status = draw(st.sampled_from(("DRAFT", "SIGNED", "COMPLETED", "SUPERSEDED")))
    if stay.left is None and draw(st.booleans()):
        status = "IN_FORCE"
    since, until = draw(_within(stay.came, stay.left)) or (stay.came, stay.left)
    stay.plan = (status, since, None if status == "IN_FORCE" else until)
    for goal in draw(st.lists(st.sampled_from((*GOALS, "")), max_size=3)):
        stay.goals.append((goal or "IN_PROGRESS", draw(days) if goal else None))


@st.composite
def _house(draw: Any, world: World) -> None:
    """Draw beds, when they were out of service, and how many places were licensed."""
    for number in range(draw(st.integers(0, 5))):
        since = draw(days)
        retired = draw(_later(since))
        kind = draw(st.sampled_from(("BED", "COT", "EXTRA")))
        world.beds.append((draw(st.sampled_from(HOUSES)), kind, since, retired))
        if (out := draw(st.none() | _within(since, retired))) is not None:
            world.outages.append((number, *out))
    for house in HOUSES:
        cuts = sorted(set(draw(st.lists(days, max_size=3))))
        for since, until in itertools.zip_longest(cuts, cuts[1:]):
            if draw(st.booleans()):
                world.licensed.append((house, draw(st.integers(0, 4)), since, until))


def _later(since: date) -> Any:
    return st.none() | st.integers(0, (TODAY - since).days).map(lambda n: since + timedelta(days=n))


@st.composite
def _person_since(draw: Any, people: Any) -> tuple[int, date, date | None]:
    since = draw(days)
    return draw(people), since, draw(_later(since))


@st.composite
def worlds(draw: Any) -> World:
    """Draw a house with some people and what happened to them."""
    people = draw(st.lists(st.sampled_from(SEXES), min_size=1, max_size=6))
    world = World(people)
    for person in range(len(people)):
        own = draw(_stays(person))
        for stay in own:
            if stay.moved_from is not None:
                stay.moved_from += len(world.stays)
            draw(_doings(stay))
        world.stays += own
    draw(_house(world))
    anybody, house, attendance = (
        st.integers(0, len(people) - 1),
        st.sampled_from(HOUSES),
        st.sampled_from(CAME),
    )
    parts = st.lists(st.tuples(anybody, attendance), min_size=1, max_size=3, unique_by=lambda p: p[0])
    world.children = draw(st.lists(_person_since(anybody), max_size=2, unique_by=lambda c: c[0]))
    world.marked_children = draw(st.lists(anybody, max_size=1))
    world.referrals = draw(
        st.lists(st.tuples(house, days, st.integers(1, 4), st.sampled_from(DECISIONS)), max_size=4)
    )
    world.sessions = draw(st.lists(st.tuples(house, days, attendance, parts), max_size=5))
    world.services = draw(
        st.lists(st.tuples(anybody, house, days, st.sampled_from(SERVICES), st.integers(1, 900)), max_size=5)
    )
    world.milestones = draw(st.lists(_person_since(anybody), max_size=4))
    return world


def _at(day: date, minute: int = 0) -> datetime:
    return datetime.combine(day, time(10, minute), UTC)


class Writer:
    """Writes a world into an open session; ids of shelters by their house."""

    def __init__(self, session: Rows, account_id: str) -> None:
        self.session = session
        self.account_id = account_id
        self.shelters: dict[str, str] = {}

    def put(self, row: Record) -> str:
        row.id = new_id()
        row.created_at = row.updated_at = _at(FIRST)
        row.created_by = row.updated_by = self.account_id
        self.session.add(row)
        self.session.flush()
        return row.id

    def write(self, world: World) -> None:
        for house in HOUSES:
            self.shelters[house] = self.put(Shelter(code=house, name=f"Casa {house}", kind="CENTRE"))
        people = [
            self.put(Resident(code=f"COD-{n}", sex=sex, birth_year=1990 + n, birth_precision="YEAR"))
            for n, sex in enumerate(world.people)
        ]
        self._stays(world, people)
        self._beds(world)
        for person, since, until in world.children:
            home = self.put(Household())
            self.put(
                HouseholdMember(household_id=home, resident_id=people[person], role="CHILD",
                                accompanying_child=True, from_on=since, to_on=until)
            )  # fmt: skip
        for person in world.marked_children:
            self.put(
                Identification(resident_id=people[person], status="ACCOMPANYING_CHILD", decided_on=FIRST)
            )
        for house, day, persons, decision in world.referrals:
            self.put(
                Referral(shelter_id=self.shelters[house], received_at=_at(day), received_on=day, source="SELF",
                         urgency="DAYS", persons=persons, decision=decision)
            )  # fmt: skip
        for house, day, status, parts in world.sessions:
            held = self.put(
                Session(shelter_id=self.shelters[house], kind="GROUP", planned_on=day, planned_at=_at(day),
                        counsellor_id=self.account_id, status=status)
            )  # fmt: skip
            for person, came in parts:
                self.put(SessionAttendance(session_id=held, resident_id=people[person], status=came))
        for person, house, day, service, quantity in world.services:
            self.put(
                ServiceDelivery(resident_id=people[person], shelter_id=self.shelters[house], service=service,
                                given_on=day, quantity_hundredths=quantity, unit="piece")
            )  # fmt: skip
        for person, reached, lost in world.milestones:
            self.put(
                Milestone(resident_id=people[person], kind="MS_ID_CARD", reached_on=reached, lost_on=lost)
            )

    def _stays(self, world: World, people: list[str]) -> None:
        ids: list[str] = []
        for stay in world.stays:
            row = Stay(
                resident_id=people[stay.person],
                shelter_id=self.shelters[stay.house],
                admitted_at=_at(stay.came, 2 * stay.order),
                admitted_on=stay.came,
                ended_at=None if stay.left is None else _at(stay.left, 2 * stay.order + 1),
                ended_on=stay.left,
                exit_reason=None if stay.left is None else "PLAN_COMPLETED",
                transferred_from_id=None if stay.moved_from is None else ids[stay.moved_from],
            )
            ids.append(self.put(row))
            for since, until in stay.away:
                self.put(
                    Absence(
                        stay_id=row.id,
                        kind="LEAVE_NIGHT",
                        from_at=_at(since, 30),
                        from_on=since,
                        to_at=None if until is None else _at(until) - timedelta(hours=1),
                        to_on=until,
                    )
                )
            if stay.plan is not None:
                status, since, until = stay.plan
                plan = self.put(
                    CarePlan(stay_id=row.id, number=1, status=status, origin="IMPORT", author_id=self.account_id,
                             valid_from=since, valid_to=until)
                )  # fmt: skip
                for goal, closed in stay.goals:
                    self.put(
                        Goal(plan_id=plan, domain="HOUSING", origin="IMPORT", statement="-", status=goal,
                             closed_on=closed)
                    )  # fmt: skip

    def _beds(self, world: World) -> None:
        rooms = {
            house: self.put(Room(shelter_id=self.shelters[house], name="1", placement_rule="ANY"))
            for house in HOUSES
        }
        beds = [
            self.put(
                Bed(room_id=rooms[house], label=str(n), kind=kind, in_use_from=since, retired_on=retired,
                    retired_reason=None if retired is None else "broken")
            )
            for n, (house, kind, since, retired) in enumerate(world.beds)
        ]  # fmt: skip
        for bed, since, until in world.outages:
            self.put(
                BedOutage(bed_id=beds[bed], from_at=_at(since), from_on=since, reason="paint",
                          to_at=None if until is None else _at(until), to_on=until)
            )  # fmt: skip
        for house, places, since, until in world.licensed:
            self.put(
                ShelterCapacity(shelter_id=self.shelters[house], beds=places, from_on=since, to_on=until)
            )
