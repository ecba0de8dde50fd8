"""Beds held for somebody who is expected: until an hour, then free again by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime
from sqlalchemy import and_, func, not_, select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.presence import ExtraBed
from shelter_app.db.models.stays import Referral, Reservation
from shelter_app.domain import referrals
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.domain.reservations import ARRIVED, CANCELLED, LAPSED
from shelter_app.i18n import N_, _
from shelter_app.services.access import bed_of, shelters_asked
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, names_then, view
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.lists.printing import printed_list
from shelter_app.services.stays.acts import Admit
from shelter_app.services.undo import need_fresh_change, nothing_to_undo

PrintHeld = printed_list("held", N_("Reserved beds"), told=N_("exported the list of reserved beds"))


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A reservation, live or over: which bed, for what, until when, who made it, how and when it ended.

    ``source`` and ``persons`` are of the request that it is held for, None when it is held for none; ``accepted`` says
    that the request was accepted and is waited for.
    """

    id: str
    version: int
    shelter: str
    room_bed: str
    bed_id: str
    from_at: datetime
    to_at: datetime
    lapses_at: datetime
    reason: str | None
    referral_id: str | None
    source: str | None
    persons: int | None
    accepted: bool
    made_by: str
    outcome: str | None
    over_at: datetime | None


@act("beds.reserve", told=N_("reserved a bed"))
class ReserveBed(Act[str]):
    """Hold a bed from a moment to another; it is free again at ``lapses_at`` when nobody came."""

    bed: str
    from_at: AwareDatetime
    to_at: AwareDatetime
    lapses_at: AwareDatetime
    reason: str | None = None
    referral: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the reservation and return its id; a guard refuses a bed that is not free then."""
        room = bed_of(uow, self.bed)[1]
        _in_order(uow, self.from_at, self.to_at, self.lapses_at)
        expire_reservations(uow)
        _need_mattress(uow, self.bed, self.to_at)
        row = Reservation(
            bed_id=self.bed,
            from_at=self.from_at,
            to_at=self.to_at,
            lapses_at=self.lapses_at,
            reason=(self.reason or "").strip() or None,
        )
        if self.referral is not None:
            row.referral_id = _request(uow, self.referral, room.shelter_id).id
        return uow.add(row).id


@act("beds.change_reservation", told=N_("changed a reservation"))
class ChangeReservation(Act[None]):
    """Hold another bed instead, or for another time."""

    reservation: str
    from_at: AwareDatetime
    to_at: AwareDatetime
    lapses_at: AwareDatetime
    bed: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the change; raises Refused for a reservation that is over."""
        row = _live(uow, self.reservation, self.version)
        _in_order(uow, self.from_at, self.to_at, self.lapses_at)
        bed = row.bed_id if self.bed is None else self.bed
        room = bed_of(uow, bed)[1]
        if row.referral_id is not None:
            _request(uow, row.referral_id, room.shelter_id)
        _need_mattress(uow, bed, self.to_at)
        row.bed_id = bed
        row.from_at, row.to_at, row.lapses_at = self.from_at, self.to_at, self.lapses_at


@act("beds.cancel_reservation", told=N_("cancelled a reservation"))
class CancelReservation(Act[None]):
    """Let a reserved bed go before its hour; the reservation stays in the history."""

    reservation: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the end; raises Refused for a reservation that is over."""
        row = _live(uow, self.reservation, self.version)
        row.outcome, row.outcome_at = CANCELLED, uow.now


@act("beds.undo_cancel", told=N_("restored a cancelled reservation"))
class UndoCancel(Act[None]):
    """Take back a release made by mistake: the bed is held again, if nobody got it meanwhile."""

    reservation: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own release, a few minutes old; a guard refuses it when the bed was given."""
        row = uow.change(Reservation, self.reservation, None)
        room = bed_of(uow, row.bed_id)[1]
        need_fresh_change(uow, row)
        if row.outcome != CANCELLED or row.lapses_at <= uow.now:
            raise nothing_to_undo()
        if row.referral_id is not None:
            _request(uow, row.referral_id, room.shelter_id)
        row.outcome = row.outcome_at = None


