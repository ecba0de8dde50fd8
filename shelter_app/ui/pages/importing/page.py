"""An old register comes in: choose the file, connect columns, put problems right, look at the summary, take it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor
from shelter_app.services.residents import importing
from shelter_app.services.residents.undo import Imported, UndoImport, imports
from shelter_app.transfer.layout import REGISTER, STAYS
from shelter_app.transfer.working_copy import Meanings, WorkingCopy
from shelter_app.ui.files import ask_file
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.importing.columns import ColumnsView
from shelter_app.ui.pages.importing.imports_list import ImportsList
from shelter_app.ui.pages.importing.problems_view import ProblemsView
from shelter_app.ui.pages.importing.summary import SummaryView
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea, fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, ComboBox, make_button, make_label, set_text

KINDS = {importing.REGISTER: REGISTER, importing.STAYS: STAYS}
COLUMNS, PROBLEMS, SUMMARY = "columns", "problems", "summary"
PARTS = (COLUMNS, PROBLEMS, SUMMARY)


@dataclass
class RegisterOnTrial:
    """A register that is tried: as it was opened, the working copy that is put right, how the last trial went.

    ``meanings`` are what words of earlier files were said to mean.
    """

    opened: importing.OpenedRegister
    meanings: Meanings
    copy: WorkingCopy
    trial: importing.ImportResult | None = None


class ImportPage(Page):
    """Nothing is stored before the last button; the file itself is never written."""

    NAME = "importing"
    ICON = "inbox"
    NEEDS = "residents.try_register"
    STATE_IS_ALL = False
    UNDER = "residents"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.register: RegisterOnTrial | None = None
        self.imported: importing.ImportResult | None = None
        self.profile = ComboBox("import_profile")
        for code in importing.PROFILES:
            self.profile.addItem("", code)
        self.profile.activated.connect(lambda _at: self._open_again())
        self.choose = make_button("filled", "import_choose", "inbox", "on_accent")
        self.choose.clicked.connect(self._ask_file)
        self.errors = Chip("danger", "circle-alert", "import_errors")
        self.warnings = Chip("warning", "triangle-alert", "import_warnings")
        self._first = make_label("muted", "import_first", wrap=True)
        self.imports = ImportsList(self)
        self.columns = ColumnsView()
        self.columns.connected.connect(self._connect)
        self.problems = ProblemsView(self)
        self.problems.corrected.connect(self._try)
        self.summary = SummaryView()
        self.partial = QCheckBox()
        self.partial.setObjectName("import_partial")
        self.partial.toggled.connect(lambda _on: self._say())
        self.still_here = QCheckBox()
        self.still_here.setObjectName("import_still_here")
        self.still_here.toggled.connect(lambda _on: self._say())
        self.take = make_button("filled", "import_take", "download", "on_accent")
        self.take.clicked.connect(self._take)
        self.again = make_button("lined", "import_again", "inbox")
        self.again.clicked.connect(self._begin_again)
        self.again.hide()
        self.look = make_button("filled", "import_look", "users-round", "on_accent")
        self.look.clicked.connect(lambda: self.wanted.emit("residents"))
        self.look.hide()
        self._caution = make_label("caution", "import_caution", wrap=True)
        self._parts: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Import old records")

    @staticmethod
    def also_called() -> str:
        """Return what other programs call it."""
        return _("import Excel CSV spreadsheet file")

    def refresh(self) -> None:
        """Show the register that is tried and what was taken in; it is tried again when something of it changes."""
        self.ask("imports", lambda _progress: imports(self.actor), self._show_imports)
        self._say()

    def start(self) -> None:
        """Put the keyboard where the work goes on."""
        (self.choose if self.register is None else self._parts[self.part()]).setFocus()

    def enter_shelter(self, code: str) -> None:
        """Take the register in for this shelter from now on."""
        changed = code != self.shelter
        super().enter_shelter(code)
        if changed and self.register is not None:
            self._try()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.choose, _("Choose the file") if self.register is None else _("Choose another file"))
        self.profile.setAccessibleName(_("What the file contains"))
        self.profile.setItemText(0, _("Records of residents, sessions, services, goals"))
        self.profile.setItemText(1, _("Stays from another programme"))
        words = {COLUMNS: _("Sheets and columns"), PROBLEMS: _("Problems"), SUMMARY: _("Summary")}
        for name, made in self._parts.items():
            set_text(made, words[name])
        fit_filter_buttons(*self._parts.values())
        set_text(
            self._first,
            _(
                "Choose the Excel or CSV file in which records have been kept until now. Its sheets "
                "and columns are recognised by their headings; nothing is saved before you have seen "
                "what would be imported."
            ),
        )
        set_text(self.take, _("Import"))
        set_text(self.look, _("See the residents"))
        set_text(self.again, _("Imports"))
        self.problems.retranslate()
        self.imports.retranslate()
        if self.register is not None:
            self.columns.show_copy(self.register.copy)
        self._say()

    def part(self) -> str:
        """Return the part that is shown: columns, problems or summary."""
        return next((name for name, made in self._parts.items() if made.isChecked()), COLUMNS)

    def open_part(self, name: str) -> None:
        """Show a part."""
        for other, made in self._parts.items():
            made.setChecked(other == name)
        self._stack.setCurrentIndex(PARTS.index(name))

    def open_file(self, file: Path) -> None:
        """Read a file in the worker and try it."""
        self.imported = None
        actor = self.actor

        def read() -> tuple[importing.OpenedRegister, Meanings]:
            return importing.open_register(file), importing.known_meanings(actor)

        self.ask("open", lambda _progress: read(), lambda found: self._opened(*found))

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self.errors)
        self.head.addWidget(self.warnings)
        self.head.addWidget(self.choose)
        tools = Flow(8)
        tools.add(self.profile)
        for name in PARTS:
            made = make_button("filter", f"import_part_{name}")
            made.setCheckable(True)
            made.clicked.connect(lambda _on=False, name=name: self.open_part(name))
            self._parts[name] = made
            tools.add(made)
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.take, self.look, self.again):
            row.addWidget(made)
        row.addStretch(1)
        self.summary.column.addWidget(self.still_here)
        self.summary.column.addWidget(self.partial)
        self.summary.column.addWidget(self._caution)
        self.summary.column.addLayout(row)
        self.summary.column.addStretch(1)
        whole = QScrollArea()
        whole.setWidgetResizable(True)
        whole.setWidget(self.summary)
        self._first.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        before = _column(self._first, self.imports)
        before.layout().setSpacing(24)  # type: ignore[union-attr]
        for part in (
            self.columns,
            self.problems,
            whole,
            MinHeightScrollArea(before, {self.imports.list: 180}),
        ):
            self._stack.addWidget(part)
        self.body.addLayout(tools)
        self.body.addWidget(self._stack, 1)
        self.open_part(COLUMNS)

    def _show_imports(self, rows: tuple[Imported, ...]) -> None:
        self.imports.show_imports(rows)
        if self.imported is not None and any(
            row.id == self.imported.run and row.withdrawn_at for row in rows
        ):
            self.imported = None  # what the summary tells of is no longer there
            self.retranslate()

    def _ask_file(self) -> None:
        kinds = _("Files with records (*.xlsx *.xls *.ods *.csv)")
        ask_file(self, "import_dialog", _("Choose the file"), kinds, self.open_file)

    def _opened(self, opened: importing.OpenedRegister, meanings: Meanings) -> None:
        copy = WorkingCopy(opened.sheets, KINDS[str(self.profile.currentData())])
        copy.use_meanings(meanings)
        self.register = RegisterOnTrial(opened, meanings, copy)
        self.still_here.setChecked(False)
        self.partial.setChecked(False)
        self.open_part(COLUMNS)
        self.retranslate()
        self._try()

    def _open_again(self) -> None:
        if self.register is not None:
            self._opened(self.register.opened, self.register.meanings)

    def _connect(self, sheet: str, at: int, field: str) -> None:
        if self.register is not None:
            self.register.copy.connect(sheet, at, field)
            self.columns.show_copy(self.register.copy)
            self._try()

    def _try(self) -> None:
        """Try the working copy against the store; nothing is stored."""
        if self.register is None:
            return
        actor, sheets = self.actor, self.register.copy.sheets
        shelter, profile = self.shelter or None, str(self.profile.currentData())
        self.ask(
            "try",
            lambda progress: importing.try_register(actor, sheets, shelter, progress, profile),
            self._show_trial,
            self._refuse_trial,
        )

    def _show_trial(self, result: importing.ImportResult) -> None:
        if self.register is None:
            return
        self.register.trial = result
        self.problems.show_problems(result.problems, self.register.copy)
        self._say()

    def _refuse_trial(self, refused: Refused) -> None:
        if self.register is not None:
            self.register.trial = None
        self.error.show_text(refused.message)
        self._say()

    def _say(self) -> None:
        trial = self.register.trial if self.register is not None else None
        there = self.register is not None
        if there or self.imported is not None:
            self.open_part(self.part())
        else:
            self._stack.setCurrentIndex(len(PARTS))
        for made in self._parts.values():
            made.setVisible(there)
        errors = trial.errors if trial is not None else 0
        warnings = len(trial.problems) - errors if trial is not None else 0
        set_text(self.errors, ngettext("{n} error", "{n} errors", errors).format(n=errors))
        set_text(self.warnings, ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
        self.errors.setVisible(errors > 0)
        self.warnings.setVisible(warnings > 0)
        result = self.imported or trial
        self.summary.show_result(result)
        rejected = sum(sheet.rejected for sheet in trial.sheets) if trial is not None else 0
        set_text(
            self.partial,
            ngettext("Skip the row with an error", "Skip the {n} rows with errors", rejected).format(
                n=rejected
            ),
        )
        self.partial.setVisible(rejected > 0 and self.imported is None)
        no_exits = trial is not None and any(one.kind == "no_exit_column" for one in trial.problems)
        set_text(
            self.still_here,
            _("No column contains exits: everybody counts as still in the shelter. Import it like this."),
        )
        self.still_here.setVisible(no_exits and self.imported is None)
        new = sum(trial.created.values()) + trial.exits if trial is not None else 0
        self.take.setVisible(self.imported is None)
        for after in (self.again, self.look):
            after.setVisible(self.imported is not None)
        answered = (not rejected or self.partial.isChecked()) and (
            not no_exits or self.still_here.isChecked()
        )
        self.take.setEnabled(new > 0 and answered)
        set_text(
            self._caution,
            _(
                "Either everything is imported or nothing is. For a day the whole import can be "
                "undone, as long as nothing has been added to it."
            )
            if self.imported is None
            else _(
                "Next: look through the residents, assign a case manager to each, and enter what was "
                "not in the file."
            ),
        )

    def _take(self) -> None:
        if self.register is None:
            return
        opened, copy = self.register.opened, self.register.copy
        self.take.setEnabled(False)
        act = importing.ImportRegister(
            sheets=copy.sheets,
            sha256=opened.sha256,
            suffix=opened.suffix,
            profile=str(self.profile.currentData()),
            shelter=self.shelter or None,
            accept_partial=self.partial.isChecked(),
            meanings=copy.meanings,
        )
        self.perform(act, self._show_imported, self._refuse_import, what="take")

    def _show_imported(self, result: importing.ImportResult) -> Outcome:
        self.imported, self.register = result, None
        self.problems.show_problems((), None)
        self.open_part(SUMMARY)
        self.retranslate()
        self.look.setFocus()
        undo, kind = UndoImport(run=result.run), self.profile.currentText()
        return Outcome(_("The records were imported."), undo, result, importing.ImportRegister, subject=kind)

    def _begin_again(self) -> None:
        """Leave the summary of what came in, for another file and the list of all that was taken in."""
        self.imported = None
        self.retranslate()
        self.refresh()
        self.choose.setFocus()

    def _refuse_import(self, refused: Refused) -> None:
        self.error.show_text(refused.message)
        self._say()


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, ListView | ImportsList) else 0)
    return made
