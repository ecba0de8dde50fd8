"""Sign in: account, passphrase, language. Says nothing about what is in the store."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from shelter_app.i18n import _, ngettext
from shelter_app.ui.icons.drawing import LARGE, dress
from shelter_app.ui.languages import LanguageButton
from shelter_app.ui.lock import OWN_DRAFT
from shelter_app.ui.parts import Message, button, card, label, say
from shelter_app.ui.theme import look

CARD = 380
HEAD_PARTS = 2  # the name and the space below it stand above what is told


class Passphrase(QLineEdit):
    """The passphrase, hidden unless the person shows it; notices Caps Lock from what the keys bring."""

    caps_lock_seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("passphrase")
        self.setProperty("part", "passphrase")
        self.setProperty(OWN_DRAFT, True)  # never kept, not even while it is shown
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(256)
        self._caps: bool | None = None
        self.eye = button("eye", "show_passphrase")
        self.eye.setParent(self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        self._show(False)

    def retranslate(self) -> None:
        """Say the button's words in the language in force."""
        shown = self.eye.isChecked()
        say(self.eye, "", _("Hide the passphrase") if shown else _("Show the passphrase"))
        self.eye.setToolTip(self.eye.accessibleName())

    def hide_text(self) -> None:
        """Hide what is typed again."""
        self.eye.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the field's end."""
        super().resizeEvent(event)
        side = look.px(28)
        self.eye.setGeometry(self.width() - side - 4, (self.height() - side) // 2, side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice a letter that came as Caps Lock makes it."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock and self._caps is not None:
            self._notice(not self._caps)
        elif len(text) == 1 and text.lower() != text.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._notice(text.isupper() != shift)
        super().keyPressEvent(event)

    def _notice(self, caps: bool) -> None:
        self._caps = caps
        self.caps_lock_seen.emit(caps)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        dress(self.eye, "eye-off" if shown else "eye", "muted")
        self.retranslate()


class SignIn(QWidget):
    """The first thing that is painted; ``asked`` carries account and passphrase.

    ``code_wanted`` and ``sheet_wanted`` carry the account of who has a code, and of who forgot the passphrase.
    """

    asked = Signal(str, str)
    code_wanted = Signal(str)
    sheet_wanted = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, account: str = "", *, store_exists: bool = True) -> None:
        super().__init__()
        self.setProperty("part", "signin")
        self.setObjectName("sign_in")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._store_exists = store_exists
        self._left = 0
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._count_down)

        self._mark = QLabel()
        dress(self._mark, "book-open", "accent", LARGE + 4)
        self._name = label("name", "program_name")
        self._account_label = label("note", "account_label")
        self.account = QLineEdit(account)
        self.account.setObjectName("account")
        self.account.setMaxLength(100)
        self._passphrase_label = label("note", "passphrase_label")
        self.passphrase = Passphrase()
        self._caps = Message("caution", "caps_lock")
        self._error = Message("error", "sign_in_error")
        self.enter = button("filled", "enter")
        self._busy = QProgressBar()
        self._busy.setObjectName("opening")
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        self._empty: QLabel | None = None
        self._command: QLabel | None = None
        if not store_exists:
            self._empty = label("muted", "no_store", wrap=True)
            self._command = label("command", "no_store_command")
            self._command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._told: QLabel | None = None  # most sign-ins have nothing to tell
        self.code = button("small", "have_code")
        self.code.clicked.connect(lambda: self.code_wanted.emit(self.account.text().strip()))
        self.forgotten = button("small", "forgotten")
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
        self.passphrase.textEdited.connect(self._forget_error)
        for widget in (
            self._account_label,
            self.account,
            self._passphrase_label,
            self.passphrase,
            self.enter,
            self.code,
            self.forgotten,
        ):
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
        self._card = card("sign_in_card")
        column = QVBoxLayout(self._card)
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
        column.addWidget(self._error)
        column.addSpacing(4)
        column.addWidget(self.enter)
        column.addWidget(self._busy)
        column.addSpacing(4)
        column.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 24, 24, 24)
        across.addStretch(1)
        across.addWidget(self._card, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        self._size()

    def _size(self) -> None:
        self._card.setFixedWidth(look.px(CARD))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        say(self._name, _("Register"))
        say(self._account_label, _("Account"))
        self.account.setAccessibleName(_("Account"))
        say(self._passphrase_label, _("Passphrase"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.passphrase.retranslate()
        if self._caps.text():
            self._warn(True)
        say(self.enter, _("Sign in"))
        say(self.code, _("I have a code"), "", _("For the first sign-in, with the code from a director"))
        say(self.forgotten, _("Forgotten passphrase"))
        self._busy.setAccessibleName(_("Opening the store"))
        if self._empty is not None and self._command is not None:
            say(
                self._empty,
                _(
                    "There is no store in this folder yet. Make one for your shelter, or one of fictional people:"
                ),
            )
            say(self._command, "shelter-app init\nshelter-app demo")
        if self._left:
            self._say_wait()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_card"):
            self._size()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard where something is missing."""
        super().showEvent(event)
        (self.passphrase if self.account.text() else self.account).setFocus()

    def refuse(self, sentence: str, wait: int = 0) -> None:
        """Say why it was refused; the account stays, the passphrase goes; count the seconds to ``wait``."""
        self.open(False)
        self.passphrase.clear()
        self.passphrase.hide_text()
        self._error.say(sentence)
        self._left = wait
        if wait:
            self._tick.start()
            self._say_wait()
        self.passphrase.setFocus()

    def open(self, under_way: bool = True) -> None:
        """Show that the store is being opened, or no longer."""
        self._busy.setVisible(under_way)
        for widget in (self.account, self.passphrase, self.enter, self.code, self.forgotten):
            widget.setEnabled(not under_way)

    def tell(self, sentence: str) -> None:
        """Say something above the fields that is no error."""
        if self._told is None:
            self._told = label("note", "sign_in_told", wrap=True)
            self._column.insertWidget(HEAD_PARTS, self._told)
        say(self._told, sentence)

    def told(self) -> str:
        """Return what is said above the fields, empty for nothing."""
        return self._told.text() if self._told is not None else ""

    def sentence(self) -> str:
        """Return the error that is shown."""
        return self._error.text()

    def _warn(self, caps: bool) -> None:
        self._caps.say(_("Caps Lock is on.") if caps else "")

    def _forget_error(self) -> None:
        if not self._left:
            self._error.say("")

    def _say_wait(self) -> None:
        self.enter.setEnabled(not self._left)
        self._error.say(
            ngettext(
                "Too many wrong passphrases. Wait {seconds} second, then try again.",
                "Too many wrong passphrases. Wait {seconds} seconds, then try again.",
                self._left,
            ).format(seconds=self._left)
            if self._left
            else ""
        )

    def _count_down(self) -> None:
        self._left = max(0, self._left - 1)
        if not self._left:
            self._tick.stop()
        self._say_wait()

    def _go_on(self) -> None:
        if self.account.text().strip():
            self.passphrase.setFocus()

    def _ask(self) -> None:
        if self._left or not self.enter.isEnabled():
            return
        if not self.account.text().strip():
            self._error.say(_("Type the name of your account."))
            self.account.setFocus()
        elif not self.passphrase.text():
            self._error.say(_("Type your passphrase."))
            self.passphrase.setFocus()
        else:
            self._error.say("")
            self.asked.emit(self.account.text().strip(), self.passphrase.text())
