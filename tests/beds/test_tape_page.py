"""The page of the tape chart in the window: what it shows, tells and does is re-read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.i18n import use_language
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.reservations import ReserveBed, reservations
from shelter_app.services.beds.tape import tape
from shelter_app.services.house.acts import TakeBedOutOfUse
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.tape.page import TapePage
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.tape.headers import DayHeader
from shelter_app.ui.widgets.mnemonics import unmarked
from tests.beds.conftest import House
from tests.beds.steps import frame_of, settle
from tests.front import be_in_front

CAME = local_moment(date(2026, 11, 10))


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, english: None) -> Iterator[TapePage]:
    house.admit(CAME, "1A")
    perform(
        director,
        TakeBedOutOfUse(bed=house.beds["2A"], since=local_moment(date(2026, 11, 20)), reason="mould"),
    )
    shell = MainWindow(Preferences("en", "light", 100))
    qtbot.addWidget(shell)
    frame = Workspace(director, signed_in_user(director), shell)
    shell.show_content(frame)
    shell.show()
    frame.go("tape")
    made = frame.pages["tape"]
    assert isinstance(made, TapePage)
    settle(qtbot, made)
    assert bool(made.chart.cells.rows)
    made.chart.setFocus()
    yield made
    work.finish()


def stand(page: TapePage, bed: str, day: date) -> None:
    row = page.chart.cells.row_of(bed)
    assert row is not None
    page.chart.point_at(row, page.chart.cells.column(day))


def take_back(page: TapePage, qtbot: QtBot) -> None:
    """Press Ctrl+Z once what was done is told."""
    bar = frame_of(page).undo_bar
    settle(qtbot, page)
    assert bar.button.isVisible()
    be_in_front(qtbot, page)
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    assert bar.text().startswith("Undone")


def choose(page: TapePage, qtbot: QtBot, words: str) -> None:
    """Open the menu with the keyboard and take the line that begins with ``words``."""
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    menu = page.findChild(QMenu, "tape_menu")
    assert menu is not None
    action = next(one for one in menu.actions() if unmarked(one.text()).startswith(words))
    menu.setActiveAction(action)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    menu.deleteLater()


def bed_now(director: Actor) -> str | None:
    return census(director, shelter="NORD").rows[0].bed


def test_the_days_lead_from_the_board_and_back(page: TapePage, qtbot: QtBot) -> None:
    frame = page.window().content
    assert isinstance(frame, Workspace)
    page.tabs.findChild(type(frame.top.lock), "tab_beds").click()
    assert frame.pages["beds"].isVisible()
    frame.step(-1)
    assert page.isVisible()


def test_somebody_moves_by_keyboard_only_after_it_was_told_and_agreed(
    page: TapePage, qtbot: QtBot, director: Actor
) -> None:
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    assert page.confirmation.text().startswith("Move ")
    assert page.confirmation.text().endswith("to Room 1, bed 1B from now on. The current bed becomes free.")
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert bed_now(director) == "1A"
    qtbot.keyClick(page.confirmation.go, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert bed_now(director) == "1B"
    take_back(page, qtbot)
    assert bed_now(director) == "1A"


def test_what_cannot_be_says_why_and_nothing_is_stored(page: TapePage, qtbot: QtBot, director: Actor) -> None:
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    for _step in range(3):
        qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    assert page.confirmation.text() == "This bed is out of service during that period. Choose another bed."
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert not page.confirmation.go.isVisible()
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
    page.confirmation.go.click()
    settle(qtbot, page)
    assert until() == date(2026, 11, 26)
    undo = frame_of(page).undo_bar.button
    settle(qtbot, page)
    assert undo.isVisible()
    undo.click()
    settle(qtbot, page)
    assert until() is None


def test_which_beds_are_free_from_a_day_to_another_is_said(page: TapePage, qtbot: QtBot) -> None:
    assert page.filters.fitting.text() == "3 suitable beds: 1 1B, 1 1C, 2 2B"
    page.filters.free_to.setText("23.11")
    page.filters.free_to.editingFinished.emit()
    assert "the second after the first" in page.filters.fitting.text()


def test_nights_ahead_are_reserved_by_keyboard_with_a_reason_and_let_go_again(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    row = page.chart.cells.row_of(house.beds["1B"])
    assert row is not None
    page.chart.point_at(row, page.chart.cells.column(date(2026, 11, 26)))
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    qtbot.keyClick(page.chart, Qt.Key.Key_Right)
    assert page.confirmation.text() == (
        "Reserve Room 1, bed 1B for 2 nights, from 26 November 2026 to 28 November 2026."
    )
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    page.confirmation.reason.setText("DGASPC Cluj")
    qtbot.keyClick(page.confirmation.reason, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert len(reservations(director, "NORD")) == 1
    (held,) = reservations(director, "NORD")
    assert (held.reason, held.lapses_at) == ("DGASPC Cluj", local_moment(date(2026, 11, 26), 20))
    undo = frame_of(page).undo_bar.button
    settle(qtbot, page)
    assert undo.isVisible()
    undo.click()
    settle(qtbot, page)
    assert reservations(director, "NORD") == ()


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
    settle(qtbot, page)
    assert page.chart.cells.bar_at(row, column) is not None
    page.chart.point_at(row, column)
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    page.confirmation.go.click()
    settle(qtbot, page)
    assert reservations(director, "NORD")[0].room_bed == "1 · 1C"


def test_a_bed_goes_out_of_service_from_the_menu_and_that_is_taken_back(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    stand(page, house.beds["1C"], date(2026, 11, 24))
    choose(page, qtbot, "Take out of service")
    assert page.confirmation.text().startswith("Take Room 1, bed 1C, out of service from 24 November 2026")
    qtbot.keyClicks(page.confirmation.reason, "mould")
    qtbot.keyClick(page.confirmation.reason, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").out == 2
    take_back(page, qtbot)
    assert beds_tonight(director, "NORD").out == 1


def test_a_bed_given_back_to_use_and_a_reservation_let_go_are_taken_back(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    stand(page, house.beds["2A"], date(2026, 11, 24))
    choose(page, qtbot, "Return the bed to service")
    page.confirmation.go.click()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").out == 0
    take_back(page, qtbot)
    assert beds_tonight(director, "NORD").out == 1
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
    stand(page, house.beds["1B"], date(2026, 11, 27))
    settle(qtbot, page)
    assert page.chart.current_bar() is not None
    choose(page, qtbot, "Cancel the reservation")
    page.confirmation.go.click()
    settle(qtbot, page)
    assert reservations(director, "NORD") == ()
    take_back(page, qtbot)
    assert len(reservations(director, "NORD")) == 1


def test_who_is_in_the_house_without_a_bed_is_given_a_free_stretch_by_drag(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    house.admit(CAME)
    page.refresh()
    settle(qtbot, page)
    assert page.chart.cells.tape is not None and bool(page.chart.cells.tape.waits)
    row, column = page.chart.cells.row_of(house.beds["1C"]), page.chart.cells.column(date(2026, 11, 24))
    assert row is not None
    view = page.chart.viewport()
    start = page.chart.visualRect(page.chart.cells.index(row, column)).center()
    end = page.chart.visualRect(page.chart.cells.index(row, column + 2)).center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(12, 0))
    qtbot.mouseMove(view, end)
    assert page.confirmation.text().startswith("Reserve Room 1, bed 1C for 3 nights")
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert page.confirmation.whom.isVisible()
    page.confirmation.whom.setCurrentIndex(1)
    code = page.confirmation.whom.currentText()
    assert page.confirmation.text() == f"Assign Room 1, bed 1C to {code} from now on."
    page.confirmation.go.click()
    settle(qtbot, page)
    assert "1C" in [row.bed for row in census(director, shelter="NORD").rows]
    assert tape(director, date(2026, 11, 24), 1).waits == ()
    take_back(page, qtbot)
    assert [one.words for one in tape(director, date(2026, 11, 24), 1).waits] == [code]


def test_a_request_that_waits_gets_a_held_bed_by_keyboard_from_the_menu(
    page: TapePage, qtbot: QtBot, director: Actor, house: House
) -> None:
    asked = perform(
        director,
        RecordReferral(
            shelter=house.shelter, source="DGASPC", urgency="TONIGHT", received_at=director.clock()
        ),
    )
    page.refresh()
    settle(qtbot, page)
    assert page.chart.cells.tape is not None and bool(page.chart.cells.tape.waits)
    stand(page, house.beds["1B"], date(2026, 11, 24))
    choose(page, qtbot, "Assign to somebody waiting")
    assert page.confirmation.text().startswith("Reserve Room 1, bed 1B for the request: ")
    assert page.confirmation.text().endswith("from 24 November 2026 to 1 December 2026.")
    qtbot.keyClick(page.confirmation.go, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert len(reservations(director, "NORD")) == 1
    assert reservations(director, "NORD")[0].referral_id == asked
    take_back(page, qtbot)
    assert reservations(director, "NORD") == ()


def test_who_is_in_the_house_is_not_placed_in_a_night_ahead_and_is_told_so(
    page: TapePage, qtbot: QtBot, house: House
) -> None:
    house.admit(CAME)
    page.refresh()
    settle(qtbot, page)
    assert page.chart.cells.tape is not None and bool(page.chart.cells.tape.waits)
    stand(page, house.beds["1B"], date(2026, 11, 26))
    choose(page, qtbot, "Assign to somebody waiting")
    assert "is already in the shelter: start from tonight" in page.confirmation.text()
    assert not page.confirmation.go.isVisible()


def test_another_language_dates_the_chart_anew_and_names_each_filter(page: TapePage, qtbot: QtBot) -> None:
    def said() -> tuple[str, str, str]:
        shown = page.findChild(QLabel, "tape_range")
        assert isinstance(shown, QLabel)
        return shown.text(), page.filters.rule.itemText(0), page.filters.kind.itemText(0)

    assert said() == ("9 Nov 2026 to 8 Dec 2026", "Any room", "Any kind of bed")
    use_language("ro")
    page.retranslate()
    assert said() == ("9 nov. 2026 – 8 dec. 2026", "Oricare destinație a camerei", "Oricare tip de pat")
    days = page.chart.horizontalHeader()
    assert isinstance(days, DayHeader)
    assert [name for name, _left, _right in days.months()] == ["noiembrie 2026", "decembrie 2026"]
