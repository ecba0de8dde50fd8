"""The parts of a page as underlined words in a row over a line; what has no room goes on in the next row."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import make_button


class TabRow(QFrame):
    """Holds tabs, made by ``make_tab``, in their order."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setProperty("part", "tabs")
        self.setObjectName(name)
        self._flow = Flow(4)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, tab: QPushButton) -> None:
        """Put a tab at the end."""
        self._flow.add(tab)


def make_tab(name: str) -> QPushButton:
    """Return a tab: a word that is underlined while its part is shown."""
    made = make_button("tab", name)
    made.setCheckable(True)
    return made
