"""Somebody comes: who it may be, and registered, admitted and given a bed in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import AwareDatetime
from pydantic.dataclasses import dataclass as validated
from sqlalchemy import func, or_, select

from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain import newcomers
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.first_day import FIRST_DAYS, FirstDue, first_dues
from shelter_app.i18n import N_
from shelter_app.reports.sheet import Listing, Sheet
from shelter_app.reports.words import Words, coded, date_text, literal, phrase
from shelter_app.services import sheet_files
from shelter_app.services.access import reached
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.lists.sheet_header import sheet_of
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.alerts import AddAlert, UndoAlert
from shelter_app.services.stays.acts import Admit
from shelter_app.services.stays.stay_rules import stay_in_reach
from shelter_app.services.stays.undo import UndoAdmission
from shelter_app.services.undo import need_fresh_entry

GRAVE = "HIGH"  # what is told at the door is what may hurt: an allergy, a danger


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody known before who may have come: why, and whether in the house now or until when before."""

    resident: str
    code: str
    preferred_name: str
    why: tuple[str, ...]
    here: bool
    left_on: date | None


@view("stays.likely")
def likely(
    context: ReadContext,
    words: str,
    birth_year: int | None = None,
    county: str | None = None,
    sex: str | None = None,
) -> tuple[Likely, ...]:
    """Return who of those known here, or registered and nowhere yet, is like what was typed; nobody for no words.

    It asks and tells only what the whole shift may know; no sealed name is opened.
    """
    rows = context.session.scalars(
        select(Resident).where(or_(reached(context), ~Resident.id.in_(select(Stay.resident_id))))
    )
    people = (
        newcomers.Known(
            row.id,
            row.code,
            row.former_code or "",
            row.preferred_name or "",
            row.sex,
            row.birth_year,
            row.county,
        )
        for row in rows
    )
    found = newcomers.likely(people, newcomers.Typed(words, birth_year, county), sex)
    ids = [who.id for who, _why in found]
    stays = {
        who: (here > 0, ended)
        for who, here, ended in context.session.execute(
            select(Stay.resident_id, func.sum(Stay.ended_on.is_(None)), func.max(Stay.ended_on))
            .where(Stay.resident_id.in_(ids))
            .group_by(Stay.resident_id)
        )
    }
    return tuple(
        Likely(who.id, who.code, who.preferred_name, why, *stays.get(who.id, (False, None)))
        for who, why in found
    )


@validated(frozen=True)
class Received:
    """What receiving somebody made, by ids: what takes it back needs them. ``code`` is the code name.

    ``known`` says that the person was known before, and stays when it is taken back.
    """

    resident: str
    code: str
    stay: str
    alert: str | None = None
    known: bool = False


@act("stays.receive", told=N_("recorded an arrival"))
class ReceiveNewcomer(Act[Received]):
    """Admit and place somebody, registered first where nobody knows the person. Only where and when is needed.

    ``resident`` is somebody known before: what else is known stays as it is. ``referral`` is the accepted request that
    the admission answers. ``must_know`` is what the house must know at once, an allergy or a danger: it becomes an
    alert. ``needs``, ``override`` and ``until`` are those of ``Admit``.
    """

    shelter: str
    at: AwareDatetime
    bed: str | None = None
    resident: str | None = None
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
        resident = self.resident or self._registered(uow)
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
        code = uow.find(Resident, resident).code
        return Received(resident, code, stay, alert, self.resident is not None)

    def _registered(self, uow: UnitOfWork) -> str:
        registered = RegisterResident(
            preferred_name=self.preferred_name,
            sex=self.sex,
            birth_year=self.birth_year,
            birth_precision="UNKNOWN" if self.birth_year is None else "ABOUT",
        )
        made = registered.apply(uow)
        uow.session.flush()
        return made


@act("stays.undo_receive", told=N_("undid recording an arrival"))
class UndoReceive(Act[None]):
    """Take back what was received by mistake: the alert, the stay with its bed, and the person who was not known."""

    received: Received

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, with nothing built upon any part of it."""
        if self.received.alert is not None:
            UndoAlert(alert=self.received.alert).apply(uow)
            uow.session.flush()
        UndoAdmission(stay=self.received.stay).apply(uow)
        uow.session.flush()
        if self.received.known:
            return
        row = uow.find(Resident, self.received.resident)
        need_fresh_entry(uow, row)
        uow.session.delete(row)


@act("stays.print_first_days", told=N_("made a first-days sheet"))
class PrintFirstDays(Act[sheet_files.RenderedFile]):
    """Make the sheet of what is due in the first days after an admission, to be ticked off by hand."""

    stay: str
    language: str = "ro"

    def apply(self, uow: UnitOfWork) -> sheet_files.RenderedFile:
        """Write the sheet and register that it left the house."""
        return sheet_files.render_file(uow, _first_days(uow, self.stay), self.language, "pdf")


def _first_days(uow: UnitOfWork, stay_id: str) -> Sheet:
    stay = stay_in_reach(uow, stay_id)
    who = uow.find(Resident, stay.resident_id)
    columns = tuple(phrase(words) for words in (N_("Until"), N_("What is due"), N_("Done by, at")))
    rows = tuple(
        (_until(due), coded("deadline_rule", due.rule), literal(""))
        for due in first_dues(stay.admitted_at, FIRST_DAYS)
    )
    about = (literal(who.code), date_text(stay.admitted_on))
    listed = Listing(None, columns, (5, 12, 9), rows, tall=True)
    return sheet_of(uow, N_("The first days in the shelter"), about, (listed,))


def _until(due: FirstDue) -> Words:
    if due.by is None:
        return literal("") if due.on is None else date_text(due.on)
    local = due.by.astimezone(LOCAL)
    return phrase(N_("{day}, {time}"), day=date_text(local.date()), time=literal(f"{local:%H:%M}"))
