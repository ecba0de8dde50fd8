"""Sign in: account, passphrase, language. Says nothing about what is in the store."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.ui.icons.drawing import LARGE, dress
from shelter_app.ui.signin.entry_card import EntryCard
from shelter_app.ui.widgets.language_button import LanguageButton
from shelter_app.ui.widgets.parts import Message, make_button, make_label, set_text
from shelter_app.ui.widgets.passphrase import Passphrase

HEAD_PARTS = 2  # the name and the space below it stand above what is told


class SignIn(EntryCard):
    """The first thing that is painted; ``asked`` carries account and passphrase.

    ``code_wanted`` and ``sheet_wanted`` carry the account of who has a code, and of who forgot the passphrase.
    """

    WIDTH = 380

    asked = Signal(str, str)
    code_wanted = Signal(str)
    sheet_wanted = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, account: str = "", *, store_exists: bool = True) -> None:
        super().__init__("sign_in", "sign_in")
        self._store_exists = store_exists
        self._mark = QLabel()
        dress(self._mark, "book-open", "accent", LARGE + 4)
        self._name = make_label("name", "program_name")
        self._account_label = make_label("note", "account_label")
        self.account = QLineEdit(account)
        self.account.setObjectName("account")
        self.account.setMaxLength(100)
        self._passphrase_label = make_label("note", "passphrase_label")
        self.passphrase = Passphrase()
        self._caps = Message("caution", "caps_lock")
        self.enter = make_button("filled", "enter")
        self._empty: QLabel | None = None
        self._command: QLabel | None = None
        if not store_exists:
            self._empty = make_label("muted", "no_store", wrap=True)
            self._command = make_label("command", "no_store_command")
            self._command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notice: QLabel | None = None  # most sign-ins have nothing to tell
        self.code = make_button("small", "have_code")
        self.code.clicked.connect(lambda: self.code_wanted.emit(self.account.text().strip()))
        self.forgotten = make_button("small", "forgotten")
        self.forgotten.clicked.connect(lambda: self.sheet_wanted.emit(self.account.text().strip()))
        self.language = LanguageButton("small", "language", long=True)
        self.language.chosen.connect(self.language_chosen)

        self._account_label.setBuddy(self.account)
        self._passphrase_label.setBuddy(self.passphrase)
        self._lay_out()
        self.account.returnPressed.connect(self._go_on)
        self.passphrase.returnPressed.connect(self._ask)
        self.enter.clicked.connect(self._ask)
        self.passphrase.caps_lock_seen.connect(self._warn)
        self.passphrase.textEdited.connect(self.forget_error)
        for widget in (self._account_label, self._passphrase_label, *self.at_rest()):
            widget.setVisible(store_exists)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._name, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.code)
        foot.addWidget(self.forgotten)
        foot.addStretch(1)
        foot.addWidget(self.language)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(4)
        column.addLayout(head)
        column.addSpacing(8)
        self._column = column
        for label_, field in (
            (self._account_label, self.account),
            (self._passphrase_label, self.passphrase),
        ):
            column.addWidget(label_)
            column.addWidget(field)
            column.addSpacing(8)
        if self._empty is not None and self._command is not None:
            column.addWidget(self._empty)
            column.addWidget(self._command)
        column.addWidget(self._caps)
        column.addWidget(self.error)
        column.addSpacing(4)
        column.addWidget(self.enter)
        column.addWidget(self.busy)
        column.addSpacing(4)
        column.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 24, 24, 24)
        across.addStretch(1)
        across.addWidget(self.card, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        self.fit_width()

    def at_rest(self) -> tuple[QWidget, ...]:
        """Return the parts that wait while the store is being opened."""
        return self.account, self.passphrase, self.enter, self.code, self.forgotten

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._name, _("Register"))
        set_text(self._account_label, _("Account"))
        self.account.setAccessibleName(_("Account"))
        set_text(self._passphrase_label, _("Passphrase"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.passphrase.retranslate()
        if self._caps.text():
            self._warn(True)
        set_text(self.enter, _("Sign in"))
        set_text(self.code, _("I have a code"), "", _("For the first sign-in, with the code from a director"))
        set_text(self.forgotten, _("Forgotten passphrase"))
        if self._empty is not None and self._command is not None:
            set_text(
                self._empty,
                _(
                    "There is no register in this folder yet. Create one for your shelter, or a "
                    "demonstration one with fictional people:"
                ),
            )
            set_text(self._command, "shelter-app init\nshelter-app demo")

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard where something is missing."""
        super().showEvent(event)
        (self.passphrase if self.account.text() else self.account).setFocus()

    def refuse(self, sentence: str, wait: int = 0) -> None:
        """Say why it was refused; the account stays, the passphrase goes; count the seconds to ``wait``."""
        self.open(False)
        self.passphrase.clear()
        self.passphrase.hide_text()
        self.error.show_text(sentence)
        self.wait(wait)
        self.passphrase.setFocus()

    def set_note(self, sentence: str) -> None:
        """Say something above the fields that is no error."""
        if self._notice is None:
            self._notice = make_label("note", "sign_in_told", wrap=True)
            self._column.insertWidget(HEAD_PARTS, self._notice)
        set_text(self._notice, sentence)

    def note(self) -> str:
        """Return what is said above the fields, empty for nothing."""
        return self._notice.text() if self._notice is not None else ""

    def _warn(self, caps: bool) -> None:
        self._caps.show_text(_("Caps Lock is on.") if caps else "")

    def _go_on(self) -> None:
        if self.account.text().strip():
            self.passphrase.setFocus()

    def _ask(self) -> None:
        if self.waits():
            return
        if not self.account.text().strip():
            self.error.show_text(_("Type the name of your account."))
            self.account.setFocus()
        elif not self.passphrase.text():
            self.error.show_text(_("Type your passphrase."))
            self.passphrase.setFocus()
        else:
            self.error.show_text("")
            self.asked.emit(self.account.text().strip(), self.passphrase.text())
