"""Tabs in one row: what has no room is in the menu at its end, and the chosen one is always seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.ui.widgets.tabs import TabRow, make_tab

WORDS = ("Tablou", "Calendar", "Prezență", "Listă de așteptare", "Rezervări", "Camere")


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[TabRow]:
    window = QWidget()
    qtbot.addWidget(window)
    made = TabRow("tabs")
    QHBoxLayout(window).addWidget(made)
    for word in WORDS:
        tab = make_tab(word)
        tab.setText(word)
        tab.clicked.connect(lambda _on=False, tab=tab: choose(made, tab))
        made.add(tab)
    choose(made, made.offered()[0])
    window.resize(1400, 100)
    window.show()
    yield made


def choose(row: TabRow, chosen: QPushButton) -> None:
    for tab in row.offered():
        tab.setChecked(tab is chosen)


def seen(row: TabRow) -> list[str]:
    return [tab.text() for tab in row.offered() if tab.isVisible()]


def test_what_has_no_room_is_in_the_menu_and_comes_into_sight_when_it_is_chosen(
    qtbot: QtBot, row: TabRow
) -> None:
    assert seen(row) == list(WORDS)
    assert not row.more.isVisible()
    row.window().resize(420, 100)
    qtbot.waitUntil(row.more.isVisible)
    assert seen(row) == list(WORDS[: len(seen(row))])
    assert all(
        tab.geometry().right() < row.more.geometry().left() for tab in row.offered() if tab.isVisible()
    )
    assert row.more.geometry().right() <= row.width()
    menu = row.more.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == list(WORDS[len(seen(row)) :])
    menu.actions()[-1].trigger()
    assert "Camere" in seen(row)
    assert seen(row)[0] == "Tablou"
    row.window().resize(1400, 100)
    qtbot.waitUntil(lambda: not row.more.isVisible())
    assert seen(row) == list(WORDS)


def test_what_the_roles_do_not_reach_is_in_neither(qtbot: QtBot, row: TabRow) -> None:
    row.offer(row.offered()[4], False)
    row.window().resize(420, 100)
    qtbot.waitUntil(row.more.isVisible)
    assert "Rezervări" not in seen(row) + [tab.text() for tab in row.in_menu()]
