"""Reintegration milestones: reached, lost, and held long enough to count as sustained."""

from __future__ import annotations

from datetime import date, timedelta

from shelter_app.domain.codes import code


def domain_of(kind: str) -> str:
    """Return the domain of need that a milestone belongs to."""
    return str(code("reintegration_milestone", kind).extra["domain"])


def sustained_on(kind: str, reached_on: date) -> date:
    """Return the day from which a milestone counts as sustained, if it is not lost before."""
    return reached_on + timedelta(days=int(code("reintegration_milestone", kind).extra["sustained_days"]))


def is_sustained(kind: str, reached_on: date | None, lost_on: date | None, today: date) -> bool:
    """Say whether a milestone has held for as long as its kind asks."""
    if reached_on is None:
        return False
    held_from = sustained_on(kind, reached_on)
    return held_from <= today and (lost_on is None or lost_on >= held_from)
