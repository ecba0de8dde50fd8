"""A forgotten passphrase: the recovery sheet gives a director a new one, and a new sheet takes the old one's place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.ui.parts import Message, button, card, in_the_middle, label, say
from shelter_app.ui.recovery_sheet import RecoverySheet
from shelter_app.ui.taking_up import TakingUp
from shelter_app.ui.theme import look

CARD = 520


class Recovering(TakingUp):
    """Asks a director for the key on the recovery sheet and a new passphrase."""

    PREFIX = "recover"

    def title_words(self) -> str:
        """Return the title of the card."""
        return _("A forgotten passphrase")

    def told_words(self) -> str:
        """Say whom the sheet is for: everybody else gets a new code faster."""
        return _(
            "A director can give you a new code in the settings: then choose “I have a code”. Only where no director "
            "can sign in, take the recovery sheet from the safe: it gives a director a new passphrase."
        )

    def code_words(self) -> str:
        """Return what the code is called."""
        return _("Key on the recovery sheet, six groups")

    def enter_words(self) -> str:
        """Return the words of the button that goes on."""
        return _("Go on to the new sheet")

    def missing_words(self) -> tuple[str, str]:
        """Return what is said where the name and where the code is missing."""
        return _("Type your name, as you sign in."), _("Type the key that is printed on the recovery sheet.")


@dataclass
class Secrets:
    """What is known between the two steps, and forgotten when they end: work under way may hold this a little longer."""

    account: str
    key: str
    passphrase: str
    new_key: str = ""

    def forget(self) -> None:
        """Let go of every secret."""
        self.key = self.passphrase = self.new_key = ""


class NewSheet(QWidget):
    """Has the new sheet printed before the old one is used up; ``confirmed`` says that it is on paper."""

    confirmed = Signal()
    left = Signal()
    WAITS = 15 * 60_000  # milliseconds for which nobody need be there

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setProperty("part", "signin")
        self.setObjectName("new_sheet_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = label("name", "new_sheet_title", wrap=True)
        self._told = label("muted", "new_sheet_told", wrap=True)
        self.sheet = RecoverySheet()
        self.sheet.key = key
        self.sheet.failed.connect(self._fail)
        self.sheet.entered.connect(self._confirm)
        self._error = Message("error", "new_sheet_error")
        self.enter = button("filled", "new_sheet_enter")
        self.enter.clicked.connect(self._confirm)
        self.back = button("lined", "new_sheet_back")
        self.back.clicked.connect(self.left)
        self._busy = QProgressBar()
        self._busy.setObjectName("new_sheet_busy")
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        self._card = card("new_sheet_card")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(8)
        for part in (
            self._name,
            self._told,
            self.sheet,
            self._error,
            self.enter,
            self.back,
            self._busy,
        ):
            column.addWidget(part)
        in_the_middle(self, self._card)
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.timeout.connect(self.left)
        self._alone.start(self.WAITS)
        self._size()
        self.retranslate()

    def section(self) -> str:
        """Return the manual's section that explains this."""
        return "signin"

    def _size(self) -> None:
        self._card.setFixedWidth(min(look.px(CARD), 920))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        say(self._name, _("A new recovery sheet"))
        say(
            self._told, _("Nothing has changed yet. With the last step the old sheet opens nothing any more.")
        )
        say(self.enter, _("Take the new passphrase and the new sheet"))
        say(self.back, _("Leave everything as it was"))
        self._busy.setAccessibleName(_("Opening the store"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_card"):
            self._size()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard where the work begins."""
        super().showEvent(event)
        self.sheet.print.setFocus()

    def open(self, under_way: bool = True) -> None:
        """Show that the new keys are being made, or no longer."""
        self._alone.stop() if under_way else self._alone.start(self.WAITS)
        self._busy.setVisible(under_way)
        for part in (self.sheet, self.enter, self.back):
            part.setEnabled(not under_way)

    def refuse(self, refused: Refused) -> None:
        """Say why it was refused; what was typed stays."""
        self.open(False)
        self._fail(refused.message)
        self.sheet.group.setFocus()

    def sentence(self) -> str:
        """Return the error that is shown."""
        return self._error.text()

    def _fail(self, sentence: str) -> None:
        self._error.say(sentence)

    def _confirm(self) -> None:
        try:
            self.sheet.need_group()
        except Refused as refused:
            self.refuse(refused)
            return
        self._error.say("")
        self.open()
        self.confirmed.emit()
