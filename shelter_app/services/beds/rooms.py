"""Rooms looked at, and what was found broken: work to do until it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import or_, select

from shelter_app.db.models.house import Bed, BedOutage, Room
from shelter_app.db.models.presence import RoomDefect, RoomInspection
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, sort_key
from shelter_app.services.acting import Act, Look, Work, act, view
from shelter_app.services.beds.reaching import bed_of, need_site, shelters_asked
from shelter_app.services.lapsing import lapse
from shelter_app.services.reach import needed


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
    """A defect that is not mended yet, or was: where, what, until when, and whether the bed is out of service."""

    id: str
    version: int
    shelter: str
    room: str
    bed: str | None
    text: str
    found_on: date
    due_on: date | None
    fixed_on: date | None
    late: bool
    bed_out: bool


@act("beds.inspect_room")
class InspectRoom(Act[str]):
    """Record that a room was looked at on a day; what was found broken is recorded with ``beds.report_defect``."""

    room: str
    on: date
    note: str | None = None
    defects: tuple[str, ...] = ()

    def apply(self, work: Work) -> str:
        """Write the inspection and each defect that it names; returns the id of the inspection."""
        room = _room(work, self.room)
        _not_ahead(work, self.on)
        found = [needed(text, "defects") for text in self.defects]
        row = work.add(
            RoomInspection(
                room_id=room.id,
                inspected_on=self.on,
                result="DEFECTS" if found else "IN_ORDER",
                note=self.note,
            )
        )
        work.session.flush()
        for text in found:
            work.add(RoomDefect(room_id=room.id, inspection_id=row.id, text=text, found_on=self.on))
        return row.id


@act("beds.report_defect")
class ReportDefect(Act[str]):
    """Report something broken in a room or a bed; ``out_since`` takes the bed out of service from then on."""

    room: str
    text: str
    on: date
    bed: str | None = None
    due_on: date | None = None
    out_since: AwareDatetime | None = None

    def apply(self, work: Work) -> str:
        """Write the defect, and the outage when one is asked for; returns the id of the defect."""
        room = _room(work, self.room)
        _not_ahead(work, self.on)
        if self.due_on is not None and self.due_on < self.on:
            raise Refused(
                "ends_before", _("The end lies before the beginning. Check the dates."), ("due_on",)
            )
        text = needed(self.text, "text")
        row = RoomDefect(room_id=room.id, bed_id=self.bed, text=text, found_on=self.on, due_on=self.due_on)
        if self.bed is not None and bed_of(work, self.bed)[0].room_id != room.id:
            raise Refused("other_room", _("This bed stands in another room. Choose again."), ("bed",))
        if self.out_since is not None:
            if self.bed is None:
                raise Refused("needed", _("Say which bed goes out of service."), ("bed",))
            lapse(work)
            outage = work.add(
                BedOutage(
                    bed_id=self.bed,
                    from_at=self.out_since,
                    from_on=local_day(self.out_since),
                    reason=text,
                )
            )
            work.session.flush()
            row.outage_id = outage.id
        return work.add(row).id


@act("beds.mend_defect")
class MendDefect(Act[None]):
    """Record that a defect is mended; the bed that it took out of service is given back."""

    defect: str
    on: date
    note: str | None = None
    version: int | None = None

    def apply(self, work: Work) -> None:
        """Write the day and end the outage; raises Refused when it is mended already."""
        row = work.change(RoomDefect, self.defect, self.version)
        _room(work, row.room_id)
        _not_ahead(work, self.on)
        if row.fixed_on is not None:
            raise Refused("already_mended", _("This is already recorded as mended. Refresh the page."))
        if self.on < row.found_on:
            raise Refused("ends_before", _("The end lies before the beginning. Check the dates."), ("on",))
        row.fixed_on, row.fixed_note = self.on, self.note
        outage = None if row.outage_id is None else work.find(BedOutage, row.outage_id)
        if outage is not None and outage.to_at is None:
            if outage.from_at < work.now:
                outage.to_at, outage.to_on = work.now, local_day(work.now)
            else:
                row.outage_id = None
                work.session.flush()
                work.session.delete(outage)


def _room(work: Work, room_id: str) -> Room:
    room = work.find(Room, room_id)
    need_site(work, room.shelter_id)
    return room


def _not_ahead(work: Work, day: date) -> None:
    if day > work.today:
        raise Refused("future", _("This day has not come yet. Check the day."), ("on",))


@view("beds.rooms")
def rooms(look: Look, shelter: str | None = None) -> tuple[RoomState, ...]:
    """Return the rooms in use: those with defects first, then those not looked at the longest."""
    asked = shelters_asked(look, shelter)
    found = look.session.scalars(
        select(Room).where(
            Room.shelter_id.in_(asked), or_(Room.retired_on.is_(None), Room.retired_on > look.today)
        )
    ).all()
    looked = {
        row.room_id: row
        for row in look.session.scalars(select(RoomInspection).order_by(RoomInspection.inspected_on))
    }
    open_ones: dict[str, int] = {}
    for room_id in look.session.scalars(select(RoomDefect.room_id).where(RoomDefect.fixed_on.is_(None))):
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


@view("beds.defects")
def defects(look: Look, shelter: str | None = None, mended: bool = False) -> tuple[DefectRow, ...]:
    """Return the defects that are not mended (with ``mended`` all), those due first before the others."""
    asked = shelters_asked(look, shelter)
    chosen = (
        select(RoomDefect, Room, Bed.label, BedOutage.to_at)
        .join(Room, Room.id == RoomDefect.room_id)
        .outerjoin(Bed, Bed.id == RoomDefect.bed_id)
        .outerjoin(BedOutage, BedOutage.id == RoomDefect.outage_id)
        .where(Room.shelter_id.in_(asked))
    )
    if not mended:
        chosen = chosen.where(RoomDefect.fixed_on.is_(None))
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
            late=row.fixed_on is None and row.due_on is not None and row.due_on < look.today,
            bed_out=row.outage_id is not None and (out_to is None or out_to > look.now),
        )
        for row, room, bed, out_to in look.session.execute(chosen)
    ]
    return tuple(sorted(found, key=lambda r: (r.due_on or date.max, r.found_on, r.id)))
