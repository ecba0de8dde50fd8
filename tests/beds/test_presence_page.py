"""The roll call in the window: one key a person; what is marked is re-read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.domain.missing_minor import PROPOSED
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.away import away
from shelter_app.services.beds.presence import roll_call
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.stays.acts import RecordAbsence
from shelter_app.ui import work
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.presence.page import RollCallPage
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.preferences import Preferences
from tests.beds.conftest import House
from tests.beds.steps import frame_of, opened, outcomes, settle, take_back
from tests.ui.pages.parts import choose_file

CAME = local_moment(date(2026, 11, 20))
TONIGHT = date(2026, 11, 24)


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, clock, english: None) -> Iterator[RollCallPage]:
    clock.now = local_moment(TONIGHT, 21)
    for bed in ("1A", "1B", "1C", "2A"):
        house.admit(CAME, bed)
    shell = MainWindow(Preferences("en", "light", 100))
    qtbot.addWidget(shell)
    frame = Workspace(director, signed_in_user(director), shell)
    shell.show_content(frame)
    shell.show()
    frame.go("rollcall")
    made = frame.pages["rollcall"]
    assert isinstance(made, RollCallPage)
    settle(qtbot, made)
    assert len(made.model.rows) == 4
    yield made
    work.finish()


class KeysCounted(QObject):
    """Counts the keys that arrive at a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.keys += event.type() == QEvent.Type.KeyPress
        return False


def marks(director: Actor) -> list[str | None]:
    return [row.mark for row in roll_call(director, "NORD").rows]


