"""The list that a field opens: one look and one height of rows, whether it is opened by mouse or by typing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.ui.forms.choosing import ChoiceField
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import POPUP_ROW
from shelter_app.ui.widgets.parts import POPUP_ROWS

MANY = [(n, f"Camera {n}, patul {n % 4 + 1}") for n in range(30)]


@pytest.fixture
def field(qtbot: QtBot) -> ChoiceField:
    shell = MainWindow(Preferences("ro", "light", 100))
    qtbot.addWidget(shell)
    made = ChoiceField("bed", "Patul", MANY, needed=True)
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.addWidget(made)
    column.addStretch(1)
    shell.show_content(whole)
    shell.resize(800, 900)
    shell.show()
    return made


def rows(popup: QAbstractItemView) -> tuple[int, int]:
    """Return the height of a row and how many rows are seen."""
    high = popup.visualRect(popup.model().index(0, 0)).height()
    return high, popup.viewport().height() // high


def test_typed_or_opened_the_list_is_the_same(qtbot: QtBot, field: ChoiceField) -> None:
    field.box.showPopup()
    opened = field.box.view()
    qtbot.waitUntil(opened.isVisible)
    by_mouse = rows(opened)
    below = opened.window().geometry()
    field.box.hidePopup()
    line = field.box.lineEdit()
    assert line is not None
    qtbot.keyClicks(line, "camera")
    popup = field.box.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    assert rows(popup) == by_mouse
    popup.hide()
    assert by_mouse[0] >= look.px(POPUP_ROW)
    assert by_mouse[1] == POPUP_ROWS
    field_at = field.box.mapToGlobal(field.box.rect().bottomLeft())
    assert below.top() >= field_at.y() - 1  # it opens below the field, not over it
    assert QApplication.activePopupWidget() is None
