"""Rows of which one is chosen, each with its reason, and the step that holds them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from shelter_app.ui.features.stays.arrival import Choice
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Chip, make_label, set_text, without_mnemonic

NUMBER = 24  # width of a step's number


class Step(QWidget):
    """A numbered step: its title, a word to the right of it, and what is asked."""

    def __init__(self, number: int, name: str, title: str) -> None:
        super().__init__()
        sign = make_label("heading", f"{name}_number")
        sign.setProperty("part", "step")
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sign.setFixedSize(look.px(NUMBER), look.px(NUMBER))
        set_text(sign, str(number))
        self.title = make_label("heading", f"{name}_title")
        set_text(self.title, title)
        self.beside = make_label("note", f"{name}_beside", wrap=True)
        self.beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.beside, 1)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addLayout(self.head)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(self.column, 1)


class _Row(QWidget):
    """One row: its button, its reason, its sign; a click anywhere chooses it."""

    def __init__(self, choice: Choice, name: str) -> None:
        super().__init__()
        self.choice = choice
        self.button = QRadioButton(choice.words.replace("&", "&&"))
        self.button.setObjectName(f"{name}_{choice.key}")
        without_mnemonic(self.button)
        beside = make_label("note", f"{name}_beside", wrap=True)
        set_text(beside, choice.beside)
        told = [choice.words, choice.beside, choice.sign[2] if choice.sign else ""]
        self.button.setAccessibleName(", ".join(part for part in told if part))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.button)
        across.addWidget(beside, 1)
        if choice.sign is not None:
            chip = Chip(choice.sign[0], choice.sign[1], f"{name}_sign")
            set_text(chip, choice.sign[2])
            across.addWidget(chip)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self.button.click()
        event.accept()


class ChoiceRows(QWidget):
    """The rows; ``chosen`` tells of the key that somebody chose, not of what begins as chosen.

    Tab reaches them after another part, ``after``: they come later than what stands below them.
    """

    chosen = Signal(str)

    def __init__(self, name: str, words: str, after: QWidget) -> None:
        super().__init__()
        self._name, self._after = name, after
        self.setObjectName(name)
        self.setAccessibleName(words)
        self._group = QButtonGroup(self)
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def key(self) -> str:
        """Return the key of the chosen row, empty for none."""
        return next((row.choice.key for row in self._rows if row.button.isChecked()), "")

    def keys(self) -> list[str]:
        """Return the keys that are offered."""
        return [row.choice.key for row in self._rows]

    def words(self) -> str:
        """Return the words of the chosen row."""
        return next((row.choice.words for row in self._rows if row.button.isChecked()), "")

    def show_rows(self, choices: Sequence[Choice], key: str) -> None:
        """Show these rows with one of them chosen; the keyboard stays on the row that it was on."""
        if [row.choice for row in self._rows] != list(choices):
            held = next((row.choice.key for row in self._rows if row.button.hasFocus()), None)
            self._fill(choices)
            for row in self._rows:
                if held is not None and row.choice.key == held:
                    row.button.setFocus()
        self.choose(key)

    def choose(self, key: str) -> None:
        """Let a row be the chosen one."""
        for row in self._rows:
            row.button.setChecked(row.choice.key == key)

    def press(self, key: str) -> None:
        """Choose a row as a person does."""
        next(row for row in self._rows if row.choice.key == key).button.click()

    def _fill(self, choices: Sequence[Choice]) -> None:
        for old in self._rows:
            self._group.removeButton(old.button)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [_Row(choice, self._name) for choice in choices]
        before = self._after
        for row in self._rows:
            self._group.addButton(row.button)
            row.button.clicked.connect(lambda _on=False, key=row.choice.key: self.chosen.emit(key))
            self._column.addWidget(row)
            QWidget.setTabOrder(before, row.button)
            before = row.button
