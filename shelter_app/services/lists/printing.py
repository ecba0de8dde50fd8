"""A list as it is shown, on paper or as a workbook: each list an act of its own, with its row in the roles table.

What leaves the house is what the person sees: the rows that a view of theirs gave, searched and sorted, in the
columns that are shown. A list about one resident is checked against the cases that the account reaches.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic.dataclasses import dataclass as validated

from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.reports.sheet import Listing
from shelter_app.reports.words import on, say, typed
from shelter_app.services import sheet_files
from shelter_app.services.access import need_resident
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.beds.sheet_header import sheet_of

ON_PAPER = 3000  # about eighty pages: more is looked through on a screen
IN_A_BOOK = 100_000


@validated(frozen=True, kw_only=True)
class PrintShown(Act[sheet_files.RenderedFile]):
    """Make a list as a sheet; a subclass names it, and says whether it is of one resident."""

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
                _("This list is too long for paper. Search for a part of it, or keep it as a workbook."),
                ("rows",),
            )
        if len(self.rows) > IN_A_BOOK:
            raise Refused(
                "too_long", _("This list is too long for one file. Search for a part of it."), ("rows",)
            )
        about = [on(uow.today)]
        if self.OF_RESIDENT:
            resident = need_resident(uow, self.resident or "")
            uow.audit_subject(resident, case_id=resident.id)
            about.insert(0, typed(resident.code))
        if self.search:
            about.append(say(N_("rows that hold {words}"), words=typed(self.search)))
        listing = Listing(
            None,
            tuple(typed(column) for column in self.columns),
            self.shares,
            tuple(tuple(typed(cell) for cell in row) for row in self.rows),
        )
        uow.notes["rows"] = len(self.rows)
        return sheet_files.render_file(
            uow, sheet_of(uow, self.TITLE, tuple(about), (listing,)), self.language, self.form
        )


@act("lists.print_waiting")
class PrintWaiting(PrintShown):
    """Make the waiting list as a sheet."""

    TITLE = N_("Waiting list")


@act("lists.print_held")
class PrintHeld(PrintShown):
    """Make the list of beds that are held, or were, as a sheet."""

    TITLE = N_("Held beds")


@act("lists.print_census")
class PrintCensusList(PrintShown):
    """Make the rows of the census that are shown as a sheet."""

    TITLE = N_("Who was in the house")


@act("lists.print_rooms")
class PrintRooms(PrintShown):
    """Make the list of rooms and when they were looked at as a sheet."""

    TITLE = N_("Rooms looked at")


@act("lists.print_defects")
class PrintDefects(PrintShown):
    """Make the list of what is broken as a sheet."""

    TITLE = N_("What is broken")


@act("lists.print_away")
class PrintAway(PrintShown):
    """Make the list of who is away as a sheet."""

    TITLE = N_("Who is away")


@act("lists.print_imports")
class PrintImports(PrintShown):
    """Make the list of registers that were taken in as a sheet."""

    TITLE = N_("Registers taken in")


@act("lists.print_problems")
class PrintProblems(PrintShown):
    """Make the list of a register's problems as a sheet, to put them right at the source."""

    TITLE = N_("Problems of a register")


@act("lists.print_accounts")
class PrintAccounts(PrintShown):
    """Make the list of accounts as a sheet."""

    TITLE = N_("Accounts")


@act("lists.print_shelters")
class PrintShelters(PrintShown):
    """Make the list of shelters as a sheet."""

    TITLE = N_("Shelters")


@act("lists.print_codes")
class PrintCodes(PrintShown):
    """Make a code list as a sheet."""

    TITLE = N_("Code list")


@act("lists.print_rules")
class PrintRules(PrintShown):
    """Make the rules of the house as a sheet."""

    TITLE = N_("Rules of the house")


@act("lists.print_trail")
class PrintTrail(PrintShown):
    """Make the audit trail, or what was searched in it, as a sheet."""

    TITLE = N_("Audit trail")


@act("lists.print_reports")
class PrintReports(PrintShown):
    """Make the list of reports that were made as a sheet."""

    TITLE = N_("Reports made")


@act("lists.print_stay")
class PrintStay(PrintShown):
    """Make the list of a resident's stays and beds as a sheet."""

    TITLE = N_("Stays and beds")
    OF_RESIDENT = True


@act("lists.print_plan")
class PrintPlan(PrintShown):
    """Make the list of a resident's goals as a sheet."""

    TITLE = N_("Goals and what is done for them")
    OF_RESIDENT = True


@act("lists.print_sessions")
class PrintSessions(PrintShown):
    """Make the list of a resident's sessions as a sheet: facts, never notes."""

    TITLE = N_("Sessions")
    OF_RESIDENT = True


@act("lists.print_services")
class PrintServices(PrintShown):
    """Make the list of services that a resident was given as a sheet."""

    TITLE = N_("Services")
    OF_RESIDENT = True


@act("lists.print_milestones")
class PrintMilestones(PrintShown):
    """Make the list of a resident's milestones as a sheet."""

    TITLE = N_("Milestones")
    OF_RESIDENT = True
