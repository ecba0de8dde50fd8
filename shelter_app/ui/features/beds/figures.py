"""The figures of a period that the pages of census and occupancy show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shelter_app.services.acting import Actor
from shelter_app.services.beds.census import nights
from shelter_app.services.beds.occupancy import Occupancy, occupancy


@dataclass(frozen=True)
class PeriodFigures:
    """How full the house was in a period, as figures and night by night (day, people)."""

    occupancy: Occupancy
    nights: tuple[tuple[date, int], ...]


def ask_figures(actor: Actor, first: date, last: date, shelter: str | None) -> PeriodFigures:
    """Return the figures of the days ``first`` to ``last`` of a shelter (by code) or of all; called in a worker."""
    return PeriodFigures(
        occupancy(actor, first, last, shelter),
        nights(actor, first, last, shelter),
    )
