"""Rooms looked at, and what was found broken: work to do until it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import or_, select

from shelter_app.db.models.house import Bed, BedOutage, Room
from shelter_app.db.models.presence import RoomDefect, RoomInspection
from shelter_app.db.models.trust import Account
from shelter_app.domain import permissions
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import bed_of, need_shelter, needed, shelters_asked
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, accounts_named, act, view
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.lists.printing import printed_list
from shelter_app.services.undo import need_fresh_change, nothing_to_undo

PrintRooms = printed_list("rooms", N_("Room checks"), told=N_("exported the list of rooms"))
PrintDefects = printed_list("defects", N_("Defects"), told=N_("exported the list of defects"))


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room as the inspections know it: when it was looked at last, and how many defects are open."""

    room_id: str
    name: str
    shelter: str
    inspected_on: date | None
    result: str | None
    defects: int


@dataclass(frozen=True, slots=True)
class DefectRow:
    """A defect that is not mended yet, or was: where, what, who mends it until when, whether the bed is out of use."""

    id: str
    version: int
    shelter: str
    room: str
    bed: str | None
    text: str
    found_on: date
    due_on: date | None
    fixed_on: date | None
    assignee_id: str | None
    assignee: str
    late: bool
    bed_out: bool


@act("beds.inspect_room", told=N_("checked a room"))
class InspectRoom(Act[str]):
    """Record that a room was looked at on a day; what was found broken is recorded with ``beds.report_defect``."""

    room: str
    on: date
    note: str | None = None
    defects: tuple[str, ...] = ()

    def apply(self, uow: UnitOfWork) -> str:
        """Write the inspection and each defect that it names; returns the id of the inspection."""
        room = _room(uow, self.room)
        _not_ahead(uow, self.on)
        found = [needed(text, "defects") for text in self.defects]
        row = uow.add(
            RoomInspection(
                room_id=room.id,
                inspected_on=self.on,
                result="DEFECTS" if found else "IN_ORDER",
                note=self.note,
            )
        )
        uow.session.flush()
        for text in found:
            uow.add(RoomDefect(room_id=room.id, inspection_id=row.id, text=text, found_on=self.on))
        return row.id


@act("beds.report_defect", told=N_("reported a defect"))
class ReportDefect(Act[str]):
    """Report something broken in a room or a bed; ``out_since`` takes the bed out of service from then on."""

    room: str
    text: str
    on: date
    bed: str | None = None
    due_on: date | None = None
    assignee: str | None = None
    out_since: AwareDatetime | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the defect, and the outage when one is asked for; returns the id of the defect.

        A room that was looked at on that day was found with defects.
        """
        room = _room(uow, self.room)
        _not_ahead(uow, self.on)
        _due_after(self.due_on, self.on)
        text = needed(self.text, "text")
        row = RoomDefect(
            room_id=room.id,
            bed_id=self.bed,
            inspection_id=_inspection(uow, room.id, self.on),
            assignee_id=_mender(uow, room, self.assignee),
            text=text,
            found_on=self.on,
            due_on=self.due_on,
        )
        if self.bed is not None and bed_of(uow, self.bed)[0].room_id != room.id:
            raise Refused("other_room", _("This bed is in another room. Choose again."), ("bed",))
        if self.out_since is not None:
            if self.bed is None:
                raise Refused("needed", _("Choose the bed that goes out of service."), ("bed",))
            expire_reservations(uow)
            outage = uow.add(
                BedOutage(
                    bed_id=self.bed,
                    from_at=self.out_since,
                    from_on=local_day(self.out_since),
                    reason=text,
                )
            )
            uow.session.flush()
            row.outage_id = outage.id
        return uow.add(row).id


@act("beds.mend_defect", told=N_("recorded a defect as repaired"))
class MendDefect(Act[None]):
    """Record that a defect is mended; the bed that it took out of service is given back."""

    defect: str
    on: date
    note: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the day and end the outage; raises Refused when it is mended already."""
        row = uow.change(RoomDefect, self.defect, self.version)
        _room(uow, row.room_id)
        _not_ahead(uow, self.on)
        if row.fixed_on is not None:
            raise Refused("already_mended", _("This is already recorded as repaired. Refresh the page."))
        if self.on < row.found_on:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("on",))
        row.fixed_on, row.fixed_note = self.on, self.note
        outage = None if row.outage_id is None else uow.find(BedOutage, row.outage_id)
        if outage is not None and (outage.to_at is None or outage.to_at > uow.now):
            if outage.from_at < uow.now:
                outage.to_at, outage.to_on = uow.now, local_day(uow.now)
            else:
                row.outage_id = None
                uow.session.flush()
                uow.session.delete(outage)


@act("beds.assign_defect", told=N_("set who repairs a defect"))
class AssignDefect(Act[None]):
    """Say who mends a defect and until when; None takes it from whoever had it, or the day away."""

    defect: str
    assignee: str | None = None
    due_on: date | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write both; raises Refused when it is mended already, or for somebody who does not work there."""
        row = uow.change(RoomDefect, self.defect, self.version)
        room = _room(uow, row.room_id)
        if row.fixed_on is not None:
            raise Refused("already_mended", _("This is already recorded as repaired. Refresh the page."))
        _due_after(self.due_on, row.found_on)
        row.assignee_id, row.due_on = _mender(uow, room, self.assignee), self.due_on


@act("beds.undo_mend", told=N_("undid recording a defect as repaired"))
class UndoMend(Act[None]):
    """Take back that a defect was recorded as mended: it is work again, and its bed is out of service as before."""

    defect: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old; a guard refuses it when somebody got the bed meanwhile."""
        row = uow.find(RoomDefect, self.defect)
        _room(uow, row.room_id)
        need_fresh_change(uow, row)
        if row.fixed_on is None:
            raise nothing_to_undo()
        outage = None if row.outage_id is None else uow.find(BedOutage, row.outage_id)
        if outage is not None and outage.to_at == row.updated_at:
            outage.to_at = outage.to_on = None
        row.fixed_on = row.fixed_note = None


