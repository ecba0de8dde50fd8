"""The bar above the pages: shelter, search, language, who is signed in, lock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from shelter_app.i18n import _
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.theme import look
from shelter_app.ui.theme.look import SCALES, SYSTEM
from shelter_app.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT
from shelter_app.ui.widgets.language_button import LanguageButton
from shelter_app.ui.widgets.mnemonics import escaped
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_button, make_label, set_text, without_mnemonic

WORDS_FROM = 900
KEYS_FROM = 1100


class TopBar(QFrame):
    """Signals are what the person asked for; ``search_asked`` opens the palette."""

    shelter_chosen = Signal(str)
    search_asked = Signal()
    tour_asked = Signal()
    thing_wanted = Signal(str, str)
    lock_asked = Signal()

    def __init__(self, shell: MainWindow, shelters: list[tuple[str, str]]) -> None:
        super().__init__()
        self._shell = shell
        self._who = ""
        self.setProperty("part", "top")
        self.setObjectName("top_bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.shelter = MenuButton("lined", "shelter", "house")
        self._shelters = Menu(self.shelter, "shelter_menu")
        self._names: dict[str, str] = {}
        self._chosen = ""
        self._shelter_group = QActionGroup(self)
        self._shelter_group.triggered.connect(self._choose_shelter)
        self.shelter.setMenu(self._shelters)
        self.search = make_button("search", "search", "search", "muted")
        self.search.clicked.connect(self.search_asked)
        self.search.installEventFilter(self)
        self._keys = make_label("note", "search_keys")
        self._keys.setParent(self.search)
        self._keys.setText("Ctrl+K")
        self.language = LanguageButton("bare", "language")
        self.language.chosen.connect(shell.choose_language)
        self.who = MenuButton("bare", "who", "circle-user-round")
        self.lock = make_button("lined", "lock", "lock")
        self.lock.clicked.connect(self.lock_asked)
        QShortcut(QKeySequence("Ctrl+K"), self, self.search_asked.emit)
        self._make_appearance()
        without_mnemonic(self.shelter, self.who, self.search, self.lock)  # names, or keys of their own
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.shelter)
        row.addWidget(self.search, 5)
        row.addStretch(1)
        row.addWidget(self.language)
        row.addWidget(self.who)
        row.addWidget(self.lock)
        self._offer(shelters)
        self.retranslate()

    def offer_shelters(self, shelters: Sequence[tuple[str, str]]) -> None:
        """Offer these shelters, by code and name, from now on; the chosen one stays chosen."""
        self._offer(shelters)
        self.retranslate()

    def _offer(self, shelters: Sequence[tuple[str, str]]) -> None:
        before = self._shelter_group.checkedAction()
        code_before = before.data() if before is not None else None
        self._shelters.clear()
        self._names = dict(shelters)
        for code, name in shelters:
            action = self._shelters.addAction(escaped(name))
            action.setCheckable(True)
            action.setData(code)
            self._shelter_group.addAction(action)
        actions = self._shelters.actions()
        chosen = next((one for one in actions if one.data() == code_before), actions[0] if actions else None)
        if chosen is not None:
            chosen.setChecked(True)
            self._chosen = self._names[chosen.data()]
        self.shelter.setVisible(bool(shelters))

    def _make_appearance(self) -> None:
        self._menu = Menu(self.who, "who_menu")
        self._looks = QActionGroup(self)
        self._sizes = QActionGroup(self)
        for name in (SYSTEM, LIGHT, DARK, HIGH_CONTRAST):
            action = self._menu.addAction("")
            action.setObjectName(f"look_{name}")
            action.setCheckable(True)
            action.setData(name)
            action.setChecked(self._shell.choices.look == name)
            self._looks.addAction(action)
        self._menu.addSeparator()
        for percent in SCALES:
            action = self._menu.addAction("")
            action.setObjectName(f"text_{percent}")
            action.setCheckable(True)
            action.setData(percent)
            action.setChecked(self._shell.choices.percent == percent)
            self._sizes.addAction(action)
        self._menu.addSeparator()
        self._passphrase = self._menu.addAction("", lambda: self.thing_wanted.emit("settings", "own"))
        self._passphrase.setObjectName("own_passphrase")
        self._tour = self._menu.addAction("", self.tour_asked.emit)
        self._tour.setObjectName("show_tour")
        self._looks.triggered.connect(lambda action: self._shell.choose_look(action.data()))
        self._sizes.triggered.connect(lambda action: self._shell.choose_percent(action.data()))
        self.who.setMenu(self._menu)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.shelter, self._chosen, _("Shelter: {name}").format(name=self._chosen))
        find = _("Find a resident, a page, an action")
        set_text(self.search, self._find_words(), find, _("{page} ({keys})").format(page=find, keys="Ctrl+K"))
        words = {
            SYSTEM: _("Theme: as on the computer"),
            LIGHT: _("Theme: light"),
            DARK: _("Theme: dark"),
            HIGH_CONTRAST: _("Theme: high contrast"),
        }
        for action in self._looks.actions():
            action.setText(words[action.data()])
        for action in self._sizes.actions():
            action.setText(_("Text size: {percent} %").format(percent=action.data()))
        self._passphrase.setText(_("Change my passphrase…"))
        self._tour.setText(_("Show the first steps"))
        self.fold(self.window().width())

    def set_user(self, who: str) -> None:
        """Show who is signed in, in the language in force."""
        self._who = who
        self.retranslate()

    def fold(self, window_width: int) -> None:
        """Leave out words where the window is narrow or the text large."""
        room = window_width * 100 / look.px(100)
        self._keys.setVisible(room > KEYS_FROM)
        self.search.setText(f" {self._find_words()}")
        signed_in = _("Account: {name}. Theme").format(name=self._who)
        set_text(self.lock, _("Lock") if room > WORDS_FROM else "", _("Lock"), _("Lock the window (Ctrl+L)"))
        set_text(self.who, self._who if room > WORDS_FROM else "", signed_in, signed_in)
        self._place_search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep words and keys inside the search field: it gives way when the words beside it grow."""
        if watched is self.search and event.type() == QEvent.Type.Resize:
            self.search.setText(f" {self._find_words()}")
            self._place_search()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return the bar's height of the design; where the text is large, only what its parts need."""
        least = super().sizeHint()
        return QSize(least.width(), max(look.px(48) if look.percent() <= 150 else 0, least.height()))

    def _find_words(self) -> str:
        """Return what the width has room for; the whole is spoken and shown as a tip."""
        whole = _("Find a resident, a page, an action")
        taken = self.fontMetrics().horizontalAdvance(whole) + look.px(96)
        return whole if taken <= self.search.width() else _("Find")

    def _place_search(self) -> None:
        height = self.search.height()
        keys = self._keys.sizeHint()
        left = self.search.width() - keys.width() - look.px(10)
        self._keys.setGeometry(left, (height - keys.height()) // 2, keys.width(), keys.height())

    def _choose_shelter(self, action: object) -> None:
        chosen = self._shelter_group.checkedAction()
        self._chosen = self._names[chosen.data()]
        self.retranslate()
        self.shelter_chosen.emit(chosen.data())
