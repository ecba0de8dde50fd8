"""The individualized plan: when it is complete, who may approve it, when it is reviewed next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WRITTEN = frozenset({"DRAFT"})
PROPOSED = frozenset({"SIGNED"})
IN_FORCE = frozenset({"IN_FORCE", "UNDER_REVIEW"})
CLOSING = frozenset({"COMPLETED", "STOPPED"})
NOT_STARTED = "NOT_STARTED"  # a goal on which work has not begun
GOAL_CLOSED = frozenset({"ACHIEVED", "PARTLY", "NOT_ACHIEVED", "DROPPED"})

FARTHEST = 10  # years; a day beyond is a slip of the keys


def too_far(planned: date | None, today: date) -> bool:
    """Say whether a planned day lies so far ahead that its year must be mistyped."""
    return planned is not None and planned.year > today.year + FARTHEST


@dataclass(frozen=True, slots=True)
class GoalOutline:
    """What completeness asks of a goal."""

    statement: str
    target_on: date | None
    interventions: int


def missing(own_wishes: str | None, goals: Collection[GoalOutline]) -> str | None:
    """Return what a plan lacks before it can be proposed, the first thing first, or None.

    A plan says in the resident's own words what matters, has at least one goal, and each goal has a day to
    reach it by and at least one intervention (domain reference, section 4.4).
    """
    if not (own_wishes or "").strip():
        return "own_wishes"
    if not goals:
        return "goals"
    if any(not g.statement.strip() for g in goals):
        return "statement"
    if any(g.target_on is None for g in goals):
        return "target_on"
    if any(g.interventions == 0 for g in goals):
        return "interventions"
    return None


class WithStatus(Protocol):
    """A goal, as far as its state goes."""

    @property
    def status(self) -> str:
        """The code of its state."""
        ...


def is_over(goals: Collection[WithStatus]) -> bool:
    """Say whether a plan has goals and each of them is closed."""
    return bool(goals) and all(goal.status in GOAL_CLOSED for goal in goals)


def days_late(status: str, until: Iterable[date | None], today: date) -> int:
    """Return how many days a goal is late, 0 for one that is closed or in time.

    ``until`` are its own day and those of what is not yet done for it: the earliest counts.
    """
    first = min((on for on in until if on is not None), default=today)
    return max(0, (today - first).days) if status not in GOAL_CLOSED else 0


def current_plan_index(statuses: Sequence[str]) -> int | None:
    """Return which plan of a stay one works on, given their statuses, the newest first; None where there is none.

    A plan that is written or proposed comes before the one in force, and that before those that have ended.
    """
    for wanted in (WRITTEN | PROPOSED, IN_FORCE):
        found = next((at for at, status in enumerate(statuses) if status in wanted), None)
        if found is not None:
            return found
    return 0 if statuses else None


def may_approve(author: str, approver: str) -> bool:
    """Say whether ``approver`` may approve a plan written by ``author``: never one's own."""
    return author != approver
