"""The reports that were made: which, of which days, by whom, in which state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day, moment
from shelter_app.services.reporting.views import PrintReports
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.pages.reporting import queries
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.language_button import NAMES

if TYPE_CHECKING:
    from shelter_app.services.reporting.views import (
        MadeRow,  # what makes reports is loaded when one is asked for
    )


class ReportList(QWidget):
    """The list, asked for when it is looked at."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setProperty("part", "bare")
        self.model: RowsModel[MadeRow] = RowsModel(_columns())
        self.list = ListView("reports_made", self.model)
        self.bar = ListBar(page, self.list, PrintReports, empty=_nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    def refresh(self) -> None:
        """Ask which reports were made."""
        self._page.ask("made", lambda _progress: queries.reports_made(self._page.actor), self._show)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.list.setAccessibleName(_("Reports made"))
        self.model.emit_texts_changed()

    def _show(self, rows: tuple[MadeRow, ...]) -> None:
        self.model.show_rows(rows, len(rows))
        self.list.point_at(0)


def _nothing() -> str:
    return _(
        "No report has been made yet. Choose one on the left, then save or print it; it will be shown here."
    )


def _columns() -> tuple[Column[MadeRow], ...]:
    return (
        Column("", lambda: _("Report"), _report, 5, bold=True),
        Column("", lambda: _("Period"), _period, 4, order=lambda row: row.last),
        Column("", lambda: _("Shelter"), lambda row: row.shelter, 2, muted=True),
        Column("", lambda: _("Language"), lambda row: NAMES.get(row.language, row.language), 2, muted=True),
        Column("", lambda: _("Made on"), _made_at, 4, order=lambda row: row.made_at),
        Column("", lambda: _("Who"), lambda row: row.who, 3, muted=True),
        Column("", lambda: _("State"), lambda row: code_label("report_state", row.state), 2),
    )


def _report(row: MadeRow) -> str:
    return code_label("report_template", row.template)


def _period(row: MadeRow) -> str:
    if row.first is None or row.last is None:
        return ""
    return _("{first} to {last}").format(first=day(row.first, "medium"), last=day(row.last, "medium"))


def _made_at(row: MadeRow) -> str:
    return moment(row.made_at)
