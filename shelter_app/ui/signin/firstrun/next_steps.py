"""Where a new register leads on: its house's data, rooms, colleagues, the old register."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.i18n import N_, _
from shelter_app.ui.widgets.parts import make_button, set_text

# Each by its name: its icon, what it says, the page, the part of the page.
STEPS = {
    "house": (
        "house",
        N_("Fill in the shelter's data: licence, emergency numbers, letterhead"),
        "settings",
        "house",
    ),
    "rooms": ("bed-double", N_("See the rooms and add more"), "rooms", ""),
    "colleagues": ("users-round", N_("Add accounts for colleagues"), "settings", "accounts"),
    "register": ("inbox", N_("Import old records"), "importing", ""),
}


class NextSteps(QWidget):
    """A button for each; ``chosen`` carries the page and its part."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "bare")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.buttons = {}
        for name, (icon, _words, page, part) in STEPS.items():
            made = self.buttons[name] = make_button("lined", f"first_run_{name}", icon)
            made.clicked.connect(lambda _on=False, leads=(page, part): self.chosen.emit(*leads))
            column.addWidget(made)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for name, button in self.buttons.items():
            set_text(button, _(STEPS[name][1]))
