"""A forgotten passphrase: the recovery sheet gives a director a new one, and a new sheet takes the old one's place."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain.errors import MustWait, Refused
from shelter_app.i18n import _
from shelter_app.ui.signin.code_card import CodeCard
from shelter_app.ui.signin.entry_card import EntryCard
from shelter_app.ui.signin.recovery_sheet import RecoverySheet
from shelter_app.ui.widgets.parts import in_the_middle, make_button, make_label, set_text


class RecoveryCard(CodeCard):
    """Asks a director for the key on the recovery sheet and a new passphrase."""

    PREFIX = "recover"

    def title_words(self) -> str:
        """Return the title of the card."""
        return _("A forgotten passphrase")

    def told_words(self) -> str:
        """Say whom the sheet is for: everybody else gets a new code faster."""
        return _(
            "A director can give you a new code in Settings; then choose “I have a code”. Only "
            "if no director can sign in, take the recovery sheet from the safe: with it, a "
            "director sets a new passphrase."
        )

    def code_words(self) -> str:
        """Return what the code is called."""
        return _("Key on the recovery sheet, six groups")

    def enter_words(self) -> str:
        """Return the words of the button that goes on."""
        return _("Continue to the new sheet")

    def missing_words(self) -> tuple[str, str]:
        """Return what is said where the name and where the code is missing."""
        return _("Type your account name."), _("Type the key printed on the recovery sheet.")


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


class NewSheet(EntryCard):
    """Has the new sheet printed before the old one is used up; ``confirmed`` says that it is on paper."""

    confirmed = Signal()
    left = Signal()
    WIDTH = 520
    WAITS = 15 * 60_000  # milliseconds for which nobody need be there

    def __init__(self, key: str) -> None:
        super().__init__("new_sheet")
        self._name = make_label("name", "new_sheet_title", wrap=True)
        self._explanation = make_label("muted", "new_sheet_told", wrap=True)
        self.sheet = RecoverySheet()
        self.sheet.key = key
        self.sheet.failed.connect(self.tell_error)
        self.sheet.entered.connect(self._confirm)
        self.enter = make_button("filled", "new_sheet_enter")
        self.enter.clicked.connect(self._confirm)
        self.back = make_button("lined", "new_sheet_back")
        self.back.clicked.connect(self.left)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(8)
        for part in (self._name, self._explanation, self.sheet, self.error, self.enter, self.back, self.busy):
            column.addWidget(part)
        in_the_middle(self, self.card)
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.timeout.connect(self.left)
        self._alone.start(self.WAITS)
        self.fit_width()
        self.retranslate()

    def at_rest(self) -> tuple[QWidget, ...]:
        """Return the parts that wait while the new keys are being made."""
        return self.sheet, self.enter, self.back

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._name, _("A new recovery sheet"))
        set_text(
            self._explanation,
            _("Nothing has changed yet. After the last step the old sheet no longer works."),
        )
        set_text(self.enter, _("Apply the new passphrase and the new sheet"))
        set_text(self.back, _("Leave everything as it was"))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard where the work begins."""
        super().showEvent(event)
        self.sheet.print.setFocus()

    def open(self, under_way: bool = True) -> None:
        """Show that the new keys are being made, or no longer."""
        self._alone.stop() if under_way else self._alone.start(self.WAITS)
        super().open(under_way)

    def refuse(self, refused: Refused) -> None:
        """Say why it was refused; what was typed stays."""
        self.open(False)
        self.tell_error(refused.message)
        self.wait(refused.seconds if isinstance(refused, MustWait) else 0)
        self.sheet.group.setFocus()

    def _confirm(self) -> None:
        if self.waits():
            return
        try:
            self.sheet.need_group()
        except Refused as refused:
            self.refuse(refused)
            return
        self.error.show_text("")
        self.open()
        self.confirmed.emit()
