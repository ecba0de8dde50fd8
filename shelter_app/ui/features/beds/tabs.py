"""The pages of the beds side by side, each a button away from the others."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton

from shelter_app.i18n import N_, _
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import set_text, without_mnemonic
from shelter_app.ui.widgets.tabs import TabRow, make_tab

PAGES = {
    "beds": N_("Board"),
    "tape": N_("Calendar"),
    "rollcall": N_("Roll call"),
    "waiting": N_("Waiting list"),
    "finding": N_("Find a bed"),
    "held": N_("Reservations"),
    "census": N_("Census"),
    "occupancy": N_("Occupancy"),
    "rooms": N_("Rooms"),
}
KEYS = {"finding": "Ctrl+B"}
FIRST = 4  # what one comes here for at night; the rest is in the menu


class BedTabs(TabRow):
    """One tab a page; the one that is shown is marked."""

    wanted = Signal(str)

    def __init__(self, here: str) -> None:
        super().__init__("bed_tabs", most=FIRST)
        self._here = here
        self._buttons: dict[str, QPushButton] = {}
        for name in PAGES:
            made = make_tab(f"tab_{name}")
            made.setChecked(name == here)
            made.clicked.connect(lambda _on=False, name=name: self._want(name))
            if name == here:
                without_mnemonic(made)  # it leads nowhere, and the calendar has more words than letters
            self.add(made)
            self._buttons[name] = made
        self.retranslate()

    def offer_pages(self, pages: Collection[str]) -> None:
        """Show the tabs of these pages only: those that the roles see."""
        for name, made in self._buttons.items():
            self.offer(made, name in pages)

    def leads_to(self, page: str) -> bool:
        """Say whether a page of this name is one that the roles see."""
        return self._buttons[page] in self.offered()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.setAccessibleName(_("Tabs of the Beds page"))
        for name, made in self._buttons.items():
            words = _(PAGES[name])
            keys = KEYS.get(name)
            set_text(
                made, words, "", "" if keys is None else _("{page} ({keys})").format(page=words, keys=keys)
            )
        fit_filter_buttons(*self._buttons.values())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_buttons"):
            fit_filter_buttons(*self._buttons.values())
        super().changeEvent(event)

    def _want(self, name: str) -> None:
        for other, made in self._buttons.items():
            made.setChecked(other == self._here)
        if name != self._here:
            self.wanted.emit(name)
