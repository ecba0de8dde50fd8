"""What is seen of services given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from shelter_app.db.models.services import Funder, ServiceDelivery
from shelter_app.i18n import N_
from shelter_app.services.access import need_resident
from shelter_app.services.acting import ReadContext, names_then, view
from shelter_app.services.lists.printing import printed_list

PrintServices = printed_list(
    "services", N_("Services"), told=N_("exported a resident's services"), of_resident=True
)


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A service given to a resident; quantity in hundredths of its unit, cost in bani as the row's total."""

    id: str
    version: int
    stay_id: str | None
    shelter_id: str
    service: str
    unlisted_text: str | None
    given_on: date
    quantity_hundredths: int
    unit: str
    minutes: int | None
    provider: str | None
    cost_bani: int | None
    currency: str
    funder: str | None
    batch: str | None
    recorded_by: str


@view("deliveries.deliveries_of_resident")
def deliveries_of_resident(
    context: ReadContext, resident_id: str, from_on: date | None = None, until_on: date | None = None
) -> tuple[DeliveryView, ...]:
    """Return the services given to a resident, the newest first; the days are included."""
    need_resident(context, resident_id)
    chosen = (
        select(ServiceDelivery, Funder.name)
        .outerjoin(Funder, Funder.id == ServiceDelivery.funder_id)
        .where(ServiceDelivery.resident_id == resident_id)
        .order_by(ServiceDelivery.given_on.desc(), ServiceDelivery.id.desc())
    )
    if from_on is not None:
        chosen = chosen.where(ServiceDelivery.given_on >= from_on)
    if until_on is not None:
        chosen = chosen.where(ServiceDelivery.given_on <= until_on)
    rows = context.session.execute(chosen).all()
    name_at = names_then(context)
    return tuple(
        DeliveryView(
            id=row.id,
            version=row.version,
            stay_id=row.stay_id,
            shelter_id=row.shelter_id,
            service=row.service,
            unlisted_text=row.unlisted_text,
            given_on=row.given_on,
            quantity_hundredths=row.quantity_hundredths,
            unit=row.unit,
            minutes=row.minutes,
            provider=row.provider,
            cost_bani=row.cost_bani,
            currency=row.currency,
            funder=funder,
            batch=row.batch,
            recorded_by=name_at(row.created_by, row.created_at),
        )
        for row, funder in rows
    )
