"""What is done with a stay: admit, give a bed, move, leave for a while, exit; and taking it back.

The rules of which bed fits are in ``domain/placement.py``. A rule that may be set aside is set aside with
``override``, the reason in words, by the roles that the rule names; both go into the trail.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from pydantic import AwareDatetime

from shelter_app.db.models.stays import Stay
from shelter_app.db.vault import grants
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import missing_values
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_known_here, need_shelter
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.referrals.acts import nobody_is_to_come, referral_to_admit
from shelter_app.services.stays.absences import EndAbsence, RecordAbsence, UndoAbsence, UndoReturn
from shelter_app.services.stays.after_exit import cancel_sessions
from shelter_app.services.stays.bed_occupancy import BedRequest
from shelter_app.services.stays.emergencies import mark_emergency
from shelter_app.services.stays.placing import need_bed_free
from shelter_app.services.stays.stay_rules import (
    end_bed_and_leave,
    give_bed,
    leave_bed,
    not_ahead,
    open_holds,
    open_period,
    open_stay,
)
from shelter_app.services.stays.undo import UndoAdmission, UndoExit, UndoMove, UndoPlacing

__all__ = [
    "Admit",
    "EndAbsence",
    "EndStay",
    "MoveToBed",
    "PlaceInBed",
    "RecordAbsence",
    "UndoAbsence",
    "UndoAdmission",
    "UndoExit",
    "UndoMove",
    "UndoPlacing",
    "UndoReturn",
]


@act("stays.admit", told=N_("admitted a resident"))
class Admit(Act[str]):
    """Admit a resident to a shelter at a moment, to a bed if one is chosen; returns the stay's id.

    ``referral`` is the accepted request that the admission answers; its source and reason hold unless others
    are given. ``needs`` are features that the bed must have; with ``until`` it is given only until then. By who does
    not complete admissions, it is an emergency admission.
    """

    resident: str
    shelter: str
    at: AwareDatetime
    bed: str | None = None
    referral: str | None = None
    source: str | None = None
    reason: str | None = None
    needs: tuple[str, ...] = ()
    override: str | None = None
    until: AwareDatetime | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the stay, and the bed period when a bed is chosen."""
        need_shelter(uow, self.shelter)
        not_ahead(uow, self.at)
        need_known_here(uow, self.resident)
        need_code(uow, "referral_source", self.source, "source")
        need_code(uow, "referral_reason_in", self.reason, "reason")
        source, reason = self.source, self.reason
        if self.referral is not None:
            asked = referral_to_admit(uow, self.referral, self.shelter, self.resident)
            source, reason = source or asked.source, reason or asked.reason
        stay = uow.add(
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
        uow.session.flush()
        uow.audit_subject(stay, case_id=self.resident)
        mark_emergency(uow, stay)
        if self.bed is not None:
            give_bed(uow, stay, self.bed, self.at, self.override, frozenset(self.needs), self.until)
        return stay.id


@act("stays.place_in_bed", told=N_("assigned a bed"))
class PlaceInBed(Act[str]):
    """Give a resident who is in the house a bed from a moment on, or only until another; returns the period's id."""

    stay: str
    bed: str
    since: AwareDatetime
    needs: tuple[str, ...] = ()
    override: str | None = None
    until: AwareDatetime | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the bed period; a guard refuses a second bed."""
        stay = open_stay(uow, self.stay)
        not_ahead(uow, self.since, "since")
        return give_bed(uow, stay, self.bed, self.since, self.override, frozenset(self.needs), self.until)


@act("stays.move", told=N_("moved somebody to another bed"))
class MoveToBed(Act[str]):
    """Move a resident to another bed: the old period ends at the minute at which the new one begins."""

    stay: str
    bed: str
    at: AwareDatetime
    needs: tuple[str, ...] = ()
    override: str | None = None
    until: AwareDatetime | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """End the open bed period, write the new one, return its id."""
        stay = open_stay(uow, self.stay)
        not_ahead(uow, self.at)
        leave_bed(uow, stay, self.bed, self.at)
        return give_bed(uow, stay, self.bed, self.at, self.override, frozenset(self.needs), self.until)


@act("stays.set_bed_end", told=N_("set until when somebody has a bed"))
class SetBedEnd(Act[datetime | None]):
    """Say until when a resident has the bed, None for no end; returns until when it was.

    After that the bed is for whom it is held, and the resident is in the house without one until another is given.
    """

    stay: str
    until: AwareDatetime | None = None

    def apply(self, uow: UnitOfWork) -> datetime | None:
        """Refuse a time that is over, and one after which the bed is held, out of service or gone."""
        stay = open_stay(uow, self.stay)
        period = open_period(uow, stay.id)
        if period is None:
            raise Refused("no_bed", _("The resident has no bed now. Refresh the page."))
        if self.until is not None and self.until <= uow.now:
            raise Refused(
                "ends_before",
                _("The bed must be assigned until a time in the future. Check the day and the time."),
                ("until",),
            )
        before = period.to_at
        if before is not None and (self.until is None or self.until > before):
            asked = BedRequest(
                stay.shelter_id, before, self.until, resident=stay.resident_id, referral=stay.referral_id
            )
            need_bed_free(uow, asked, period.bed_id)
        period.to_at, period.to_on = self.until, None if self.until is None else local_day(self.until)
        return before


@act("stays.end", told=N_("recorded an exit"))
class EndStay(Act[None]):
    """End a stay with its reason and destination; bed, reservations of it and leave end with it.

    ``destination_address`` is sealed for the case's people. A destination that is unknown or was refused is said
    in ``unanswered``; figures count both, and one that nobody asked, as unknown.
    """

    stay: str
    at: AwareDatetime
    reason: str
    destination: str | None = None
    note: str | None = None
    destination_address: str | None = None
    unanswered: dict[str, str] = field(default_factory=dict)
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the end; what is still open ends in the same transaction."""
        stay = open_stay(uow, self.stay, self.version)
        not_ahead(uow, self.at)
        need_code(uow, "exit_reason", self.reason, "reason")
        need_code(uow, "exit_destination", self.destination, "destination")
        if self.at < stay.admitted_at:
            raise Refused("exit_before_entry", _("The exit is before the admission."), ("at",))
        expire_reservations(uow)
        for held in open_holds(uow, stay) if nobody_is_to_come(uow, stay) else ():
            held.outcome, held.outcome_at = "CANCELLED", uow.now
        end_bed_and_leave(uow, stay, self.at)
        cancel_sessions(uow, stay.resident_id, self.at)
        said = missing_values.unanswered(self.unanswered, ("destination",), self.__dict__)
        stay.unanswered = {"exit_destination": said["destination"]} if said else None
        stay.exit_reason, stay.exit_note = self.reason, self.note
        stay.exit_destination = self.destination or missing_values.UNKNOWN
        stay.ended_at, stay.ended_on = self.at, local_day(self.at)
        if self.destination_address:
            stay.destination_address = _sealed_address(uow, stay, self.destination_address)


def _sealed_address(uow: UnitOfWork, stay: Stay, address: str) -> bytes:
    compartment = Compartment("DESTINATION", stay.resident_id)
    with uow.session.no_autoflush:
        grants.ensure_case_key(
            uow.session,
            uow.vault,
            compartment,
            actor_id=uow.actor.account_id,
            now=uow.now,
            reason="exit",
        )
    place = SealedPlace("stay", "destination_address", stay.id, compartment)
    return bytes(uow.vault.seal(place, address))
