"""Two quick presses on what does an act do it once, say once that it is done, and leave it to be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.away import away
from shelter_app.services.beds.reservations import reservations
from shelter_app.services.beds.rooms import ReportDefect, defects, rooms
from shelter_app.services.beds.waiting import waiting
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.stays.acts import RecordAbsence
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.board.page import BedsPage
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.presence.page import RollCallPage
from shelter_app.ui.pages.beds.reservations.page import HeldPage
from shelter_app.ui.pages.beds.rooms.page import RoomsPage
from shelter_app.ui.pages.beds.tape.page import TapePage
from shelter_app.ui.pages.beds.waiting.page import WaitingPage
from tests.beds.conftest import House
from tests.beds.steps import at, hold, opened, outcomes, request, settle, take_back
from tests.conftest import FixedClock

Open = Callable[[Actor], Workspace]


def done(actor: Actor, name: str) -> int:
    """Return how often an act was done, by the audit trail."""
    with actor.store.reading() as session:
        found = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == name)
        return session.scalar(found) or 0


@pytest.fixture
def waiting_page(
    qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open
) -> WaitingPage:
    request(director, house, clock, accept=False)
    return opened(qtbot, open_window(director), WaitingPage)


def test_a_request_is_accepted_once_and_that_is_taken_back(
    waiting_page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    told = outcomes(waiting_page)
    waiting_page.pane.accept.click()
    waiting_page.pane.accept.click()
    settle(qtbot, waiting_page)
    assert (len(told), waiting_page.pane.message.text()) == (1, "")
    assert done(director, "beds.accept") == 1
    take_back(qtbot, waiting_page)
    assert [row.decision for row in waiting(director, "NORD").rows] == ["RECEIVED"]


def test_a_bed_is_held_for_a_request_once_and_that_is_taken_back(
    waiting_page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    told = outcomes(waiting_page)
    waiting_page.pane.hold.click()
    waiting_page.pane.hold.click()
    settle(qtbot, waiting_page)
    assert (len(told), waiting_page.pane.message.text()) == (1, "")
    assert len(reservations(director, "NORD")) == 1
    take_back(qtbot, waiting_page)
    assert reservations(director, "NORD") == ()


def test_a_request_is_declined_once_and_that_is_taken_back(
    waiting_page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    told = outcomes(waiting_page)
    waiting_page.pane.decline.click()
    waiting_page.pane.decline.click()
    settle(qtbot, waiting_page)
    panel = waiting_page.panel()
    assert panel is not None
    assert panel.form is not None
    for name, value in (("decision", "DECLINED_FULL"), ("reason", "no bed for a family")):
        panel.form.fields[name].begin(value)
    panel.save.click()
    panel.save.click()
    settle(qtbot, waiting_page)
    assert (len(told), waiting_page.pane.message.text()) == (1, "")
    assert done(director, "referrals.decline") == 1
    take_back(qtbot, waiting_page)
    assert len(waiting(director, "NORD").rows) == 1


def test_another_act_waits_until_the_first_is_done(
    waiting_page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    waiting_page.pane.later.click()
    waiting_page.pane.accept.click()
    settle(qtbot, waiting_page)
    assert [row.decision for row in waiting(director, "NORD").rows] == ["WAITLISTED"]
    assert done(director, "referrals.accept") == 0
    waiting_page.pane.accept.click()
    settle(qtbot, waiting_page)
    assert done(director, "beds.accept") == 1


def test_a_room_is_looked_at_once(qtbot: QtBot, director: Actor, house: House, open_window: Open) -> None:
    page = opened(qtbot, open_window(director), RoomsPage)
    told = outcomes(page)
    page.in_order.click()
    page.in_order.click()
    settle(qtbot, page)
    assert (len(told), page.error.text()) == (1, "")
    assert done(director, "beds.inspect_room") == 1
    looked_at = {row.name: row.inspected_on for row in rooms(director, "NORD")}
    assert list(looked_at.values()).count(date(2026, 11, 24)) == 1


def test_a_defect_is_reported_once_and_mended_once_and_that_is_taken_back(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RoomsPage)
    told = outcomes(page)
    page.text.setText("a broken pane")
    page.report.click()
    page.report.click()
    settle(qtbot, page)
    assert (len(told), page.error.text(), page.text.text()) == (1, "", "")
    assert [row.text for row in defects(director, "NORD")] == ["a broken pane"]
    page.mended.click()
    page.mended.click()
    settle(qtbot, page)
    assert (len(told), page.error.text()) == (2, "")
    assert defects(director, "NORD") == ()
    take_back(qtbot, page)
    assert [row.text for row in defects(director, "NORD")] == ["a broken pane"]


def test_of_two_defects_two_presses_mend_one(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    for text in ("a broken pane", "a loose tap"):
        perform(director, ReportDefect(room=house.rooms["1"], text=text, on=date(2026, 11, 24)))
    page = opened(qtbot, open_window(director), RoomsPage)
    page.mended.click()
    page.mended.click()
    settle(qtbot, page)
    assert len(defects(director, "NORD")) == 1


@pytest.fixture
def roll_call(
    qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open
) -> RollCallPage:
    """Open the roll call of an evening on which somebody has not come back since the day before."""
    clock.now = at(24, 21)
    _who, stay = house.admit(at(20), "1A")
    house.admit(at(20), "1B")
    perform(
        director,
        RecordAbsence(stay=stay, kind="LEAVE_NIGHT", since=at(23), expected_at=at(24, 9)),
    )
    page = opened(qtbot, open_window(director), RollCallPage)
    page.away.list.point_at(0)
    return page


def test_who_is_back_is_recorded_once_and_that_is_taken_back(
    roll_call: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    told = outcomes(roll_call)
    roll_call.away.back.click()
    roll_call.away.back.click()
    settle(qtbot, roll_call)
    assert (len(told), roll_call.away.message.text()) == (1, "")
    assert away(director, "NORD") == ()
    take_back(qtbot, roll_call)
    assert len(away(director, "NORD")) == 1


def test_who_is_missing_is_reported_once_and_that_is_taken_back(
    roll_call: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    told = outcomes(roll_call)
    roll_call.away.reason.setText("police station 3")
    roll_call.away.report.click()
    roll_call.away.report.click()
    settle(qtbot, roll_call)
    assert (len(told), roll_call.away.message.text()) == (1, "")
    assert [row.kind for row in away(director, "NORD")] == ["MISSING"]
    take_back(qtbot, roll_call)
    assert [row.kind for row in away(director, "NORD")] == ["LEAVE_NIGHT"]


def test_a_bed_is_released_once_and_that_is_taken_back(
    roll_call: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    free = beds_tonight(director, "NORD").free
    roll_call.away.reason.setText("the bed is asked for")
    roll_call.away.release.click()
    roll_call.away.release.click()
    settle(qtbot, roll_call)
    assert roll_call.away.message.text() == ""
    assert beds_tonight(director, "NORD").free == free + 1
    take_back(qtbot, roll_call)
    assert beds_tonight(director, "NORD").free == free


def test_what_the_chart_asks_about_is_done_once_and_taken_back(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    house.admit(local_moment(date(2026, 11, 10)), "1A")
    page = opened(qtbot, open_window(director), TapePage)
    told = outcomes(page)
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    page.confirmation.go.click()
    page.confirmation.go.click()
    settle(qtbot, page)
    assert len(told) == 1
    assert told[0].sentence.startswith("Recorded: Move ")
    assert not page.confirmation.isVisible()
    assert done(director, "stays.move") == 1
    take_back(qtbot, page)
    assert page.chart.room_of(house.beds["1A"])[1].bars[-1].end is None


def test_the_form_of_a_held_bed_is_saved_once(
    qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open
) -> None:
    hold(director, house, clock, reason="expected")
    page = opened(qtbot, open_window(director), HeldPage)
    told = outcomes(page)
    page.let_go.click()
    page.let_go.click()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    panel.save.click()
    panel.save.click()
    settle(qtbot, page)
    assert len(told) == 1
    assert done(director, "beds.cancel_reservation") == 1
    take_back(qtbot, page)
    assert len(reservations(director, "NORD")) == 1


def test_a_bed_that_was_found_is_held_once(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), FindingPage)
    told = outcomes(page)
    at_hold = next(at for at, (words, _begin) in enumerate(page.offered()) if words.startswith("Reserve "))
    page.form_buttons[at_hold].click()
    page.form_buttons[at_hold].click()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    panel.save.click()
    panel.save.click()
    settle(qtbot, page)
    assert len(told) == 1
    assert len(reservations(director, "NORD")) == 1


def test_a_bed_of_the_board_goes_out_of_service_once(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), BedsPage)
    told = outcomes(page)
    take_out = dict(page.offered_at(house.beds["1A"]))["Take 1 · 1A out of service"]
    take_out()
    take_out()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.fields["reason"].begin("mould")
    panel.save.click()
    panel.save.click()
    settle(qtbot, page)
    assert len(told) == 1
    assert beds_tonight(director, "NORD").out == 1
    take_back(qtbot, page)
    assert beds_tonight(director, "NORD").out == 0


def test_the_last_of_two_quick_marks_on_somebody_stays(
    roll_call: RollCallPage, qtbot: QtBot, director: Actor
) -> None:
    roll_call.list.point_at(1)
    roll_call.mark("ABSENT")
    roll_call.list.point_at(1)
    roll_call.mark("PRESENT")
    settle(qtbot, roll_call)
    assert roll_call.model.rows[1].mark == "PRESENT"
    roll_call.refresh()
    settle(qtbot, roll_call)
    assert roll_call.model.rows[1].mark == "PRESENT"
    assert roll_call.left.text() == "1 still to mark"


def test_marks_of_different_people_do_not_wait_for_each_other(roll_call: RollCallPage, qtbot: QtBot) -> None:
    roll_call.list.point_at(0)
    qtbot.keyClicks(roll_call.list, "pp")
    settle(qtbot, roll_call)
    roll_call.refresh()
    settle(qtbot, roll_call)
    assert [row.mark for row in roll_call.model.rows] == ["PRESENT", "PRESENT"]
    assert roll_call.left.text() == "everyone is marked, 21:00"
