"""Extra mattresses: beds over the capacity of a room, for some days."""

from __future__ import annotations

from datetime import date

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.presence import ExtraBed
from shelter_app.domain.errors import Refused
from shelter_app.domain.placement import EXTRA
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_shelter, needed
from shelter_app.services.acting import Act, UnitOfWork, act


@act("beds.add_mattress", told=N_("added an extra mattress"))
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
        need_shelter(uow, room.shelter_id)
        if self.until <= self.since:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("until",))
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
