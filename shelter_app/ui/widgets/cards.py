"""Cards of an overview: a frame with lines of text, one under the other."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from shelter_app.ui.widgets.parts import make_label, set_text


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


def write_line(column: QVBoxLayout, part: str, words: str) -> None:
    """Add a line of text to a column, written as a part of the look."""
    made = make_label(part, "overview_line", wrap=True)
    set_text(made, words)
    column.addWidget(made)
