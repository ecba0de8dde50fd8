"""So many places of a room taken out of use for a time, whichever of its beds are free then."""

from __future__ import annotations

from pydantic import AwareDatetime

from shelter_app.db.models.house import BedOutage, Room
from shelter_app.domain import placement
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _, ngettext, sort_key
from shelter_app.services.access import need_shelter, needed
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.beds.outages import UndoOutage
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.stays.bed_occupancy import BedRequest, read_occupancy
from shelter_app.services.stays.placing import candidates


@act("beds.block_places", told=N_("blocked places in a room"))
class BlockPlaces(Act[tuple[str, ...]]):
    """Take so many places of a room out of service from a moment, until another or until they are given back."""

    room: str
    places: int
    since: AwareDatetime
    until: AwareDatetime | None = None
    reason: str

    def apply(self, uow: UnitOfWork) -> tuple[str, ...]:
        """Write an outage for each bed, the plainest free ones first; returns their ids."""
        room = uow.find(Room, self.room)
        need_shelter(uow, room.shelter_id)
        if self.places < 1:
            raise Refused("nothing", _("Enter how many places, at least one."), ("places",))
        if self.until is not None and self.until <= self.since:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("until",))
        expire_reservations(uow)
        asked = BedRequest(room.shelter_id, self.since, self.until)
        nobody = placement.Person("", shelter=room.shelter_id)
        free = [
            one.bed
            for one in candidates(uow, asked, nobody, read_occupancy(uow, asked, nobody))
            if one.room.id == room.id and not placement.NOT_FREE & {reason.code for reason in one.reasons}
        ]
        if len(free) < self.places:
            sentence = ngettext(
                "Only {n} bed in this room is free during that period. Block fewer places or move "
                "somebody first.",
                "Only {n} beds in this room are free during that period. Block fewer places or move "
                "somebody first.",
                len(free),
            )
            raise Refused("not_so_many_free", sentence.format(n=len(free)), ("places",))
        reason = needed(self.reason, "reason")
        free.sort(key=lambda bed: (len(bed.features), sort_key(bed.label)))
        made = [
            uow.add(
                BedOutage(
                    bed_id=bed.id,
                    from_at=self.since,
                    from_on=local_day(self.since),
                    to_at=self.until,
                    to_on=None if self.until is None else local_day(self.until),
                    reason=reason,
                )
            ).id
            for bed in free[: self.places]
        ]
        uow.session.flush()
        uow.audit_subject(room)
        return tuple(made)


@act("beds.undo_block", told=N_("undid blocking places in a room"))
class UndoBlock(Act[None]):
    """Take back that places of a room were blocked by mistake."""

    outages: tuple[str, ...]

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old."""
        for outage in self.outages:
            UndoOutage(outage=outage).apply(uow)
