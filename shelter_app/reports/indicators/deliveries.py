"""Services given: I19."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.services import ServiceDelivery
from shelter_app.domain import codes
from shelter_app.reports.indicators.context import UNKNOWN, Figure, IndicatorContext, Item
from shelter_app.reports.indicators.figures import counted, no_data
from shelter_app.reports.indicators.people import deliveries_of


def i19(context: IndicatorContext) -> Figure:
    """Services delivered: rows, with the persons and, apart, the automatic rows (nights, meals)."""
    if not context.entered(ServiceDelivery):
        return no_data("I19")
    listed = {c.code: c.extra for c in codes.lists()["service"]}
    chosen = select(
        ServiceDelivery.id,
        ServiceDelivery.resident_id,
        ServiceDelivery.given_on,
        ServiceDelivery.service,
        ServiceDelivery.quantity_hundredths,
    ).where(*deliveries_of(context))
    items, quantity, automatic = [], 0, 0
    persons = set()
    for row in context.session.execute(chosen.order_by(ServiceDelivery.given_on, ServiceDelivery.id)):
        extra = listed.get(row.service, {})
        made = bool(extra.get("auto"))
        automatic += made
        quantity += row.quantity_hundredths
        persons.add(row.resident_id)
        marks = {
            "service": row.service,
            "domain": str(extra.get("domain", UNKNOWN)),
            "row_kind": "AUTOMATIC" if made else "RECORDED",
        }
        items.append(Item(row.id, row.resident_id, row.given_on, codes=marks))
    also = {"persons": len(persons), "quantity": quantity / 100, "automatic": automatic}
    return counted(context, "I19", items, also=also)
