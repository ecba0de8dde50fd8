"""A list of ticks: a click anywhere in a row ticks it, once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from shelter_app.domain.errors import Refused
from shelter_app.ui.forms.choosing import ManyField


@pytest.fixture
def roles(qtbot: QtBot) -> ManyField:
    field = ManyField("roles", "Roles", (("DIRECTOR", "Director"), ("LEGAL", "Legal adviser")), needed=True)
    qtbot.addWidget(field)
    field.resize(360, 200)
    field.show()
    return field


def click(qtbot: QtBot, roles: ManyField, row: int, across: float) -> None:
    """Click a row at a part of its width."""
    place = roles.list.visualRect(roles.list.model().index(row, 0))
    at = QPoint(place.left() + int(place.width() * across), place.center().y())
    qtbot.mouseClick(roles.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("across", [0.2, 0.5, 0.95])
def test_a_click_on_the_words_or_beside_them_ticks_the_row_and_another_unticks_it(
    qtbot: QtBot, roles: ManyField, across: float
) -> None:
    edits: list[bool] = []
    roles.edited.connect(lambda: edits.append(True))
    click(qtbot, roles, 1, across)
    assert roles.value() == ("LEGAL",)
    click(qtbot, roles, 0, across)
    assert roles.value() == ("DIRECTOR", "LEGAL")
    click(qtbot, roles, 1, across)
    assert roles.value() == ("DIRECTOR",)
    assert len(edits) == 3


def test_the_tick_itself_and_the_space_bar_tick_once(qtbot: QtBot, roles: ManyField) -> None:
    place = roles.list.visualRect(roles.list.model().index(0, 0))
    at = QPoint(place.left() + 12, place.center().y())
    qtbot.mouseClick(roles.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert roles.value() == ("DIRECTOR",)
    roles.list.setCurrentIndex(roles.list.model().index(1, 0))
    qtbot.keyClick(roles.list, Qt.Key.Key_Space)
    assert roles.value() == ("DIRECTOR", "LEGAL")


def test_a_press_that_is_let_go_on_another_row_ticks_neither(qtbot: QtBot, roles: ManyField) -> None:
    first, second = (roles.list.visualRect(roles.list.model().index(row, 0)).center() for row in (0, 1))
    view = roles.list.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=second)
    with pytest.raises(Refused):
        roles.value()
