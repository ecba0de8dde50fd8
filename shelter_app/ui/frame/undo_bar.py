"""What was just done, and a way to take it back: a button for ten seconds, Ctrl+Z for some minutes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.widgets.parts import make_button, make_label, set_text
from shelter_app.ui.widgets.spoken import announce
from shelter_app.ui.work import Running, run, with_progress

SECONDS, KEYS_SECONDS = 10, 240


class UndoBar(QFrame):
    """A line under the page; ``undone`` says that what it showed was taken back."""

    undone = Signal()
    working = Signal(Running)

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self._actor = actor
        self._undo: Act[Any] | None = None
        self._what = ""
        self._running: Running | None = None
        self._typed_in: QObject | None = None  # where something was typed since the last act
        self.setObjectName("undo_bar")
        self.setProperty("part", "state")
        self._message = make_label("body", "undo_said", wrap=True)
        self.button = make_button("lined", "undo")
        self.button.clicked.connect(self.undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(12)
        row.addWidget(self._message, 1)
        row.addWidget(self.button)
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.setInterval(SECONDS * 1000)
        self._time.timeout.connect(self.hide)
        self._keys_time = QTimer(self)
        self._keys_time.setSingleShot(True)
        self._keys_time.setInterval(KEYS_SECONDS * 1000)
        self._keys_time.timeout.connect(self._forget)
        self.retranslate()
        self.hide()

    def listen(self, window: QWidget) -> None:
        """Hear Ctrl+Z anywhere in a window; a field in which nothing was typed since the act leaves it to the bar."""
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window, self.undo)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch)

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QLineEdit | QPlainTextEdit):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Ctrl+Z from a field that has nothing to take back itself, or only what was typed before the last act."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text():
            self._typed_in = watched
        if event.type() != QEvent.Type.ShortcutOverride or self._undo is None:
            return False
        if not isinstance(event, QKeyEvent) or not event.matches(QKeySequence.StandardKey.Undo):
            return False
        if watched is not self._typed_in:
            return True
        if isinstance(watched, QLineEdit):
            return not watched.isUndoAvailable()
        if isinstance(watched, QPlainTextEdit):
            return not watched.document().isUndoAvailable()
        return False

    def show_done(self, done: Outcome) -> None:
        """Show what was done, with the button where it can be taken back."""
        self._undo = done.undo
        self._typed_in = None
        self._keys_time.start()
        self._show(done.words)

    def undo(self) -> None:
        """Take what is shown back, in a worker."""
        doing, self._undo = self._undo, None
        if doing is None:
            if self._running is None:
                self._show(_("There is nothing to undo."))
            return
        self._what = self.text()
        self.button.hide()
        running = run(
            self,
            lambda progress: perform(self._actor, with_progress(doing, progress)),
            done=lambda _result: self._show_undone(),
            refused=self._refuse,
        )
        self._running = running
        running.ended.connect(self._rest)
        self.working.emit(running)

    def _rest(self) -> None:
        self._running = None

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._message.text()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.button, _("Undo"), "", _("Undo (Ctrl+Z)"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self.isVisible():
                self._say_anew()
        super().changeEvent(event)

    def _say_anew(self) -> None:
        """Say in the language in force that the last act can be taken back; what else was said is said no more."""
        if self._undo is None:
            self.hide()
        else:
            set_text(self._message, _("The last action can be undone."))

    def _show(self, sentence: str) -> None:
        set_text(self._message, sentence)
        self.button.setVisible(self._undo is not None)
        self.show()
        self._time.start()
        offer = _("Ctrl+Z undoes it.") if self._undo is not None else ""
        announce(self._message, f"{sentence} {offer}".strip())

    def _show_undone(self) -> None:
        self._show(_("Undone: “{what}”").format(what=self._what))
        self.undone.emit()

    def _refuse(self, refused: Refused) -> None:
        self._show(refused.message)

    def _forget(self) -> None:
        self._undo = None
