"""What the hand is about to do: told in a sentence, with a reason where one is needed; done only when said so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_text


@dataclass(frozen=True)
class Doing:
    """An act about to be done: its sentence, how it is made (of the reason), and what takes it back.

    ``make`` None is for what cannot be done: its sentence says why. ``name`` tells it from others that the same
    drag offers.
    """

    sentence: Callable[[], str]
    make: Callable[[str], Act[Any]] | None
    needs_reason: bool = False
    undo: Callable[[Any], Act[Any]] | None = None
    name: Callable[[], str] = str


class ConfirmationBar(QFrame):
    """Tells what would be done, lets choose for whom, asks for the reason."""

    agreed = Signal(object, str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName("hand")
        self._offered: tuple[Doing, ...] = ()
        self._told: Callable[[], str] = str
        self._stays = False
        self._words = make_label("body", "hand_words", wrap=True)
        self.whom = ComboBox("hand_whom")
        self.reason = QLineEdit()
        self.reason.setObjectName("hand_reason")
        self.go = make_button("filled", "hand_do")
        self.leave = make_button("lined", "hand_leave")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._words, 2)
        row.addWidget(self.whom)
        row.addWidget(self.reason, 1)
        for made in (self.go, self.leave):
            row.addWidget(made)
        self.whom.currentIndexChanged.connect(self._tell_chosen)
        self.go.clicked.connect(self._agree)
        self.reason.returnPressed.connect(self._agree)
        self.leave.clicked.connect(self._give_up)
        QShortcut(QKeySequence("Esc"), self, self._give_up)
        self.retranslate()
        self.clear()

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._words.text()

    def tell(self, words: Callable[[], str], *, stays: bool = False) -> None:
        """Tell what letting go here would do; with ``stays`` why it cannot be, until something else is begun."""
        self._offered, self._stays = (), stays
        self._show(words)

    def ask(self, *offered: Doing) -> None:
        """Tell what would be done and ask whether to do it; of several, which."""
        self._offered, self._stays = offered, True
        self.whom.blockSignals(True)
        self.whom.clear()
        for one in offered:
            self.whom.addItem(one.name())
        self.whom.blockSignals(False)
        self.reason.clear()
        self._tell_chosen()
        doing = self._chosen()
        if doing is not None:
            (self.reason if doing.needs_reason else self.go).setFocus()

    def refuse(self, refused: Refused) -> None:
        """Say why it was not done; the reason stays as it was typed, and is asked where one lets it be done."""
        self._told = lambda: refused.message
        self._stays = True
        set_text(self._words, refused.message)
        if "override" in refused.fields:
            self.reason.show()
            self.reason.setFocus()

    def leave_off(self) -> None:
        """Show nothing, unless something is asked or was refused."""
        if not self._stays:
            self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._offered, self._stays = (), False
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.go, _("Do this"))
        set_text(self.leave, _("Leave it"))
        self.reason.setPlaceholderText(_("Why"))
        self.reason.setAccessibleName(_("Why"))
        self.whom.setAccessibleName(_("For whom"))
        for at, one in enumerate(self._offered):
            self.whom.setItemText(at, one.name())
        if self.isVisible():
            set_text(self._words, self._told())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _chosen(self) -> Doing | None:
        at = self.whom.currentIndex()
        return self._offered[at] if 0 <= at < len(self._offered) else None

    def _tell_chosen(self) -> None:
        doing = self._chosen()
        if doing is not None:
            self._show(doing.sentence)

    def _show(self, words: Callable[[], str]) -> None:
        self._told = words
        set_text(self._words, words())
        doing = self._chosen()
        possible = doing is not None and doing.make is not None
        self.whom.setVisible(len(self._offered) > 1)
        self.reason.setVisible(doing is not None and doing.needs_reason)
        self.go.setVisible(possible)
        self.leave.setVisible(bool(self._offered))
        self.show()

    def _agree(self) -> None:
        doing = self._chosen()
        if doing is not None and doing.make is not None:
            self.agreed.emit(doing, self.reason.text().strip())

    def _give_up(self) -> None:
        self.clear()
        self.given_up.emit()
