"""Somebody who has not come back asks for a decision on Today, by the hours that the shelter itself has set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.marks import MarkPresence
from shelter_app.services.house.rules import SetRule
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.preferences import Preferences
from tests.beds.conftest import House

TONIGHT = date(2026, 11, 24)


@pytest.fixture
def today(qtbot: QtBot, director: Actor, house: House, clock, english: None) -> Iterator[TodayPage]:
    clock.now = local_moment(TONIGHT, 21)
    stay = house.admit(local_moment(date(2026, 11, 20)), "1A")[1]
    perform(director, MarkPresence(stay=stay, day=TONIGHT, mark="ABSENT"))
    shell = MainWindow(Preferences("en", "light", 100))
    qtbot.addWidget(shell)
    frame = Workspace(director, signed_in_user(director), shell)
    shell.show_content(frame)
    shell.show()
    page = frame.pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: len(page.rows) == 1)
    yield page
    work.finish()


def words(page: TodayPage) -> list[str]:
    return [part.text() for row in page.rows for part in row.findChildren(QLabel)]


def test_the_escalation_comes_and_goes_with_the_shelter_s_own_hours(
    today: TodayPage, qtbot: QtBot, director: Actor, clock
) -> None:
    assert "not back" in words(today)
    clock.forward(hours=5)
    today.refresh()
    qtbot.waitUntil(lambda: "decide what to do" in words(today))
    perform(director, SetRule(key="not_returned_hours", value="12"))
    today.refresh()
    qtbot.waitUntil(lambda: "not back" in words(today))
    clock.forward(hours=8)
    today.refresh()
    qtbot.waitUntil(lambda: "decide what to do" in words(today))
