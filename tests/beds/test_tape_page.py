"""The page of the tape chart in the window: what it shows, tells and does is re-read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.holding import ReserveBed, reservations
from shelter_app.services.beds.tape import tape
from shelter_app.services.house.acts import TakeBedOutOfUse
from shelter_app.ui import work
from shelter_app.ui.choices import Choices
from shelter_app.ui.pages.tape.page import TapePage
from shelter_app.ui.shell import Shell
from shelter_app.ui.window import Frame, standing
from tests.beds.conftest import House

CAME = local_moment(date(2026, 11, 10))


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, english: None) -> Iterator[TapePage]:
    house.admit(CAME, "1A")
    perform(
        director,
        TakeBedOutOfUse(bed=house.beds["2A"], since=local_moment(date(2026, 11, 20)), reason="mould"),
    )
    shell = Shell(Choices("en", "light", 100))
    qtbot.addWidget(shell)
    frame = Frame(director, standing(director), shell)
    shell.show_content(frame)
    shell.show()
    frame.go("tape")
    made = frame.pages["tape"]
    assert isinstance(made, TapePage)
    qtbot.waitUntil(lambda: bool(made.chart.cells.rows))
    made.chart.setFocus()
    yield made
    work.finish()


def bed_now(director: Actor) -> str | None:
    return census(director, shelter="NORD").rows[0].bed


def test_the_days_lead_from_the_board_and_back(page: TapePage, qtbot: QtBot) -> None:
    frame = page.window().content
    assert isinstance(frame, Frame)
    page.tabs.findChild(type(frame.top.lock), "tab_beds").click()
    assert frame.pages["beds"].isVisible()
    frame.step(-1)
    assert page.isVisible()


def test_somebody_moves_by_keyboard_only_after_it_was_told_and_agreed(
    page: TapePage, qtbot: QtBot, director: Actor
) -> None:
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    assert page.hand.text().startswith("Move ")
    assert page.hand.text().endswith("to Room 1, bed 1B, from now on. Her bed until now becomes free.")
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert bed_now(director) == "1A"
    qtbot.keyClick(page.hand.go, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bed_now(director) == "1B")


def test_what_cannot_be_says_why_and_nothing_is_stored(page: TapePage, qtbot: QtBot, director: Actor) -> None:
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    for _step in range(3):
        qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    assert page.hand.text() == "This bed is out of service in that time. Choose another bed."
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert not page.hand.go.isVisible()
    assert bed_now(director) == "1A"


def test_the_last_day_of_an_outage_is_set_and_taken_back(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    def until() -> date | None:
        rows = [bed for room in tape(director, date(2026, 11, 9), 30).rooms for bed in room.beds]
        return next(bed.bars[0].end for bed in rows if bed.bed_id == house.beds["2A"])

    row = page.chart.cells.row_of(house.beds["2A"])
    assert row is not None
    page.chart.point_at(row, page.chart.cells.column(date(2026, 11, 24)))
    assert page.chart.stretch()
    qtbot.keyClick(page.chart, Qt.Key.Key_Right)
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    page.hand.go.click()
    qtbot.waitUntil(lambda: until() == date(2026, 11, 26), timeout=20000)
    qtbot.waitUntil(page.hand.undo.isVisible, timeout=20000)
    page.hand.undo.click()
    qtbot.waitUntil(lambda: until() is None)


def test_which_beds_are_free_from_a_day_to_another_is_said(page: TapePage, qtbot: QtBot) -> None:
    assert page._fitting.text() == "3 beds fit: 1 1B, 1 1C, 2 2B"
    page.free_to.setText("23.11")
    page.free_to.editingFinished.emit()
    assert "later one after the earlier" in page._fitting.text()


def test_nights_ahead_are_reserved_by_keyboard_with_a_reason_and_let_go_again(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    row = page.chart.cells.row_of(house.beds["1B"])
    assert row is not None
    page.chart.point_at(row, page.chart.cells.column(date(2026, 11, 26)))
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    qtbot.keyClick(page.chart, Qt.Key.Key_Right)
    assert page.hand.text() == (
        "Reserve Room 1, bed 1B for 2 nights, from 26 November 2026 to 28 November 2026."
    )
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    page.hand.reason.setText("DGASPC Cluj")
    qtbot.keyClick(page.hand.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(reservations(director, "NORD")) == 1)
    (held,) = reservations(director, "NORD")
    assert (held.reason, held.lapses_at) == ("DGASPC Cluj", local_moment(date(2026, 11, 26), 20))
    qtbot.waitUntil(page.hand.undo.isVisible)
    page.hand.undo.click()
    qtbot.waitUntil(lambda: reservations(director, "NORD") == ())


def test_a_reservation_is_carried_to_another_bed(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    start = local_moment(date(2026, 11, 26))
    perform(
        director,
        ReserveBed(
            bed=house.beds["1B"],
            from_at=start,
            to_at=start + timedelta(days=3),
            lapses_at=start + timedelta(hours=8),
        ),
    )
    page.refresh()
    row = page.chart.cells.row_of(house.beds["1B"])
    assert row is not None
    column = page.chart.cells.column(date(2026, 11, 27))
    qtbot.waitUntil(lambda: page.chart.cells.bar_at(row, column) is not None)
    page.chart.point_at(row, column)
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    page.hand.go.click()
    qtbot.waitUntil(lambda: reservations(director, "NORD")[0].room_bed == "1 · 1C")
