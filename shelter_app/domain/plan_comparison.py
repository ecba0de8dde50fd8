"""What a version of a plan changed against an earlier one, goal by goal: a person reads it before approving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from shelter_app.domain.plans import GOAL_CLOSED


class Intervention(Protocol):
    """What is done for a goal, as far as versions are compared by it."""

    @property
    def service(self) -> str:
        """The code of what is done."""
        ...

    @property
    def due_on(self) -> date | None:
        """The day it is to be done by."""
        ...

    @property
    def done_on(self) -> date | None:
        """The day it was done on."""
        ...


class Goal(Protocol):
    """A goal, as far as versions are compared by it."""

    @property
    def domain(self) -> str:
        """The code of the domain of need."""
        ...

    @property
    def need(self) -> str | None:
        """The need behind it."""
        ...

    @property
    def statement(self) -> str:
        """What is to be reached."""
        ...

    @property
    def target_on(self) -> date | None:
        """The day it is to be reached by."""
        ...

    @property
    def status(self) -> str:
        """The code of its state."""
        ...

    @property
    def interventions(self) -> Sequence[Intervention]:
        """What is done for it."""
        ...


class What(Enum):
    """Kinds of change."""

    NEW = "new"  # a goal that was not there
    WORDS = "words"  # the goal says something else; ``was`` is what it said
    NEED = "need"
    TERM = "term"  # another day to reach it by; ``was`` and ``now`` are days
    CLOSED = "closed"  # was closed in the earlier version and is not carried over; ``now`` is how
    LEFT_OUT = "left out"  # was open in the earlier version and is not there any more
    ADDED = "added"  # something more is done for the goal; ``now`` is the service
    REMOVED = "removed"  # something is not done any more; ``was`` is the service
    MOVED = "moved"  # what is done has another day; ``was`` is the service, ``now`` the day


@dataclass(frozen=True, slots=True)
class Change:
    """One change, about a goal by its words; ``was`` and ``now`` as its kind says."""

    what: What
    goal: str
    was: str | date | None = None
    now: str | date | None = None


def compare(before: Sequence[Goal], after: Sequence[Goal]) -> tuple[Change, ...]:
    """Return what changed: new goals, goals that say or do something else, goals that are not there any more.

    A goal is the same one if it says the same in the same domain; of those left, if it is the only one of its domain on
    both sides.
    """
    same = _pairs(before, after)
    found = [Change(What.NEW, goal.statement) for at, goal in enumerate(after) if at not in same]
    for at, earlier in sorted(same.items()):
        found += _changes(before[earlier], after[at])
    for at, goal in enumerate(before):
        if at not in same.values():
            closed = goal.status in GOAL_CLOSED
            found.append(
                Change(What.CLOSED, goal.statement, now=goal.status)
                if closed
                else Change(What.LEFT_OUT, goal.statement)
            )
    return tuple(found)


def _pairs(before: Sequence[Goal], after: Sequence[Goal]) -> dict[int, int]:
    """Return which goal of the earlier version each goal is, by their places."""
    same: dict[int, int] = {}
    for at, goal in enumerate(after):
        for earlier, one in enumerate(before):
            if earlier not in same.values() and _said(one) == _said(goal):
                same[at] = earlier
                break
    left = [at for at in range(len(after)) if at not in same]
    left_before = [at for at, goal in enumerate(before) if at not in same.values()]
    for at in left:
        kin = [other for other in left if after[other].domain == after[at].domain]
        earlier_kin = [
            other
            for other in left_before
            if before[other].domain == after[at].domain and before[other].status not in GOAL_CLOSED
        ]
        if len(kin) == len(earlier_kin) == 1:
            same[at] = earlier_kin[0]
    return same


def _said(goal: Goal) -> tuple[str, str]:
    return goal.domain, " ".join(goal.statement.split()).casefold()


def _changes(was: Goal, now: Goal) -> Iterator[Change]:
    if _said(was) != _said(now):
        yield Change(What.WORDS, now.statement, was=was.statement)
    if (was.need or "").strip() != (now.need or "").strip():
        yield Change(What.NEED, now.statement, was=was.need, now=now.need)
    if was.target_on != now.target_on:
        yield Change(What.TERM, now.statement, was=was.target_on, now=now.target_on)
    earlier = list(was.interventions)
    for one in now.interventions:
        kin = [other for other in earlier if other.service == one.service]
        if not kin:
            yield Change(What.ADDED, now.statement, now=one.service)
            continue
        other = next((k for k in kin if k.due_on == one.due_on), kin[0])
        earlier.remove(other)
        if other.due_on != one.due_on:
            yield Change(What.MOVED, now.statement, was=one.service, now=one.due_on)
    for other in earlier:
        if other.done_on is None:
            yield Change(What.REMOVED, now.statement, was=other.service)