@act("beds.arrive", told=N_("admitted somebody to a reserved bed"))
class ArriveOnReservation(Act[str]):
    """Somebody for whom a bed was held has come: admit her to it without typing anything again."""

    reservation: str
    resident: str
    at: AwareDatetime
    override: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """End the reservation as arrived, admit to its bed, return the id of the stay."""
        row = _live(uow, self.reservation, self.version)
        room = bed_of(uow, row.bed_id)[1]
        row.outcome, row.outcome_at = ARRIVED, uow.now
        uow.session.flush()
        coming = Admit(
            resident=self.resident,
            shelter=room.shelter_id,
            at=self.at,
            bed=row.bed_id,
            referral=row.referral_id,
            override=self.override,
        )
        return coming.apply(uow)


def _request(uow: UnitOfWork, referral_id: str, shelter_id: str) -> Referral:
    asked = uow.find(Referral, referral_id)
    if asked.decision not in referrals.WAITING | {referrals.ACCEPTED}:
        raise Refused(
            "referral_closed",
            _("This request is closed: beds can no longer be reserved for it."),
            ("referral",),
        )
    if asked.shelter_id != shelter_id:
        raise Refused(
            "other_shelter", _("This bed is in a different shelter from the one requested."), ("bed",)
        )
    return asked


def _need_mattress(uow: UnitOfWork, bed: str, until: datetime) -> None:
    """Refuse to hold an extra mattress beyond the day until which it was put up."""
    last = uow.session.scalar(select(ExtraBed.until_on).where(ExtraBed.bed_id == bed))
    if last is not None and local_day(until) > last:
        raise Refused(
            "bed_not_in_use", _("This bed is not in use during that period. Choose another bed."), ("to_at",)
        )


def _live(uow: UnitOfWork, reservation_id: str, version: int | None) -> Reservation:
    expire_reservations(uow)
    row = uow.change(Reservation, reservation_id, None)
    bed_of(uow, row.bed_id)
    if row.outcome is not None:
        raise Refused(
            "reservation_over", _("This reservation has ended. Refresh the page; reserve again if needed.")
        )
    return uow.change(Reservation, reservation_id, version)


def _in_order(uow: UnitOfWork, begins: datetime, ends: datetime, lapses: datetime) -> None:
    if ends <= begins or ends <= uow.now:
        raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("to_at",))
    if not begins <= lapses <= ends or lapses <= uow.now:
        raise Refused(
            "lapses_outside",
            _(
                "The time until which the bed is reserved must be in the future and within the "
                "requested period."
            ),
            ("lapses_at",),
        )


@view("beds.reservations")
def reservations(context: ReadContext, shelter: str | None = None, over: bool = False) -> tuple[HoldRow, ...]:
    """Return the live reservations, the next to lapse first; with ``over`` the history instead, newest first."""
    asked = shelters_asked(context, shelter)
    ended = func.coalesce(Reservation.outcome_at, Reservation.lapses_at)
    live = and_(Reservation.outcome.is_(None), Reservation.lapses_at > context.now)
    rows = context.session.execute(
        select(
            Reservation,
            Bed.label,
            Room.name,
            Room.shelter_id,
            Referral.source,
            Referral.persons,
            Referral.decision,
        )
        .join(Bed, Bed.id == Reservation.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .outerjoin(Referral, Referral.id == Reservation.referral_id)
        .where(Room.shelter_id.in_(asked), not_(live) if over else live)
        .order_by(ended.desc() if over else Reservation.lapses_at, Reservation.id)
    ).all()
    name_at = names_then(context)
    return tuple(
        HoldRow(
            id=row.id,
            version=row.version,
            shelter=asked[shelter_id],
            room_bed=bed_name(room, bed),
            bed_id=row.bed_id,
            from_at=row.from_at,
            to_at=row.to_at,
            lapses_at=row.lapses_at,
            reason=row.reason,
            referral_id=row.referral_id,
            source=source,
            persons=persons,
            accepted=decision == referrals.ACCEPTED,
            made_by=name_at(row.created_by, row.created_at),
            outcome=row.outcome or (LAPSED if over else None),
            over_at=row.outcome_at or (row.lapses_at if over else None),
        )
        for row, bed, room, shelter_id, source, persons, decision in rows
    )
