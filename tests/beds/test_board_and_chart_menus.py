"""What the board and the tape chart show and offer: counts, filters, menus of cells, days that are turned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter, TakeBedOutOfUse
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.stays.acts import Admit
from shelter_app.services.stays.expected_exit import ExpectLeave
from shelter_app.ui.features.beds.tape_acts import entries_at
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.board.page import BedsPage
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.tape.page import TapePage
from shelter_app.ui.widgets.mnemonics import unmarked
from tests.beds.conftest import House
from tests.beds.steps import at, frame_of, opened, settle

Open = Callable[[Actor], Workspace]
TODAY = date(2026, 11, 24)


@pytest.fixture
def full(director: Actor, house: House) -> House:
    """1A slept in until a day, 1B held from the 26th, 1C given tonight, 2A out of service, 2B free; one without."""
    _who, stay = house.admit(at(10), "1A")
    perform(director, ExpectLeave(stay=stay, leaves_on=TODAY))
    perform(
        director,
        ReserveBed(bed=house.beds["1B"], from_at=at(26), to_at=at(28), lapses_at=at(26, 20), reason="police"),
    )
    house.admit(at(24, 9), "1C")
    perform(director, TakeBedOutOfUse(bed=house.beds["2A"], since=at(20), reason="mould"))
    house.admit(at(22))
    return house


def test_the_head_of_the_board_counts_and_names_who_has_no_bed(
    qtbot: QtBot, director: Actor, full: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), BedsPage)
    chips = (page.free, page.occupied, page.leaving, page.reserved, page.out)
    assert {chip.text() for chip in chips if chip.isVisible()} == {
        "2 free",
        "2 occupied",
        "1 leaving today",
        "1 out of service",
    }
    assert unmarked(page.bedless.text()).strip() == "1 without a bed"
    (bedless,) = beds_tonight(director, "NORD").without_bed
    assert bedless.code in page.bedless.accessibleName()
    page.bedless.click()
    finding = frame_of(page).pages["finding"]
    assert isinstance(finding, FindingPage)
    settle(qtbot, finding)
    assert finding.whom.key() == bedless.resident_id
    assert finding.forms()[0].title.startswith("Assign ")


def test_a_shelter_without_beds_says_what_would_be_there(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    perform(director, AddShelter(code="SUD", name="Casa SUD"))
    page = opened(qtbot, open_window(director), BedsPage)
    page.enter_shelter("SUD")
    page.refresh()
    settle(qtbot, page)
    assert not page.board.isVisible()
    assert page.offered() == []
    page.enter_shelter("NORD")
    page.refresh()
    settle(qtbot, page)
    assert page.board.isVisible()
    assert len(page.board.cards()) == 5


def test_the_card_one_stood_on_comes_back(
    qtbot: QtBot, director: Actor, full: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), BedsPage)
    page.board.point_at(full.beds["2B"])
    left = page.state()
    page.board.point_at(full.beds["1A"])
    page.restore(left)
    current = page.board.current()
    assert current is not None
    assert current.bed_id == full.beds["2B"]
    offered = [words for words, _do in page.offered()]
    assert offered == [words for words, _do in page.offered_at(full.beds["2B"])]
    assert offered[0].startswith("Assign to ")


def test_the_filter_follows_kind_and_room(
    qtbot: QtBot, director: Actor, full: House, open_window: Open
) -> None:
    room = perform(director, AddRoom(shelter=full.shelter, name="F", placement_rule="FAMILY"))
    cot = perform(director, AddBed(room=room, label="FC", in_use_from=date(2025, 1, 1), kind="COT"))
    page = opened(qtbot, open_window(director), BedsPage)
    page.filter.click()
    settle(qtbot, page)

    def fitting() -> set[str]:
        return {one.bed_id for one in page.board.cards() if not one.faded()}

    assert fitting() == {full.beds["2B"], cot}
    page.filters.kind.setCurrentIndex(page.filters.kind.findData("COT"))
    page.filters.kind.activated.emit(page.filters.kind.currentIndex())
    settle(qtbot, page)
    assert fitting() == {cot}
    page.filters.rule.setCurrentIndex(page.filters.rule.findData("MEN"))
    page.filters.rule.activated.emit(page.filters.rule.currentIndex())
    settle(qtbot, page)
    assert fitting() == set()
    assert page.filters.fitting.text() == "0 suitable beds"
    page.refresh()  # the filter stays when the board is asked anew
    settle(qtbot, page)
    assert fitting() == set()
    page.filter.click()
    settle(qtbot, page)
    assert len(fitting()) == 6


def test_a_bed_that_was_given_meanwhile_is_refused_in_the_form(
    qtbot: QtBot, director: Actor, full: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), BedsPage)
    give = next(do for words, do in page.offered_at(full.beds["2B"]) if words.startswith("Assign to "))
    give()
    settle(qtbot, page)
    other = full.resident()
    perform(director, Admit(resident=other, shelter=full.shelter, at=director.clock(), bed=full.beds["2B"]))
    panel = page.panel()
    assert panel is not None
    panel.save.click()
    settle(qtbot, page)
    assert panel.form is not None
    assert panel.form.error.text().startswith("2 · 2B is occupied: ")
    assert beds_tonight(director, "NORD").occupied == 3


@pytest.fixture
def chart(qtbot: QtBot, director: Actor, full: House, open_window: Open) -> TapePage:
    return opened(qtbot, open_window(director), TapePage)


def entries(page: TapePage, bed: str, day: date) -> list[str]:
    room, row = page.chart.room_of(bed)
    return [one.title.partition(":")[0] for one in entries_at(page.chart, room, row, day, page.actor.clock())]


def test_each_cell_offers_what_can_be_done_there(chart: TapePage, full: House) -> None:
    beds = full.beds
    assert entries(chart, beds["1A"], TODAY) == ["Move to another bed"]
    assert entries(chart, beds["1B"], date(2026, 11, 26)) == [
        "Reserve another bed",
        "Change the last day",
        "Cancel the reservation",
    ]
    assert entries(chart, beds["2A"], TODAY) == ["Change the last day", "Return the bed to service now"]
    assert entries(chart, beds["2B"], TODAY) == [
        "Assign to somebody waiting…",
        "Reserve",
        "Take out of service from this night on…",
    ]
    assert entries(chart, beds["2B"], TODAY - timedelta(days=1)) == []


def test_a_cell_that_offers_nothing_says_what_it_is(chart: TapePage, qtbot: QtBot, full: House) -> None:
    row = chart.chart.cells.row_of(full.beds["2B"])
    assert row is not None
    chart.chart.point_at(row, chart.chart.cells.column(TODAY - timedelta(days=1)))
    qtbot.keyClick(chart.chart, Qt.Key.Key_Return)
    menu = chart.findChildren(QMenu, "tape_menu")[-1]
    (only,) = menu.actions()
    assert not only.isEnabled()
    assert unmarked(only.text()) == "Room 2, Bed 2B, 23 November 2026: free"
    menu.close()


def test_a_reason_that_is_missing_is_asked_for_in_the_bar(
    chart: TapePage, qtbot: QtBot, director: Actor, full: House
) -> None:
    room, bed = chart.chart.room_of(full.beds["2B"])
    entry = list(entries_at(chart.chart, room, bed, TODAY, chart.actor.clock()))[-1]
    chart.confirmation.ask(*entry.acts)
    chart.confirmation.go.click()
    settle(qtbot, chart)
    assert chart.confirmation.text() == "This field is required. Fill it in."
    assert beds_tonight(director, "NORD").out == 1
    qtbot.keyClicks(chart.confirmation.reason, "paint")
    chart.confirmation.go.click()
    settle(qtbot, chart)
    assert beds_tonight(director, "NORD").out == 2
    assert not chart.confirmation.isVisible()


def test_a_bed_that_was_taken_meanwhile_is_refused_in_the_bar_and_shown(
    chart: TapePage, qtbot: QtBot, director: Actor, full: House
) -> None:
    room, bed = chart.chart.room_of(full.beds["2B"])
    give = next(iter(entries_at(chart.chart, room, bed, TODAY, chart.actor.clock())))
    chart.confirmation.ask(*give.acts)
    other = full.resident()
    perform(director, Admit(resident=other, shelter=full.shelter, at=director.clock(), bed=full.beds["2B"]))
    chart.confirmation.go.click()
    settle(qtbot, chart)
    assert "2 · 2B is occupied: " in chart.confirmation.text()
    assert chart.chart.room_of(full.beds["2B"])[1].bars[-1].kind == "STAY"


def test_the_days_are_turned_and_lead_back_to_today(chart: TapePage, qtbot: QtBot) -> None:
    first = chart.chart.cells.day(0)
    later = chart.findChild(type(chart.confirmation.go), "tape_on")
    earlier = chart.findChild(type(chart.confirmation.go), "tape_back")
    today = chart.findChild(type(chart.confirmation.go), "tape_today")
    later.click()
    settle(qtbot, chart)
    assert chart.chart.cells.day(0) == first + timedelta(days=15)
    earlier.click()
    settle(qtbot, chart)
    earlier.click()
    settle(qtbot, chart)
    assert chart.chart.cells.day(0) == first - timedelta(days=15)
    today.click()
    settle(qtbot, chart)
    assert chart.chart.cells.day(0) == first


def test_a_year_is_shown_and_comes_back_with_its_days(chart: TapePage, qtbot: QtBot) -> None:
    year = chart.findChild(type(chart.confirmation.go), "tape_365")
    year.click()
    settle(qtbot, chart)
    assert chart.chart.cells.days == 365
    left = chart.state()
    month = chart.findChild(type(chart.confirmation.go), "tape_30")
    month.click()
    settle(qtbot, chart)
    assert chart.chart.cells.days == 30
    chart.restore(left)
    chart.refresh()
    settle(qtbot, chart)
    assert chart.chart.cells.days == 365
    assert year.isChecked()


def test_what_is_asked_is_given_up_when_the_language_changes(
    chart: TapePage, qtbot: QtBot, full: House
) -> None:
    room, bed = chart.chart.room_of(full.beds["2A"])
    entry = list(entries_at(chart.chart, room, bed, TODAY, chart.actor.clock()))[-1]
    chart.confirmation.ask(*entry.acts)
    assert chart.confirmation.isVisible()
    QCoreApplication.sendEvent(chart.confirmation, QEvent(QEvent.Type.LanguageChange))
    assert not chart.confirmation.isVisible()
    assert beds_tonight(chart.actor, "NORD").out == 1


def test_a_stretch_of_a_reservation_keeps_its_hour(
    chart: TapePage, qtbot: QtBot, director: Actor, full: House
) -> None:
    row = chart.chart.cells.row_of(full.beds["1B"])
    assert row is not None
    chart.chart.point_at(row, chart.chart.cells.column(date(2026, 11, 27)))
    assert chart.chart.stretch()
    qtbot.keyClick(chart.chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart.chart, Qt.Key.Key_Return)
    chart.confirmation.go.click()
    settle(qtbot, chart)
    bar = chart.chart.room_of(full.beds["1B"])[1].bars[-1]
    assert bar.end == date(2026, 11, 29)
    assert bar.lapses == local_moment(date(2026, 11, 26), 20)
