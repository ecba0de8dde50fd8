"""Shifts of the house, and what one shift leaves for the next to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from shelter_app.domain.clock import LOCAL

DAY, NIGHT = "DAY", "NIGHT"
DAY_FROM, NIGHT_FROM = 7, 19
KEPT_IN_SIGHT = timedelta(hours=48)  # two turns of twelve-hour shifts back: who was off one reads it still
UNREAD_FOR = timedelta(days=14)  # after a fortnight away one reads the book, not the page that opens the day


def shift_at(moment: datetime) -> str:
    """Return the shift that an hour of the house's clock belongs to (``moment`` is aware)."""
    return DAY if DAY_FROM <= moment.astimezone(LOCAL).hour < NIGHT_FROM else NIGHT


def is_unread(
    written_by: str, written_at: datetime, read_by: Iterable[str], reader: str, now: datetime
) -> bool:
    """Say whether a line of the handover still waits for a reader: one's own lines never do."""
    return written_by != reader and reader not in set(read_by) and now - written_at <= UNREAD_FOR
