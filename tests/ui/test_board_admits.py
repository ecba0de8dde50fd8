"""Enter on the board: a free bed takes somebody in, a bed with somebody opens her page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.forms.choosing import ChoiceField
from shelter_app.ui.pages.house.page import BedsPage
from shelter_app.ui.window import Frame

Open = Callable[[Actor], Frame]


@pytest.fixture
def two(director: Actor, beds: dict[str, str]) -> tuple[str, str]:
    """Somebody in bed 1A, and somebody who is registered only."""
    inside, outside = (
        perform(director, RegisterResident(preferred_name=name, sex="F", birth_year=1999))
        for name in ("Mira", "Zina")
    )
    perform(director, Admit(resident=inside, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    return inside, outside


def board_of(frame: Frame, qtbot: QtBot) -> BedsPage:
    frame.go("beds")
    page = frame.pages["beds"]
    assert isinstance(page, BedsPage)
    qtbot.waitUntil(lambda: len(page.board.cards()) == 2)
    return page


def test_enter_on_a_free_bed_admits_who_is_chosen_to_that_bed(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str], two: tuple[str, str]
) -> None:
    frame = open_frame(director)
    page = board_of(frame, qtbot)
    taken, free = page.board.cards()
    taken.setFocus()
    qtbot.keyClick(taken, Qt.Key.Key_Down)
    assert page.board.current() is free
    assert free.accessibleDescription() == "Enter admits somebody to this bed."
    qtbot.keyClick(free, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel() is not None)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    assert panel.accessibleName() == "Admit to Room 1, bed 1B"
    chooser = panel.form.fields["resident"]
    assert isinstance(chooser, ChoiceField)
    offered = [chooser.box.itemText(at) for at in range(chooser.box.count())]
    assert offered == [f"{head(director, two[1]).code} · Zina"]
    chooser.box.setEditText("zin")
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: head(director, two[1]).stay is not None)
    qtbot.waitUntil(lambda: frame.undo_bar.said() == "Admitted.")
    (room,) = beds_tonight(director, "NORD").rooms
    assert [bed.resident_id for bed in room.beds] == list(two)


def test_enter_on_a_bed_with_somebody_opens_her_page(
    qtbot: QtBot, director: Actor, open_frame: Open, two: tuple[str, str]
) -> None:
    frame = open_frame(director)
    taken = board_of(frame, qtbot).board.cards()[0]
    taken.setFocus()
    qtbot.keyClick(taken, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.section() == "resident")
    assert frame.pages["resident"].state()["resident"] == two[0]


def test_who_may_not_admit_is_offered_no_admission(
    qtbot: QtBot, make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    page = board_of(open_frame(make_actor("COUNSELLOR")), qtbot)
    free = page.board.cards()[0]
    free.setFocus()
    qtbot.keyClick(free, Qt.Key.Key_Return)
    assert free.accessibleDescription() == ""
    assert page.doings() == []
    assert page.panel() is None
