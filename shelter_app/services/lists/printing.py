"""A list as it is shown, on paper or as a workbook: each list an act of its own, made where its rows are.

What leaves the house is what the person sees: the rows that a view of theirs gave, searched and sorted, in the
columns that are shown. A list about one resident is checked against the cases that the account reaches.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass as validated

from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.reports.sheet import Listing
from shelter_app.reports.words import date_text, literal, phrase
from shelter_app.services import sheet_files
from shelter_app.services.access import need_resident
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.lists.sheet_header import sheet_of

ON_PAPER = 3000  # about eighty pages: more is looked through on a screen
IN_A_BOOK = 100_000


@validated(frozen=True, kw_only=True)
class PrintShown(Act[sheet_files.RenderedFile]):
    """Make a list as a sheet; ``printed_list`` makes the act of each list."""

    TITLE: ClassVar[str]
    OF_RESIDENT: ClassVar[bool] = False

    columns: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    search: str = ""
    resident: str | None = None
    language: str = "ro"
    form: str = "pdf"

    def apply(self, uow: UnitOfWork) -> sheet_files.RenderedFile:
        """Write the sheet and register that it left the house; raises Refused for more rows than the form holds."""
        if not self.columns or len(self.shares) != len(self.columns):
            raise Refused("unknown_column", _("Choose at least one column of the list."), ("columns",))
        if self.form == "pdf" and len(self.rows) > ON_PAPER:
            raise Refused(
                "too_long_for_paper",
                _("This list is too long to print. Search for a part of it, or save it as Excel."),
                ("rows",),
            )
        if len(self.rows) > IN_A_BOOK:
            raise Refused(
                "too_long", _("This list is too long for one file. Search for a part of it."), ("rows",)
            )
        about = [date_text(uow.today)]
        if self.OF_RESIDENT:
            resident = need_resident(uow, self.resident or "")
            uow.audit_subject(resident, case_id=resident.id)
            about.insert(0, literal(resident.code))
        if self.search:
            about.append(phrase(N_("rows containing {words}"), words=literal(self.search)))
        listing = Listing(
            None,
            tuple(literal(column) for column in self.columns),
            self.shares,
            tuple(tuple(literal(cell) for cell in row) for row in self.rows),
        )
        uow.notes["rows"] = len(self.rows)
        return sheet_files.render_file(
            uow, sheet_of(uow, self.TITLE, tuple(about), (listing,)), self.language, self.form
        )


def printed_list(name: str, title: str, *, told: str, of_resident: bool = False) -> type[PrintShown]:
    """Return the act ``lists.print_<name>`` that makes one list as a sheet; it needs a row in the roles table.

    ``title`` is what stands above it, ``told`` what the audit trail says, both marked by ``N_``. A list
    ``of_resident`` is about one person, whose case the account must reach.
    """

    class Printed(PrintShown):
        """One list as a sheet."""

        TITLE = title
        OF_RESIDENT = of_resident

    return act(f"lists.print_{name}", told=told)(Printed)
