"""Beds out of service: the end of an outage changed, an outage put in by mistake taken back."""

from __future__ import annotations

from pydantic import AwareDatetime
from sqlalchemy import select

from shelter_app.db.models.house import BedOutage
from shelter_app.db.models.presence import RoomDefect
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import bed_of
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.undo import need_fresh_entry, nothing_to_undo


@act("beds.change_outage", told=N_("changed how long a bed is out of service"))
class ChangeOutage(Act[None]):
    """Let a bed be out of service longer or shorter; ``until`` None leaves the end open."""

    outage: str
    until: AwareDatetime | None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the new end; a guard refuses one that reaches over somebody who sleeps there."""
        outage = uow.change(BedOutage, self.outage, self.version)
        bed_of(uow, outage.bed_id)
        if self.until is not None and self.until <= outage.from_at:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("until",))
        expire_reservations(uow)
        outage.to_at = self.until
        outage.to_on = None if self.until is None else local_day(self.until)


@act("beds.undo_outage", told=N_("undid taking a bed out of service"))
class UndoOutage(Act[None]):
    """Take back that a bed was put out of service by mistake: it is as if it never had been."""

    outage: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, that no defect stands behind."""
        outage = uow.find(BedOutage, self.outage)
        bed_of(uow, outage.bed_id)
        need_fresh_entry(uow, outage)
        behind = select(RoomDefect.id).where(RoomDefect.outage_id == outage.id)
        if uow.session.scalars(behind).first() is not None:
            raise nothing_to_undo()
        uow.session.delete(outage)
