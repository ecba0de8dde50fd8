"""An old register comes in: choose the file, connect columns, put problems right, look at the summary, take it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents import importing
from shelter_app.services.residents.importing import PrintProblems
from shelter_app.services.residents.taking_back import Imported, UndoImport, imports
from shelter_app.transfer.layout import REGISTER
from shelter_app.transfer.problems import ERROR, Problem
from shelter_app.transfer.working_copy import WorkingCopy
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.importing.columns import ColumnsView
from shelter_app.ui.pages.importing.imports_list import ImportsList
from shelter_app.ui.pages.importing.summary import problem_columns, summary
from shelter_app.ui.pages.importing.words import LISTS
from shelter_app.ui.tables.bar import ListBar
from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea, fit_filter_buttons
from shelter_app.ui.widgets.parts import Chip, ComboBox, make_button, make_label, set_text

KINDS = {importing.REGISTER: REGISTER, importing.STAYS: ("stays",)}
COLUMNS, PROBLEMS, SUMMARY = "columns", "problems", "summary"
PARTS = (COLUMNS, PROBLEMS, SUMMARY)


@dataclass
class OnDesk:
    """A register that is looked at: as it was opened, the copy that is put right, how a trial went."""

    opened: importing.OpenedRegister
    desk: WorkingCopy
    tried: importing.ImportResult | None = None


class ImportPage(Page):
    """Nothing is stored before the last button; the file itself is never written."""

    NAME = "importing"
    ICON = "inbox"
    NEEDS = "residents.try_register"
    STATE_IS_ALL = False
    UNDER = "residents"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.on_desk: OnDesk | None = None
        self.taken: importing.ImportResult | None = None
        self.profile = ComboBox("import_profile")
        for code in importing.PROFILES:
            self.profile.addItem("", code)
        self.profile.activated.connect(lambda _at: self._lay_on_desk())
        self.choose = make_button("filled", "import_choose", "inbox", "on_accent")
        self.choose.clicked.connect(self._ask_file)
        self.errors = Chip("danger", "circle-alert", "import_errors")
        self.warnings = Chip("warning", "triangle-alert", "import_warnings")
        self._first = make_label("muted", "import_first", wrap=True)
        self.taken_in = ImportsList(self)
        self.columns = ColumnsView()
        self.columns.connected.connect(self._connect)
        self.model: RowsModel[Problem] = RowsModel(problem_columns())
        self.problems = ListView("import_problems", self.model)
        self.problems.selectionModel().currentChanged.connect(lambda *_which: self._say_cell())
        self._where = make_label("body", "import_where", wrap=True)
        self.cell = QLineEdit()
        self.cell.setObjectName("import_cell")
        self.cell.setMaxLength(500)
        self.cell.setMinimumWidth(look.px(240))
        self.cell.returnPressed.connect(lambda: self._mend(everywhere=False))
        self.means = ComboBox("import_means")
        self.means.activated.connect(lambda _at: self.cell.setText(self.means.currentText()))
        self.right = make_button("lined", "import_right", "check")
        self.right.clicked.connect(lambda: self._mend(everywhere=False))
        self.all_right = make_button("lined", "import_all_right")
        self.all_right.clicked.connect(lambda: self._mend(everywhere=True))
        bar = ListBar(self, self.problems, PrintProblems, empty=lambda: _("No row has a problem."))
        self._problems = _column(bar, self.problems)
        self._told = make_label("body", "import_told", wrap=True)
        self._told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.partial = QCheckBox()
        self.partial.setObjectName("import_partial")
        self.partial.toggled.connect(lambda _on: self._say())
        self.take = make_button("filled", "import_take", "download", "on_accent")
        self.take.clicked.connect(self._take)
        self.again = make_button("lined", "import_again", "inbox")
        self.again.clicked.connect(self._begin_again)
        self.again.hide()
        self._caution = make_label("caution", "import_caution", wrap=True)
        self._parts: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._lay_out()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Take in an old register")

    def refresh(self) -> None:
        """Show what is on the desk and what was taken in; the desk is judged when something on it changes."""
        self.ask("imports", lambda _progress: imports(self.actor), self._show_imports)
        self._say()

    def start(self) -> None:
        """Put the keyboard where the work goes on."""
        (self.choose if self.on_desk is None else self._parts[self.part()]).setFocus()

    def enter_shelter(self, code: str) -> None:
        """Take the register in for this shelter from now on."""
        changed = code != self.shelter
        super().enter_shelter(code)
        if changed and self.on_desk is not None:
            self._try()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.choose, _("Choose the file") if self.on_desk is None else _("Choose another file"))
        self.profile.setAccessibleName(_("What the file holds"))
        self.profile.setItemText(0, _("A register of residents, sessions, services, goals"))
        self.profile.setItemText(1, _("Stays of another programme"))
        words = {COLUMNS: _("Sheets and columns"), PROBLEMS: _("Problems"), SUMMARY: _("Summary")}
        for name, made in self._parts.items():
            set_text(made, words[name])
        fit_filter_buttons(*self._parts.values())
        set_text(
            self._first,
            _(
                "Choose the workbook or the CSV file that the house has kept until now. Its sheets and columns are "
                "recognised by their headings; nothing is stored before you have seen what would come in."
            ),
        )
        set_text(self.right, _("Put right"))
        set_text(self.all_right, _("Everywhere in this column"), _("Put right everywhere in this column"))
        self.cell.setAccessibleName(_("What the cell says"))
        self.means.setAccessibleName(_("What it means, from the list"))
        self.problems.setAccessibleName(_("Problems"))
        set_text(self.take, _("Take it in"))
        set_text(self.again, _("Another register, and what was taken in"))
        self.model.say_again()
        self.taken_in.retranslate()
        if self.on_desk is not None:
            self.columns.show_desk(self.on_desk.desk)
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
        """Read a file in the worker and lay it on the desk."""
        self.taken = None
        self.ask("open", lambda _progress: importing.open_register(file), self._opened)

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
        mending = Flow(8)
        mending.add(self.cell, self.means, self.right, self.all_right)
        problems = self._problems
        problems.layout().addWidget(self._where)  # type: ignore[union-attr]
        problems.layout().addLayout(mending)  # type: ignore[union-attr]
        summary = _column(self._told, self.partial, self._caution)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.again)
        row.addStretch(1)
        summary.layout().addLayout(row)  # type: ignore[union-attr]
        summary.layout().addStretch(1)  # type: ignore[union-attr]
        whole = QScrollArea()
        whole.setWidgetResizable(True)
        summary.setProperty("part", "bare")
        whole.setWidget(summary)
        self._first.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        before = _column(self._first, self.taken_in)
        before.layout().setSpacing(24)  # type: ignore[union-attr]
        for part in (self.columns, problems, whole, MinHeightScrollArea(before, {self.taken_in.list: 180})):
            self._stack.addWidget(part)
        self.body.addLayout(tools)
        self.body.addWidget(self._stack, 1)
        self.open_part(COLUMNS)

    def _show_imports(self, rows: tuple[Imported, ...]) -> None:
        self.taken_in.show_imports(rows)
        if self.taken is not None and any(row.id == self.taken.run and row.withdrawn_at for row in rows):
            self.taken = None  # what the summary tells of is no longer there
            self.retranslate()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Choose the file"), "", _("Registers (*.xlsx *.xls *.ods *.csv)"))
        dialog.setObjectName("import_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def _opened(self, opened: importing.OpenedRegister) -> None:
        self.on_desk = OnDesk(opened, WorkingCopy(opened.sheets, KINDS[str(self.profile.currentData())]))
        self.open_part(COLUMNS)
        self.retranslate()
        self._try()

    def _lay_on_desk(self) -> None:
        if self.on_desk is not None:
            self._opened(self.on_desk.opened)

    def _connect(self, sheet: str, at: int, field: str) -> None:
        if self.on_desk is not None:
            self.on_desk.desk.connect(sheet, at, field)
            self.columns.show_desk(self.on_desk.desk)
            self._try()

    def _try(self) -> None:
        """Judge what is on the desk against the store; nothing is stored."""
        if self.on_desk is None:
            return
        actor, sheets = self.actor, self.on_desk.desk.sheets
        shelter, profile = self.shelter or None, str(self.profile.currentData())
        self.ask(
            "try",
            lambda progress: importing.try_register(actor, sheets, shelter, progress, profile),
            self._tried,
            self._not_tried,
        )

    def _tried(self, result: importing.ImportResult) -> None:
        if self.on_desk is None:
            return
        self.on_desk.tried = result
        rows = sorted(result.problems, key=lambda p: (p.severity != ERROR, p.sheet, p.row))
        self.problems.renew(rows)
        self._say()
        self._say_cell()

    def _not_tried(self, refused: Refused) -> None:
        if self.on_desk is not None:
            self.on_desk.tried = None
        self.error.say(refused.message)
        self._say()

    def _problem(self) -> Problem | None:
        return self.model.at(self.problems.currentIndex())

    def _say_cell(self) -> None:
        """Show what the cell of the problem says, to be put right."""
        problem = self._problem()
        mendable = problem is not None and bool(problem.column) and self.on_desk is not None
        for part in (self.cell, self.right, self.all_right):
            part.setVisible(mendable)
        self.means.hide()
        self._where.setVisible(mendable)
        if problem is None or self.on_desk is None or not mendable:
            return
        place = _("{sheet}, row {row}, {column}").format(
            sheet=problem.sheet, row=problem.row, column=problem.column
        )
        set_text(self._where, f"{place}: {problem.message}")
        self.cell.setText(self.on_desk.desk.said(problem.sheet, problem.row, problem.column))
        field = next(
            (
                one.field
                for one in self.on_desk.desk.columns()
                if (one.sheet, one.heading) == (problem.sheet, problem.column)
            ),
            "",
        )
        if problem.kind in ("unknown_value", "missing_value") and field in LISTS:
            self.means.clear()
            for code in codes(LISTS[field]):
                self.means.addItem(code_label(LISTS[field], code), code)
            self.means.setCurrentIndex(-1)
            self.means.show()

    def _mend(self, *, everywhere: bool) -> None:
        problem = self._problem()
        if problem is None or self.on_desk is None:
            return
        self.on_desk.desk.mend(
            problem.sheet, problem.row, problem.column, self.cell.text(), everywhere=everywhere
        )
        self._try()

    def _say(self) -> None:
        tried = self.on_desk.tried if self.on_desk is not None else None
        there = self.on_desk is not None
        if there or self.taken is not None:
            self.open_part(self.part())
        else:
            self._stack.setCurrentIndex(len(PARTS))
        for made in self._parts.values():
            made.setVisible(there)
        errors = tried.errors if tried is not None else 0
        warnings = len(tried.problems) - errors if tried is not None else 0
        set_text(self.errors, ngettext("{n} error", "{n} errors", errors).format(n=errors))
        set_text(self.warnings, ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
        self.errors.setVisible(errors > 0)
        self.warnings.setVisible(warnings > 0)
        told = self.taken or tried
        set_text(self._told, "" if told is None else summary(told))
        rejected = sum(sheet.rejected for sheet in tried.sheets) if tried is not None else 0
        set_text(
            self.partial,
            ngettext(
                "Leave out the {n} row that has an error", "Leave out the {n} rows that have errors", rejected
            ).format(n=rejected),
        )
        self.partial.setVisible(rejected > 0 and self.taken is None)
        new = sum(tried.created.values()) if tried is not None else 0
        self.take.setVisible(self.taken is None)
        self.again.setVisible(self.taken is not None)
        self.take.setEnabled(tried is not None and new > 0 and (not rejected or self.partial.isChecked()))
        set_text(
            self._caution,
            _(
                "Everything comes in at once or nothing does. For a day it can be taken back whole, while nothing was "
                "built upon it."
            )
            if self.taken is None
            else "",
        )

    def _take(self) -> None:
        if self.on_desk is None:
            return
        actor, opened, desk = self.actor, self.on_desk.opened, self.on_desk.desk
        shelter, profile = self.shelter or None, str(self.profile.currentData())
        partial = self.partial.isChecked()
        self.take.setEnabled(False)

        def work(progress: Any) -> importing.ImportResult:
            return perform(
                actor,
                importing.ImportRegister(
                    sheets=desk.sheets,
                    sha256=opened.sha256,
                    suffix=opened.suffix,
                    profile=profile,
                    shelter=shelter,
                    accept_partial=partial,
                    progress=progress,
                ),
            )

        self.ask("take", work, self._took, self._not_taken)

    def _took(self, result: importing.ImportResult) -> None:
        self.taken, self.on_desk = result, None
        self.model.show_rows([], 0)
        self.open_part(SUMMARY)
        undo = UndoImport(run=result.run)
        self.did.emit(Outcome(_("The register was taken in."), undo, result, importing.ImportRegister))
        self.retranslate()
        self.refresh()

    def _begin_again(self) -> None:
        """Leave the summary of what came in, for another file and the list of all that was taken in."""
        self.taken = None
        self.retranslate()
        self.refresh()
        self.choose.setFocus()

    def _not_taken(self, refused: Refused) -> None:
        self.error.say(refused.message)
        self._say()


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, ListView | ImportsList) else 0)
    return made
