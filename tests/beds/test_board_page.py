"""The board in the window: what can be done at a bed, by keyboard; a screen reader hears bed, state, who, since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.marks import MarkPresence
from shelter_app.services.beds.reservations import ReserveBed, reservations
from shelter_app.services.house.acts import AddBed, AddRoom, TakeBedOutOfUse
from shelter_app.services.house.views import HELD_LEAVE, MISSING, beds_tonight
from shelter_app.services.residents.head import head
from shelter_app.services.stays.absences import RecordAbsence
from shelter_app.services.stays.acts import PlaceInBed
from shelter_app.services.stays.expected_exit import ExpectLeave
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.board.page import BedsPage
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.widgets.mnemonics import unmarked
from tests.beds.conftest import House
from tests.beds.steps import frame_of, settle, take_back
from tests.ui.pages.forms import ResidentForms

Open = Callable[[Actor], Workspace]
CAME = local_moment(date(2026, 11, 10))


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, open_window: Open) -> BedsPage:
    """Open the board of a house: 1A slept in, 1B held, 2A out of service, 1C and 2B free; one without a bed."""
    house.admit(CAME, "1A")
    house.admit(CAME)
    now = director.clock()
    until = now + timedelta(hours=8)
    perform(
        director,
        ReserveBed(bed=house.beds["1B"], from_at=now, to_at=until, lapses_at=until, reason="from the police"),
    )
    perform(
        director,
        TakeBedOutOfUse(bed=house.beds["2A"], since=local_moment(date(2026, 11, 20)), reason="mould"),
    )
    return opened(qtbot, open_window(director))


def opened(qtbot: QtBot, frame: Workspace) -> BedsPage:
    frame.go("beds")
    made = frame.pages["beds"]
    assert isinstance(made, BedsPage)
    settle(qtbot, made)
    return made


def words(page: BedsPage, qtbot: QtBot, house: House, bed: str) -> list[str]:
    """Open the menu of a bed with Enter and return its words."""
    return [unmarked(action.text()) for action in menu_of(page, qtbot, house, bed).actions()]


def menu_of(page: BedsPage, qtbot: QtBot, house: House, bed: str) -> QMenu:
    card = next(one for one in page.board.cards() if one.bed_id == house.beds[bed])
    page.board.point_at(house.beds[bed])
    qtbot.keyClick(card, Qt.Key.Key_Return)
    return page.findChildren(QMenu, "board_menu")[-1]


def choose(page: BedsPage, qtbot: QtBot, house: House, bed: str, begins: str) -> None:
    menu = menu_of(page, qtbot, house, bed)
    menu.setActiveAction(next(one for one in menu.actions() if unmarked(one.text()).startswith(begins)))
    qtbot.keyClick(menu, Qt.Key.Key_Return)


def fill(page: BedsPage, name: str, text: str) -> None:
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    control: Any = panel.form.fields[name].control
    if isinstance(control, QComboBox):
        control.setEditText(text)
    else:
        assert isinstance(control, QLineEdit)
        control.setText(text)


def begin(page: BedsPage, qtbot: QtBot, name: str, value: Any) -> None:
    """Put a value into a field of the form once what it chooses from has come."""
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.fields[name].begin(value)


def save(page: BedsPage, qtbot: QtBot) -> None:
    """Save the form that is open and wait until what came of it is shown."""
    settle(qtbot, page)
    panel = page.panel()
    assert panel is not None
    panel.save.click()
    settle(qtbot, page)


def test_who_has_no_bed_gets_a_free_one_from_the_board_and_it_is_taken_back(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    choose(page, qtbot, house, "1C", "Assign to ")
    save(page, qtbot)
    assert beds_tonight(director, "NORD").free == 1
    assert {row.bed for row in census(director, shelter="NORD").rows} == {"1A", "1C"}
    assert page.free.text() == "1 free"
    take_back(qtbot, page)
    assert beds_tonight(director, "NORD").free == 2


def test_somebody_new_is_admitted_to_a_free_bed(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    choose(page, qtbot, house, "2B", "Somebody has arrived")
    settle(qtbot, page)
    page.arrival.save.click()
    settle(qtbot, page)
    assert "2B" in {row.bed for row in census(director, shelter="NORD").rows}


def test_a_bed_that_does_not_fit_says_why_before_anything_is_asked(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    room = perform(director, AddRoom(shelter=house.shelter, name="3"))
    house.beds["3A"] = perform(
        director, AddBed(room=room, label="3A", in_use_from=date(2025, 1, 1), kind="COT")
    )
    page.refresh()
    settle(qtbot, page)
    assert page.board.bed(house.beds["3A"]) is not None
    choose(page, qtbot, house, "3A", "Assign to ")
    settle(qtbot, page)
    assert "A cot is for a small child" in page.error.text()
    assert page.panel() is None


def test_a_held_bed_takes_who_arrives_or_is_let_go(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    choose(page, qtbot, house, "1B", "Cancel the reservation")
    save(page, qtbot)
    assert reservations(director, "NORD") == ()
    take_back(qtbot, page)
    assert len(reservations(director, "NORD")) == 1
    who = house.resident()
    settle(qtbot, page)
    assert page.board.bed(house.beds["1B"])[0].state == "RESERVED"
    choose(page, qtbot, house, "1B", "The person ")
    begin(page, qtbot, "resident", who)
    save(page, qtbot)
    assert "1B" in {row.bed for row in census(director, shelter="NORD").rows}


def test_a_bed_goes_out_of_service_and_comes_back(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    choose(page, qtbot, house, "2A", "Return 2 · 2A")
    save(page, qtbot)
    assert beds_tonight(director, "NORD").out == 0
    assert page.board.bed(house.beds["2A"])[0].state == "FREE"
    choose(page, qtbot, house, "2A", "Take ")
    save(page, qtbot)
    panel = page.panel()
    assert panel is not None
    settle(qtbot, page)
    assert panel.form is not None and bool(panel.form.fields["reason"].error.text())
    fill(page, "reason", "broken slats")
    save(page, qtbot)
    assert beds_tonight(director, "NORD").out == 1


def test_a_resident_leads_to_her_page_and_to_the_beds_that_fit_her(
    page: BedsPage, qtbot: QtBot, house: House
) -> None:
    code = page.board.bed(house.beds["1A"])[0].resident_code
    assert words(page, qtbot, house, "1A") == [f"Open the page of {code}", f"Find another bed for {code}"]
    page.findChildren(QMenu, "board_menu")[-1].close()
    choose(page, qtbot, house, "1A", "Find another bed")
    finding = frame_of(page).pages["finding"]
    assert isinstance(finding, FindingPage)
    settle(qtbot, finding)
    assert finding.forms()[0].title.startswith(f"Move {code}")


def test_a_counsellor_sees_the_board_and_changes_nothing(
    qtbot: QtBot, house: House, open_window: Open, make_actor: Callable[..., Actor]
) -> None:
    page = opened(qtbot, open_window(make_actor("COUNSELLOR", shelters=[house.shelter])))
    assert {label: page.offered_at(bed) for label, bed in house.beds.items()} == {
        label: [] for label in house.beds
    }


def test_a_screen_reader_hears_bed_state_who_and_since(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House, clock: Any
) -> None:
    stay = page.board.bed(house.beds["1A"])[0].record_id
    code = page.board.bed(house.beds["1A"])[0].resident_code
    assert stay is not None

    def heard() -> dict[str, str]:
        return {
            label: QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Name)
            for label, bed in house.beds.items()
            for card in page.board.cards()
            if card.bed_id == bed
        }

    assert heard() == {
        "1A": f"Room 1, bed 1A, {code}, since 10 Nov 2026, 14 nights",
        "1B": "Room 1, bed 1B, Reserved, until today at 20:00, from the police",
        "1C": "Room 1, bed 1C, Free, bed",
        "2A": "Room 2, bed 2A, Out of service, mould",
        "2B": "Room 2, bed 2B, Free, bed",
    }
    role = QAccessible.queryAccessibleInterface(page.board.cards()[0]).role()
    assert role == QAccessible.Role.Button
    perform(
        director,
        RecordAbsence(
            stay=stay,
            kind="LEAVE_NIGHT",
            since=director.clock(),
            expected_at=local_moment(date(2026, 11, 26)),
        ),
    )
    page.refresh()
    settle(qtbot, page)
    assert "until 26 Nov 2026, Overnight leave" in heard()["1A"]
    clock.forward(days=3)
    page.refresh()
    settle(qtbot, page)
    assert "not back by 26 Nov 2026, Overnight leave" in heard()["1A"]


def test_who_is_missing_and_who_is_on_leave_have_each_a_card_of_their_own(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House, clock: Any
) -> None:
    clock.now = local_moment(date(2026, 11, 24), 21)
    _who, girl = house.admit(local_moment(date(2026, 11, 20)), birth_year=2011, preferred_name="Dana")
    perform(director, PlaceInBed(stay=girl, bed=house.beds["1C"], since=clock(), override="alone for now"))
    stay = page.board.bed(house.beds["1A"])[0].record_id
    away = {"since": clock(), "expected_at": local_moment(date(2026, 11, 26))}
    perform(director, RecordAbsence(stay=stay, kind="LEAVE_NIGHT", **away))
    clock.forward(minutes=9)
    perform(director, MarkPresence(stay=girl, day=date(2026, 11, 24), mark="ABSENT"))
    page.refresh()
    settle(qtbot, page)
    cards = {card.bed_id: card for card in page.board.cards()}
    leave, missing = cards[house.beds["1A"]], cards[house.beds["1C"]]
    assert (leave.state, missing.state) == (HELD_LEAVE, MISSING)
    assert leave.below().startswith("until 26 Nov 2026")
    assert missing.below().startswith("minor · missing since the roll call · ")
    assert missing.called() == "Dana"
    assert "Dana" in missing.accessibleName()
    drawn = {card.grab().toImage().pixelColor(2, 30).name() for card in (leave, missing)}
    assert len(drawn) == 2
    assert page.occupied.text() == "2 occupied"
    clock.forward(days=1)
    page.refresh()
    settle(qtbot, page)
    below = {card.bed_id: card.below() for card in page.board.cards()}[house.beds["1C"]]
    assert below.startswith("minor · missing since the roll call of 24 Nov 2026")


def test_what_another_window_writes_is_seen_without_asking(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    asked = []
    page.refresh = lambda: (asked.append(1), BedsPage.refresh(page))  # type: ignore[method-assign]
    looks = page.findChild(QTimer, "board_looks")
    assert isinstance(looks, QTimer)
    with qtbot.waitSignal(looks.timeout):
        looks.setInterval(20)
    settle(qtbot, page)
    assert asked == []
    perform(director, TakeBedOutOfUse(bed=house.beds["2B"], since=director.clock(), reason="a leak"))
    qtbot.waitUntil(lambda: page.out.text() == "2 out of service")
    settle(qtbot, page)
    assert len(asked) == 1


def test_beds_that_are_free_from_a_day_to_another_stand_out_on_the_board(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    perform(
        director,
        TakeBedOutOfUse(bed=house.beds["2B"], since=local_moment(date(2026, 11, 28)), reason="paint"),
    )
    quiet = perform(
        director,
        AddBed(room=house.rooms["2"], label="2Z", in_use_from=date(2025, 1, 1), features=("QUIET",)),
    )
    page.refresh()
    settle(qtbot, page)
    assert page.board.bed(quiet) is not None
    assert not any(card.faded() for card in page.board.cards())
    qtbot.mouseClick(page.filter, Qt.MouseButton.LeftButton)

    def standing_out() -> set[str]:
        return {card.bed_id for card in page.board.cards() if not card.faded()}

    settle(qtbot, page)
    assert standing_out() == {house.beds["1C"], quiet}
    assert page.filters.fitting.text() == "2 suitable beds: 1 1C, 2 2Z"
    page.filters.free_to.setText("27.11")
    page.filters.free_to.editingFinished.emit()
    settle(qtbot, page)
    assert house.beds["2B"] in standing_out()
    page.filters.features["QUIET"].click()
    settle(qtbot, page)
    assert standing_out() == {quiet}
    taken = next(card for card in page.board.cards() if card.bed_id == house.beds["1A"])
    assert "does not match" in QAccessible.queryAccessibleInterface(taken).text(QAccessible.Text.Description)
    page.filters.free_to.setText("20.11")
    page.filters.free_to.editingFinished.emit()
    assert "the second after the first" in page.filters.fitting.text()
    qtbot.mouseClick(page.filter, Qt.MouseButton.LeftButton)
    assert not any(card.faded() for card in page.board.cards())


def test_who_is_expected_to_leave_is_shown_on_her_bed_until_the_day_is_taken_away(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    bed = page.board.bed(house.beds["1A"])[0]
    forms = ResidentForms(qtbot, frame_of(page))
    forms.go_to(bed.resident_id)
    forms.open("stays.expect_leave")
    forms.fill("leaves_on", "20.11")
    forms.page.panel().save.click()
    settle(qtbot, forms.page)
    assert forms.said_under("leaves_on").startswith("This day is over.")
    forms.fill("leaves_on", "24.11")
    forms.page.panel().save.click()
    settle(qtbot, forms.page)
    assert forms.closed()
    frame = frame_of(page)
    frame.go("beds")
    settle(qtbot, page)
    assert page.leaving.isVisible()
    assert page.leaving.text() == "1 leaving today"
    card = next(one for one in page.board.cards() if one.bed_id == house.beds["1A"])
    assert card.below() == "leaves today"
    spoken = QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Name)
    assert spoken.endswith("since 10 Nov 2026, 14 nights, leaves today")
    with pytest.raises(Refused):
        perform(director, ExpectLeave(stay=bed.record_id, leaves_on=date(2026, 11, 1)))
    perform(director, ExpectLeave(stay=bed.record_id, leaves_on=None))
    page.refresh()
    settle(qtbot, page)
    assert not page.leaving.isVisible()
    assert beds_tonight(director, "NORD").occupied == 1


def test_a_held_bed_is_free_on_the_board_after_its_hour_and_the_history_is_kept(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House, clock: Any
) -> None:
    assert page.reserved.text() == "1 reserved"
    clock.forward(hours=9)
    page.refresh()
    settle(qtbot, page)
    assert page.board.bed(house.beds["1B"])[0].state == "FREE"
    assert not page.reserved.isVisible()
    assert [row.outcome for row in reservations(director, "NORD", over=True)] == ["LAPSED"]


def test_a_bed_that_is_held_from_tomorrow_is_given_until_then(
    page: BedsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    begins = director.clock() + timedelta(days=1)
    until = begins + timedelta(days=2)
    perform(
        director,
        ReserveBed(bed=house.beds["2B"], from_at=begins, to_at=until, lapses_at=until, reason="expected"),
    )
    page.refresh()
    settle(qtbot, page)
    card = next(one for one in page.board.cards() if one.bed_id == house.beds["2B"])
    assert "only until 25 Nov 2026" in card.accessibleName()
    choose(page, qtbot, house, "2B", "Somebody has arrived")
    settle(qtbot, page)
    page.arrival.save.click()
    settle(qtbot, page)
    assert page.arrival.done is not None
    who = page.arrival.done.received.resident
    assert head(director, who).bed == "2 · 2B"
    card = next(one for one in page.board.cards() if one.bed_id == house.beds["2B"])
    assert "only until 25 Nov 2026" in card.accessibleName()
    frame = frame_of(page)
    frame.go("today")
    today = frame.pages["today"]
    settle(qtbot, today)
    assert any("The bed is then reserved for somebody else" in words_of(row) for row in today.rows)


def words_of(row: Any) -> list[str]:
    return [part.text() for part in row.findChildren(QLabel)]
