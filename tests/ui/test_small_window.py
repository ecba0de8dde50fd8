"""On a screen of 1366 × 768 at 150 % the form's Save is in reach, and a form lies over the page without moving it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms

STILL = 20  # looks, ten milliseconds apart, at which nothing has moved
Open = Callable[[Actor], Workspace]


def place(part: QWidget) -> QRect:
    return QRect(part.mapTo(part.window(), QPoint(0, 0)), part.size())


def test_save_is_in_sight_of_every_form_of_a_resident(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.window().resize(910, 480)
    forms = ResidentForms(qtbot, frame)
    forms.go_to(perform(director, RegisterResident(preferred_name="Mira", sex="F")))
    assert frame.window().height() == 480
    for act in sorted(forms.offered()):
        forms.open(act)
        panel = forms.beside.panel()
        assert panel is not None
        assert frame.window().rect().contains(place(panel.save)), act
        assert panel.save.visibleRegion().boundingRect() == panel.save.rect(), act
        panel.put_away()


def test_a_form_lies_over_the_page_and_moves_nothing(qtbot: QtBot, director: Actor, open_frame: Open) -> None:
    frame = open_frame(director)
    frame.window().resize(1366, 768)
    today = frame.pages["today"]
    qtbot.waitUntil(lambda: today.is_settled() and today.tiles.isVisible())  # type: ignore[attr-defined]
    tiles = [tile for tile in today.tiles.children() if isinstance(tile, QWidget)]  # type: ignore[attr-defined]
    tiles = [tile for tile in tiles if tile.isVisible()]
    seen: list[list[QRect]] = [[]]

    def at_rest() -> bool:
        seen.append([place(tile) for tile in tiles])
        return len(seen) > STILL and all(places == seen[-1] for places in seen[-STILL:])

    qtbot.waitUntil(at_rest)  # the room of the window has come
    before = [place(tile) for tile in tiles]
    today.request.click()  # type: ignore[attr-defined]
    panel = today.panel()
    assert panel is not None
    qtbot.waitUntil(panel.isVisible)
    assert [place(tile) for tile in tiles] == before
    assert place(panel).right() == place(today).right()
    assert place(panel).height() == place(today).height()
