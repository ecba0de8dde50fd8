"""What is due after an admission within the first days, by the rules of ``deadlines.yaml`` and the terms of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import code, codes
from shelter_app.domain.deadlines import DeadlineRule, due_on, of_house, rule

ADMISSION, HOURS = "admission", "H"
FIRST_DAY, FIRST_DAYS = timedelta(hours=24), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FirstDue:
    """A step after an admission: its rule, and the moment or the day by which it is due."""

    rule: str
    by: datetime | None = None
    on: date | None = None


def first_dues(admitted_at: datetime, within: timedelta = FIRST_DAYS) -> tuple[FirstDue, ...]:
    """Return what is due after an admission within a time, what is due first before the rest."""
    found = []
    for name in codes("deadline_rule"):
        if code("deadline_rule", name).extra["anchor"] == ADMISSION:
            found += _of_rule(of_house(name) or rule(name), admitted_at)
    last = admitted_at + within
    kept = [one for one in found if _in_time(one, last)]
    return tuple(sorted(kept, key=lambda one: (one.by is None, one.by or last, one.on or date.min)))


def _of_rule(one: DeadlineRule, admitted_at: datetime) -> list[FirstDue]:
    if one.unit == HOURS:
        return [FirstDue(one.code, by=admitted_at + timedelta(hours=hours)) for hours in one.values]
    return [FirstDue(one.code, on=day) for day in due_on(one, local_day(admitted_at))]


def _in_time(one: FirstDue, last: datetime) -> bool:
    if one.by is not None:
        return one.by <= last
    return one.on is not None and one.on <= local_day(last)
