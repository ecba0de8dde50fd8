"""Emergency admissions: what the shift entered in the night, and a case manager completes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import EmergencyAdmission, Stay
from shelter_app.domain import permissions
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, shelters_asked
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.stays.stay_rules import stay_in_reach
from shelter_app.services.undo import need_fresh_change, nothing_to_undo

COMPLETES = "stays.complete_admission"


@dataclass(frozen=True, slots=True)
class ToComplete:
    """An emergency admission that is to be completed: whose, when, and what it says so far."""

    stay_id: str
    resident_id: str
    code: str
    admitted_at: datetime
    source: str | None
    reason: str | None


@view("stays.to_complete")
def to_complete(context: ReadContext, shelter: str | None = None) -> tuple[ToComplete, ...]:
    """Return the emergency admissions of a shelter (by code) that nobody has completed, the oldest first."""
    rows = context.session.execute(
        select(Stay, Resident.code)
        .join(EmergencyAdmission, EmergencyAdmission.stay_id == Stay.id)
        .join(Resident, Resident.id == Stay.resident_id)
        .where(
            EmergencyAdmission.completed_at.is_(None), Stay.shelter_id.in_(shelters_asked(context, shelter))
        )
        .order_by(Stay.admitted_at, Stay.id)
    ).all()
    return tuple(
        ToComplete(
            stay.id, stay.resident_id, code, stay.admitted_at, stay.referral_source, stay.admission_reason
        )
        for stay, code in rows
    )


@act(COMPLETES, told=N_("completed an emergency admission"))
class CompleteAdmission(Act[tuple[str | None, str | None]]):
    """Complete an emergency admission: who referred the person and why; returns what stood there before."""

    stay: str
    source: str | None = None
    reason: str | None = None

    def apply(self, uow: UnitOfWork) -> tuple[str | None, str | None]:
        """Write source and reason and take the mark off; raises Refused where nothing is to be completed."""
        stay = stay_in_reach(uow, self.stay)
        mark = _mark_of(uow, stay)
        if mark is None or mark.completed_at is not None:
            raise Refused("completed", _("This admission has already been completed. Refresh the page."))
        need_code(uow, "referral_source", self.source, "source")
        need_code(uow, "referral_reason_in", self.reason, "reason")
        before = stay.referral_source, stay.admission_reason
        stay.referral_source, stay.admission_reason = self.source, self.reason
        mark.completed_at = uow.now
        return before


@act("stays.undo_complete", told=N_("undid completing an emergency admission"))
class UndoComplete(Act[None]):
    """Take back that an admission was completed: it says what it said ``before``, and waits again."""

    stay: str
    before: tuple[str | None, str | None]

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old."""
        stay = stay_in_reach(uow, self.stay)
        mark = _mark_of(uow, stay)
        if mark is None or mark.completed_at is None:
            raise nothing_to_undo()
        need_fresh_change(uow, mark)
        stay.referral_source, stay.admission_reason = self.before
        mark.completed_at = None


def mark_emergency(uow: UnitOfWork, stay: Stay) -> None:
    """Mark an admission by who does not complete admissions: a case manager finds it on the page of the day."""
    if permissions.scope(uow.roles, COMPLETES) is None:
        uow.add(EmergencyAdmission(stay_id=stay.id))
        uow.session.flush()


def take_mark_away(uow: UnitOfWork, stay: Stay) -> None:
    """Take the mark away with an admission that is taken back; one that was completed is built upon, and stays."""
    mark = _mark_of(uow, stay)
    if mark is not None and mark.completed_at is None:
        uow.session.delete(mark)
        uow.session.flush()


def _mark_of(uow: UnitOfWork, stay: Stay) -> EmergencyAdmission | None:
    return uow.session.scalars(
        select(EmergencyAdmission).where(EmergencyAdmission.stay_id == stay.id)
    ).first()
