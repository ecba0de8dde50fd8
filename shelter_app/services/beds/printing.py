"""Making the sheets of the beds: as paper or workbook; that it left the house is registered."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime

from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services import sheet_files
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.beds import figures, roster

ROSTERS = {
    "NIGHT_LIST": roster.night_list,
    "EMERGENCY": roster.emergency_sheet,
    "ROLL_CALL": roster.paper_roll_call,
}


@act("beds.print_roster", told=N_("exported a list"))
class PrintRoster(Act[sheet_files.RenderedFile]):
    """Make a sheet of the people of a house: NIGHT_LIST, EMERGENCY, or ROLL_CALL for paper."""

    kind: str
    shelter: str | None = None
    language: str = "ro"
    form: str = "pdf"

    def apply(self, uow: UnitOfWork) -> sheet_files.RenderedFile:
        """Write the sheet and register that it left the house; raises Refused for a kind that there is none of."""
        if self.kind not in ROSTERS:
            raise Refused("unknown_sheet", _("There is no such sheet. Choose one from the list."), ("kind",))
        return sheet_files.render_file(uow, ROSTERS[self.kind](uow, self.shelter), self.language, self.form)


@act("beds.print_missing", told=N_("made a missing person sheet"))
class PrintMissing(Act[sheet_files.RenderedFile]):
    """Make the sheet that is told to the police about somebody who did not come back."""

    stay: str
    language: str = "ro"

    def apply(self, uow: UnitOfWork) -> sheet_files.RenderedFile:
        """Write the sheet and register that it left the house."""
        return sheet_files.render_file(uow, roster.missing_sheet(uow, self.stay), self.language, "pdf")


@act("beds.print_census", told=N_("printed the census"))
class PrintCensus(Act[sheet_files.RenderedFile]):
    """Make the sheet of who was where at a minute."""

    at: AwareDatetime | None = None
    shelter: str | None = None
    language: str = "ro"
    form: str = "pdf"

    def apply(self, uow: UnitOfWork) -> sheet_files.RenderedFile:
        """Write the sheet and register that it left the house."""
        return sheet_files.render_file(
            uow, figures.census_sheet(uow, self.at, self.shelter), self.language, self.form
        )


@act("beds.print_occupancy", told=N_("exported the occupancy"))
class PrintOccupancy(Act[sheet_files.RenderedFile]):
    """Make the sheet of bed-nights and occupancy of a period."""

    first: date
    last: date
    shelter: str | None = None
    language: str = "ro"
    form: str = "pdf"

    def apply(self, uow: UnitOfWork) -> sheet_files.RenderedFile:
        """Write the sheet and register that it left the house."""
        made = figures.occupancy_sheet(uow, self.first, self.last, self.shelter)
        return sheet_files.render_file(uow, made, self.language, self.form)
