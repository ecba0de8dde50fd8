"""What the page tells of a trial or an import: problems as rows, the summary as cards."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.i18n import _, ngettext, number
from shelter_app.services.residents import importing
from shelter_app.transfer.problems import ERROR, Problem
from shelter_app.transfer.register_rows import SheetCount
from shelter_app.ui.pages.importing.words import MADE
from shelter_app.ui.tables.model import Column
from shelter_app.ui.widgets.cards import FactsCard
from shelter_app.ui.widgets.parts import make_label, set_text


class SummaryView(QWidget):
    """What would come in, or came in: counts, what is made for it, the sheets; a card each."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "bare")
        self.counts = FactsCard("import_counts")
        self.made = FactsCard("import_made")
        self.sheets = FactsCard("import_sheets")
        self._nothing = make_label("body", "import_nothing", wrap=True)
        self.counts.column.addWidget(self._nothing)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(16)
        for card in (self.counts, self.made, self.sheets):
            self.column.addWidget(card)

    def show_result(self, result: importing.ImportResult | None) -> None:
        """Show how a trial or an import went; None takes everything away."""
        for card in (self.counts, self.made, self.sheets):
            card.setVisible(result is not None)
        if result is None:
            return
        stored = result.stored
        set_text(
            self.counts.title, _("The records were imported.") if stored else _("What would be imported")
        )
        counts = [(_(MADE[kind]), number(count)) for kind, count in result.created.items() if count]
        if result.exits:
            counts.append((_("Stays that received their exit"), number(result.exits)))
        self.counts.facts.show_facts(counts)
        set_text(self._nothing, _("Nothing new: every row of this file is already in the register."))
        self._nothing.setVisible(not counts)
        made = [
            (words, ", ".join(names))
            for words, names in (
                (_("Shelters"), result.made_shelters),
                (_("Rooms"), result.made_rooms),
                (_("Beds"), result.made_beds),
            )
            if names
        ]
        set_text(self.made.title, _("Added for this import, because the register does not have them"))
        self.made.facts.show_facts(made)
        self.made.setVisible(bool(made))
        set_text(self.sheets.title, _("Sheets of the file"))
        self.sheets.facts.show_facts([(sheet.name, _rows(sheet)) for sheet in result.sheets])


def _rows(sheet: SheetCount) -> str:
    taken = ngettext("{accepted} of {n} row", "{accepted} of {n} rows", sheet.rows).format(
        accepted=number(sheet.accepted), n=number(sheet.rows)
    )
    said = [taken]
    if sheet.rejected:
        wrong = ngettext("{n} with an error", "{n} with errors", sheet.rejected)
        said.append(wrong.format(n=number(sheet.rejected)))
    if sheet.left_out:
        said.append(ngettext("{n} skipped", "{n} skipped", sheet.left_out).format(n=number(sheet.left_out)))
    return ", ".join(said)


def problem_columns() -> tuple[Column[Problem], ...]:
    """Return the columns of the list of problems."""
    return (
        Column(
            "",
            lambda: _("Severity"),
            lambda row: _("Error") if row.severity == ERROR else _("Warning"),
            2,
            bold=True,
            mark=_sign,
        ),
        Column("", lambda: _("Sheet"), lambda row: row.sheet, 3),
        Column("", lambda: _("Row"), lambda row: str(row.row), 1, order=lambda row: row.row),
        Column("", lambda: _("Column"), lambda row: row.column, 3),
        Column("", lambda: _("Value"), lambda row: row.value, 2),
        Column("", lambda: _("Problem"), lambda row: row.message_of_all, 8),
    )


def _sign(problem: Problem) -> tuple[str, str]:
    return ("circle-alert", "danger") if problem.severity == ERROR else ("triangle-alert", "warning")
