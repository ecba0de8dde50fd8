"""A whole house in one act: the shelter, its rooms, their beds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from shelter_app.db.models.house import Bed, Room
from shelter_app.domain.errors import Refused
from shelter_app.domain.placement import EXTRA
from shelter_app.domain.room_pattern import rooms_of
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_shelter, needed
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter


@act("house.lay_out", told=N_("added rooms and beds"))
class LayOutHouse(Act[str]):
    """Open a shelter with rooms by a pattern, as ``4 x 3``; rooms and beds are numbered."""

    code: str
    name: str
    pattern: str
    placement_rule: str = "ANY"
    in_use_from: date | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write shelter, rooms and beds, in use from a day (today where none is said); returns the shelter's id.

        How many the licence allows is not in the pattern: it is said by itself.
        """
        rooms = rooms_of(self.pattern)
        since = self.in_use_from or uow.today
        if since > uow.today:
            raise Refused("future", _("This day is in the future. Check the day."), ("in_use_from",))
        shelter = AddShelter(code=self.code, name=self.name).apply(uow)
        for number, beds in enumerate(rooms, 1):
            added = AddRoom(
                shelter=shelter, name=str(number), placement_rule=self.placement_rule, grid_row=number
            )
            room = added.apply(uow)
            uow.session.flush()
            for bed in range(1, beds + 1):
                AddBed(room=room, label=str(bed), in_use_from=since).apply(uow)
        return shelter


@act("house.use_beds_since", told=N_("set when beds came into use"))
class UseBedsSince(Act[int]):
    """Say that the beds of a shelter, or of one room, were in use earlier than it was written; returns how many.

    Whoever came before the program was set up slept in a bed too. Figures of the days between change with it.
    """

    shelter: str
    from_on: date
    reason: str
    room: str | None = None

    def apply(self, uow: UnitOfWork) -> int:
        """Write the earlier day on each bed that began later; an extra mattress keeps its own days."""
        need_shelter(uow, self.shelter)
        if self.from_on > uow.today:
            raise Refused("future", _("This day is in the future. Check the day."), ("from_on",))
        uow.reason = needed(self.reason, "reason")
        chosen = (
            select(Bed)
            .join(Room, Room.id == Bed.room_id)
            .where(Room.shelter_id == self.shelter, Bed.in_use_from > self.from_on, Bed.kind != EXTRA)
        )
        beds = uow.session.scalars(chosen if self.room is None else chosen.where(Room.id == self.room)).all()
        if not beds:
            raise Refused(
                "in_use_already",
                _("These beds have already been in use since then. Check the day."),
                ("from_on",),
            )
        for bed in beds:
            bed.in_use_from = self.from_on
        return len(beds)
