"""Where a page begins: title and tabs stand at the same height on each, so that nothing jumps on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor
from shelter_app.ui.frame.workspace import ONLY_OF_SOMEBODY, Workspace
from shelter_app.ui.page import Page
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.tabs import TabRow

Open = Callable[[Actor], Workspace]


def middle(part: QWidget, page: Page) -> int:
    return part.mapTo(page, QPoint(0, part.height() // 2)).y()


@pytest.mark.parametrize("percent", [100, 150])
def test_title_and_tabs_stand_at_one_height(
    qtbot: QtBot, director: Actor, open_frame: Open, percent: int
) -> None:
    frame = open_frame(director)
    frame.window().resize(1366, 768)
    look.apply("light", percent)
    titles, tabs = set(), set()
    try:
        for name in frame.pages:
            if name in ONLY_OF_SOMEBODY:
                continue
            frame.go(name)
            page = frame.pages[name]
            qtbot.waitUntil(page.is_settled)
            title = page.findChild(QLabel, f"{name}_title")
            assert isinstance(title, QLabel)
            titles.add(middle(title, page))
            rows = [row for row in page.findChildren(TabRow) if row.isVisible()]
            tabs |= {middle(row, page) for row in rows}
    finally:
        look.apply("light", 100)
    assert len(titles) == 1
    assert len(tabs) == 1
