"""Making the sheets of the beds: as paper or workbook; that it left the house is registered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from pydantic import AwareDatetime

from shelter_app.db.models.trust import Disclosure
from shelter_app.domain.errors import Refused
from shelter_app.i18n import LANGUAGES, _, in_language
from shelter_app.reports.render.forms import OF_SHEETS
from shelter_app.reports.sheet import Listing, Sheet
from shelter_app.services.acting import Act, Work, act
from shelter_app.services.beds import figures, roster

ROSTERS = {
    "NIGHT_LIST": roster.night_list,
    "EMERGENCY": roster.emergency_sheet,
    "ROLL_CALL": roster.paper_roll_call,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet as a file, and what it is called on paper."""

    title: str
    content: bytes


@act("beds.print_roster")
class PrintRoster(Act[Made]):
    """Make a sheet of the people of a house: NIGHT_LIST, EMERGENCY, or ROLL_CALL for paper."""

    kind: str
    shelter: str | None = None
    language: str = "ro"
    form: str = "pdf"

    def apply(self, work: Work) -> Made:
        """Write the sheet and register that it left the house; raises Refused for a kind that there is none of."""
        if self.kind not in ROSTERS:
            raise Refused("unknown_sheet", _("There is no such sheet. Choose one from the list."), ("kind",))
        return _make(work, ROSTERS[self.kind](work, self.shelter), self.language, self.form)


@act("beds.print_missing")
class PrintMissing(Act[Made]):
    """Make the sheet that is told to the police about somebody who did not come back."""

    stay: str
    language: str = "ro"

    def apply(self, work: Work) -> Made:
        """Write the sheet and register that it left the house."""
        return _make(work, roster.missing_sheet(work, self.stay), self.language, "pdf")


@act("beds.print_census")
class PrintCensus(Act[Made]):
    """Make the sheet of who was where at a minute."""

    at: AwareDatetime | None = None
    shelter: str | None = None
    language: str = "ro"
    form: str = "pdf"

    def apply(self, work: Work) -> Made:
        """Write the sheet and register that it left the house."""
        return _make(work, figures.census_sheet(work, self.at, self.shelter), self.language, self.form)


@act("beds.print_occupancy")
class PrintOccupancy(Act[Made]):
    """Make the sheet of bed-nights and occupancy of a period."""

    first: date
    last: date
    shelter: str | None = None
    language: str = "ro"
    form: str = "pdf"

    def apply(self, work: Work) -> Made:
        """Write the sheet and register that it left the house."""
        made = figures.occupancy_sheet(work, self.first, self.last, self.shelter)
        return _make(work, made, self.language, self.form)


def _make(work: Work, sheet: Sheet, language: str, form: str) -> Made:
    if form not in OF_SHEETS:
        formats = ", ".join(OF_SHEETS)
        raise Refused(
            "unknown_format",
            _("A report is made in one of these forms: {formats}.").format(formats=formats),
            ("form",),
        )
    if language not in LANGUAGES:
        raise Refused("unknown_language", _("A report is made in Romanian or English."), ("language",))
    content = OF_SHEETS[form](sheet, language)
    with in_language(language):
        title = sheet.title.said()
        fields = [
            words.said() for block in sheet.blocks if isinstance(block, Listing) for words in block.columns
        ]
    work.add(
        Disclosure(
            kind="PRINT" if form == "pdf" else "EXPORT",
            purpose=title,
            fields=fields,
            sha256=hashlib.sha256(content).hexdigest(),
            disclosed_at=work.now,
        )
    )
    return Made(title, content)
