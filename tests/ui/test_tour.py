"""The first steps: five lines, once to each account, in nobody's way, again when they are asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.preferences import Preferences

Open = Callable[[Actor], Workspace]
STEPS = 5


def ring(frame: Workspace) -> QWidget:
    found = frame.findChild(QWidget, "tour_ring")
    assert found is not None
    return found


def around(frame: Workspace, part: QWidget) -> bool:
    """Say whether the ring stands around a part of the window."""
    place = QRect(part.mapTo(frame, part.rect().topLeft()), part.size())
    return ring(frame).isVisible() and ring(frame).geometry().contains(place)


def step_kept(qtbot: QtBot, actor: Actor) -> int:
    """Return the step that the store keeps, once nothing is being written any more."""
    qtbot.waitUntil(lambda: not work.under_way)
    return signed_in_user(actor).first_step


def test_five_lines_are_told_each_beside_what_it_tells_of(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.show_first_steps()
    told = [frame.tour.text()]
    parts: list[QWidget] = [
        frame.navigation.pages,
        frame.top.search,
        frame.state_line,
        frame.top.who,
        frame.top.lock,
    ]
    for at, part in enumerate(parts):
        qtbot.waitUntil(lambda part=part: around(frame, part))  # type: ignore[misc]
        assert frame.tour.leave.isVisible() == (at < STEPS - 1)
        frame.tour.next.click()
        told.append(frame.tour.text())
    assert len(set(told)) == STEPS
    assert not frame.tour.isVisible()
    assert not ring(frame).isVisible()
    assert step_kept(qtbot, director) == STEPS


def test_the_keyboard_stays_where_the_work_is(qtbot: QtBot, director: Actor, open_frame: Open) -> None:
    frame = open_frame(director)
    frame.go("residents")
    before = frame.focusWidget()
    frame.show_first_steps()
    qtbot.waitUntil(frame.tour.next.isVisible)
    told = frame.tour.text()
    qtbot.mouseClick(frame.tour.next, Qt.MouseButton.LeftButton)
    assert frame.tour.text() != told
    assert frame.focusWidget() is before


def test_whoever_signs_in_again_goes_on_where_she_was_and_is_told_nothing_twice(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.show_first_steps()
    frame.tour.next.click()
    assert step_kept(qtbot, director) == 1
    again = open_frame(director)
    again.show_first_steps()
    assert "Ctrl+K" in again.tour.text()
    again.tour.leave.click()
    assert step_kept(qtbot, director) == STEPS
    last = open_frame(director)
    last.show_first_steps()
    assert not last.tour.isVisible()
    last.top.findChild(QAction, "show_tour").trigger()
    assert last.tour.isVisible()
    assert "Ctrl+1" in last.tour.text()


def test_who_sees_no_beds_is_told_of_none(make_actor: Callable[..., Actor], open_frame: Open) -> None:
    frame = open_frame(make_actor("AUDITOR"))
    frame.show_first_steps()
    assert frame.tour.text() == "The pages are on the left. Ctrl+1, Ctrl+2 and so on open them."


def test_steps_shown_again_do_not_come_back_by_themselves(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.show_first_steps()
    frame.tour.leave.click()
    assert step_kept(qtbot, director) == STEPS
    frame.top.tour_asked.emit()
    frame.tour.next.click()
    assert step_kept(qtbot, director) == STEPS


def test_each_account_is_told_for_itself(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.show_first_steps()
    frame.tour.leave.click()
    assert step_kept(qtbot, director) == STEPS
    assert signed_in_user(make_actor("HOUSE_STAFF")).first_step == 0


@pytest.mark.parametrize("percent", [100, 200])
def test_no_word_of_a_line_is_cut(
    qtbot: QtBot, director: Actor, beds: dict[str, str], percent: int, romanian: None
) -> None:
    shell = MainWindow(Preferences("ro", "light", percent))
    qtbot.addWidget(shell)
    frame = Workspace(director, signed_in_user(director), shell)
    shell.show_content(frame)
    shell.resize(1366, 768)
    shell.show()
    frame.show_first_steps()
    for _step in range(STEPS):
        qtbot.wait(50)
        for part in frame.tour.findChildren(QWidget):
            if part.isVisible():
                needed = (
                    part.heightForWidth(part.width())
                    if part.hasHeightForWidth()
                    else part.sizeHint().height()
                )
                assert part.height() >= needed, frame.tour.text()
        frame.tour.next.click()
    work.finish()
    shell.choose_percent(100)
