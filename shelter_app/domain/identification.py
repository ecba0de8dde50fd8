"""The status path of the referral mechanism: a dated chain that only moves forward.

A later step never takes earlier help away; figures use the status that holds on the last day of their period
(domain reference, section 1.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# What may follow what. A negative screening is taken up again when new signs appear.
_IDENTIFIED = frozenset({"IDENTIFIED_FORMAL", "IDENTIFIED_ABROAD"})
_NEGATIVE = frozenset({"NOT_CONFIRMED", "AT_RISK"})
FOLLOWS: dict[str | None, frozenset[str]] = {
    None: frozenset({"POTENTIAL", "PRESUMED", "ACCOMPANYING_CHILD"}) | _IDENTIFIED | _NEGATIVE,
    "POTENTIAL": frozenset({"PRESUMED"}) | _IDENTIFIED | _NEGATIVE,
    "PRESUMED": _IDENTIFIED | _NEGATIVE,
    "IDENTIFIED_FORMAL": _IDENTIFIED - {"IDENTIFIED_FORMAL"},
    "IDENTIFIED_ABROAD": _IDENTIFIED - {"IDENTIFIED_ABROAD"},
    "NOT_CONFIRMED": frozenset({"POTENTIAL", "PRESUMED", "AT_RISK"}) | _IDENTIFIED,
    "AT_RISK": frozenset({"POTENTIAL", "PRESUMED", "NOT_CONFIRMED"}) | _IDENTIFIED,
    "ACCOMPANYING_CHILD": frozenset({"POTENTIAL", "PRESUMED"}) | _IDENTIFIED | _NEGATIVE,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain."""

    status: str
    decided_on: date


def status_on(steps: Sequence[Step], day: date) -> str | None:
    """Return the status that holds on a day; of two steps of one day the one recorded later."""
    held = [step for step in steps if step.decided_on <= day]
    return max(enumerate(held), key=lambda at: (at[1].decided_on, at[0]))[1].status if held else None


def objection(steps: Sequence[Step], after: Step, today: date) -> str | None:
    """Return why a step cannot follow (``future``, ``before_last``, ``backwards``), or None."""
    if after.decided_on > today:
        return "future"
    if any(step.decided_on > after.decided_on for step in steps):
        return "before_last"
    if after.status not in FOLLOWS[status_on(steps, after.decided_on)]:
        return "backwards"
    return None
