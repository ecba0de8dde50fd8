"""The waiting list in the window: who waits and how long, which beds fit, and how a request is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.domain.referrals import (
    ACCEPTED,
    DECLINED,
    HELD_MEANWHILE,
    NEVER_CAME,
    WAITING,
    may_end,
)
from shelter_app.i18n import use_language
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.reservations import reservations
from shelter_app.services.beds.waiting import waiting
from shelter_app.services.house.acts import AddBed, AddRoom
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.referrals.acts import PutOnWaitingList
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.waiting.page import WaitingPage
from shelter_app.ui.widgets.mnemonics import unmarked
from tests.beds.conftest import House
from tests.beds.steps import at, frame_of, opened, request, settle, take_back
from tests.conftest import FixedClock
from tests.front import be_in_front

Open = Callable[[Actor], Workspace]


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open) -> WaitingPage:
    """Open the list of two: a family that needs a quiet bed one of these days, and a woman for tonight."""
    request(
        director,
        house,
        clock,
        accept=False,
        urgency="DAYS",
        persons=3,
        needs=("QUIET",),
        received_at=clock() - timedelta(hours=30),
    )
    request(director, house, clock, accept=False, sex="F", birth_year=1999)
    return opened(qtbot, open_window(director), WaitingPage)


def texts(page: WaitingPage) -> list[list[str]]:
    return [[column.text(row) for column in page.model.columns] for row in page.model.rows]


def codes_of(page: WaitingPage) -> set[str]:
    """Return how the request one stands on may end, as the page offers it."""
    return {page.how.itemData(at) for at in range(page.how.count())}


def test_the_most_urgent_stands_first_with_what_it_needs(page: WaitingPage) -> None:
    tonight, family = texts(page)
    assert tonight[:3] == ["tonight", "Received", "24 Nov 2026, 12:00"]
    assert tonight[4:] == ["1 person, Female, 27 years old", "", "5"]
    assert family[0] == "within days"
    assert family[4:] == ["3 people", "quiet", "0"]
    marks = [page.model.columns[0].mark(row) for row in page.model.rows]
    assert marks == [("triangle-alert", "danger"), ("hourglass", "muted")]


def test_the_head_counts_who_waits_and_what_is_free(page: WaitingPage) -> None:
    assert page.count.text() == "2 requests wait"
    assert page.free.text() == "5 free beds"
    assert not page.answered.isVisible()


def test_how_fast_requests_are_answered_is_shown_once_one_was(page: WaitingPage, qtbot: QtBot) -> None:
    page.list.point_at(1)
    page.accept.click()
    settle(qtbot, page)
    assert page.answered.text() == "half answered within 30.0 h"


def test_the_beds_that_fit_are_named_and_why_others_do_not(
    page: WaitingPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    room = perform(director, AddRoom(shelter=house.shelter, name="M", placement_rule="MEN"))
    perform(director, AddBed(room=room, label="MA", in_use_from=date(2025, 1, 1)))
    page.refresh()
    settle(qtbot, page)
    assert page.proposed.text().startswith("Free beds that fit, the best first: 1 · 1A")
    assert page.why_not.text().startswith("M · MA: ")
    assert page.bed.itemText(0) == "1 · 1A"


def test_a_bed_is_held_for_six_hours_and_the_request_says_so(
    page: WaitingPage, qtbot: QtBot, director: Actor, clock: FixedClock
) -> None:
    page.bed.setCurrentIndex(page.bed.findText("1 · 1C"))
    page.hold.click()
    settle(qtbot, page)
    (held,) = reservations(director, "NORD")
    assert (held.room_bed, held.to_at - clock()) == ("1 · 1C", HELD_MEANWHILE)
    assert "Held for this request: 1 · 1C, until 24 Nov 2026, 18:00" in page.why_not.text()
    assert frame_of(page).undo_bar.text().endswith(" – 1 · 1C is held for this request for six hours.")
    take_back(qtbot, page)
    assert "Held for this request" not in page.why_not.text()


def test_a_request_is_kept_on_the_list(page: WaitingPage, qtbot: QtBot, director: Actor) -> None:
    page.later.click()
    settle(qtbot, page)
    assert texts(page)[0][1] == "Waiting list"
    take_back(qtbot, page)
    assert texts(page)[0][1] == "Received"
    assert page.model.at(page.list.currentIndex()) == page.model.rows[0]


def test_a_refusal_names_the_field_and_the_keyboard_goes_there(page: WaitingPage, qtbot: QtBot) -> None:
    be_in_front(qtbot, page)
    page.decline.click()
    settle(qtbot, page)
    assert page.error.text() == "Say in a few words why."
    assert page.window().focusWidget() is page.reason
    page.reason.setText("no bed for three")
    page.how.setCurrentIndex(page.how.findData("DECLINED_FULL"))
    page.decline.click()
    settle(qtbot, page)
    assert page.error.text() == ""
    assert page.reason.text() == ""
    assert page.count.text() == "1 request waits"


def test_what_can_be_done_follows_the_request_one_stands_on(
    page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    assert codes_of(page) == {code for code in DECLINED if may_end("RECEIVED", code)}
    assert unmarked(page.decline.text()).strip() == "Decline"
    page.accept.click()
    settle(qtbot, page)
    accepted = next(n for n, row in enumerate(page.model.rows) if row.decision == ACCEPTED)
    page.list.point_at(accepted)
    assert codes_of(page) == NEVER_CAME
    assert unmarked(page.decline.text()).strip() == "Did not come"
    assert page.reason.accessibleName() == "Why nobody comes"
    assert not page.accept.isVisible()
    assert not page.later.isVisible()
    page.list.point_at(1 - accepted)
    assert page.accept.isVisible()
    assert page.reason.accessibleName() == "Why it is declined"


def test_somebody_changed_the_request_meanwhile(page: WaitingPage, qtbot: QtBot, director: Actor) -> None:
    row = page.model.rows[0]
    perform(director, PutOnWaitingList(referral=row.referral_id, version=row.version))
    page.accept.click()
    settle(qtbot, page)
    assert "meantime" in page.error.text()
    assert waiting(director, "NORD").rows[0].decision == "WAITLISTED"


def test_a_request_leads_to_finding_a_bed_for_it(page: WaitingPage, qtbot: QtBot) -> None:
    page.list.point_at(1)
    wanted = page.model.rows[1].referral_id
    page.find_bed.click()
    finding = frame_of(page).pages["finding"]
    assert isinstance(finding, FindingPage)
    settle(qtbot, finding)
    assert finding.whom.key() == wanted
    assert finding.whom.need_buttons["QUIET"].isVisible()


def test_where_nobody_waits_the_first_step_is_to_record_a_request(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), WaitingPage)
    assert page.bar.nothing.text().startswith("Nobody waits for a bed.")
    assert unmarked(page.bar.first.text()).strip() == "Record a request"
    for part in (page.bed, page.hold, page.accept, page.later, page.decline, page.reason, page.find_bed):
        assert not part.isVisible(), part.objectName()
    page.bar.first.click()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    for name, value in (("received_at", at(24, 10)), ("source", "DGASPC"), ("urgency", "DAYS")):
        panel.form.fields[name].begin(value)
    panel.save.click()
    settle(qtbot, page)
    assert page.count.text() == "1 request waits"
    assert not page.bar.first.isVisible()
    take_back(qtbot, page)
    assert page.model.rows == []


def test_who_may_only_look_is_offered_the_way_to_the_beds_and_no_act(
    qtbot: QtBot,
    director: Actor,
    house: House,
    clock: FixedClock,
    open_window: Open,
    make_actor: Callable[..., Actor],
) -> None:
    request(director, house, clock, accept=False)
    page = opened(qtbot, open_window(make_actor("COUNSELLOR", shelters=[house.shelter])), WaitingPage)
    assert len(page.model.rows) == 1
    for part in (page.bed, page.hold, page.accept, page.later, page.how, page.decline, page.reason):
        assert not part.isVisible(), part.objectName()
    assert page.find_bed.isVisible()
    assert page.bar.first.isHidden()


def test_house_staff_hold_a_bed_and_decide_nothing(
    qtbot: QtBot,
    director: Actor,
    house: House,
    clock: FixedClock,
    open_window: Open,
    make_actor: Callable[..., Actor],
) -> None:
    request(director, house, clock, accept=False)
    page = opened(qtbot, open_window(make_actor("HOUSE_STAFF", shelters=[house.shelter])), WaitingPage)
    assert page.hold.isVisible()
    assert not page.accept.isVisible()
    page.hold.click()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").reserved == 1


def test_the_language_changes_what_stands_there(page: WaitingPage, qtbot: QtBot) -> None:
    page.list.point_at(1)
    use_language("ro")
    page.retranslate()
    assert page.count.text() == "2 solicitări așteaptă"
    assert texts(page)[0][1] == "Solicitare primită"
    assert page.list.currentIndex().row() == 1
    assert unmarked(page.decline.text()).strip() == "Refuză"


def test_the_list_is_searched_by_the_keyboard(page: WaitingPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.bar.search, "quiet")
    qtbot.keyClick(page.bar.search, Qt.Key.Key_Return)
    assert [row.persons for row in page.model.rows] == [3]
    assert page.window().focusWidget() is page.list
    page.bar.search.clear()
    settle(qtbot, page)
    assert len(page.model.rows) == 2


@pytest.mark.parametrize("before", sorted(WAITING))
def test_a_request_that_waits_may_end_in_every_way_but_one(before: str) -> None:
    assert {code for code in DECLINED if may_end(before, code)} == DECLINED - {"NO_SHOW"}


@pytest.mark.parametrize("before", sorted(DECLINED))
def test_a_request_that_has_ended_does_not_end_again(before: str) -> None:
    assert not any(may_end(before, code) for code in DECLINED)


def test_waiting_on_is_no_end() -> None:
    assert not any(may_end(before, "WAITLISTED") for before in WAITING)
    assert not any(may_end(before, ACCEPTED) for before in WAITING)
