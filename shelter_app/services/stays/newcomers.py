"""Somebody comes whom nobody knows yet: registered, admitted and given a bed in one act."""

from __future__ import annotations

from pydantic import AwareDatetime
from pydantic.dataclasses import dataclass as validated

from shelter_app.db.models.people import Resident
from shelter_app.i18n import N_
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.alerts import AddAlert, UndoAlert
from shelter_app.services.stays.acts import Admit
from shelter_app.services.stays.undo import UndoAdmission
from shelter_app.services.undo import need_fresh_entry

GRAVE = "HIGH"  # what is told at the door is what may hurt: an allergy, a danger


@validated(frozen=True)
class Received:
    """What receiving somebody made, by ids: what takes it back needs them. ``code`` is the new code name."""

    resident: str
    code: str
    stay: str
    alert: str | None = None


@act("stays.receive", told=N_("received somebody new"))
class ReceiveNewcomer(Act[Received]):
    """Register, admit and place somebody new. Nothing but where and when is needed; the rest waits until the morning.

    ``referral`` is the accepted request that the admission answers. ``must_know`` is what the house must know at once,
    an allergy or a danger: it becomes an alert. ``needs``, ``override`` and ``until`` are those of ``Admit``.
    """

    shelter: str
    at: AwareDatetime
    bed: str | None = None
    preferred_name: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    must_know: str | None = None
    referral: str | None = None
    source: str | None = None
    reason: str | None = None
    needs: tuple[str, ...] = ()
    override: str | None = None
    until: AwareDatetime | None = None

    def apply(self, uow: UnitOfWork) -> Received:
        """Write the person, the stay, the bed period and the alert; what one of them refuses refuses the whole."""
        registered = RegisterResident(
            preferred_name=self.preferred_name,
            sex=self.sex,
            birth_year=self.birth_year,
            birth_precision="UNKNOWN" if self.birth_year is None else "ABOUT",
        )
        resident = registered.apply(uow)
        uow.session.flush()
        admitted = Admit(
            resident=resident,
            shelter=self.shelter,
            at=self.at,
            bed=self.bed,
            referral=self.referral,
            source=self.source,
            reason=self.reason,
            needs=self.needs,
            override=self.override,
            until=self.until,
        )
        stay = admitted.apply(uow)
        uow.session.flush()
        alert = None
        if (self.must_know or "").strip():
            told = AddAlert(resident=resident, level=GRAVE, text=self.must_know or "")
            alert = told.apply(uow)
        return Received(resident, uow.find(Resident, resident).code, stay, alert)


@act("stays.undo_receive", told=N_("took back the entry of somebody new"))
class UndoReceive(Act[None]):
    """Take back somebody who was received by mistake: the alert, the stay with its bed, and the person."""

    received: Received

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, with nothing built upon any part of it."""
        if self.received.alert is not None:
            UndoAlert(alert=self.received.alert).apply(uow)
            uow.session.flush()
        UndoAdmission(stay=self.received.stay).apply(uow)
        uow.session.flush()
        row = uow.find(Resident, self.received.resident)
        need_fresh_entry(uow, row)
        uow.session.delete(row)
