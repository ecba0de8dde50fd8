"""The evening roll call, and when somebody who is away becomes a worry."""

from __future__ import annotations

from datetime import datetime, timedelta

PRESENT, ABSENT, EXCUSED = "PRESENT", "ABSENT", "EXCUSED"
UNANNOUNCED = frozenset({"UNAUTHORISED", "MISSING"})
HOURS = 4
BACK_BY = (
    12  # the hour of the next day by which who was excused at a roll call is back, where no hour was agreed
)
HOURS_SETTING = "not_returned_hours"

AGREED, DUE_TODAY, LATE, ESCALATED, REPORTED = "AGREED", "DUE_TODAY", "LATE", "ESCALATED", "REPORTED"
NOT_BACK = frozenset(
    {ESCALATED, LATE, REPORTED}
)  # who should be in the house now: it cannot wait until the morning
WORRY = (ESCALATED, LATE, REPORTED, DUE_TODAY, AGREED)


def absence_state(
    kind: str, since: datetime, expected_at: datetime | None, now: datetime, hours: float
) -> str:
    """Say how an absence stands.

    ``hours`` is how long after the hour agreed (or, without one, after she was missed) the house asks for a
    decision; the shelter sets it.
    """
    if kind == "MISSING":
        return REPORTED
    if expected_at is None and kind not in UNANNOUNCED:
        return AGREED
    missed = missed_at(kind, since, expected_at, now)
    if now >= missed + timedelta(hours=hours):
        return ESCALATED
    if now >= missed:
        return LATE
    return DUE_TODAY if missed - now <= timedelta(hours=24) else AGREED


def is_missing(kind: str, expected_at: datetime | None, now: datetime) -> bool:
    """Say whether somebody who is away should be in the house: went unannounced, or the hour agreed is over."""
    return kind in UNANNOUNCED or (expected_at is not None and expected_at <= now)


def missed_at(kind: str, since: datetime, expected_at: datetime | None, now: datetime) -> datetime:
    """Return since when somebody who is away is missed: from the hour agreed, or, without one, since she is away.

    An hour that is still to come says nothing of who went unannounced.
    """
    if expected_at is None or (kind in UNANNOUNCED and expected_at > now):
        return since
    return expected_at


def expected_mark(kind: str | None) -> str | None:
    """Return the mark that leave already tells: excused for agreed leave, absent for unannounced, else none."""
    if kind is None:
        return None
    return ABSENT if kind in UNANNOUNCED else EXCUSED
