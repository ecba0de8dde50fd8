"""The waiting list in the window: who waits and how long, which beds fit, and how a request is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
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
from shelter_app.ui.forms.form import Form
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.waiting.columns import paper_columns
from shelter_app.ui.pages.beds.waiting.page import ROW_HEIGHT, WaitingPage
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


def acts_of(page: WaitingPage) -> dict[str, QPushButton]:
    pane = page.pane
    return {part.objectName(): part for part in (pane.accept, pane.hold, pane.later, pane.decline)}


def words_of(button: QPushButton) -> str:
    return unmarked(button.text()).strip()


def facts(page: WaitingPage) -> list[str]:
    """Return what the pane says of the request, as a screen reader reads it."""
    labels = page.pane.findChildren(QLabel, "fact")
    return [label.accessibleName() for label in labels if not label.isHidden()]


def choose_bed(page: WaitingPage, name: str) -> None:
    page.pane.beds.point_at([bed.room_bed for bed in page.pane.model.rows].index(name))


def ways(page: WaitingPage) -> set[str]:
    """Return how the request one stands on may end, as its form offers it."""
    form = page.pane.decline_form()
    assert form is not None
    return {code for code, _words in form.asks[0].choices or ()}


def declining(page: WaitingPage, qtbot: QtBot) -> Form:
    """Press what ends the request one stands on; returns the form that asks how and why."""
    page.pane.decline.click()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    return panel.form


def test_the_most_urgent_stands_first_in_three_lines(page: WaitingPage) -> None:
    tonight, family = texts(page)
    assert tonight == [
        "tonight",
        "1 person, Female, 27 years old\nANITP regional centre\nReceived · waiting for 0 hours",
        "5 suitable beds",
    ]
    assert family == [
        "within a few days",
        "3 people\nANITP regional centre · quiet\nReceived · waiting for 1 day",
        "none yet",
    ]
    marks = [page.model.columns[0].mark(row) for row in page.model.rows]
    assert marks == [("triangle-alert", "danger"), ("hourglass", "warning")]


def test_paper_holds_a_fact_in_each_column(page: WaitingPage) -> None:
    row = page.model.rows[1]
    told = {column.title(): column.text(row) for column in paper_columns()}
    assert told == {
        "Urgency": "within a few days",
        "Situation": "Received",
        "Waiting since": "23 Nov 2026, 06:00",
        "Referred by": "ANITP regional centre",
        "For whom": "3 people",
        "Needs": "quiet",
        "Suitable beds": "0",
    }


def test_the_head_counts_who_waits_and_what_is_free(page: WaitingPage) -> None:
    assert page.count.text() == "2 requests waiting"
    assert page.free.text() == "5 free beds"
    assert not page.answered.isVisible()


def test_how_fast_requests_are_answered_is_shown_once_one_was(page: WaitingPage, qtbot: QtBot) -> None:
    page.list.point_at(1)
    page.pane.accept.click()
    settle(qtbot, page)
    assert page.answered.text() == "median response time: 30.0 h"


def test_the_beds_that_fit_are_named_and_why_others_do_not(
    page: WaitingPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    room = perform(director, AddRoom(shelter=house.shelter, name="M", placement_rule="MEN"))
    perform(director, AddBed(room=room, label="MA", in_use_from=date(2025, 1, 1)))
    page.refresh()
    settle(qtbot, page)
    pane = page.pane
    assert pane.beds_title.text() == "5 suitable free beds"
    assert pane.model.rows[0].room_bed == "1 · 1A"
    assert pane.why.text() == pane.model.rows[0].why != ""
    assert pane.others.text().startswith("M · MA: ")
    assert facts(page)[0] == "Referred by: ANITP regional centre"


def test_accepting_names_its_bed_and_holds_it_until_the_night_is_over(
    page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    choose_bed(page, "1 · 1C")
    assert words_of(page.pane.accept) == "Accept and reserve 1 · 1C"
    assert page.pane.until.text().endswith("at the latest until 25 Nov 2026, 12:00.")
    page.pane.accept.click()
    settle(qtbot, page)
    (held,) = reservations(director, "NORD")
    assert (held.room_bed, held.to_at, held.lapses_at) == ("1 · 1C", at(25), at(25))
    (accepted,) = waiting(director, "NORD").accepted
    assert (accepted.referral_id, accepted.held[0][0]) == (held.referral_id, "1 · 1C")
    said = "Accepted, 1 · 1C is reserved: ANITP regional centre, 1 person, Female, 27 years old."
    assert frame_of(page).undo_bar.text() == said


def test_the_last_act_is_taken_back_by_a_key_request_and_bed_together(
    page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    page.pane.accept.click()
    settle(qtbot, page)
    be_in_front(qtbot, page)
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    assert [row.decision for row in waiting(director, "NORD").rows] == ["RECEIVED", "RECEIVED"]
    assert reservations(director, "NORD") == ()
    assert len(waiting(director, "NORD").free) == 5


def test_where_no_bed_fits_it_is_accepted_without_one(
    page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    page.list.point_at(1)
    pane = page.pane
    assert (pane.beds_title.text(), words_of(pane.accept)) == (
        "No free bed is suitable.",
        "Accept without a bed",
    )
    for part in (pane.beds, pane.hold, pane.until):
        assert not part.isVisible(), part.objectName()
    pane.accept.click()
    settle(qtbot, page)
    assert [row.persons for row in waiting(director, "NORD").accepted] == [3]
    assert reservations(director, "NORD") == ()


def test_neither_is_done_when_the_bed_was_given_meanwhile(
    page: WaitingPage, qtbot: QtBot, director: Actor, house: House, clock: FixedClock
) -> None:
    house.admit(clock(), "1A")
    choose_bed(page, "1 · 1A")
    page.pane.accept.click()
    settle(qtbot, page)
    assert page.pane.message.isVisible()
    assert page.pane.message.text() != ""
    assert waiting(director, "NORD").accepted == ()
    assert reservations(director, "NORD") == ()


def test_a_bed_is_held_for_six_hours_and_the_request_says_so(
    page: WaitingPage, qtbot: QtBot, director: Actor, clock: FixedClock
) -> None:
    choose_bed(page, "1 · 1C")
    page.pane.hold.click()
    settle(qtbot, page)
    (held,) = reservations(director, "NORD")
    assert (held.room_bed, held.to_at - clock()) == ("1 · 1C", HELD_MEANWHILE)
    assert "Reserved bed: 1 · 1C, until 24 Nov 2026, 18:00" in facts(page)
    assert words_of(page.pane.accept) == "Accept"
    assert frame_of(page).undo_bar.text().endswith("1 · 1C is reserved until 24 Nov 2026, 18:00.")
    take_back(qtbot, page)
    assert not any(fact.startswith("Reserved bed") for fact in facts(page))


def test_the_bed_one_chose_stays_chosen_when_the_list_is_asked_anew(page: WaitingPage, qtbot: QtBot) -> None:
    choose_bed(page, "2 · 2A")
    page.refresh()
    settle(qtbot, page)
    bed = page.pane.bed()
    assert bed is not None
    assert bed.room_bed == "2 · 2A"
    page.list.point_at(1)
    page.list.point_at(0)
    bed = page.pane.bed()
    assert bed is not None
    assert bed.room_bed == "1 · 1A"


def test_a_request_is_kept_on_the_list(page: WaitingPage, qtbot: QtBot, director: Actor) -> None:
    page.pane.later.click()
    settle(qtbot, page)
    assert page.model.rows[0].decision == "WAITLISTED"
    assert not page.pane.later.isVisible()
    take_back(qtbot, page)
    assert page.model.rows[0].decision == "RECEIVED"
    assert page.model.at(page.list.currentIndex()) == page.model.rows[0]


def test_declining_asks_its_reason_after(page: WaitingPage, qtbot: QtBot) -> None:
    form = declining(page, qtbot)
    panel = page.panel()
    assert panel is not None
    form.fields["decision"].begin("DECLINED_FULL")
    panel.save.click()
    settle(qtbot, page)
    assert form.fields["reason"].error.text() != ""
    assert page.count.text() == "2 requests waiting"
    form.fields["reason"].begin("no bed for three")
    panel.save.click()
    settle(qtbot, page)
    assert page.count.text() == "1 request waiting"
    assert frame_of(page).undo_bar.text() == "Declined: ANITP regional centre."
    take_back(qtbot, page)
    assert page.count.text() == "2 requests waiting"


def test_what_can_be_done_follows_the_request_one_stands_on(
    page: WaitingPage, qtbot: QtBot, director: Actor
) -> None:
    assert ways(page) == {code for code in DECLINED if may_end("RECEIVED", code)}
    assert words_of(page.pane.decline) == "Decline…"
    page.pane.accept.click()
    settle(qtbot, page)
    accepted = next(n for n, row in enumerate(page.model.rows) if row.decision == ACCEPTED)
    page.list.point_at(accepted)
    assert page.pane.chip.text() == "Accepted"
    assert ways(page) == NEVER_CAME
    assert words_of(page.pane.decline) == "Did not arrive…"
    assert not page.pane.accept.isVisible()
    assert not page.pane.later.isVisible()
    page.list.point_at(1 - accepted)
    assert page.pane.accept.isVisible()
    assert words_of(page.pane.decline) == "Decline…"


def test_somebody_changed_the_request_meanwhile(page: WaitingPage, qtbot: QtBot, director: Actor) -> None:
    row = page.model.rows[0]
    perform(director, PutOnWaitingList(referral=row.referral_id, version=row.version))
    page.pane.accept.click()
    settle(qtbot, page)
    assert "meantime" in page.pane.message.text()
    assert waiting(director, "NORD").rows[0].decision == "WAITLISTED"


def test_a_request_leads_to_finding_a_bed_for_it(page: WaitingPage, qtbot: QtBot) -> None:
    page.list.point_at(1)
    wanted = page.model.rows[1].referral_id
    page.pane.find_bed.click()
    finding = frame_of(page).pages["finding"]
    assert isinstance(finding, FindingPage)
    settle(qtbot, finding)
    assert finding.whom.key() == wanted
    assert finding.whom.need_buttons["QUIET"].isVisible()


def test_where_nobody_waits_the_first_step_is_to_record_a_request(
    qtbot: QtBot, director: Actor, house: House, open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), WaitingPage)
    assert page.bar.nothing.text().startswith("Nobody is waiting for a bed.")
    assert unmarked(page.bar.first.text()).strip() == "Record a request"
    assert not page.pane.isVisible()
    assert not page.new.isVisible()
    page.bar.first.click()
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    for name, value in (("received_at", at(24, 10)), ("source", "DGASPC"), ("urgency", "DAYS")):
        panel.form.fields[name].begin(value)
    panel.save.click()
    settle(qtbot, page)
    assert page.count.text() == "1 request waiting"
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
    assert [name for name, part in acts_of(page).items() if part.isVisible()] == []
    assert page.pane.find_bed.isVisible()
    assert page.new.isHidden()
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
    assert [name for name, part in acts_of(page).items() if part.isVisible()] == ["waiting_hold"]
    page.pane.hold.click()
    settle(qtbot, page)
    assert beds_tonight(director, "NORD").reserved == 1


def test_the_language_changes_what_stands_there(page: WaitingPage, qtbot: QtBot) -> None:
    page.list.point_at(1)
    use_language("ro")
    page.retranslate()
    assert page.count.text() == "2 solicitări așteaptă"
    assert texts(page)[0][1].splitlines()[2] == "Solicitare primită · așteaptă de 0 ore"
    assert page.list.currentIndex().row() == 1
    assert words_of(page.pane.decline) == "Refuză…"


def test_nothing_scrolls_sideways_in_romanian_on_a_small_laptop(
    qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open
) -> None:
    request(director, house, clock, accept=False, sex="F", birth_year=1999, needs=("QUIET", "GROUND_FLOOR"))
    frame = open_window(director)
    use_language("ro")
    frame.window().resize(1366, 768)
    page = opened(qtbot, frame, WaitingPage)
    for view in (page.list, page.pane.beds):
        assert view.horizontalScrollBar().maximum() == 0, view.objectName()
    assert page.list.height() >= 3 * ROW_HEIGHT
    pane = page.pane
    for part in (pane.accept, pane.hold, pane.later, pane.find_bed, pane.decline):
        assert page.window().rect().contains(part.rect().translated(part.mapTo(page.window(), QPoint()))), (
            part.objectName()
        )
    apart = pane.decline.mapTo(pane, QPoint()).x()
    assert apart + pane.decline.width() > pane.width() - 30
    assert apart > max(part.mapTo(pane, QPoint(part.width(), 0)).x() for part in (pane.hold, pane.later))


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