def test_the_whole_house_is_marked_with_one_key_a_person(
    page: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    qtbot.keyClicks(page.list, "ppa")
    qtbot.keyClick(page.list, Qt.Key.Key_E)
    assert (page.left.text(), page.left.property("chip")) == ("everyone is marked, 21:00", "free")
    settle(qtbot, page)
    assert marks(director) == ["PRESENT", "PRESENT", "ABSENT", "EXCUSED"]
    assert page.counts["PRESENT"].text() == "2 present"


def test_the_usual_evening_takes_one_key_a_person(
    page: RollCallPage, qtbot: QtBot, director: Actor, house: House, clock
) -> None:
    away_tonight = house.admit(CAME, "2B")[1]
    back = clock() + timedelta(hours=14)
    since = clock() - timedelta(hours=3)
    perform(director, RecordAbsence(stay=away_tonight, kind="LEAVE_NIGHT", since=since, expected_at=back))
    page.refresh()
    settle(qtbot, page)
    assert len(page.model.rows) == 5
    counted = KeysCounted()
    page.list.installEventFilter(counted)
    while not page.left.text().startswith("everyone is marked"):
        assert counted.keys < 5, "more than one key a person"
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    usual = ["PRESENT"] * 4 + ["EXCUSED"]
    settle(qtbot, page)
    assert marks(director) == usual
    assert counted.keys == len(usual)


def test_enter_takes_what_leave_tells_and_present_otherwise(
    page: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert marks(director)[0] == "PRESENT"
    assert page.list.currentIndex().row() == 1


def test_who_did_not_come_back_is_listed_and_her_bed_is_decided_on(
    page: RollCallPage, qtbot: QtBot, director: Actor, clock
) -> None:
    qtbot.keyClicks(page.list, "a")
    settle(qtbot, page)
    assert page.away.isVisible()
    clock.forward(hours=5)
    page.refresh()
    settle(qtbot, page)
    assert page.away.model.rows[0].state == "ESCALATED"
    page.away.release.click()
    settle(qtbot, page)
    assert bool(page.away.message.text())
    assert beds_tonight(director, "NORD").free == 1
    said: list[Outcome] = []
    page.did.connect(said.append)
    page.away.reason.setText("locul e cerut")
    page.away.release.click()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").free == 2
    assert page.away.model.rows[0].room_bed is None
    (back,) = said
    perform(director, back.undo)
    code = page.away.model.rows[0].code
    assert (back.sentence, beds_tonight(director, "NORD").free) == (f"The bed of {code} is free.", 1)
    assert page.away.back.accessibleName() == f"Has returned: {code}"
    page.away.back.click()
    settle(qtbot, page)
    assert away(director, "NORD") == ()


def test_a_past_evening_is_entered_from_paper(page: RollCallPage, qtbot: QtBot, director: Actor) -> None:
    page.earlier.click()
    settle(qtbot, page)
    assert page.evening.text() == "23 November 2026"
    qtbot.keyClicks(page.list, "p")
    settle(qtbot, page)
    assert roll_call(director, "NORD", date(2026, 11, 23)).count("PRESENT") == 1
    assert away(director, "NORD") == ()


def test_the_night_list_is_two_clicks_away(page: RollCallPage, qtbot: QtBot) -> None:
    page.papers.menu().actions()[0].trigger()
    settle(qtbot, page)
    assert page.sheet_view() is not None
    sheet = page.sheet_view()
    assert sheet is not None
    assert len(sheet.preview.sheets()) == 1
    sheet.back.click()
    assert page.sheet_view() is None


def test_a_sheet_is_kept_as_paper_or_as_a_workbook(page: RollCallPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.papers.menu().actions()[0].trigger()
    settle(qtbot, page)
    assert page.sheet_view() is not None
    sheet = page.sheet_view()
    assert sheet is not None
    sheet.keep.click()
    choose_file(sheet, "keep_dialog", tmp_path / "list.pdf")
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    qtbot.waitUntil(lambda: sheet.findChild(QFileDialog) is None)
    sheet.book.click()
    settle(qtbot, page)
    choose_file(sheet, "keep_dialog", tmp_path / "list.xlsx")
    assert (tmp_path / "list.xlsx").exists()
    assert (tmp_path / "list.xlsx").read_bytes().startswith(b"PK")


def test_each_row_says_who_and_how_she_is_marked(page: RollCallPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.list, "p")
    index = page.model.index(0, 3)
    assert page.model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Mark: present"


def test_ctrl_z_takes_the_last_mark_back_and_says_whose(
    page: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    code = page.model.rows[1].code
    qtbot.keyClicks(page.list, "pa")
    settle(qtbot, page)
    assert frame_of(page).undo_bar.text() == f"{code}: absent, recorded"
    assert page.left.property("chip") == "warning"
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: frame_of(page).undo_bar.text().startswith("Undone"))
    settle(qtbot, page)
    assert marks(director) == ["PRESENT", None, None, None]
    assert [row.mark for row in page.model.rows] == ["PRESENT", None, None, None]
    assert away(director, "NORD") == ()


def test_a_second_mark_of_a_person_taken_back_leaves_the_first(
    page: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    qtbot.keyClicks(page.list, "p")
    page.list.point_at(0)
    qtbot.keyClicks(page.list, "a")
    take_back(qtbot, page)
    assert marks(director) == ["PRESENT", None, None, None]


def test_one_press_marks_the_rest_present_and_one_takes_all_back(
    page: RollCallPage, qtbot: QtBot, director: Actor, house: House, clock
) -> None:
    on_leave = house.admit(CAME, "2B")[1]
    since, back = clock() - timedelta(hours=3), clock() + timedelta(hours=14)
    perform(director, RecordAbsence(stay=on_leave, kind="LEAVE_NIGHT", since=since, expected_at=back))
    page.refresh()
    settle(qtbot, page)
    qtbot.keyClicks(page.list, "a")
    settle(qtbot, page)
    told = outcomes(page)
    page.rest.click()
    settle(qtbot, page)
    assert marks(director) == ["ABSENT", "PRESENT", "PRESENT", "PRESENT", None]
    assert [one.sentence for one in told] == ["3 people marked as present."]
    assert not page.rest.isEnabled()
    take_back(qtbot, page)
    assert marks(director) == ["ABSENT", None, None, None, None]


def test_a_missing_minor_is_named_so_and_missing_since_the_roll_call_here_and_on_today(
    page: RollCallPage, qtbot: QtBot, director: Actor, house: House, clock
) -> None:
    house.admit(CAME, birth_year=2011)
    page.refresh()
    settle(qtbot, page)
    clock.forward(minutes=9)
    page.list.point_at(4)
    qtbot.keyClicks(page.list, "a")
    settle(qtbot, page)
    said = [column.text(page.away.model.rows[0]) for column in page.away.model.columns]
    assert said[1:3] == ["minor, not back", "missing since the roll call of 24 Nov 2026"]
    assert not any("21:09" in words for words in said)
    code = page.away.model.rows[0].code
    assert page.away.about.text() == f"{code}: {said[1]}; {said[2]}"
    today = opened(qtbot, frame_of(page), TodayPage)
    (line,) = [row.line for row in today.rows if row.line.page == "rollcall"]
    assert (line.what, line.beside) == (
        "minor, not back · Unannounced absence",
        "missing since the roll call of 24 Nov 2026",
    )


def whole_in_sight(part: QWidget) -> bool:
    """Say whether all of a part is drawn in the window, neither scrolled away nor below its edge."""
    return part.isVisible() and part.visibleRegion().boundingRect().size() == part.size()


def test_the_list_stays_as_it_is_when_the_first_is_absent_and_what_to_do_is_in_sight(
    page: RollCallPage, qtbot: QtBot
) -> None:
    page.window().resize(1366, 768)
    settle(qtbot, page)
    order = [row.stay_id for row in page.model.rows]
    corner = page.list.mapTo(page.window(), QPoint(0, 0))
    before = (corner, page.list.width(), page.list.visualRect(page.model.index(0, 0)))
    height = page.list.height()
    assert whole_in_sight(page.list)
    assert not page.away.list.isVisible()
    qtbot.keyClicks(page.list, "aaa")
    settle(qtbot, page)
    corner = page.list.mapTo(page.window(), QPoint(0, 0))
    assert (corner, page.list.width(), page.list.visualRect(page.model.index(0, 0))) == before
    assert height - page.list.height() == frame_of(page).undo_bar.height(), (
        "it gives room to the undo bar only"
    )
    assert [row.stay_id for row in page.model.rows] == order
    acts = (page.away.back, page.away.report, page.away.paper, page.away.hold, page.away.release)
    assert [part.objectName() for part in (page.away.reason, *acts) if not whole_in_sight(part)] == []
    assert page.away.list.height() >= 3 * page.away.list.rowHeight(0)


def test_no_column_of_the_list_lies_out_of_sight(page: RollCallPage, qtbot: QtBot) -> None:
    page.window().resize(1366, 768)
    qtbot.waitUntil(lambda: page.away.x() > page.list.geometry().right())
    qtbot.waitUntil(lambda: page.list.horizontalScrollBar().maximum() == 0)
    assert page.list.viewport().width() - page.list.horizontalHeader().length() >= 0


def test_where_the_page_is_narrow_who_is_away_stands_below_the_list(page: RollCallPage, qtbot: QtBot) -> None:
    page.window().resize(1366, 768)
    qtbot.waitUntil(lambda: page.away.x() > page.list.geometry().right())
    page.window().resize(1024, 700)
    qtbot.waitUntil(lambda: page.away.y() > page.list.geometry().bottom())
    assert page.away.width() == page.list.width()


def test_for_a_missing_minor_the_pane_says_what_to_do_and_keeps_whom_was_told(
    page: RollCallPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    house.admit(CAME, birth_year=2011)
    page.window().resize(1366, 768)
    page.refresh()
    settle(qtbot, page)
    page.list.point_at(0)
    qtbot.keyClicks(page.list, "a")
    settle(qtbot, page)
    assert not page.away.steps.isVisible()
    page.list.point_at(4)
    qtbot.keyClicks(page.list, "a")
    settle(qtbot, page)
    said = page.away.steps.texts()
    assert page.away.steps.isVisible()
    assert len(said) == len(PROPOSED)
    assert said[2].startswith("Step 3: Call the police on 112")
    assert said[2].endswith("not done yet")
    acts = (page.away.back, page.away.report, page.away.paper, page.away.hold, page.away.release)
    assert [part.objectName() for part in (page.away.reason, *acts) if not whole_in_sight(part)] == []

    page.away.steps.findChild(QPushButton, "missing_step_3").click()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.fields["whom"].begin("112, officer Exemplu")
    panel.form.fields["outcome"].begin("a patrol looks")
    panel.save.click()
    settle(qtbot, page)
    assert page.away.steps.texts()[2].endswith("24 Nov 2026, 21:00, 112, officer Exemplu: a patrol looks")
    minor = next(row for row in away(director, "NORD") if row.minor)
    assert [one.whom for one in minor.taken] == ["112, officer Exemplu"]
    take_back(qtbot, page)
    assert page.away.steps.texts()[2].endswith("not done yet")
