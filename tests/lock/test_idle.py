"""Nobody there: first a warning, then the lock; a key says that somebody is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.ui.signin.lock.idle import Idle


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made).addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_warning_comes_first_and_counts_down_to_the_lock(qtbot: QtBot, window: QWidget) -> None:
    idle = Idle(window, seconds=2.2, warns=2)
    with qtbot.waitSignal(idle.expired, timeout=30000):
        qtbot.waitUntil(idle.warning.isVisible)
        assert "2" in idle.warning.text()
        qtbot.waitUntil(lambda: "o secundă" in idle.warning.text())


def test_a_key_takes_the_warning_away_and_the_wait_begins_anew(qtbot: QtBot, window: QWidget) -> None:
    idle = Idle(window, seconds=30.1, warns=30)
    qtbot.waitUntil(idle.warning.isVisible)
    with qtbot.waitSignal(idle.activity):
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert not idle.warning.isVisible()


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_a_hide_key_locks_at_once_and_types_nothing(
    qtbot: QtBot, window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    idle = Idle(window)
    line = window.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    with qtbot.waitSignal(idle.expired):
        qtbot.keyClick(window.windowHandle(), key, held)
    assert line.text() == ""
