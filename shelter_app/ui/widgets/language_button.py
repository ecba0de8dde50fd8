"""The language switch: a button with a menu; the change is seen at once, everywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QActionGroup

from shelter_app.i18n import LANGUAGES, _, language
from shelter_app.ui.widgets.parts import Menu, MenuButton, set_text

NAMES = {"ro": "Română", "en": "English"}


class LanguageButton(MenuButton):
    """Shows the language in force, as a word (``long``) or two letters, and offers the others."""

    chosen = Signal(str)

    def __init__(self, part: str, name: str, *, long: bool = False) -> None:
        super().__init__(part, name)
        self._long = long
        menu = Menu(self, f"{name}_menu")
        self._group = QActionGroup(self)
        for code in LANGUAGES:
            action = menu.addAction(NAMES[code])
            action.setObjectName(f"{name}_{code}")
            action.setCheckable(True)
            action.setData(code)
            self._group.addAction(action)
        self._group.triggered.connect(lambda action: self.chosen.emit(action.data()))
        self.setMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the language in force."""
        code = language()
        words = _("Language: {name}").format(name=NAMES[code])
        set_text(self, NAMES[code] if self._long else code.upper(), words, words)
        for action in self._group.actions():
            action.setChecked(action.data() == code)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_group"):
            self.retranslate()
        super().changeEvent(event)
