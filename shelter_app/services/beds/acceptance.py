"""A request accepted with its bed: one act says yes and holds the bed until who is expected comes."""

from __future__ import annotations

from shelter_app.domain.reservations import night_over
from shelter_app.i18n import N_
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.beds.reservations import CancelReservation, ReserveBed
from shelter_app.services.referrals.acts import AcceptReferral, UndoDecision


@act("beds.accept", told=N_("accepted a request and reserved a bed for it"))
class AcceptWithBed(Act[str]):
    """Accept a request and hold a bed for it, until the night is over at the latest; returns the reservation's id."""

    referral: str
    version: int
    bed: str

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a request that is decided already and a bed that is not free that long: then neither is done."""
        AcceptReferral(referral=self.referral, version=self.version).apply(uow)
        until = night_over(uow.now)
        held = ReserveBed(bed=self.bed, from_at=uow.now, to_at=until, lapses_at=until, referral=self.referral)
        return held.apply(uow)


@act("beds.undo_accept", told=N_("undid accepting a request with a reserved bed"))
class UndoAcceptWithBed(Act[None]):
    """Take back an acceptance just made: the request waits again and the bed is free again."""

    referral: str
    reservation: str

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse what ``UndoDecision`` refuses; the reservation stays in the history as let go."""
        UndoDecision(referral=self.referral).apply(uow)
        CancelReservation(reservation=self.reservation).apply(uow)
