"""What the house must know about a resident, and until when: an allergy, who must not be called, a danger."""

from __future__ import annotations

from datetime import date

from shelter_app.db.models.people import ResidentAlert
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_resident, needed
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.undo import need_fresh_entry

MOST = 120


@act("residents.add_alert", told=N_("added an alert"))
class AddAlert(Act[str]):
    """Tell the house what it must know about a resident, until a day or until it is ended."""

    resident: str
    level: str
    text: str
    until_on: date | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse an empty or long text and a last day that is over; returns the alert's id."""
        resident = need_resident(uow, self.resident)
        need_code(uow, "alert_level", self.level, "level")
        text = needed(self.text, "text")
        if len(text) > MOST:
            sentence = _("This is too long for an alert: at most {most} characters. Shorten it.")
            raise Refused("too_long", sentence.format(most=MOST), ("text",))
        if self.until_on is not None and self.until_on < uow.today:
            raise Refused("past", _("This day is over. Choose today or a later day."), ("until_on",))
        row = uow.add(
            ResidentAlert(resident_id=resident.id, level=self.level, text=text, until_on=self.until_on)
        )
        uow.session.flush()
        uow.audit_subject(row, case_id=resident.id)
        return row.id


@act("residents.change_alert", told=N_("set how long an alert is valid"))
class ChangeAlert(Act[date | None]):
    """Set the last day of an alert; a day that is over ends it, and it stays on record."""

    alert: str
    until_on: date | None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> date | None:
        """Write the day; returns the last day that held before, None for none."""
        row = uow.change(ResidentAlert, self.alert, self.version)
        need_resident(uow, row.resident_id)
        before, row.until_on = row.until_on, self.until_on
        uow.audit_subject(row, case_id=row.resident_id)
        return before


@act("residents.undo_alert", told=N_("withdrew an alert"))
class UndoAlert(Act[None]):
    """Take back an alert entered by mistake, a few minutes after it was entered."""

    alert: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, fresh and unchanged."""
        row = uow.find(ResidentAlert, self.alert)
        need_resident(uow, row.resident_id)
        need_fresh_entry(uow, row)
        uow.audit_subject(row, case_id=row.resident_id)
        uow.session.delete(row)
