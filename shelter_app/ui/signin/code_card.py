"""A card that asks for a printed code and a passphrase of one's own: on the first sign-in, and after a lost one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from shelter_app.domain import passphrases
from shelter_app.domain.errors import MustWait, Refused
from shelter_app.i18n import _
from shelter_app.ui.icons.drawing import LARGE, dress
from shelter_app.ui.signin.entry_card import EntryCard
from shelter_app.ui.widgets.parts import OWN_DRAFT, in_the_middle, make_button, make_label, set_text
from shelter_app.ui.widgets.passphrase import Passphrase

CODE_SIGNS = 60  # a code as it is printed, and blanks that somebody types into it


class CodeCard(EntryCard):
    """Asks for the account, its code and the new passphrase; ``asked`` carries them, ``left`` goes back.

    A kind of it has a ``PREFIX`` for its parts' names, and says its own words.
    """

    PREFIX = ""
    WIDTH = 460  # six words are seen whole

    asked = Signal(str, str, str)
    left = Signal()

    def __init__(self, account: str) -> None:
        super().__init__(self.PREFIX)
        self._mark = QLabel()
        dress(self._mark, "key-round", "accent", LARGE + 4)
        self._name = make_label("name", f"{self.PREFIX}_title", wrap=True)
        self.account = QLineEdit(account)
        self.account.setObjectName(f"{self.PREFIX}_account")
        self.account.setMaxLength(100)
        self.code = QLineEdit()
        self.code.setObjectName(f"{self.PREFIX}_code")
        self.code.setMaxLength(CODE_SIGNS)
        self.passphrase, self.again = Passphrase(), Passphrase()
        self.passphrase.setObjectName(f"{self.PREFIX}_passphrase")
        self.again.setObjectName(f"{self.PREFIX}_again")
        for secret in (self.account, self.code):
            secret.setProperty(OWN_DRAFT, True)  # nothing of it is kept
        self.offer = make_button("lined", f"{self.PREFIX}_six_words", "refresh-cw")
        self.enter = make_button("filled", f"{self.PREFIX}_enter")
        self.back = make_button("lined", f"{self.PREFIX}_back")
        self._explanation = make_label("muted", f"{self.PREFIX}_told", wrap=True)
        self._labels = [make_label("note", f"{field.objectName()}_label") for field in self._fields()]
        for words, field in zip(self._labels, self._fields(), strict=True):
            words.setBuddy(field)
            field.returnPressed.connect(self._ask)
            field.textEdited.connect(self.forget_error)
        self.offer.clicked.connect(self._offer)
        self.enter.clicked.connect(self._ask)
        self.back.clicked.connect(self.left)
        self._lay_out()
        self.retranslate()

    def at_rest(self) -> tuple[QWidget, ...]:
        """Return the parts that wait while the code is being taken up."""
        return *self._fields(), self.offer, self.enter, self.back

    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.account, self.code, self.passphrase, self.again

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._name, 1)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._explanation)
        column.addSpacing(8)
        for words, field in zip(self._labels, self._fields(), strict=True):
            column.addWidget(words)
            column.addWidget(field)
            column.addSpacing(8)
        column.addWidget(self.offer)
        column.addWidget(self.error)
        column.addSpacing(4)
        column.addWidget(self.enter)
        column.addSpacing(4)
        column.addWidget(self.back)
        column.addWidget(self.busy)
        in_the_middle(self, self.card)
        self.fit_width()

    def title_words(self) -> str:
        """Return the title of the card."""
        raise NotImplementedError

    def told_words(self) -> str:
        """Return what stands above the fields, empty for nothing."""
        return ""

    def code_words(self) -> str:
        """Return what the code is called."""
        raise NotImplementedError

    def enter_words(self) -> str:
        """Return the words of the button that goes on."""
        raise NotImplementedError

    def missing_words(self) -> tuple[str, str]:
        """Return what is said where the name and where the code is missing."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._name, self.title_words())
        set_text(self._explanation, self.told_words())
        self._explanation.setVisible(bool(self._explanation.text()))
        for words, field, said in zip(
            self._labels,
            self._fields(),
            (
                _("Account"),
                self.code_words(),
                _("Passphrase: at least 14 characters, or six words"),
                _("Repeat the passphrase"),
            ),
            strict=True,
        ):
            set_text(words, said)
            field.setAccessibleName(said)
        self.passphrase.retranslate()
        self.again.retranslate()
        set_text(self.offer, _("Suggest six words"))
        set_text(self.enter, self.enter_words())
        set_text(self.back, _("Back to sign-in"))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard where something is missing."""
        super().showEvent(event)
        (self.code if self.account.text() else self.account).setFocus()

    def refuse(self, refused: Refused) -> None:
        """Say why it was refused; what was typed stays."""
        self.open(False)
        self.error.show_text(refused.message)
        self.wait(refused.seconds if isinstance(refused, MustWait) else 0)
        named = {"account": self.account, "name": self.account}
        named |= {"code": self.code, "recovery_key": self.code}
        named |= {"passphrase": self.passphrase, "again": self.again}
        next((named[name] for name in refused.fields if name in named), self.code).setFocus()

    def _offer(self) -> None:
        self.passphrase.setText(passphrases.phrase())
        self.passphrase.eye.setChecked(True)
        self.again.clear()
        self.again.setFocus()

    def _ask(self) -> None:
        if self.waits():
            return
        account, code, passphrase = self.account.text().strip(), self.code.text(), self.passphrase.text()
        no_name, no_code = self.missing_words()
        for missing, field, sentence in (
            (not account, self.account, no_name),
            (not code.strip(), self.code, no_code),
            (not passphrase, self.passphrase, _("Type your own passphrase, or use the six words.")),
            (
                passphrase != self.again.text(),
                self.again,
                _("The two passphrases do not match. Type both again."),
            ),
        ):
            if missing:
                self.error.show_text(sentence)
                field.setFocus()
                return
        self.error.show_text("")
        self.open()
        self.asked.emit(account, code, passphrase)
