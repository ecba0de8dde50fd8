"""Counting nights: how many were there on each, out of when people came and went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def running(
    periods: Iterable[tuple[date, date | None, int]], first: date, end: date
) -> tuple[tuple[date, int], ...]:
    """Return for each night of ``[first, end)`` how many were there.

    Each period ``[came, went)`` stands for as many people as it says; night d is theirs when
    ``came <= d < went``, so a day on which somebody comes and goes has no night.
    """
    days = (end - first).days
    if days <= 0:
        return ()
    change = [0] * (days + 1)
    for came, went, people in periods:
        begin = max(0, (came - first).days)
        stop = days if went is None else min(days, (went - first).days)
        if stop > begin:
            change[begin] += people
            change[stop] -= people
    found, there = [], 0
    for at in range(days):
        there += change[at]
        found.append((first + timedelta(days=at), there))
    return tuple(found)
