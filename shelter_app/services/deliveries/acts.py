"""Acts on services given: to one person, to many at once, and taking such an entry back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from shelter_app.db.models import new_id
from shelter_app.db.models.house import Shelter
from shelter_app.db.models.services import Funder, ServiceDelivery
from shelter_app.db.models.stays import Stay
from shelter_app.domain import deliveries
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.permissions import Scope
from shelter_app.i18n import N_, _, ngettext
from shelter_app.services.access import need_code, need_residents, need_shelter
from shelter_app.services.acting import Act, UnitOfWork, act


def _check(uow: UnitOfWork, given: RecordService | RecordServiceForMany) -> None:
    need_code(uow, "service", given.service, "service")
    if given.given_on > uow.today:
        raise Refused("future_date", _("This date is in the future. Check the date."), ("given_on",))
    if given.minutes is not None and not 1 <= given.minutes <= 1440:
        raise Refused("minutes", _("Enter between 1 and 1440 minutes. Check the number."), ("minutes",))
    if given.quantity is not None and given.quantity < Decimal("0.01"):
        raise Refused("quantity", _("The quantity must be more than zero. Check the number."), ("quantity",))
    if given.cost_bani is not None and given.cost_bani < 0:
        raise Refused("cost", _("The cost cannot be negative. Check the amount."), ("cost_bani",))
    if given.funder is not None:
        uow.find(Funder, given.funder)


def _stays(uow: UnitOfWork, resident_ids: Sequence[str], day: date) -> dict[str, Stay]:
    rows = uow.session.scalars(
        select(Stay)
        .where(
            Stay.resident_id.in_(resident_ids),
            Stay.admitted_on <= day,
            or_(Stay.ended_on.is_(None), Stay.ended_on >= day),
        )
        .order_by(Stay.admitted_at)
    )
    return {stay.resident_id: stay for stay in rows}


def _shelter_outside(uow: UnitOfWork, given: RecordService | RecordServiceForMany, resident_id: str) -> str:
    """Return the shelter that gives a service to somebody who does not live there: named, or the last one."""
    if given.shelter is not None:
        return uow.find(Shelter, given.shelter).id
    last = uow.session.scalar(
        select(Stay.shelter_id)
        .where(Stay.resident_id == resident_id, Stay.admitted_on <= given.given_on)
        .order_by(Stay.admitted_at.desc())
        .limit(1)
    )
    later = select(Stay.id).where(Stay.resident_id == resident_id).limit(1)
    if last is None and uow.session.scalar(later) is not None:
        raise Refused(
            "before_stay",
            _("The resident was not in the shelter yet on that day. Check the day."),
            ("given_on",),
        )
    if last is None:
        raise Refused("shelter_needed", _("Choose the shelter that provided the service."), ("shelter",))
    return last


def _record(uow: UnitOfWork, given: RecordService | RecordServiceForMany, resident_ids: Sequence[str]) -> str:
    """Write one row for each resident under one batch; returns the batch."""
    _check(uow, given)
    people = list(dict.fromkeys(resident_ids))
    need_residents(uow, people)
    stays = _stays(uow, people, given.given_on)
    absent = [r for r in people if r not in stays]
    if absent and not deliveries.given_outside_stay(given.service):
        raise Refused(
            "outside_stay",
            ngettext(
                "{n} of the chosen people was not in the shelter on that day. Check the date and the people.",
                "{n} of the chosen people were not in the shelter on that day. Check the date and "
                "the people.",
                len(absent),
            ).format(n=len(absent)),
            ("given_on",),
        )
    batch = new_id()
    unit = deliveries.unit_of(given.service)
    for resident_id in people:
        stay = stays.get(resident_id)
        shelter_id = stay.shelter_id if stay else _shelter_outside(uow, given, resident_id)
        need_shelter(uow, shelter_id)
        uow.add(
            ServiceDelivery(
                resident_id=resident_id,
                stay_id=stay.id if stay else None,
                shelter_id=shelter_id,
                service=given.service,
                given_on=given.given_on,
                quantity_hundredths=deliveries.hundredths(given.quantity, unit, given.minutes),
                unit=unit,
                minutes=given.minutes,
                provider=given.provider,
                cost_bani=given.cost_bani,
                funder_id=given.funder,
                batch=batch,
            )
        )
    uow.notes["batch"] = batch
    uow.case_id = people[0] if len(people) == 1 else None
    return batch


@act("deliveries.record_service", told=N_("recorded a service"))
class RecordService(Act[str]):
    """Record a service given to one resident; returns the batch by which it can be taken back.

    ``cost_bani`` is the row's total. Outside a stay only post-exit and outreach services are taken.
    """

    resident: str
    service: str
    given_on: date
    shelter: str | None = None
    quantity: Decimal | None = None
    minutes: int | None = None
    provider: str | None = None
    cost_bani: int | None = None
    funder: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the row, with the unit of the service's list."""
        return _record(uow, self, [self.resident])


@act("deliveries.record_service_for_many", told=N_("recorded a service for several people"))
class RecordServiceForMany(Act[str]):
    """Record the same service for several residents at once; returns the batch.

    Quantity, minutes and cost are those of each person's row. One that does not fit refuses all.
    """

    residents: tuple[str, ...]
    service: str
    given_on: date
    shelter: str | None = None
    quantity: Decimal | None = None
    minutes: int | None = None
    provider: str | None = None
    cost_bani: int | None = None
    funder: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write one row for each person."""
        if not self.residents:
            raise Refused("nobody", _("Choose at least one person."), ("residents",))
        return _record(uow, self, self.residents)


@act("deliveries.undo_batch", told=N_("undid recorded services"))
class UndoBatch(Act[int]):
    """Take back what was recorded in one go; returns how many rows went."""

    batch: str

    def apply(self, uow: UnitOfWork) -> int:
        """Take one's own entries back; a colleague's only where one reaches everybody."""
        rows = uow.session.scalars(select(ServiceDelivery).where(ServiceDelivery.batch == self.batch)).all()
        if not rows:
            raise Refused("batch_gone", _("This entry has already been undone."))
        need_residents(uow, [row.resident_id for row in rows])
        if uow.scope is not Scope.ALL and any(row.created_by != uow.actor.account_id for row in rows):
            raise NotAllowed(
                "not_author", _("Only the person who made this entry or a director can undo it.")
            )
        for row in rows:
            uow.session.delete(row)
        uow.notes["batch"] = self.batch
        return len(rows)
