"""Acts on requests for a place: record, accept, put on the waiting list, decline, take back."""

from __future__ import annotations

from dataclasses import field

from pydantic import AwareDatetime
from sqlalchemy import func, select

from shelter_app.db.models.stays import Referral, Reservation, Stay
from shelter_app.domain import missing_values, referrals
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_known_here, need_shelter
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.undo import need_fresh_change, need_fresh_entry, nothing_to_undo

SENTENCES = {
    "referral_not_accepted": N_(
        "This request has not been accepted. Accept it first, then admit the person."
    ),
    "referral_other_shelter": N_("This request is for another shelter. Admit the person there."),
    "referral_used": N_("Everybody in this request has already been admitted."),
}


@act("referrals.record", told=N_("recorded a request"))
class RecordReferral(Act[str]):
    """Record a request for a place; it needs no name. Returns its id.

    ``needs`` are features that the bed must have; ``resident`` names somebody who was here before.
    """

    shelter: str
    received_at: AwareDatetime
    source: str
    urgency: str
    channel: str | None = None
    source_text: str | None = None
    reason: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    persons: int = 1
    needs: tuple[str, ...] = ()
    note: str | None = None
    resident: str | None = None
    unanswered: dict[str, str] = field(default_factory=dict)

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a time that has not come, unknown codes, and a request for nobody."""
        need_shelter(uow, self.shelter)
        self._check(uow)
        row = uow.add(
            Referral(
                shelter_id=self.shelter,
                received_at=self.received_at,
                received_on=local_day(self.received_at),
                source=self.source,
                source_text=self.source_text,
                channel=self.channel,
                reason=self.reason,
                urgency=self.urgency,
                sex=self.sex,
                birth_year=self.birth_year,
                persons=self.persons,
                needs=sorted(set(self.needs)),
                note=self.note,
                decision="RECEIVED",
                resident_id=self.resident,
                unanswered=missing_values.unanswered(
                    self.unanswered, Referral.__table__.c.unanswered.info["without_value"], self.__dict__
                ),
            )
        )
        uow.audit_subject(row, case_id=self.resident)
        return row.id

    def _check(self, uow: UnitOfWork) -> None:
        if self.received_at > uow.now:
            raise Refused("future_date", _("This time is in the future. Check the time."), ("received_at",))
        need_code(uow, "referral_source", self.source, "source")
        need_code(uow, "urgency", self.urgency, "urgency")
        need_code(uow, "referral_channel", self.channel, "channel")
        need_code(uow, "referral_reason_in", self.reason, "reason")
        need_code(uow, "sex", self.sex, "sex")
        for need in self.needs:
            need_code(uow, "bed_feature", need, "needs")
        if self.persons < 1:
            raise Refused("nobody", _("A request is for at least one person."), ("persons",))
        if self.birth_year is not None and not uow.today.year - 120 <= self.birth_year <= uow.today.year:
            raise Refused("birth_year", _("This year of birth is not possible. Check it."), ("birth_year",))
        if self.resident is not None:
            need_known_here(uow, self.resident)


@act("referrals.accept", told=N_("accepted a request"))
class AcceptReferral(Act[None]):
    """Accept a request: the person may come."""

    referral: str
    version: int

    def apply(self, uow: UnitOfWork) -> None:
        """Only a request that waits for its decision."""
        _decide(uow, self.referral, self.version, referrals.ACCEPTED)


@act("referrals.wait", told=N_("put a request on the waiting list"))
class PutOnWaitingList(Act[None]):
    """Keep a request until there is a place."""

    referral: str
    version: int

    def apply(self, uow: UnitOfWork) -> None:
        """Only a request that waits for its decision."""
        row = _decide(uow, self.referral, self.version, "WAITLISTED")
        row.decided_at = None


@act("referrals.decline", told=N_("declined a request"))
class DeclineReferral(Act[None]):
    """Decline a request, or record that an accepted person did not come; beds held for it are free again.

    ``decision`` says which way it ended; ``reason`` says why in words.
    """

    referral: str
    version: int
    decision: str
    reason: str

    def apply(self, uow: UnitOfWork) -> None:
        """Ask for the reason; refuse after somebody was admitted on it."""
        if self.decision not in referrals.DECLINED:
            raise Refused("decision", _("Choose from the list how the request ended."), ("decision",))
        if not self.reason.strip():
            raise Refused("reason_needed", _("Write the reason briefly."), ("reason",))
        if admissions(uow, self.referral):
            raise Refused("referral_admitted", _("Somebody has already been admitted on this request."))
        expire_reservations(uow)
        held = select(Reservation).where(
            Reservation.referral_id == self.referral, Reservation.outcome.is_(None)
        )
        beds = uow.session.scalars(held).all()
        row = _decide(uow, self.referral, self.version, self.decision)
        row.decline_note = self.reason.strip()
        for reservation in beds:
            reservation.outcome, reservation.outcome_at = "CANCELLED", uow.now


@act("referrals.undo_decision", told=N_("undid a decision on a request"))
class UndoDecision(Act[None]):
    """Take back a decision just made: the request waits again."""

    referral: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse a colleague's decision, an old one, and one that somebody was admitted on."""
        row = _reached(uow, self.referral, self.version)
        need_fresh_change(uow, row)
        if row.decision == "RECEIVED" or admissions(uow, row.id):
            raise nothing_to_undo()
        row.decision, row.decided_at, row.decline_note = "RECEIVED", None, None


