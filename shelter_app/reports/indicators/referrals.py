"""Requests for a place: I14, I15."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.stays import Referral
from shelter_app.domain.periods import age_band, age_on
from shelter_app.reports.indicators.context import UNKNOWN, Figure, IndicatorContext, Item
from shelter_app.reports.indicators.figures import counted, no_data, rounded, weight

FULL = "DECLINED_FULL"


def _received(context: IndicatorContext) -> tuple[Item, ...]:
    """Return the referrals of the period; one request for three persons weighs three."""
    chosen = select(
        Referral.id,
        Referral.resident_id,
        Referral.received_on,
        Referral.source,
        Referral.decision,
        Referral.persons,
        Referral.sex,
        Referral.birth_year,
    ).where(
        Referral.received_on >= context.start,
        Referral.received_on < context.end,
        Referral.shelter_id.in_(context.view),
        *context.assigned(Referral.resident_id),
    )
    return tuple(
        Item(
            row.id,
            row.resident_id,
            row.received_on,
            row.persons,
            {
                "referral_source": row.source,
                "decision": row.decision,
                "sex": row.sex or UNKNOWN,
                "age_band": age_band(age_on(row.birth_year, row.received_on)),
            },
        )
        for row in context.session.execute(chosen.order_by(Referral.received_on, Referral.id))
    )


def i14(context: IndicatorContext) -> Figure:
    """Count the requests received: one for each person and request."""
    return counted(context, "I14", _received(context)) if context.entered(Referral) else no_data("I14")


def i15(context: IndicatorContext) -> Figure:
    """Count the requests declined because no bed was free, with their share of all requests."""
    if not context.entered(Referral):
        return no_data("I15")
    received = _received(context)
    full = [i for i in received if i.codes["decision"] == FULL]
    total = weight(received)
    return counted(context, "I15", full, out_of=total, also={"percent": rounded(weight(full), total, 1)})
