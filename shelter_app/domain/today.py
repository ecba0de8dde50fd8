"""The work of a day: what cannot wait until the morning comes first, then what is latest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shelter_app.domain import deadlines

LATE, TODAY, SOON = "LATE", "TODAY", "SOON"  # how a day stands: it has passed, is today's, is ahead
RANKS = {LATE: 0, TODAY: 1, SOON: 2}
BED_ENDS_WITHIN = timedelta(days=1)


def state_of(on: date, today: date) -> str:
    """Return how a day on which something is due stands: LATE, TODAY or SOON."""
    if on == today:
        return TODAY
    return LATE if deadlines.state(on, None, today) == deadlines.OVERDUE else SOON


def bed_ends_tonight(until: datetime | None, now: datetime) -> bool:
    """Say whether a bed becomes somebody else's so soon that another is looked for now: within a day."""
    return until is not None and until <= now + BED_ENDS_WITHIN


def urgency(tonight: bool, state: str, on: date) -> tuple[bool, int, date]:
    """Return what the lines of a day are sorted by: what cannot wait until the morning, then what is latest."""
    return not tonight, RANKS[state], on