@act("referrals.undo", told=N_("undid a request"))
class UndoReferral(Act[None]):
    """Take back a request just recorded by mistake."""

    referral: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, with nothing decided and no bed held."""
        row = _reached(uow, self.referral, None)
        need_fresh_entry(uow, row)
        held = select(Reservation.id).where(Reservation.referral_id == row.id).limit(1)
        if row.decision != "RECEIVED" or uow.session.scalar(held) is not None:
            raise Refused(
                "built_upon",
                _("Something else has already been recorded for this request. Decline the request instead."),
            )
        uow.session.delete(row)


def admissions(uow: UnitOfWork, referral_id: str) -> int:
    """Return how many people were admitted on a request, each once however often they came."""
    chosen = select(func.count(Stay.resident_id.distinct())).where(Stay.referral_id == referral_id)
    return uow.session.scalar(chosen) or 0


def nobody_is_to_come(uow: UnitOfWork, stay: Stay) -> bool:
    """Say whether everybody of the request that a stay answers has come; true where it answers none."""
    if stay.referral_id is None:
        return True
    return admissions(uow, stay.referral_id) >= uow.find(Referral, stay.referral_id).persons


def referral_to_admit(uow: UnitOfWork, referral_id: str, shelter_id: str, resident_id: str) -> Referral:
    """Return the request that an admission answers, now known to be for that resident.

    Raises Refused when it was not accepted, is for another shelter, or is used up.
    """
    row = uow.find(Referral, referral_id)
    why = referrals.objection_to_admission(
        row.decision, row.shelter_id, shelter_id, row.persons, admissions(uow, row.id)
    )
    if why is not None:
        raise Refused(why, _(SENTENCES[why]), ("referral",))
    named = select(Stay.id).where(Stay.referral_id == referral_id, Stay.resident_id == row.resident_id)
    last = admissions(uow, row.id) == row.persons - 1
    if last and row.resident_id not in (None, resident_id) and uow.session.scalar(named.limit(1)) is None:
        raise Refused(
            "named_another", _("This request is for another resident. Choose another request."), ("referral",)
        )
    if row.resident_id is None:
        row.resident_id = resident_id
    return row


def _reached(uow: UnitOfWork, referral_id: str, version: int | None) -> Referral:
    row = uow.change(Referral, referral_id, version)
    need_shelter(uow, row.shelter_id)
    uow.audit_subject(row, case_id=row.resident_id)
    return row


def _decide(uow: UnitOfWork, referral_id: str, version: int, decision: str) -> Referral:
    row = _reached(uow, referral_id, version)
    if not referrals.may_follow(row.decision, decision):
        raise Refused("decided_already", _("This request has already been decided. Refresh the list."))
    if row.decision != referrals.ACCEPTED:  # who did not come had the answer when the request was accepted
        row.decided_at = uow.now
    row.decision = decision
    return row
