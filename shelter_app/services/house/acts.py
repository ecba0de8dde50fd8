"""What is done to the house: shelters, capacity, rooms, beds, outages, retirement, settings."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import select

from shelter_app.db.models.house import (
    Bed,
    BedOutage,
    Room,
    Shelter,
    ShelterCapacity,
)
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.domain.placement import EXTRA
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_shelter, needed
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.expiry import expire_reservations


@act("house.add_shelter", told=N_("added a shelter"))
class AddShelter(Act[str]):
    """Open a shelter under a code name; the rest is said of it afterwards."""

    code: str
    name: str
    kind: str = "CENTRE"
    service_code: str | None = None
    licence_no: str | None = None
    capacity: int | None = None
    capacity_from: date | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the shelter, and its licensed capacity when one is given; returns its id."""
        shelter = uow.add(
            Shelter(
                code=needed(self.code, "code"),
                name=needed(self.name, "name"),
                kind=self.kind,
                service_code=self.service_code,
                licence_no=self.licence_no,
            )
        )
        uow.session.flush()
        if self.capacity is not None:
            _set_capacity(uow, shelter.id, self.capacity, self.capacity_from or uow.today)
        return shelter.id


@act("house.set_capacity", told=N_("set the licensed capacity"))
class SetCapacity(Act[str]):
    """Set the licensed capacity of a shelter from a day on; the capacity before ends on that day."""

    shelter: str
    beds: int
    from_on: date

    def apply(self, uow: UnitOfWork) -> str:
        """Close the open capacity, open the new one, return its id."""
        need_shelter(uow, uow.find(Shelter, self.shelter).id)
        return _set_capacity(uow, self.shelter, self.beds, self.from_on)


@act("house.add_room", told=N_("added a room"))
class AddRoom(Act[str]):
    """Add a room with the rule of who may sleep in it."""

    shelter: str
    name: str
    floor: str | None = None
    placement_rule: str = "ANY"
    age_from: int | None = None
    age_to: int | None = None
    grid_row: int | None = None
    grid_column: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the room and return its id."""
        need_shelter(uow, uow.find(Shelter, self.shelter).id)
        room = Room(
            shelter_id=self.shelter,
            name=needed(self.name, "name"),
            floor=self.floor,
            placement_rule=self.placement_rule,
            age_from=self.age_from,
            age_to=self.age_to,
            grid_row=self.grid_row,
            grid_column=self.grid_column,
        )
        return uow.add(room).id


@act("house.add_bed", told=N_("added a bed"))
class AddBed(Act[str]):
    """Add a bed to a room, in use from a day on."""

    room: str
    label: str
    in_use_from: date
    kind: str = "BED"
    features: tuple[str, ...] = ()

    def apply(self, uow: UnitOfWork) -> str:
        """Write the bed and return its id."""
        room = uow.find(Room, self.room)
        need_shelter(uow, room.shelter_id)
        if self.kind == EXTRA:
            raise Refused(
                "extra_bed",
                _("An extra mattress needs a last day and a reason. Choose “Add an extra mattress”."),
                ("kind",),
            )
        if room.retired_on is not None and room.retired_on <= self.in_use_from:
            raise Refused("room_retired", _("This room is no longer used. Choose another room."), ("room",))
        bed = Bed(
            room_id=room.id,
            label=needed(self.label, "label"),
            kind=self.kind,
            features=sorted(set(self.features)),
            in_use_from=self.in_use_from,
        )
        return uow.add(bed).id


@act("house.take_bed_out", told=N_("took a bed out of service"))
class TakeBedOutOfUse(Act[str]):
    """Take a bed out of service from a moment, until another or until it is given back."""

    bed: str
    since: AwareDatetime
    until: AwareDatetime | None = None
    reason: str

    def apply(self, uow: UnitOfWork) -> str:
        """Write the outage and return its id; a guard refuses it while somebody sleeps there."""
        _need_bed(uow, self.bed)
        if self.until is not None and self.until <= self.since:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("until",))
        expire_reservations(uow)
        outage = BedOutage(
            bed_id=self.bed,
            from_at=self.since,
            from_on=local_day(self.since),
            to_at=self.until,
            to_on=None if self.until is None else local_day(self.until),
            reason=needed(self.reason, "reason"),
        )
        return uow.add(outage).id


@act("house.return_bed", told=N_("put a bed back in service"))
class ReturnBedToUse(Act[None]):
    """Give a bed back to use at a moment."""

    outage: str
    at: AwareDatetime
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """End the outage; raises Refused when it has already ended."""
        outage = uow.change(BedOutage, self.outage, self.version)
        _need_bed(uow, outage.bed_id)
        if outage.to_at is not None and outage.to_at <= uow.now:
            raise Refused("already_back", _("This bed is already back in service."))
        if self.at <= outage.from_at:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("at",))
        outage.to_at, outage.to_on = self.at, local_day(self.at)


@act("house.retire_bed", told=N_("retired a bed"))
class RetireBed(Act[None]):
    """Retire a bed from a day on, with a reason; a bed with history is never deleted."""

    bed: str
    from_on: date
    reason: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the day and the reason; a guard refuses it while the bed is held after that day."""
        _need_bed(uow, self.bed)
        expire_reservations(uow)
        bed = uow.change(Bed, self.bed, self.version)
        bed.retired_on, bed.retired_reason = self.from_on, needed(self.reason, "reason")


@act("house.retire_room", told=N_("retired a room"))
class RetireRoom(Act[None]):
    """Retire a room from a day on, with a reason."""

    room: str
    from_on: date
    reason: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the day and the reason; a guard refuses it while a bed of the room is held after that day."""
        room = uow.change(Room, self.room, self.version)
        need_shelter(uow, room.shelter_id)
        expire_reservations(uow)
        room.retired_on, room.retired_reason = self.from_on, needed(self.reason, "reason")


def _need_bed(uow: UnitOfWork, bed_id: str) -> Bed:
    bed = uow.find(Bed, bed_id)
    need_shelter(uow, uow.find(Room, bed.room_id).shelter_id)
    return bed


def _set_capacity(uow: UnitOfWork, shelter_id: str, beds: int, from_on: date) -> str:
    if beds < 0:
        raise Refused("negative", _("Capacity must be 0 or more. Check the number."), ("beds",))
    rows = uow.session.scalars(
        select(ShelterCapacity).where(
            ShelterCapacity.shelter_id == shelter_id, ShelterCapacity.to_on.is_(None)
        )
    ).all()
    for row in rows:
        if row.from_on >= from_on:
            raise Refused(
                "later_capacity",
                _("A later capacity is already set. Choose a day after that one."),
                ("from_on",),
            )
        row.to_on = from_on
    return uow.add(ShelterCapacity(shelter_id=shelter_id, beds=beds, from_on=from_on)).id
