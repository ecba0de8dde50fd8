"""How values are written in the cells of lists: a day, a moment; empty for nothing."""

from __future__ import annotations

from datetime import date, datetime

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import day, moment


def day_cell(value: date | None) -> str:
    """Return a day as lists show it, empty for none."""
    return day(value, "medium") if value is not None else ""


def moment_cell(value: datetime | None) -> str:
    """Return a moment by the house's clock as lists show it, empty for none."""
    return moment(value.astimezone(LOCAL)) if value is not None else ""
