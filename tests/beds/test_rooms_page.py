"""The rooms' page in the window: looked at, reported, out of service, mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.i18n import use_language
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.rooms import ReportDefect, defects, rooms
from shelter_app.services.house.views import beds_tonight
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.rooms.page import RoomsPage
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.preferences import Preferences
from tests.beds.conftest import House
from tests.beds.steps import settle


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, english: None) -> Iterator[RoomsPage]:
    shell = MainWindow(Preferences("en", "light", 100))
    qtbot.addWidget(shell)
    frame = Workspace(director, signed_in_user(director), shell)
    shell.show_content(frame)
    shell.show()
    frame.go("rooms")
    made = frame.pages["rooms"]
    assert isinstance(made, RoomsPage)
    settle(qtbot, made)
    assert len(made.rooms.rows) == 2
    yield made
    work.finish()


def test_a_room_is_looked_at(page: RoomsPage, qtbot: QtBot, director: Actor) -> None:
    page.in_order.click()
    settle(qtbot, page)
    assert rooms(director, "NORD")[-1].inspected_on == date(2026, 11, 24)
    assert page.defect_title.text() == "No defects."


def test_the_pane_is_of_the_room_and_the_defect_one_stands_on_and_nothing_scrolls_sideways(
    page: RoomsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    page.window().resize(1366, 768)
    use_language("ro")
    settle(qtbot, page)
    before = page.room_list.geometry()
    page.room_list.point_at(1)
    assert (page.pane.title.text(), page.pane.chip.text()) == ("Camera 2", "Nicio defecțiune.")
    perform(director, ReportDefect(room=house.rooms["2"], text="geam spart", on=date(2026, 11, 24)))
    page.refresh()
    settle(qtbot, page)
    assert page.rooms.rows[page.room_list.currentIndex().row()].name == "2"
    assert page.pane.chip.text() == "1 defecțiune de reparat"
    assert page.pane.chosen.text() == "geam spart"
    assert page.pane.x() >= page.room_list.geometry().right()
    assert (page.room_list.height(), page.room_list.width()) == (before.height(), before.width())
    for view in (page.room_list, page.defect_list):
        assert view.horizontalScrollBar().maximum() == 0, view.objectName()


def test_what_is_written_of_a_broken_room_is_not_lost_by_calling_it_in_order(
    page: RoomsPage, qtbot: QtBot, director: Actor
) -> None:
    page.text.setText("a broken pane")
    page.in_order.click()
    assert page.pane.message.text().startswith("You have described a defect.")
    assert page.text.text() == "a broken pane"
    assert rooms(director, "NORD")[-1].inspected_on is None
    page.text.clear()
    page.in_order.click()
    settle(qtbot, page)
    assert rooms(director, "NORD")[-1].inspected_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "said"),
    (
        ("31.02.2027", "This is not a date."),
        ("soon", "This is not a date."),
        ("01/01/2020", "The end is before the beginning."),
    ),
)
def test_a_day_that_is_none_is_refused_and_stays(
    page: RoomsPage, qtbot: QtBot, director: Actor, typed: str, said: str
) -> None:
    page.text.setText("a broken pane")
    page.due.setText(typed)
    page.report.click()
    settle(qtbot, page)
    assert page.pane.message.text().startswith(said)
    assert (page.text.text(), page.due.text()) == ("a broken pane", typed)
    assert defects(director, "NORD") == ()


def test_a_defect_takes_its_bed_out_of_service_until_it_is_mended(
    page: RoomsPage, qtbot: QtBot, director: Actor, clock
) -> None:
    page.report.click()
    settle(qtbot, page)
    assert page.pane.message.text() == "This field is required. Fill it in."
    page.text.setText("broken slats")
    page.bed.setCurrentIndex(1)
    page.out.setChecked(True)
    page.report.click()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").out == 1
    assert page.mended.isVisible()
    assert page.defect_title.text() == "1 defect to repair"
    clock.forward(hours=2)
    page.mended.click()
    settle(qtbot, page)
    assert defects(director, "NORD") == ()
    assert beds_tonight(director, "NORD").out == 0


def test_a_defect_is_assigned_until_a_day_and_stands_on_the_day_of_who_mends_it(
    page: RoomsPage, qtbot: QtBot, director: Actor
) -> None:
    page.text.setText("cracked window")
    page.report.click()
    settle(qtbot, page)
    assert page.assign.isVisible()
    page.defect_list.setFocus()
    qtbot.keyClick(page.defect_list, Qt.Key.Key_Return)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.fields["assignee"].control.setEditText(director.name)
    panel.form.fields["due_on"].control.setText("20.11")
    panel.save.click()
    settle(qtbot, page)
    assert panel.form is not None and bool(panel.form.fields["due_on"].error.text())
    assert panel.form.fields["due_on"].value() == date(2026, 11, 20)  # what was typed stays
    panel.form.fields["due_on"].control.setText("24.11")
    panel.save.click()
    settle(qtbot, page)
    assert defects(director, "NORD")[0].assignee == director.name
    assert defects(director, "NORD")[0].due_on == date(2026, 11, 24)
    frame = page.window().content
    assert isinstance(frame, Workspace)
    frame.go("today")
    today = frame.pages["today"]
    assert isinstance(today, TodayPage)
    settle(qtbot, today)
    assert [row.line.what for row in today.rows] == ["To repair: cracked window"]
    assert (today.rows[0].line.when, today.rows[0].line.who) == ("today", "1")
    today.rows[0].open.click()
    settle(qtbot, page)
    assert page.isVisible()
    page.mended.click()
    settle(qtbot, page)
    assert defects(director, "NORD") == ()
    assert frame.undo_bar.text() == "1 – The repair was recorded." and frame.undo_bar.button.isVisible()
    frame.undo_bar.button.click()
    settle(qtbot, page)
    assert len(defects(director, "NORD")) == 1


def test_places_of_a_room_are_blocked_and_given_back_at_once(
    page: RoomsPage, qtbot: QtBot, director: Actor
) -> None:
    settle(qtbot, page)
    assert bool(page.forms())
    page.fill_menu()
    next(one for one in page.menu.actions() if one.objectName() == "beds.block_places").trigger()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.fields["places"].begin("9")
    panel.form.fields["reason"].begin("wet wall")
    panel.save.click()
    settle(qtbot, page)
    assert (
        panel.form is not None and "are free during that period" in panel.form.fields["places"].error.text()
    )
    panel.form.fields["places"].begin("2")
    panel.save.click()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").out == 2
    frame = page.window().content
    assert isinstance(frame, Workspace)
    settle(qtbot, page)
    assert frame.undo_bar.button.isVisible()
    frame.undo_bar.button.click()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").out == 0
