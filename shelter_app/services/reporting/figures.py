"""Figures as they are asked for, without a report."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from shelter_app.db.models.house import Shelter
from shelter_app.domain.errors import Refused
from shelter_app.domain.periods import Period
from shelter_app.i18n import _
from shelter_app.reports.indicators import registry
from shelter_app.reports.indicators.context import Figure, Filters, IndicatorContext
from shelter_app.services.access import need_shelter
from shelter_app.services.acting import ReadContext, view


@view("reporting.figures")
def figures(
    context: ReadContext,
    first: date,
    last: date,
    codes: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
    shelter: str | None = None,
) -> tuple[Figure, ...]:
    """Return indicators for the days ``first`` to ``last``, both inside; without ``codes`` all that are computed.

    ``shelter`` is a shelter's code; an account of certain shelters reaches only those.
    """
    period = period_of(first, last)
    filters = Filters(shelter_of(context, shelter), context.shelters, by=by)
    counting = IndicatorContext(context.session, period, filters, context.today)
    return tuple(registry.figure(counting, code) for code in registry.valid_codes(codes or registry.COMPUTED))


def period_of(first: date, last: date) -> Period:
    """Return the period of two days, both inside; raises Refused when it ends before it begins."""
    if last < first:
        raise Refused(
            "period_backwards",
            _("The last day is before the first day. Swap the two days."),
            ("first", "last"),
        )
    return Period(first, last + timedelta(days=1))


def shelter_of(context: ReadContext, code: str | None) -> str | None:
    """Return the id of the shelter that was asked for by code; None for all that the account reaches."""
    if code is None:
        return None
    found = context.session.scalars(select(Shelter).where(Shelter.code == code)).first()
    if found is None:
        raise Refused("unknown_shelter", _("There is no shelter with this code."), ("shelter",))
    need_shelter(context, found.id)
    return found.id
