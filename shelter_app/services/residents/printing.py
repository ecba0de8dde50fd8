"""The list of residents on paper or as a workbook: the rows and columns that the person chose."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.house import Shelter
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.reports.sheet import Listing
from shelter_app.reports.words import Words, date_text, literal, phrase
from shelter_app.services import sheet_files
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.lists.sheet_header import sheet_of
from shelter_app.services.residents.columns import COLUMNS
from shelter_app.services.residents.views import listed

MOST = 100_000


@act("residents.print_list", told=N_("exported the list of residents"))
class PrintList(Act[sheet_files.RenderedFile]):
    """Make the list of residents as a sheet: the rows that match, the columns asked for, in their order."""

    columns: tuple[str, ...]
    search: str = ""
    sort: str = "code"
    descending: bool = False
    include_left: bool = False
    only: tuple[str, ...] = ()
    shelter: str = ""
    language: str = "ro"
    form: str = "pdf"

    def apply(self, uow: UnitOfWork) -> sheet_files.RenderedFile:
        """Write the sheet and register that it left the house; raises Refused for a column that there is none of."""
        if not self.columns or set(self.columns) - set(COLUMNS):
            raise Refused("unknown_column", _("Choose at least one column of the list."), ("columns",))
        found = listed(
            uow, self.search, self.sort, self.descending, MOST, 0, self.include_left, self.only, self.shelter
        )
        rows = tuple(tuple(COLUMNS[key].words(row) for key in self.columns) for row in found.rows)
        listing = Listing(
            None,
            tuple(phrase(COLUMNS[key].title) for key in self.columns),
            tuple(COLUMNS[key].paper for key in self.columns),
            rows,
        )
        about = (
            N_("All residents known to the organisation")
            if self.include_left
            else N_("Who is in the shelter")
        )
        uow.notes["rows"] = len(rows)
        sheet = sheet_of(
            uow, N_("List of residents"), (phrase(about), *self._where(uow), date_text(uow.today)), (listing,)
        )
        return sheet_files.render_file(uow, sheet, self.language, self.form)

    def _where(self, uow: UnitOfWork) -> tuple[Words, ...]:
        """Return the shelter's name where the list is that of one."""
        if self.include_left or not self.shelter:
            return ()
        return tuple(
            literal(name)
            for name in uow.session.scalars(select(Shelter.name).where(Shelter.code == self.shelter))
        )
