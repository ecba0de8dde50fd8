"""The problems of a register that is looked at: each in a row, with what its cell says, to be put right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.residents.importing import PrintProblems
from shelter_app.transfer.code_matching import LISTS
from shelter_app.transfer.problems import ERROR, Problem
from shelter_app.transfer.working_copy import WorkingCopy
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.pages.importing.summary import problem_columns
from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_text

MEANT = (
    "unknown_value",
    "guessed_value",
    "missing_value",
)  # problems for which a list holds what may be meant


class ProblemsView(QWidget):
    """``corrected`` tells that a cell of the working copy was put right, or all cells of a column that say the same."""

    corrected = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._copy: WorkingCopy | None = None
        self.model: RowsModel[Problem] = RowsModel(problem_columns())
        self.list = ListView("import_problems", self.model)
        self.list.selectionModel().currentChanged.connect(lambda *_which: self._show_cell())
        self._where = make_label("body", "import_where", wrap=True)
        self.cell = QLineEdit()
        self.cell.setObjectName("import_cell")
        self.cell.setMaxLength(500)
        self.cell.setMinimumWidth(look.px(240))
        self.cell.returnPressed.connect(lambda: self._correct(everywhere=False))
        self.means = ComboBox("import_means")
        self.means.activated.connect(lambda _at: self.cell.setText(self.means.currentText()))
        self.right = make_button("lined", "import_right", "check")
        self.right.clicked.connect(lambda: self._correct(everywhere=False))
        self.all_right = make_button("lined", "import_all_right")
        self.all_right.clicked.connect(lambda: self._correct(everywhere=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(ListBar(page, self.list, PrintProblems, empty=lambda: _("No row has a problem.")))
        column.addWidget(self.list, 1)
        column.addWidget(self._where)
        tools = Flow(8)
        tools.add(self.cell, self.means, self.right, self.all_right)
        column.addLayout(tools)

    def show_problems(self, problems: Sequence[Problem], copy: WorkingCopy | None) -> None:
        """Show the problems of a working copy, errors first; no copy takes everything away."""
        self._copy = copy
        self.list.renew(sorted(problems, key=lambda one: (one.severity != ERROR, one.sheet, one.row)))
        self._show_cell()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.right, _("Correct"))
        set_text(self.all_right, _("Everywhere in this column"), _("Correct everywhere in this column"))
        self.cell.setAccessibleName(_("What is in the cell"))
        self.means.setAccessibleName(_("What it means, from the list"))
        self.list.setAccessibleName(_("Problems"))
        self.model.emit_texts_changed()

    def _problem(self) -> Problem | None:
        return self.model.at(self.list.currentIndex())

    def _show_cell(self) -> None:
        """Show what the cell of the problem says, to be put right."""
        problem, copy = self._problem(), self._copy
        has_cell = problem is not None and bool(problem.column) and copy is not None
        for part in (self.cell, self.right, self.all_right, self._where):
            part.setVisible(has_cell)
        self.means.hide()
        if problem is None or copy is None or not has_cell:
            return
        place = _("{sheet}, row {row}, {column}").format(
            sheet=problem.sheet, row=problem.row, column=problem.column
        )
        set_text(self._where, f"{place}: {problem.message_of_all}")
        self.cell.setText(copy.cell_text(problem.sheet, problem.row, problem.column))
        headed = (problem.sheet, problem.column)
        field = next((one.field for one in copy.columns() if (one.sheet, one.heading) == headed), "")
        if problem.kind in MEANT and field in LISTS:
            self.means.clear()
            for code in codes(LISTS[field]):
                self.means.addItem(code_label(LISTS[field], code), code)
            self.means.setCurrentIndex(-1)
            self.means.show()

    def _correct(self, *, everywhere: bool) -> None:
        problem, copy = self._problem(), self._copy
        if problem is None or copy is None:
            return
        meant = self.means.currentText() == self.cell.text() and not self.means.isHidden()
        if meant and everywhere:
            code = str(self.means.currentData())
            copy.give_meaning(problem.sheet, problem.row, problem.column, code)
        else:
            copy.mend(problem.sheet, problem.row, problem.column, self.cell.text(), everywhere=everywhere)
        self.corrected.emit()
