"""The registers that were taken in: when, by whom, what came in, and taking one back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import _, moment
from shelter_app.services.residents.importing import STAYS, PrintImports
from shelter_app.services.residents.undo import Imported, UndoImport
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.pages.importing.words import MADE
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.parts import make_button, make_label, set_text


class ImportsList(QWidget):
    """The list of imports; the chosen one is taken back by a form that says first what goes."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setProperty("part", "bare")
        self.heading = make_label("heading", "imports_heading")
        self.model: RowsModel[Imported] = RowsModel(_columns(), lambda row: row.id)
        self.list = ListView("imports", self.model)
        self.bar = ListBar(page, self.list, PrintImports, empty=_nothing)
        self.back = make_button("lined", "import_back", "arrow-left")
        self.back.setEnabled(False)
        self.back.clicked.connect(self._undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.heading, self.bar):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        self.list.selectionModel().currentChanged.connect(lambda *_which: self._say())

    def show_imports(self, rows: tuple[Imported, ...]) -> None:
        """Show the imports, the newest first."""
        self.list.renew(rows)
        self._say()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.heading, _("Imports"))
        self.list.setAccessibleName(_("Imports"))
        set_text(self.back, _("Undo the chosen import"))
        self.model.emit_texts_changed()

    def sheet(self) -> FormSpec | None:
        """Return the form that takes the chosen import back; None where it stays."""
        row = self.model.at(self.list.currentIndex())
        if row is None or not row.may_go:
            return None
        return FormSpec(
            UndoImport,
            _("Undo an import"),
            _("The import was undone."),
            known={"run": row.id},
            note=_(
                "Everything imported on {moment} will be removed: {what}. This is possible within a "
                "day, as long as nothing has been added to it. The file can then be imported again."
            ).format(moment=moment(row.at.astimezone(LOCAL)), what=_counts_text(row)),
            save=_("Undo the import"),
            final=_("Everything from this import is removed for good, from every list and figure."),
            subject=_when(row),
        )

    def _say(self) -> None:
        self.back.setVisible(bool(self.model.rows))
        self.back.setEnabled(self.sheet() is not None)

    def _undo(self) -> None:
        sheet = self.sheet()
        if sheet is not None:
            self._page.open_form(sheet)


def _nothing() -> str:
    return _("Nothing has been imported yet. Each import is shown here and can be undone within a day.")


def _when(row: Imported) -> str:
    return moment(row.at.astimezone(LOCAL))


def _counts_text(row: Imported) -> str:
    came = [f"{_(words)}: {row.counts[kind]}" for kind, words in MADE.items() if row.counts.get(kind)]
    return ", ".join(came) or _("nothing new")


def _state(row: Imported) -> str:
    if row.withdrawn_at is not None:
        at = moment(row.withdrawn_at.astimezone(LOCAL))
        return _("undone on {moment} by {who}").format(moment=at, who=row.withdrawn_by)
    return _("can be undone") if row.may_go else _("is final")


def _profile(row: Imported) -> str:
    return _("Stays from another programme") if row.profile == STAYS else _("Records of a shelter")


def _mark(row: Imported) -> tuple[str, str] | None:
    return ("arrow-left", "muted") if row.withdrawn_at is not None else None


def _columns() -> tuple[Column[Imported], ...]:
    return (
        Column("", lambda: _("When"), _when, 4, order=lambda row: row.at),
        Column("", lambda: _("Kind of records"), _profile, 3, bold=True, mark=_mark),
        Column("", lambda: _("Imported"), _counts_text, 6),
        Column("", lambda: _("Who"), lambda row: row.who, 3, muted=True),
        Column("", lambda: _("State"), _state, 4),
    )
