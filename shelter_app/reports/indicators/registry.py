"""The indicators by code: each one function of store, period, filters and today.

Definitions: ``domain/data/indicators.yaml``. Periods are half-open days; the night of ``today`` is not over and
never counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy.orm import Session

from shelter_app.domain.codes import code as code_of
from shelter_app.domain.periods import Period
from shelter_app.reports.figures import Amount, Figure, Filters, Item
from shelter_app.reports.indicators.people_facts import Facets

Indicator = Callable[[Session, Period, Filters, date], Figure]
INDICATORS: dict[str, Indicator] = {}


def indicator(code: str) -> Callable[[Indicator], Indicator]:
    """Register a function as the indicator ``code``."""

    def register(function: Indicator) -> Indicator:
        INDICATORS[code] = function
        return function

    return register


def unit_of(code: str) -> str:
    """Return the unit of an indicator as its definition gives it."""
    return str(code_of("indicator", code).extra["unit"])


def counted(
    session: Session,
    code: str,
    items: Iterable[Item],
    filters: Filters,
    *,
    value: Amount | None = None,
    numerator: Amount | None = None,
    denominator: Amount | None = None,
    median: Amount | None = None,
) -> Figure:
    """Return the figure of what was counted, split as asked; without ``value`` it is the items' weight."""
    all_items = list(items)
    total = sum(i.weight for i in all_items)
    facets = Facets(session, {i.resident_id for i in all_items if i.resident_id}) if filters.by else None
    by: dict[str, dict[str, int]] = {}
    for dimension in filters.by:
        parts: dict[str, int] = {}
        for item in all_items:
            part = item.facets.get(dimension) or (facets.of(item, dimension) if facets else "UNKNOWN")
            parts[part] = parts.get(part, 0) + item.weight
        by[dimension] = dict(sorted(parts.items()))
    return Figure(
        code=code,
        value=total if value is None and denominator is None else value,
        unit=unit_of(code),
        numerator=total if numerator is None else numerator,
        denominator=denominator,
        median=median,
        ids=tuple(dict.fromkeys(i.id for i in all_items)),
        by=by,
    )


def no_data(code: str) -> Figure:
    """Return the figure of an indicator whose data nobody has entered."""
    return Figure(code=code, value=None, unit=unit_of(code), no_data=True)
