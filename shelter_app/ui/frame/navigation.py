"""Where one is: the list of pages at the left, and back and forward like a browser's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.ui.icons.drawing import LARGE, dress
from shelter_app.ui.page import Page
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text, without_mnemonic

WIDE = 192
NARROW = 56
FOLDS_BELOW = 1000


@dataclass(frozen=True)
class Location:
    """A page and how it was left."""

    page: str
    state: dict[str, Any] = field(default_factory=dict)


class History:
    """The places one has been to, and where one stands among them."""

    def __init__(self) -> None:
        self._places: list[Location] = []
        self._at = -1

    def go(self, place: Location) -> None:
        """Go to a new place; what was ahead is forgotten."""
        self._places[self._at + 1 :] = [place]
        self._at += 1

    def leave(self, state: dict[str, Any]) -> None:
        """Remember how the place where one stands is left."""
        if self._at >= 0:
            self._places[self._at] = Location(self._places[self._at].page, state)

    def step(self, by: int) -> Location | None:
        """Go back (-1) or forward (1); None where there is nothing."""
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self._places[self._at]

    def here(self) -> Location | None:
        """Return the place where one stands."""
        return self._places[self._at] if self._at >= 0 else None


class Navigation(QFrame):
    """The pages with icon and word; icons only where the window is narrow or the text large."""

    wanted = Signal(str)

    def __init__(self, pages: list[type[Page]]) -> None:
        super().__init__()
        self.setProperty("part", "side")
        self.setObjectName("navigation")
        self._folded = False
        self._mark = QLabel()
        dress(self._mark, "book-open", "accent", LARGE)
        self._brand = make_label("brand", "brand")
        brand = QHBoxLayout()
        brand.setContentsMargins(8, 0, 0, 0)
        brand.setSpacing(8)
        brand.addWidget(self._mark)
        brand.addWidget(self._brand, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 15, 8, 8)
        column.setSpacing(4)
        column.addLayout(brand)
        column.addSpacing(16)
        self._buttons: dict[str, QPushButton] = {}
        self.pages = QWidget()
        self.pages.setObjectName("navigation_pages")
        below = QVBoxLayout(self.pages)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        column.addWidget(self.pages)
        self._here = ""
        self._icons = {page.NAME: page.ICON for page in pages}
        self._words = {page.NAME: page.word for page in pages}
        for number, page in enumerate(pages, 1):
            made = make_button("nav", f"go_{page.NAME}")
            made.setShortcut(f"Ctrl+{number}")
            without_mnemonic(made)
            dress(made, page.ICON, "text", LARGE)
            made.clicked.connect(lambda _checked=False, name=page.NAME: self.wanted.emit(name))
            self._buttons[page.NAME] = made
            below.addWidget(made)
        column.addStretch(1)
        self.retranslate()

    def mark(self, name: str) -> None:
        """Show which page one is on."""
        self._here = name
        for page, made in self._buttons.items():
            here = page == name
            made.setProperty("here", "true" if here else "false")
            made.setAccessibleDescription(_("This page is open.") if here else "")
            dress(made, self._icons[page], "accent" if here else "text", LARGE)
            made.style().unpolish(made)
            made.style().polish(made)

    def fold(self, window_width: int) -> None:
        """Fold to icons where the words would leave the page too little room."""
        self._folded = window_width / look.px(100) * 100 < FOLDS_BELOW
        self.setFixedWidth(look.px(NARROW if self._folded else WIDE))
        self._brand.setVisible(not self._folded)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the pages' words."""
        set_text(self._brand, _("Register"))
        self.setAccessibleName(_("Pages"))
        for name, made in self._buttons.items():
            word = self._words[name]()
            shortcut = made.shortcut()
            tip = _("{page} ({keys})").format(page=word, keys=shortcut.toString())
            set_text(made, "" if self._folded else f"   {word}", word, tip)
            made.setShortcut(shortcut)
        if self._here:
            self.mark(self._here)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
