"""The code lists as the house has them: codes of its own, and codes that are offered no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from shelter_app.db import own_codes as stored
from shelter_app.db.models.house import CodeEntry
from shelter_app.domain import codes, own_codes
from shelter_app.domain.codes import Code
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.lists.printing import printed_list

PrintCodes = printed_list("codes", N_("Code list"), told=N_("exported a code list"))


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code of a list as Settings shows it; ``retirable`` says whether the house may retire it."""

    id: str
    version: int
    code: Code
    offered: bool
    retirable: bool


@view("house.codes")
def codes_of(context: ReadContext, list_name: str) -> tuple[CodeRow, ...]:
    """Return the codes of a list in their order, retired ones too."""
    kept = {
        row.code: row
        for row in context.session.execute(
            select(CodeEntry.code, CodeEntry.id, CodeEntry.version).where(CodeEntry.list == list_name)
        )
    }
    return tuple(
        CodeRow(
            kept[code.code].id,
            kept[code.code].version,
            code,
            code.offered(context.today),
            code.own or not own_codes.needed_by_program(list_name, code.code),
        )
        for code in codes.lists()[list_name]
        if code.code in kept
    )


@act("house.add_code", told=N_("added a code to a list"))
class AddCode(Act[str]):
    """Add a code of the house's own to a list; returns the id of its entry."""

    list: str
    code: str
    ro: str
    en: str
    counts_as: str | None = None
    from_on: date | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse fixed lists, what is no code, a code or words that the list has, and a code that follows none."""
        of = own_codes.need_open(self.list)
        code = own_codes.parse_code(self.code)
        own_codes.need_new(self.list, code)
        ro, en = own_codes.need_words(self.list, code, self.ro, self.en)
        last = uow.session.scalar(select(func.max(CodeEntry.position)).where(CodeEntry.list == self.list))
        row = uow.add(
            CodeEntry(
                list=self.list,
                code=code,
                ro=ro,
                en=en,
                position=(last or 0) + 1,
                origin=stored.OWN,
                from_on=self.from_on or uow.today,
                counts_as=own_codes.need_base(of, self.counts_as),
            )
        )
        uow.audit_subject(row)
        stored.apply_once_stored(uow.session)
        return row.id


@act("house.relabel_code", told=N_("changed the label of a code"))
class RelabelCode(Act[None]):
    """Say a code of the house's own in other words, on old records too."""

    entry: str
    ro: str
    en: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse a shipped code, missing words, and words of another code."""
        row, code = _entry(uow, self.entry, self.version)
        own_codes.need_own(code)
        row.ro, row.en = own_codes.need_words(row.list, row.code, self.ro, self.en)
        stored.apply_once_stored(uow.session)


@act("house.retire_code", told=N_("retired a code from a list"))
class RetireCode(Act[None]):
    """Offer a code no more after a day; records that hold it stay as they are."""

    entry: str
    last_day: date
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse what the program needs, what is retired already, and a day before the code began."""
        row, code = _entry(uow, self.entry, self.version)
        own_codes.need_retirable(code, self.last_day)
        row.to_on = self.last_day + timedelta(days=1)
        stored.apply_once_stored(uow.session)


@act("house.bring_code_back", told=N_("restored a code in a list"))
class BringCodeBack(Act[None]):
    """Offer a retired code again."""

    entry: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse a code that is not retired."""
        row, code = _entry(uow, self.entry, self.version)
        if code.to_on is None:
            raise Refused("not_retired", _("This code is already in the list."), ("entry",))
        row.to_on = None
        stored.apply_once_stored(uow.session)


def _entry(uow: UnitOfWork, entry: str, version: int | None) -> tuple[CodeEntry, Code]:
    row = uow.change(CodeEntry, entry, version)
    uow.audit_subject(row)
    own = row.origin == stored.OWN
    return row, Code(
        row.list, row.code, row.ro, row.en, row.position, {}, own, row.counts_as, row.from_on, row.to_on
    )
