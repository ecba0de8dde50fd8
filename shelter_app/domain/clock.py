"""The house's clock: the moment now, local days and moments in Europe/Bucharest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Bucharest")


def system_clock() -> datetime:
    """Return the moment now, aware, UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def local_day(moment: datetime) -> date:
    """Return the local day of an aware ``moment``."""
    return moment.astimezone(LOCAL).date()


def is_skipped(day: date, hour: int, minute: int) -> bool:
    """Say whether the house's clock never shows this time: it is put forward that night (EU directive 2000/84)."""
    there = datetime.combine(day, time(hour, minute), LOCAL)
    return there.astimezone(UTC).astimezone(LOCAL).replace(tzinfo=None) != there.replace(tzinfo=None)


def local_moment(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """Return the moment (aware, UTC) at which the house's clock shows ``hour:minute`` on ``day``.

    Noon stands for a day whose time nobody wrote down.
    """
    return datetime.combine(day, time(hour, minute), LOCAL).astimezone(UTC)
