"""The pages of the census and of the waiting list in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.services.stays.acts import MoveToBed
from shelter_app.ui import work
from shelter_app.ui.forms.hours import read_hour
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.preferences import Preferences
from tests.beds.conftest import House
from tests.beds.steps import settle


@pytest.fixture
def frame(qtbot: QtBot, director: Actor, house: House, english: None) -> Iterator[Workspace]:
    _who, stay = house.admit(local_moment(date(2026, 11, 10), 9), "1A")
    perform(
        director,
        MoveToBed(stay=stay, bed=house.beds["2A"], at=local_moment(date(2026, 11, 15), 10)),
    )
    perform(
        director,
        RecordReferral(
            shelter=house.shelter,
            received_at=director.clock() - timedelta(hours=2),
            source="ANITP_CR",
            urgency="TONIGHT",
            sex="F",
        ),
    )
    shell = MainWindow(Preferences("en", "light", 100))
    qtbot.addWidget(shell)
    made = Workspace(director, signed_in_user(director), shell)
    shell.show_content(made)
    shell.show()
    yield made
    work.finish()


def test_who_was_where_at_a_past_minute_is_shown(frame: Workspace, qtbot: QtBot) -> None:
    frame.go("census")
    page = frame.pages["census"]
    settle(qtbot, page)
    assert [row.bed for row in page.model.rows] == ["2A"]
    page.day.setText("15.11")
    page.hour.setText("9:59")
    page.day.editingFinished.emit()
    settle(qtbot, page)
    assert [row.bed for row in page.model.rows] == ["1A"]
    assert page.people.text() == "1 person"
    page.hour.setText("25")
    page.hour.editingFinished.emit()
    assert page.error.text() == "Type a day and a time, such as 9:30."


def test_the_year_is_told_with_its_rule(frame: Workspace, qtbot: QtBot) -> None:
    frame.go("census")
    page = frame.pages["census"]
    settle(qtbot, page)
    assert "14 bed-nights used" in page.year.text()
    assert page.rule.text().startswith("A night belongs to the day")
    assert page.curve.accessibleName().startswith("People per night: lowest 0")


def test_a_minute_ahead_is_refused_in_a_sentence(frame: Workspace, qtbot: QtBot) -> None:
    frame.go("census")
    page = frame.pages["census"]
    page.day.setText("+1")
    page.hour.setText("9")
    page.hour.editingFinished.emit()
    settle(qtbot, page)
    assert bool(page.error.text())
    assert page.error.text() == "This time is in the future. Check the time."


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("9", "09:00"), ("9:30", "09:30"), ("930", "09:30"), ("21.15", "21:15"), ("0", "00:00")],
)
def test_a_time_is_read_as_one_writes_it(typed: str, hour: str) -> None:
    read = read_hour(typed)
    assert read is not None
    assert f"{read:%H:%M}" == hour


@pytest.mark.parametrize("typed", ["", "24", "9:60", "noon", "12345"])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert read_hour(typed) is None


def test_several_shelters_are_shown_together_and_each_by_itself(
    frame: Workspace, qtbot: QtBot, director: Actor, build_house: Callable[..., House]
) -> None:
    frame.go("census")
    page = frame.pages["census"]
    settle(qtbot, page)
    assert len(page.model.rows) == 1
    assert not page.all.isVisible()
    build_house("SUD").admit(local_moment(date(2026, 11, 20)), "1B")
    page.refresh()
    settle(qtbot, page)
    assert page.all.isVisible()
    qtbot.mouseClick(page.all, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert [row.shelter for row in page.model.rows] == ["NORD", "SUD"]
    assert page.by_shelter.text().count("bed-nights, ") == 2
    told = page.by_shelter.text().splitlines()
    assert [line.partition(":")[0] for line in told] == ["NORD", "SUD"]
    used = [int(line.partition(": ")[2].split()[0]) for line in told]
    assert f"{sum(used)} bed-nights used out of" in page.year.text()
    qtbot.mouseClick(page.all, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert [row.shelter for row in page.model.rows] == ["NORD"]
