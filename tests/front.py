"""Take the keyboard to a window, on a virtual screen without a window manager to do it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def be_in_front(qtbot: QtBot, widget: QWidget) -> None:
    """Let the window of ``widget`` be the active one, as a click on it would.

    The front is asked for again as long as it takes. Asked once it can be lost for good: Qt leaves out the
    change of the active window while a menu or a list is still open, and takes the window from then on for
    the one that has the keyboard, so that asking again changes nothing. A window of an earlier test that goes
    late takes the front with it too.
    """
    window = widget.window()

    def in_front() -> bool:
        QApplication.processEvents()
        if window.isActiveWindow() and QApplication.activePopupWidget() is None:
            return True
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        if QGuiApplication.focusWindow() is window.windowHandle():
            QApplication.setActiveWindow(window)
        window.activateWindow()
        return False

    qtbot.waitUntil(in_front)


def press_until(qtbot: QtBot, widget: QWidget, key: Qt.Key, seen: Callable[[], bool]) -> None:
    """Press ``key`` on ``widget`` until ``seen``: a window of an earlier test that goes late shuts a menu.

    For keys that do no harm when they are pressed again.
    """

    def pressed() -> bool:
        if seen():
            return True
        qtbot.keyClick(widget, key)
        return seen()

    qtbot.waitUntil(pressed)


def type_letters(part: QWidget, words: str) -> None:
    """Type any letters, each as a press and a release of its key: ``keyClicks`` ends the process at a Ș or an Ă."""
    for letter in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(part, event)
