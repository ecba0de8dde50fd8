"""Between shelters, over capacity, and dates of beds that are not slept in."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import select

from shelter_app.db.models.house import Bed, BedOutage, Room, Shelter
from shelter_app.db.models.presence import ExtraBed, RoomDefect
from shelter_app.db.models.stays import Stay
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.domain.placement import EXTRA
from shelter_app.i18n import N_, _
from shelter_app.services.access import needed
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.beds.expiry import expire_reservations
from shelter_app.services.beds.shelter_access import bed_of, need_bed_in, need_site, stay_of
from shelter_app.services.stays.stay_rules import end_bed_and_leave, give_bed
from shelter_app.services.undoing import need_fresh_entry, nothing_to_undo


@act("beds.move_to_shelter", told=N_("moved somebody to another shelter"))
class MoveToShelter(Act[str]):
    """Move a resident to another shelter of the organisation: her stay there goes on from this one.

    It is no admission and no exit of the organisation.
    """

    stay: str
    shelter: str
    at: AwareDatetime
    bed: str | None = None
    override: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """End the stay here and begin it there at the same minute; returns the id of the new stay."""
        stay = stay_of(uow, self.stay, self.version)
        need_site(uow, uow.find(Shelter, self.shelter).id)
        if stay.ended_at is not None:
            raise Refused("stay_ended", _("This stay has ended. Admit the person again for a new one."))
        if self.shelter == stay.shelter_id:
            raise Refused(
                "same_shelter",
                _("The resident is already in this shelter. Move them to a bed."),
                ("shelter",),
            )
        if self.at > uow.now:
            raise Refused("future", _("This time has not come yet. Check the time."), ("at",))
        if self.at < stay.admitted_at:
            raise Refused("exit_before_entry", _("The exit lies before the entry."), ("at",))
        expire_reservations(uow)
        end_bed_and_leave(uow, stay, self.at)
        stay.exit_reason, stay.exit_destination = "TRANSFER_SHELTER", "OTHER_SHELTER"
        stay.ended_at, stay.ended_on = self.at, local_day(self.at)
        uow.session.flush()
        after = uow.add(
            Stay(
                resident_id=stay.resident_id,
                shelter_id=self.shelter,
                referral_id=stay.referral_id,
                referral_source=stay.referral_source,
                admission_reason=stay.admission_reason,
                transferred_from_id=stay.id,
                admitted_at=self.at,
                admitted_on=local_day(self.at),
            )
        )
        uow.session.flush()
        if self.bed is not None:
            self._give(uow, after)
        return after.id

    def _give(self, uow: UnitOfWork, stay: Stay) -> None:
        assert self.bed is not None
        need_bed_in(uow, self.bed, self.shelter)
        give_bed(uow, stay, self.bed, self.at, self.override, frozenset())


@act("beds.add_mattress", told=N_("put an extra mattress in"))
class AddMattress(Act[str]):
    """Put an extra mattress into a room over its capacity, from a day until another, with a reason."""

    room: str
    label: str
    since: date
    until: date
    reason: str

    def apply(self, uow: UnitOfWork) -> str:
        """Write an extra bed that takes nobody in from its last day on, and return its id."""
        room = uow.find(Room, self.room)
        need_site(uow, room.shelter_id)
        if self.until <= self.since:
            raise Refused("ends_before", _("The end lies before the beginning. Check the dates."), ("until",))
        if room.retired_on is not None and room.retired_on < self.until:
            raise Refused("room_retired", _("This room is no longer used. Choose another room."), ("room",))
        bed = uow.add(
            Bed(
                room_id=room.id,
                label=needed(self.label, "label"),
                kind=EXTRA,
                features=[],
                in_use_from=self.since,
            )
        )
        uow.session.flush()
        uow.add(ExtraBed(bed_id=bed.id, until_on=self.until, reason=needed(self.reason, "reason")))
        uow.reason = self.reason.strip()
        return bed.id


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
            raise Refused("ends_before", _("The end lies before the beginning. Check the dates."), ("until",))
        expire_reservations(uow)
        outage.to_at = self.until
        outage.to_on = None if self.until is None else local_day(self.until)


@act("beds.undo_outage", told=N_("took back that a bed went out of service"))
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
