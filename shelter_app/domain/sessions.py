"""Counselling sessions: what counts as held, what as missed, and when a note comes late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from shelter_app.domain.codes import lists

NOTE_WITHIN = timedelta(hours=72)
ASKED_FOR = timedelta(days=14)  # so long after its day a session that nobody recorded is asked for
PLANNED = "PLANNED"  # a session that nobody has recorded yet


@lru_cache
def delivered() -> frozenset[str]:
    """Return the states of a session that was held, if only in part."""
    return frozenset(c.code for c in lists()["attendance"] if c.extra["delivered"])


@lru_cache
def missed() -> frozenset[str]:
    """Return the states of a session that the resident missed."""
    base = frozenset(c.code for c in lists()["attendance"] if c.extra["noshow_denominator"])
    return base - delivered()


def no_show_rate(statuses: Collection[str]) -> Fraction | None:
    """Return the missed share of the sessions held or missed; sessions cancelled by staff count nowhere."""
    absent = sum(status in missed() for status in statuses)
    base = absent + sum(status in delivered() for status in statuses)
    return Fraction(absent, base) if base else None


def order_to_record(planned_on: date, planned_at: datetime | None) -> tuple[date, bool, float]:
    """Return what planned sessions are sorted by to record them: the day, then the hour, one without an hour last."""
    return planned_on, planned_at is None, planned_at.timestamp() if planned_at is not None else 0.0


def is_late(held_at: datetime, written_at: datetime) -> bool:
    """Say whether a note was written more than 72 hours after its session."""
    return written_at - held_at > NOTE_WITHIN
