"""Counselling sessions: when a note comes late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

NOTE_WITHIN = timedelta(hours=72)
ASKED_FOR = timedelta(days=14)  # so long after its day a session that nobody recorded is asked for
PLANNED = "PLANNED"  # a session that nobody has recorded yet


def order_to_record(planned_on: date, planned_at: datetime | None) -> tuple[date, bool, float]:
    """Return what planned sessions are sorted by to record them: the day, then the hour, one without an hour last."""
    return planned_on, planned_at is None, planned_at.timestamp() if planned_at is not None else 0.0


def is_late(held_at: datetime, written_at: datetime) -> bool:
    """Say whether a note was written more than 72 hours after its session."""
    return written_at - held_at > NOTE_WITHIN
