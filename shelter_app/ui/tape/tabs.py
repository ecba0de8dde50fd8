"""The pages of the beds side by side: board, calendar, roll call, census, waiting list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shelter_app.i18n import N_, _
from shelter_app.ui.parts import button, say

PAGES = {
    "beds": N_("Board"),
    "tape": N_("Bed days"),
    "rollcall": N_("Roll call"),
    "census": N_("Census"),
    "waiting": N_("Waiting list"),
}


class BedTabs(QWidget):
    """One button a page; the one that is shown is marked."""

    wanted = Signal(str)

    def __init__(self, here: str) -> None:
        super().__init__()
        self.setObjectName("bed_tabs")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._buttons = {}
        for name in PAGES:
            made = button("filter", f"tab_{name}")
            made.setCheckable(True)
            made.setChecked(name == here)
            made.clicked.connect(lambda _on=False, name=name: self._want(name))
            row.addWidget(made)
            self._buttons[name] = made
        self._here = here
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.setAccessibleName(_("Pages of the beds"))
        for name, made in self._buttons.items():
            say(made, _(PAGES[name]))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _want(self, name: str) -> None:
        for other, made in self._buttons.items():
            made.setChecked(other == self._here)
        if name != self._here:
            self.wanted.emit(name)
