"""What is done with a stay: admit, give a bed, move, leave for a while, exit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from shelter_app.db.models.stays import Absence, BedPeriod, Reservation, Stay
from shelter_app.db.vault import grants
from shelter_app.db.vault.sealing import Compartment, Place
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Work, act
from shelter_app.services.lapsing import lapse
from shelter_app.services.reach import need_resident
from shelter_app.services.referrals.acts import referral_to_admit


@act("stays.admit")
class Admit(Act[str]):
    """Admit a resident to a shelter at a moment, to a bed if one is chosen."""

    resident: str
    shelter: str
    at: datetime
    bed: str | None = None
    referral: str | None = None
    source: str | None = None
    reason: str | None = None

    def apply(self, work: Work) -> str:
        """Write the stay, and the bed period when a bed is chosen; returns the stay's id."""
        _need_site(work, self.shelter)
        _not_ahead(work, self.at)
        source, reason = self.source, self.reason
        if self.referral is not None:
            asked = referral_to_admit(work, self.referral, self.shelter, self.resident)
            source, reason = source or asked.source, reason or asked.reason
        stay = work.add(
            Stay(
                resident_id=self.resident,
                shelter_id=self.shelter,
                referral_id=self.referral,
                referral_source=source,
                admission_reason=reason,
                admitted_at=self.at,
                admitted_on=local_day(self.at),
            )
        )
        work.session.flush()
        work.about(stay, case_id=self.resident)
        if self.bed is not None:
            _give(work, stay, self.bed, self.at)
        return stay.id


@act("stays.place_in_bed")
class PlaceInBed(Act[str]):
    """Give a resident who is in the house a bed from a moment on."""

    stay: str
    bed: str
    since: datetime

    def apply(self, work: Work) -> str:
        """Write the bed period and return its id; raises Refused when the stay has a bed."""
        stay = _open_stay(work, self.stay)
        _not_ahead(work, self.since)
        return _give(work, stay, self.bed, self.since)


@act("stays.move")
class MoveToBed(Act[str]):
    """Move a resident to another bed: the old period ends at the minute at which the new one begins."""

    stay: str
    bed: str
    at: datetime

    def apply(self, work: Work) -> str:
        """End the open bed period, write the new one, return its id."""
        stay = _open_stay(work, self.stay)
        _not_ahead(work, self.at)
        period = work.session.scalars(
            select(BedPeriod).where(BedPeriod.stay_id == stay.id, BedPeriod.to_at.is_(None))
        ).first()
        if period is not None:
            if period.bed_id == self.bed:
                raise Refused("same_bed", _("She already sleeps in this bed. Choose another one."), ("bed",))
            if self.at <= period.from_at:
                raise Refused(
                    "before_the_bed",
                    _("The move lies before the night she got this bed. Check the time."),
                    ("at",),
                )
            period.to_at, period.to_on = self.at, local_day(self.at)
            work.session.flush()
        return _give(work, stay, self.bed, self.at)


@act("stays.end")
class EndStay(Act[None]):
    """End a stay with its reason and destination; bed, reservations of it and leave end with it.

    ``destination_address`` is sealed for the case's people.
    """

    stay: str
    at: datetime
    reason: str
    destination: str = "UNKNOWN"
    note: str | None = None
    destination_address: str | None = None
    version: int | None = None

    def apply(self, work: Work) -> None:
        """Write the end; a guard ends what is still open in the same transaction."""
        stay = _open_stay(work, self.stay, self.version)
        _not_ahead(work, self.at)
        if self.at < stay.admitted_at:
            raise Refused("exit_before_entry", _("The exit lies before the entry."), ("at",))
        for held in _open_holds(work, stay):
            held.outcome, held.outcome_at = "CANCELLED", work.now
        stay.exit_reason, stay.exit_destination, stay.exit_note = self.reason, self.destination, self.note
        if self.destination_address:
            compartment = Compartment("DESTINATION", stay.resident_id)
            grants.ensure_case_key(
                work.session,
                work.vault,
                compartment,
                actor_id=work.actor.account_id,
                now=work.now,
                reason="exit",
            )
            place = Place("stay", "destination_address", stay.id, compartment)
            stay.destination_address = work.vault.seal(place, self.destination_address)
        stay.ended_at, stay.ended_on = self.at, local_day(self.at)


@act("stays.leave")
class RecordAbsence(Act[str]):
    """Record that a resident is away from a moment on, of a kind, expected back or not."""

    stay: str
    kind: str
    since: datetime
    expected_at: datetime | None = None

    def apply(self, work: Work) -> str:
        """Write the absence and return its id; one absence at a time."""
        stay = _open_stay(work, self.stay)
        away = work.session.scalars(
            select(Absence).where(
                Absence.stay_id == stay.id, or_(Absence.to_at.is_(None), Absence.to_at > self.since)
            )
        ).first()
        if away is not None:
            raise Refused("already_away", _("She is already recorded as away. Record the return first."))
        absence = Absence(
            stay_id=stay.id,
            kind=self.kind,
            from_at=self.since,
            from_on=local_day(self.since),
            expected_at=self.expected_at,
        )
        return work.add(absence).id


@act("stays.return")
class EndAbsence(Act[None]):
    """Record that a resident is back at a moment."""

    absence: str
    at: datetime
    version: int | None = None

    def apply(self, work: Work) -> None:
        """End the absence; raises Refused when she is back already."""
        absence = work.change(Absence, self.absence, self.version)
        _open_stay(work, absence.stay_id)
        if absence.to_at is not None:
            raise Refused("already_back", _("She is already recorded as back."))
        absence.to_at, absence.to_on = self.at, local_day(self.at)


def _open_stay(work: Work, stay_id: str, version: int | None = None) -> Stay:
    stay = work.change(Stay, stay_id, version)
    need_resident(work, stay.resident_id)
    _need_site(work, stay.shelter_id)
    if stay.ended_at is not None:
        raise Refused("stay_ended", _("This stay has ended. Admit the person again for a new one."))
    work.about(stay, case_id=stay.resident_id)
    return stay


def _open_holds(work: Work, stay: Stay) -> list[Reservation]:
    if stay.referral_id is None:
        return []
    return list(
        work.session.scalars(
            select(Reservation).where(
                Reservation.referral_id == stay.referral_id, Reservation.outcome.is_(None)
            )
        )
    )


def _give(work: Work, stay: Stay, bed: str, since: datetime) -> str:
    """Write a bed period; an arrival takes up the reservation that was held for its referral."""
    lapse(work)
    if stay.referral_id is not None:
        for held in _open_holds(work, stay):
            if held.bed_id == bed:
                held.outcome, held.outcome_at = "ARRIVED", work.now
        work.session.flush()
    period = work.add(BedPeriod(stay_id=stay.id, bed_id=bed, from_at=since, from_on=local_day(since)))
    work.session.flush()
    return period.id


def _need_site(work: Work, shelter_id: str) -> None:
    if work.shelters is not None and shelter_id not in work.shelters:
        raise NotAllowed("not_reached", _("This shelter is not yours. Ask a director."))


def _not_ahead(work: Work, moment: datetime) -> None:
    if moment > work.now:
        raise Refused("future", _("This time has not come yet. Check the time."), ("at",))
