"""What may hurt is never cut: an allergy is read whole in the list, on the roll call and in the head of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.alerts import AddAlert
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.theme import look
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
ALLERGY = (
    "Allergic to penicillin and nuts; the adrenaline pen is in the staff room, second shelf; call 112 at once"
)


SIZES = pytest.mark.parametrize("size", [100, 200])


@pytest.fixture
def open_at(qtbot: QtBot, open_frame: Open) -> Iterator[Callable[[Actor, int], Workspace]]:
    """Return a function that opens the window at a text size, on the screen that most have."""

    def open_for(actor: Actor, size: int) -> Workspace:
        frame = open_frame(actor)
        shell = frame.window()
        assert isinstance(shell, MainWindow)
        shell.resize(1366, 768)
        with qtbot.waitSignal(shell.chosen):
            shell.choose_percent(size)
        assert look.percent() == size
        return frame

    yield open_for
    look.apply("light", 100)


@pytest.fixture
def allergic(director: Actor, who: str) -> str:
    perform(director, AddAlert(resident=who, text=ALLERGY, level="HIGH"))
    return who


def cell_of(view: ListView, title: str) -> tuple[QRect, str]:
    """Return where the first row says something under a title, and what."""
    model: Any = view.model()
    titles = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
    index = model.index(0, titles.index(title))
    return view.visualRect(index), str(model.data(index))


@SIZES
@pytest.mark.parametrize("name", ["residents", "rollcall"])
def test_a_list_shows_the_whole_allergy(
    qtbot: QtBot,
    director: Actor,
    open_at: Callable[[Actor, int], Workspace],
    allergic: str,
    size: int,
    name: str,
) -> None:
    frame = open_at(director, size)
    frame.go(name)
    page: Any = frame.pages[name]
    qtbot.waitUntil(lambda: bool(page.model.rows) and page.is_settled())
    qtbot.waitUntil(lambda: page.list.viewport().width() > 600)
    place, said = cell_of(page.list, "Important")
    assert said == ALLERGY
    inside = place.adjusted(look.px(12), 0, -look.px(12), 0)
    lines = QRect(0, 0, inside.width(), 10_000)
    needed = page.list.fontMetrics().boundingRect(lines, Qt.TextFlag.TextWordWrap, ALLERGY)
    assert needed.height() <= place.height()
    assert place.right() <= page.list.viewport().width()  # in sight without scrolling sideways


@SIZES
def test_the_head_of_the_page_shows_the_whole_allergy(
    qtbot: QtBot, director: Actor, open_at: Callable[[Actor, int], Workspace], allergic: str, size: int
) -> None:
    frame = open_at(director, size)
    forms = ResidentForms(qtbot, frame)
    forms.go_to(allergic)

    def chip() -> QLabel | None:
        shown = (one for one in forms.chips() if one.text() == ALLERGY and not one.isHidden())
        return next(shown, None)

    def is_whole() -> bool:
        made = chip()
        if made is None:
            return False
        right = made.mapTo(forms.page, QPoint(made.width(), 0)).x()
        high = made.height() >= made.heightForWidth(made.width())
        return made.isVisible() and 0 < right <= forms.page.width() and high

    qtbot.waitUntil(is_whole)
    frame.window().resize(1024, 768)

    def goes_on() -> bool:
        made = chip()
        return made is not None and made.height() > look.px(30)

    qtbot.waitUntil(lambda: goes_on() is (size == 200) and is_whole())  # in several lines
