"""Half-open periods of days, nights, overlaps and ages.

A night belongs to the local day on which it begins (docs/decisions/004-bed-nights.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shelter_app.domain.codes import lists


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days ``[start, end)``; ``end`` None means open.

    Raises
    ------
    ValueError
        The period ends before it begins.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a period ends before it begins")

    @property
    def last(self) -> date | None:
        """The last day inside, or None for an open period."""
        return None if self.end is None else self.end - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Say whether ``day`` lies inside."""
        return self.start <= day and (self.end is None or day < self.end)


def nights(stay: Period, within: Period, until: date) -> int:
    """Count the nights of ``stay`` inside ``within`` that are over when the local day ``until`` begins.

    Night d counts when ``stay.start <= d < stay.end``, d lies in ``within`` and ``d < until``.
    """
    ends = [until] + [p.end for p in (stay, within) if p.end is not None]
    return max(0, (min(ends) - max(stay.start, within.start)).days)


def overlaps(a_from: Any, a_to: Any, b_from: Any, b_to: Any) -> bool:
    """Say whether ``[a_from, a_to)`` and ``[b_from, b_to)`` share a moment; None as end means open.

    An empty period shares nothing with any other.
    """
    if a_to is not None and a_to <= a_from:
        return False
    if b_to is not None and b_to <= b_from:
        return False
    return (b_to is None or a_from < b_to) and (a_to is None or b_from < a_to)


def age_on(birth_year: int | None, day: date) -> int | None:
    """Return the age in the year of ``day``, or None when the year of birth is unknown."""
    return None if birth_year is None else max(0, day.year - birth_year)


def age_band(age: int | None) -> str:
    """Return the code of the list ``age_band`` that holds ``age``; ``UNK`` for None."""
    if age is not None:
        for code in lists()["age_band"]:
            low, high = code.extra.get("min"), code.extra.get("max")
            if low is not None and high is not None and low <= age <= high:
                return code.code
    return "UNK"
