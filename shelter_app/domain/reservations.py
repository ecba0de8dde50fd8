"""How long a bed is held for somebody who is expected, when only days were said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shelter_app.domain.clock import LOCAL, local_day, local_moment

ARRIVED, LAPSED, CANCELLED = "ARRIVED", "LAPSED", "CANCELLED"  # how a reservation ends
LAPSES_AT = 20  # o'clock
MORNING = 6  # o'clock; before it, it is still the night of the day before


@dataclass(frozen=True)
class HoldPeriod:
    """Nights as moments: from when, until when, and until which hour a bed is kept for who does not come."""

    first: date
    end: date
    since: datetime
    until: datetime
    lapses: datetime
    today: date


def hold_period(first: date, end: date, now: datetime) -> HoldPeriod:
    """Hold from now or from noon of a later day; it lapses at eight in the evening of the first day."""
    today = local_day(now)
    since = now if first == today else local_moment(first)
    until = local_moment(end)
    evening = local_moment(first, LAPSES_AT)
    lapses = evening if evening > since else min(until, since + timedelta(hours=2))
    return HoldPeriod(first, end, since, until, lapses, today)


def night_over(now: datetime) -> datetime:
    """Return when the night that one plans for is over: the noon after it, when the next may come to the bed."""
    today = local_day(now)
    last_evening = now.astimezone(LOCAL).hour < MORNING
    return local_moment(today if last_evening else today + timedelta(days=1))
