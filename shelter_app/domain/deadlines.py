"""Deadlines: when a rule of the house falls due, and how that day stands.

The rules are data (``deadlines.yaml``), each value a default that the shelter changes; see the domain
reference, section 1.6.3. What is due for whom, the features say (``services.due_items``).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from shelter_app.domain.codes import code, codes, read

DONE_ON_TIME, DONE_LATE, OPEN = "DONE_ON_TIME", "DONE_LATE", "OPEN"
DUE_SOON, OVERDUE = "DUE_SOON", "OVERDUE"
NOT_APPLICABLE, WAIVED = "NOT_APPLICABLE", "WAIVED"
SOON = 7  # days before its day from which a deadline is due soon

QUARTER_END, YEAR_END = "quarter_end", "year_end"  # the anchors that the calendar gives


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """What follows an anchor: ``values`` in ``unit`` (C days, W working days, H hours, MONTH, YEAR)."""

    code: str
    anchor: str
    values: tuple[int, ...]
    unit: str


def rule(name: str, value: str | int | None = None) -> DeadlineRule:
    """Return a shipped rule, with the shelter's own ``value`` where it set one."""
    entry = code("deadline_rule", name)
    written = str(entry.extra["value"] if value is None else value)
    return DeadlineRule(
        name, entry.extra["anchor"], tuple(int(v) for v in written.split("/")), entry.extra["unit"]
    )


_house: Mapping[str, int] = {}


def take_up(terms: Mapping[str, int]) -> None:
    """Let the terms that the house has set be told from now on, and none that was taken up before."""
    global _house  # noqa: PLW0603 - one house is open in a program
    _house = dict(terms)


def of_house(name: str) -> DeadlineRule | None:
    """Return a rule with the term that the house has set, None where the shipped one holds."""
    value = _house.get(name)
    found = None if value is None else rule(name, value)
    return None if found is None or found == rule(name) else found


def due_on(rule: DeadlineRule, anchor: date) -> tuple[date, ...]:
    """Return the days on which a rule counted in days, months or years falls due.

    Raises ValueError for a rule in hours: it needs a moment.
    """
    return tuple(_due(rule.unit, value, anchor) for value in rule.values)


def of_calendar() -> tuple[str, ...]:
    """Return the names of the rules that count from the end of a quarter or of a year."""
    names = codes("deadline_rule")
    return tuple(
        name for name in names if code("deadline_rule", name).extra["anchor"] in (QUARTER_END, YEAR_END)
    )


def last_end(anchor: str, today: date) -> date:
    """Return the last day of the quarter or year that has ended; raises ValueError for another anchor."""
    first_month = {QUARTER_END: 3 * ((today.month - 1) // 3) + 1, YEAR_END: 1}.get(anchor)
    if first_month is None:
        raise ValueError(anchor)
    return date(today.year, first_month, 1) - timedelta(days=1)


def _due(unit: str, value: int, anchor: date) -> date:
    if unit == "C":
        return anchor + timedelta(days=value)
    if unit == "W":
        return working_days_after(anchor, value)
    if unit in ("MONTH", "YEAR"):
        return months_after(anchor, value * (12 if unit == "YEAR" else 1))
    raise ValueError(unit)


def months_after(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days_after(day: date, days: int) -> date:
    """Return the day that lies ``days`` working days after (or, below zero, before) ``day``."""
    step = timedelta(days=1 if days >= 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Say whether a day is from Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


@lru_cache
def holidays(year: int) -> frozenset[date]:
    """Return the public holidays of Romania in a year."""
    table = read("holidays")
    easter = orthodox_easter(year)
    fixed = {date(year, h["month"], h["day"]) for h in table["fixed"] if year >= h["since"]}
    moving = {easter + timedelta(days=h["days"]) for h in table["easter"] if year >= h["since"]}
    return frozenset(fixed | moving)


def orthodox_easter(year: int) -> date:
    """Return Orthodox Easter Sunday: the Julian computus, said in the Gregorian calendar."""
    epact = (19 * (year % 19) + 15) % 30
    to_sunday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
    month, day = divmod(epact + to_sunday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


def state(
    due: date, done: date | None, today: date, *, ended: date | None = None, waived: bool = False
) -> str:
    """Return how a deadline stands.

    Done on its day at the latest is on time. What is not done is waived, or not applicable when the stay
    ended before the day; else overdue after its day, due soon in the week up to it, and open before.
    """
    if done is not None:
        return DONE_ON_TIME if done <= due else DONE_LATE
    if waived:
        return WAIVED
    if ended is not None and ended < due:
        return NOT_APPLICABLE
    if today > due:
        return OVERDUE
    return DUE_SOON if (due - today).days <= SOON else OPEN
