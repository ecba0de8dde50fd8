"""Counselling sessions: when a note comes late."""

from __future__ import annotations

from datetime import datetime, timedelta

NOTE_WITHIN = timedelta(hours=72)


def is_late(held_at: datetime, written_at: datetime) -> bool:
    """Say whether a note was written more than 72 hours after its session."""
    return written_at - held_at > NOTE_WITHIN
