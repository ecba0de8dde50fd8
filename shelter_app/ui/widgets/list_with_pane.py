"""A list with what belongs to its chosen row beside it, below it where the room is too narrow for both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Chip, Message, make_label, set_text

BESIDE = 960  # pixels at 100 % text: the width from which both stand beside each other
WIDGET_MAX = 16777215  # Qt's QWIDGETSIZE_MAX: no limit


class ListWithPane(QWidget):
    """Holds a list and its pane; ``width`` is the pane's, in steps of the 100 % design, while it stands beside.

    The list keeps its height whatever the pane shows.
    """

    def __init__(self, listed: QWidget, pane: QWidget, width: int) -> None:
        super().__init__()
        self._pane, self._width = pane, width
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(look.px(16))
        self._both.addWidget(listed, 1)
        self._both.addWidget(pane)
        self.setProperty("part", "bare")

    def stands_beside(self) -> bool:
        """Say whether there is room for both beside each other."""
        return self.width() >= look.px(BESIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the pane beside the list or below it."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_both"):
            self._place()

    def _place(self) -> None:
        ways = QBoxLayout.Direction
        beside = self.stands_beside()
        self._both.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._pane.setMinimumWidth(look.px(self._width) if beside else 0)
        self._pane.setMaximumWidth(look.px(self._width) if beside else WIDGET_MAX)


class DetailPane(QFrame):
    """A card about one row: title and chip, facts, more in ``column``, the acts in ``foot``, always in sight.

    ``message`` is for what refuses an act of the foot, and stands right above it.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName(name)
        self.title = make_label("heading", f"{name}_title", wrap=True)
        self.chip = Chip("plain", "", f"{name}_chip")
        self.message = Message("error", f"{name}_error")
        self._told: list[tuple[str, str]] = []
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        inner.setProperty("part", "bare")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(16, 12, 16, 8)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addLayout(self._facts)
        self._body = QScrollArea()
        self._body.setWidget(inner)
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(16, 8, 16, 12)
        self.foot.setSpacing(8)
        self.foot.addWidget(self.message)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self._body, 1)
        whole.addLayout(self.foot)

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show pairs of what and its words; a pair without words is left out."""
        told_now = [fact for fact in facts if fact[1]]
        if told_now == self._told:
            return
        self._told = told_now
        while (item := self._facts.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        for at, (name, words) in enumerate(told_now):
            called = make_label("muted", "fact_name")
            told = make_label("body", "fact", wrap=True)
            set_text(called, name)
            set_text(told, words, f"{name}: {words}")
            self._facts.addWidget(called, at, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(told, at, 1)
            called.show()
            told.show()
