"""Idleness: when no key and no mouse came for a while, a warning for 30 seconds, then the lock.

It listens at the windows, where every key arrives first, so that the hide keys work in a dialog too.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from shelter_app.i18n import ngettext
from shelter_app.ui.widgets.parts import make_label, set_text

LOCKS_AFTER_MINUTES = 10
WARNS = 30
SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
CTRL = Qt.KeyboardModifier.ControlModifier
HIDE_KEYS = (
    (Qt.Key.Key_L, CTRL),
    (Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier),
)


class Idle(QObject):
    """``expired`` comes when the time is over or a hide key is pressed, ``activity`` at signs of life."""

    expired = Signal()
    activity = Signal()

    def __init__(
        self, window: QWidget, seconds: float = LOCKS_AFTER_MINUTES * 60, warns: int = WARNS
    ) -> None:
        super().__init__(window)
        self._window = window
        self._warns = self._left = warns
        self._watched: set[int] = set()
        self.warning = make_label("caution", "idle_warning", wrap=True)
        self.warning.setParent(window)
        self.warning.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.warning.setAutoFillBackground(True)
        self.warning.hide()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(max(0, int((seconds - warns) * 1000)))
        self._quiet.timeout.connect(self._warn)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._watch)
        self._watch(window.windowHandle())
        self.restart()

    def restart(self) -> None:
        """Begin to wait anew: somebody is there."""
        self._second.stop()
        self.warning.hide()
        self._quiet.start()
        self.activity.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice keys and mouse; a hide key goes no further."""
        if event.type() not in SIGNS_OF_LIFE:
            return False
        if isinstance(event, QKeyEvent) and (Qt.Key(event.key()), event.modifiers()) in HIDE_KEYS:
            self.expired.emit()
            return True
        if self.warning.isVisible() or self._quiet.remainingTime() < self._quiet.interval() - 1000:
            self.restart()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and id(window) not in self._watched:
            self._watched.add(id(window))
            window.installEventFilter(self)

    def _warn(self) -> None:
        self._left = self._warns
        self._second.start()
        self._say()

    def _count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._second.stop()
            self.expired.emit()
        else:
            self._say()

    def _say(self) -> None:
        sentence = ngettext(
            "Are you still there? The window locks in {seconds} second. Press any key to continue.",
            "Are you still there? The window locks in {seconds} seconds. Press any key to continue.",
            self._left,
        )
        set_text(self.warning, sentence.format(seconds=self._left))
        self.warning.setGeometry(0, 0, self._window.width(), self.warning.sizeHint().height() * 2)
        self.warning.raise_()
        self.warning.show()
