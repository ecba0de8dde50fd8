"""What the hand is about to do: told in a sentence, with a reason where one is needed; done only when said so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.ui.parts import button, label, say

UNDO_FOR = 10_000


@dataclass(frozen=True)
class Doing:
    """An act about to be done: its sentence, how it is made (of the reason), and what takes it back."""

    sentence: Callable[[], str]
    make: Callable[[str], Act[Any]]
    needs_reason: bool = False
    undo: Callable[[Any], Act[Any]] | None = None


class HandBar(QFrame):
    """Tells what would be done, asks for the reason, and offers to take it back for ten seconds."""

    agreed = Signal(object, str)
    given_up = Signal()
    undo_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName("hand")
        self._doing: Doing | None = None
        self._told: Callable[[], str] = str
        self._undo: Act[Any] | None = None
        self._words = label("body", "hand_words", wrap=True)
        self.reason = QLineEdit()
        self.reason.setObjectName("hand_reason")
        self.go = button("filled", "hand_do")
        self.leave = button("lined", "hand_leave")
        self.undo = button("lined", "hand_undo")
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(UNDO_FOR)
        self._away.timeout.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._words, 2)
        row.addWidget(self.reason, 1)
        for made in (self.go, self.leave, self.undo):
            row.addWidget(made)
        self.go.clicked.connect(self._agree)
        self.reason.returnPressed.connect(self._agree)
        self.leave.clicked.connect(self._give_up)
        self.undo.clicked.connect(self._take_back)
        escape = QShortcut(QKeySequence("Esc"), self, self._give_up)
        escape.setEnabled(True)
        QShortcut(QKeySequence("Ctrl+Z"), self, self._take_back)
        self.retranslate()
        self.clear()

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._words.text()

    def tell(self, words: Callable[[], str]) -> None:
        """Tell what letting go here would do, or a word of help; nothing can be agreed to yet."""
        self._show(words, asking=False)

    def ask(self, doing: Doing) -> None:
        """Tell what would be done and ask whether to do it."""
        self._doing = doing
        self._show(doing.sentence, asking=True)
        self.reason.setVisible(doing.needs_reason)
        self.reason.clear()
        (self.reason if doing.needs_reason else self.go).setFocus()

    def done(self, words: Callable[[], str], undo: Act[Any] | None) -> None:
        """Say what was done, and offer for ten seconds to take it back."""
        self._show(words, asking=False)
        self._undo = undo
        self.undo.setVisible(undo is not None)
        self._away.start()

    def refuse(self, sentence: str) -> None:
        """Say why it was not done; the reason stays as it was typed."""
        say(self._words, sentence)

    def clear(self) -> None:
        """Show nothing."""
        self._doing, self._undo = None, None
        self._away.stop()
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        say(self.go, _("Do this"))
        say(self.leave, _("Leave it"))
        say(self.undo, _("Undo"))
        self.reason.setPlaceholderText(_("Why"))
        self.reason.setAccessibleName(_("Why"))
        if self.isVisible():
            say(self._words, self._told())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show(self, words: Callable[[], str], *, asking: bool) -> None:
        self._told = words
        self._away.stop()
        say(self._words, words())
        self.reason.hide()
        self.undo.hide()
        self.go.setVisible(asking)
        self.leave.setVisible(asking)
        self.show()

    def _agree(self) -> None:
        if self._doing is not None:
            self.agreed.emit(self._doing, self.reason.text().strip())

    def _give_up(self) -> None:
        self.clear()
        self.given_up.emit()

    def _take_back(self) -> None:
        if self._undo is not None:
            undo = self._undo
            self.clear()
            self.undo_wanted.emit(undo)
