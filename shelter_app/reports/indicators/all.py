"""Every indicator, loaded; and the one way to compute them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from shelter_app.domain.errors import Refused
from shelter_app.domain.periods import Period
from shelter_app.i18n import _
from shelter_app.reports.figures import Figure, Filters
from shelter_app.reports.indicators import care, nights, people
from shelter_app.reports.indicators.registry import INDICATORS

GROUPS = (people, nights, care)


def compute(session: Session, code: str, period: Period, filters: Filters, today: date) -> Figure:
    """Return the figure of an indicator.

    Raises Refused for a code that no indicator has.
    """
    found = INDICATORS.get(code)
    if found is None:
        raise Refused(
            "unknown_indicator", _("There is no such indicator, or it is not computed yet."), ("codes",)
        )
    return found(session, period, filters, today)


def computed() -> tuple[str, ...]:
    """Return the codes of the indicators that are computed, in order."""
    return tuple(sorted(INDICATORS))
