"""Ctrl+Z takes back the last act, wherever the keyboard is, and says so when there is nothing to take back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.milestones.acts import PlanMilestone, UndoPlannedMilestone
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.residents.page import ResidentsPage
from tests.front import be_in_front

Open = Callable[[Actor], Workspace]


def test_text_typed_before_the_act_stays_and_the_act_is_taken_back(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    frame = open_frame(director)
    frame.go("residents")
    page = frame.pages["residents"]
    assert isinstance(page, ResidentsPage)
    be_in_front(qtbot, frame)
    search = page.search
    search.setFocus()
    qtbot.keyClicks(search, "mira")
    qtbot.waitUntil(page.is_settled)
    planned = PlanMilestone(resident=who, kind="MS_BANK", target_on=date(2027, 1, 1))
    page.perform(planned, lambda made: Outcome("Planned.", UndoPlannedMilestone(milestone=made)))
    qtbot.waitUntil(lambda: len(milestones_of_resident(director, who)) == 1 and page.is_settled())
    be_in_front(qtbot, frame)
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: milestones_of_resident(director, who) == ())
    assert search.text() == "mira"
    qtbot.waitUntil(lambda: frame.undo_bar.text() == "Undone: “Planned.”")
    qtbot.keyClicks(search, "x")
    qtbot.keyClick(search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert search.text() != "mirax"  # what was typed since is the field's own to take back


def test_it_is_said_when_there_is_nothing_to_take_back(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    be_in_front(qtbot, frame)
    frame.setFocus()
    qtbot.keyClick(frame, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert frame.undo_bar.isVisible()
    assert frame.undo_bar.text() == "There is nothing to undo."


def test_another_language_leaves_no_message_of_the_one_before(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    frame = open_frame(director)
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    frame.go("residents")
    page = frame.pages["residents"]
    planned = PlanMilestone(resident=who, kind="MS_BANK", target_on=date(2027, 1, 1))
    page.perform(planned, lambda made: Outcome("Planned.", UndoPlannedMilestone(milestone=made)))
    qtbot.waitUntil(lambda: frame.undo_bar.text() == "Planned." and page.is_settled())
    shell.choose_language("ro")
    qtbot.waitUntil(lambda: frame.undo_bar.text() == "Ultima acțiune poate fi anulată.")
    assert frame.undo_bar.button.isVisible()
    frame.undo_bar.undo()
    qtbot.waitUntil(lambda: milestones_of_resident(director, who) == ())
    qtbot.waitUntil(lambda: frame.undo_bar.text().startswith("Anulat"))
    shell.choose_language("en")
    qtbot.waitUntil(lambda: not frame.undo_bar.isVisible())


def test_the_keys_of_the_search_are_whole_after_another_language(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    shell.resize(1366, 768)
    keys = shell.findChild(QLabel, "search_keys")
    search = shell.findChild(QPushButton, "search")
    assert isinstance(keys, QLabel)
    assert isinstance(search, QPushButton)
    for language in ("ro", "en", "ro"):
        shell.choose_language(language)
        qtbot.waitUntil(lambda: search.rect().contains(keys.geometry()))
        assert keys.width() >= keys.sizeHint().width()
