"""Whether the computer's clock can be right, by what was done before: a wrong one dates everything wrongly."""

from __future__ import annotations

from datetime import datetime, timedelta

BEHIND, AHEAD = "behind", "ahead"
FAR = timedelta(days=60)  # no house rests so long; a clock set wrong is mostly off by months or years
SLACK = timedelta(minutes=10)  # clocks drift and are put right by so much without anybody doing wrong


def clock_doubt(now: datetime, last: datetime | None) -> str | None:
    """Return ``BEHIND`` when the clock stands before the last work in the store, ``AHEAD`` when far past it, or None.

    ``last`` is None for a store in which nothing was done.
    """
    if last is None:
        return None
    if now < last - SLACK:
        return BEHIND
    return AHEAD if now > last + FAR else None
