"""The columns of a register: what each is taken for, to be changed by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.transfer.working_copy import Column, WorkingCopy
from shelter_app.ui.pages.importing.words import SHEETS, field_word
from shelter_app.ui.widgets.parts import ComboBox, make_label, set_text


class ColumnsView(QScrollArea):
    """One line for each column; ``connected`` carries sheet, place and field."""

    connected = Signal(str, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_columns")
        self.setWidgetResizable(True)
        self.choices: dict[tuple[str, int], ComboBox] = {}

    def show_copy(self, copy: WorkingCopy) -> None:
        """Show the columns of every sheet."""
        whole = QWidget()
        whole.setProperty("part", "bare")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.choices = {}
        found = copy.columns()
        for sheet in dict.fromkeys(one.sheet for one in found):
            of_sheet = [one for one in found if one.sheet == sheet]
            title = make_label("heading", "import_sheet", wrap=True)
            set_text(title, _("{sheet}: {kind}").format(sheet=sheet, kind=_(SHEETS[of_sheet[0].kind])))
            column.addWidget(title)
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1)
            grid.setColumnStretch(2, 1)
            for row, one in enumerate(of_sheet):
                heading = make_label("body", "import_heading", wrap=True)
                set_text(heading, one.heading)
                grid.addWidget(heading, row, 0)
                grid.addWidget(self._choice(copy, one), row, 1)
            column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(whole)

    def _choice(self, copy: WorkingCopy, one: Column) -> ComboBox:
        made = ComboBox(f"import_column_{len(self.choices)}")
        made.addItem(field_word(""), "")
        for field in copy.fields(one.kind):
            made.addItem(field_word(field), field)
        made.setCurrentIndex(max(0, made.findData(one.field)))
        made.setAccessibleName(_("{column} contains").format(column=one.heading))
        made.activated.connect(lambda _at: self.connected.emit(one.sheet, one.at, made.currentData()))
        self.choices[(one.sheet, one.at)] = made
        return made