def _due_after(due_on: date | None, found_on: date) -> None:
    if due_on is not None and due_on < found_on:
        raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("due_on",))


def _inspection(uow: UnitOfWork, room_id: str, on: date) -> str | None:
    """Return the inspection of the day at which this was found, now known to have found something."""
    row = uow.session.scalars(
        select(RoomInspection)
        .where(RoomInspection.room_id == room_id, RoomInspection.inspected_on == on)
        .order_by(RoomInspection.created_at.desc())
    ).first()
    if row is None:
        return None
    row.result = "DEFECTS"
    return row.id


def _mender(uow: UnitOfWork, room: Room, account_id: str | None) -> str | None:
    if account_id is not None and account_id not in dict(_menders(uow, room.shelter_id)):
        raise Refused(
            "works_elsewhere", _("This colleague does not work there. Choose another one."), ("assignee",)
        )
    return account_id


def _menders(context: ReadContext, shelter_id: str) -> list[tuple[str, str]]:
    """Return who may record there that something is mended: ids and names."""
    rows = context.session.scalars(select(Account).where(Account.suspended_at.is_(None)))
    found = [
        (row.id, row.name)
        for row in rows
        if permissions.scope(row.roles, MendDefect.NAME) is not None
        and (row.shelters is None or shelter_id in row.shelters)
    ]
    return sorted(found, key=lambda pair: sort_key(pair[1]))


def _room(uow: UnitOfWork, room_id: str) -> Room:
    room = uow.find(Room, room_id)
    need_shelter(uow, room.shelter_id)
    return room


def _not_ahead(uow: UnitOfWork, day: date) -> None:
    if day > uow.today:
        raise Refused("future", _("This day is in the future. Check the day."), ("on",))


@view("beds.rooms")
def rooms(context: ReadContext, shelter: str | None = None) -> tuple[RoomState, ...]:
    """Return the rooms in use: those with defects first, then those not looked at the longest."""
    asked = shelters_asked(context, shelter)
    found = context.session.scalars(
        select(Room).where(
            Room.shelter_id.in_(asked), or_(Room.retired_on.is_(None), Room.retired_on > context.today)
        )
    ).all()
    looked = {
        row.room_id: row
        for row in context.session.scalars(select(RoomInspection).order_by(RoomInspection.inspected_on))
    }
    open_ones: dict[str, int] = {}
    for room_id in context.session.scalars(select(RoomDefect.room_id).where(RoomDefect.fixed_on.is_(None))):
        open_ones[room_id] = open_ones.get(room_id, 0) + 1
    made = [
        RoomState(
            room_id=room.id,
            name=room.name,
            shelter=asked[room.shelter_id],
            inspected_on=None if room.id not in looked else looked[room.id].inspected_on,
            result=None if room.id not in looked else looked[room.id].result,
            defects=open_ones.get(room.id, 0),
        )
        for room in found
    ]
    return tuple(
        sorted(made, key=lambda r: (-r.defects, r.inspected_on or date.min, r.shelter, sort_key(r.name)))
    )


@view("beds.menders")
def menders(context: ReadContext, shelter: str) -> tuple[tuple[str, str], ...]:
    """Return the colleagues to whom a defect of a shelter (by code) may be assigned: ids and names."""
    ((shelter_id, _code),) = shelters_asked(context, shelter).items()
    return tuple(_menders(context, shelter_id))


@view("beds.my_defects")
def my_defects(context: ReadContext) -> tuple[DefectRow, ...]:
    """Return what the account itself is to mend, in all its shelters, those due first before the others."""
    return tuple(
        row for row in _defects(context, None, mended=False) if row.assignee_id == context.actor.account_id
    )


@view("beds.defects")
def defects(context: ReadContext, shelter: str | None = None, mended: bool = False) -> tuple[DefectRow, ...]:
    """Return the defects that are not mended (with ``mended`` all), those due first before the others."""
    return _defects(context, shelter, mended=mended)


def _defects(context: ReadContext, shelter: str | None, *, mended: bool) -> tuple[DefectRow, ...]:
    asked = shelters_asked(context, shelter)
    chosen = (
        select(RoomDefect, Room, Bed.label, BedOutage.to_at)
        .join(Room, Room.id == RoomDefect.room_id)
        .outerjoin(Bed, Bed.id == RoomDefect.bed_id)
        .outerjoin(BedOutage, BedOutage.id == RoomDefect.outage_id)
        .where(Room.shelter_id.in_(asked))
    )
    if not mended:
        chosen = chosen.where(RoomDefect.fixed_on.is_(None))
    rows = context.session.execute(chosen).all()
    names = accounts_named(context, {row.assignee_id for row, *_rest in rows if row.assignee_id is not None})
    found = [
        DefectRow(
            id=row.id,
            version=row.version,
            shelter=asked[room.shelter_id],
            room=room.name,
            bed=bed,
            text=row.text,
            found_on=row.found_on,
            due_on=row.due_on,
            fixed_on=row.fixed_on,
            assignee_id=row.assignee_id,
            assignee=names.get(row.assignee_id or "", ""),
            late=row.fixed_on is None and row.due_on is not None and row.due_on < context.today,
            bed_out=row.outage_id is not None and (out_to is None or out_to > context.now),
        )
        for row, room, bed, out_to in rows
    ]
    return tuple(sorted(found, key=lambda r: (r.due_on or date.max, r.found_on, r.id)))
