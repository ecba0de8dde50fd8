"""What is done from a form is taken back; what is not is asked about, away from the button and not within a moment."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import shelter_app.ui
from shelter_app.services.acting import ACTS, Actor
from shelter_app.services.registry import load_all
from shelter_app.ui.forms.panel import Panel
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.rooms.page import RoomsPage
from tests.front import be_in_front
from tests.ui.pages.forms import agree

Open = Callable[[Actor], Workspace]
UI = Path(shelter_app.ui.__file__).parent
# Nothing is lost by these: a later act of the same or another kind puts them right.
PUT_RIGHT_BY = {
    "AddBed": "RetireBed",
    "AddMattress": "RetireBed",
    "AddRoom": "RetireRoom",
    "DecideBed": "DecideBed",
    "EndAssignment": "AssignCase",
    "EndKeepingApart": "KeepResidentsApart",
    "LayOutHouse": "ChangeShelter",
    "RegisterResident": "DescribeResident",
    "SetIdentity": "SetIdentity",
    "WriteNote": "ChangeNote",
}


def offers() -> list[tuple[str, ast.Call]]:
    found = []
    for file in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if called and node.func.id in ("FormSpec", "OfferedAct"):
                found.append((f"{file.relative_to(UI)}:{node.lineno}", node))
    return found


def test_each_form_is_taken_back_or_asks_before_what_is_final() -> None:
    without = []
    for where, call in offers():
        given = {word.arg for word in call.keywords}
        form = isinstance(call.func, ast.Name) and call.func.id == "FormSpec"
        answers = {"undo", "restores", "final", "proof"} if form else {"undo", "why_not"}
        undone = not form and len(call.args) >= 5
        kind = call.args[0 if form else 1]
        name = kind.id if isinstance(kind, ast.Name) else ""
        if not undone and not given & answers and name not in PUT_RIGHT_BY:
            without.append((where, name))
    assert without == []


def test_what_is_put_right_later_is_put_right_by_an_act_that_there_is() -> None:
    load_all()
    names = {kind.__name__ for kind in ACTS.values()}
    assert set(PUT_RIGHT_BY) | set(PUT_RIGHT_BY.values()) <= names


@pytest.fixture
def retiring(qtbot: QtBot, director: Actor, open_frame: Open) -> Panel:
    """Return the form that retires a bed, filled."""
    frame = open_frame(director)
    frame.go("rooms")
    page = frame.pages["rooms"]
    assert isinstance(page, RoomsPage)
    qtbot.waitUntil(lambda: page.is_settled() and bool(page.forms()))
    be_in_front(qtbot, frame)
    next(does for words, does in page.offered() if words == "Retire a bed")()
    panel = page.panel()
    assert panel is not None and panel.form is not None
    panel.form.fields["bed"].control.setEditText("1 · 1A")  # type: ignore[attr-defined]
    panel.form.fields["reason"].begin("old wood")
    qtbot.waitUntil(page.is_settled)
    return panel


def done(panel: Panel) -> bool:
    return panel.form is None


def test_a_double_click_on_the_button_does_nothing_final(qtbot: QtBot, retiring: Panel) -> None:
    bar, save = retiring.confirmation, retiring.save
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(save, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.go, Qt.MouseButton.LeftButton)
    qtbot.keyClick(bar.go, Qt.Key.Key_Space)
    assert bar.isVisible() and "cannot be brought back" in bar.text()
    assert not done(retiring)
    asked, button = bar.mapTo(retiring, bar.rect().bottomLeft()), save.mapTo(retiring, save.rect().topLeft())
    assert asked.y() < button.y()
    agree(qtbot, retiring)
    qtbot.waitUntil(lambda: done(retiring))


def test_ctrl_enter_twice_does_nothing_final(qtbot: QtBot, retiring: Panel) -> None:
    assert retiring.form is not None
    be_in_front(qtbot, retiring)
    for _time in range(3):
        qtbot.keyClick(retiring.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(retiring.confirmation.is_ready)
    qtbot.keyClick(retiring.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert retiring.confirmation.isVisible()
    assert not done(retiring)
    assert retiring.confirmation.go.hasFocus()


def test_esc_leaves_the_question_and_keeps_the_form(qtbot: QtBot, retiring: Panel) -> None:
    retiring.save.click()
    assert retiring.confirmation.isVisible()
    be_in_front(qtbot, retiring)
    qtbot.keyClick(retiring.confirmation.go, Qt.Key.Key_Escape)
    assert not retiring.confirmation.isVisible()
    assert not done(retiring) and retiring.save.isEnabled() and not retiring.caution.isVisible()


def test_what_is_typed_after_the_question_is_asked_about_anew(qtbot: QtBot, retiring: Panel) -> None:
    retiring.save.click()
    assert retiring.form is not None
    qtbot.keyClicks(retiring.form.fields["reason"].control, " and worms")
    assert not retiring.confirmation.isVisible()
    retiring.save.click()
    assert retiring.confirmation.isVisible()
