"""What is due: how a day stands to today, and when the regular reports of a house are due."""

from __future__ import annotations

from datetime import date, timedelta

LATE, TODAY, SOON = "LATE", "TODAY", "SOON"
AHEAD = 7  # days that a list of what is due looks ahead


def standing(due: date, today: date) -> str:
    """Say whether a day has passed (LATE), is today's, or is ahead (SOON)."""
    if due < today:
        return LATE
    return TODAY if due == today else SOON


def quarterly(today: date, days: int) -> date:
    """Return when the report of the last quarter that has ended is, or was, due: ``days`` after its end."""
    first_month = 3 * ((today.month - 1) // 3) + 1
    return today.replace(month=first_month, day=1) + timedelta(days=days - 1)


def yearly(today: date, days: int) -> date:
    """Return when the report of last year is, or was, due: ``days`` after its end."""
    return date(today.year - 1, 12, 31) + timedelta(days=days)
