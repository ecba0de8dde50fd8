"""What was just done, and a way to take it back: shown for ten seconds, Ctrl+Z as long as it is shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.ui.forms.sheet import Done
from shelter_app.ui.parts import button, label, say
from shelter_app.ui.work import Running, run, saying

SECONDS = 10


class UndoBar(QFrame):
    """A line under the page; ``undone`` says that what it showed was taken back."""

    undone = Signal()
    working = Signal(Running)

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self._actor = actor
        self._undo: Act[Any] | None = None
        self.setObjectName("undo_bar")
        self.setProperty("part", "state")
        self._said = label("body", "undo_said", wrap=True)
        self.button = button("lined", "undo")
        self.button.clicked.connect(self.take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(12)
        row.addWidget(self._said, 1)
        row.addWidget(self.button)
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.setInterval(SECONDS * 1000)
        self._time.timeout.connect(self._away)
        self._keys = QShortcut(QKeySequence("Ctrl+Z"), self, self.take_back)
        self.retranslate()
        self.hide()

    def show_done(self, done: Done) -> None:
        """Show what was done, with the button where it can be taken back."""
        self._undo = done.undo
        self._show(done.sentence)

    def take_back(self) -> None:
        """Take what is shown back, in a worker."""
        doing, self._undo = self._undo, None
        if doing is None:
            return
        self.button.hide()
        running = run(
            self,
            lambda progress: perform(self._actor, saying(doing, progress)),
            done=lambda _result: self._show_undone(),
            refused=self._refuse,
        )
        self.working.emit(running)

    def said(self) -> str:
        """Return the sentence that is shown."""
        return self._said.text()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        say(self.button, _("Undo"), "", _("Undo (Ctrl+Z)"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show(self, sentence: str) -> None:
        say(self._said, sentence)
        self.button.setVisible(self._undo is not None)
        self.show()
        self._time.start()

    def _show_undone(self) -> None:
        self._show(_("Taken back."))
        self.undone.emit()

    def _refuse(self, refused: Refused) -> None:
        self._show(refused.message)

    def _away(self) -> None:
        self._undo = None
        self.hide()
