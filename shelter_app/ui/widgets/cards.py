"""Cards: a frame with a heading and lines of text, or with facts, each a label and what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import make_button, make_label, set_text

LABEL_WIDTH = 140
STACKS_FROM = 150  # per cent of text from which a label stands above what it says


class Card(QFrame):
    """A card; ``write`` adds a line to it, ``column`` takes what is more than a line."""

    def __init__(self, name: str, heading: str = "") -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(6)
        if heading:
            self.write("heading", heading)

    def write(self, part: str, words: str) -> None:
        """Add a line, written as a part of the look (heading, body, note, muted)."""
        write_line(self.column, part, words)


class Facts(QWidget):
    """Labels with what each says, one under the other."""

    def __init__(self, name: str, part: str = "body") -> None:
        super().__init__()
        self.setObjectName(name)
        self._part = part
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[QLabel] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these instead of those before."""
        for label in self._shown:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._shown = []
        stacked = look.percent() >= STACKS_FROM
        self._grid.setColumnMinimumWidth(0, 0 if stacked else look.px(LABEL_WIDTH))
        for at, (word, value) in enumerate(facts):
            name, told = (
                make_label("muted", "fact_name", wrap=True),
                make_label(self._part, "fact", wrap=True),
            )
            set_text(name, word)
            set_text(told, value, f"{word}: {value}")
            if stacked:
                self._grid.addWidget(name, 2 * at, 0, 1, 2)
                self._grid.addWidget(told, 2 * at + 1, 0, 1, 2)
            else:
                self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(told, at, 1, Qt.AlignmentFlag.AlignTop)
            self._shown += [name, told]

    def facts(self) -> list[tuple[str, str]]:
        """Return what is shown: each label with what it says."""
        said = [label.text() for label in self._shown]
        return list(zip(said[::2], said[1::2], strict=True))


class FactsCard(Card):
    """A card of facts with its heading above and what is done about it at its foot."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.column.setSpacing(8)
        self.title = make_label("heading", f"{name}_title", wrap=True)
        self.facts = Facts(f"{name}_facts")
        self.column.addWidget(self.title)
        self.column.addWidget(self.facts)
        self.foot = Flow(8)
        self.column.addLayout(self.foot)

    def offer(self, name: str, icon: str, do: Callable[[], None]) -> QPushButton:
        """Put a button at the foot and return it."""
        made = make_button("lined", name, icon)
        made.clicked.connect(lambda _on=False: do())
        self.foot.add(made)
        return made


def write_line(column: QVBoxLayout, part: str, words: str) -> None:
    """Add a line of text to a column, written as a part of the look."""
    made = make_label(part, "overview_line", wrap=True)
    set_text(made, words)
    column.addWidget(made)
