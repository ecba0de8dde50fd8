"""Finding a bed in the window, by keyboard alone; what is given is re-read from the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.reservations import reservations
from shelter_app.services.house.acts import AddBed, AddRoom
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.finding.page import FindingPage
from tests.beds.conftest import House
from tests.beds.steps import frame_of, rows, settle
from tests.front import be_in_front
from tests.ui.pages.arrival import ArrivalPage

Open = Callable[[Actor], Workspace]


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, open_window: Open) -> FindingPage:
    room = perform(director, AddRoom(shelter=house.shelter, name="F", placement_rule="FAMILY"))
    for label, kind in (("FA", "BED"), ("FC", "COT")):
        house.beds[label] = perform(
            director, AddBed(room=room, label=label, in_use_from=date(2025, 1, 1), kind=kind)
        )
    return opened(qtbot, open_window(director))


def opened(qtbot: QtBot, frame: Workspace) -> FindingPage:
    """Open the page with its key, as from anywhere."""
    be_in_front(qtbot, frame)
    qtbot.keyClick(frame, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    made = frame.pages["finding"]
    assert isinstance(made, FindingPage)
    settle(qtbot, made)
    assert made.isVisible()
    return made


def fill(page: FindingPage, name: str, text: str) -> None:
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    control: Any = panel.form.fields[name].control
    if isinstance(control, QComboBox):
        control.setEditText(text)
    elif isinstance(control, QLineEdit):
        control.setText(text)
    else:
        control.setPlainText(text)


def save(page: FindingPage, qtbot: QtBot) -> None:
    be_in_front(qtbot, frame_of(page))
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    qtbot.keyClick(panel.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def take_back(page: FindingPage, qtbot: QtBot) -> None:
    bar = frame_of(page).undo_bar
    settle(qtbot, page)
    assert bar.button.isVisible()
    be_in_front(qtbot, frame_of(page))
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    assert bar.text().startswith("Undone")


def best(page: FindingPage) -> str:
    return page.model.rows[0].room_bed if page.model.rows else ""


def test_a_bed_for_a_mother_with_a_baby_is_found_and_held_by_a_few_keys(
    page: FindingPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    whom = page.whom
    assert page.window().focusWidget() is whom.sex
    qtbot.keyClicks(whom.sex, "f")
    qtbot.keyClick(whom.sex, Qt.Key.Key_Tab)
    qtbot.keyClicks(whom.age, "24")
    qtbot.keyClick(whom.age, Qt.Key.Key_Tab)
    qtbot.keyClicks(whom.children_ages, "0")
    settle(qtbot, page)
    assert best(page) == "F · FA"
    assert page.count.text().startswith("6 suitable beds")
    qtbot.keyClick(whom.children_ages, Qt.Key.Key_Return)
    assert page.window().focusWidget() is page.list
    assert page.fit.text().startswith("F · FA: This room has free beds for everybody who comes.")
    next(begin for words, begin in page.offered() if words.startswith("Reserve "))()
    fill(page, "reason", "mother with a baby")
    save(page, qtbot)
    settle(qtbot, page)
    assert len(reservations(director, "NORD")) == 1
    (held,) = reservations(director, "NORD")
    assert (held.bed_id, held.reason) == (house.beds["FA"], "mother with a baby")
    take_back(page, qtbot)
    assert reservations(director, "NORD") == ()


def test_somebody_without_a_bed_gets_one_from_the_list_with_enter(
    page: FindingPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    who, _stay = house.admit(local_moment(date(2026, 11, 21)))
    page.refresh()
    settle(qtbot, page)
    assert page.whom.who.count() == 2
    qtbot.keyClick(page.whom.who, Qt.Key.Key_Down)
    settle(qtbot, page)
    assert bool(page.forms()) and page.forms()[0].title.startswith("Assign ")
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    save(page, qtbot)
    settle(qtbot, page)
    assert census(director, shelter="NORD").rows[0].bed is not None
    (row,) = census(director, shelter="NORD").rows
    assert row.resident_id == who
    take_back(page, qtbot)
    assert census(director, shelter="NORD").rows[0].bed is None


def test_a_rule_is_set_aside_with_a_reason_where_the_role_may(
    page: FindingPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    house.admit(local_moment(date(2026, 11, 21)))
    page.refresh()
    settle(qtbot, page)
    assert page.whom.who.count() == 2
    page.whom.who.setCurrentIndex(1)
    settle(qtbot, page)
    assert "F · FA" in [bed.room_bed for bed in page.model.rows if not bed.fits]
    page.list.point_at(next(at for at, bed in enumerate(page.model.rows) if bed.room_bed == "F · FA"))
    assert page.fit.text().endswith("with a written reason, by: director, case manager.")
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    save(page, qtbot)
    panel = page.panel()
    assert panel is not None
    settle(qtbot, page)
    assert panel.form is not None and bool(panel.form.fields["override"].error.text())
    assert census(director, shelter="NORD").rows[0].bed is None
    fill(page, "override", "no other quiet room tonight")
    save(page, qtbot)
    settle(qtbot, page)
    assert census(director, shelter="NORD").rows[0].bed == "FA"


def test_who_may_not_set_a_rule_aside_is_offered_nothing(
    qtbot: QtBot, director: Actor, house: House, open_window: Open, make_actor: Callable[..., Actor]
) -> None:
    room = perform(director, AddRoom(shelter=house.shelter, name="M", placement_rule="MEN"))
    perform(director, AddBed(room=room, label="MA", in_use_from=date(2025, 1, 1)))
    page = opened(qtbot, open_window(make_actor("HOUSE_STAFF", shelters=[house.shelter])))
    page.whom.sex.setCurrentIndex(page.whom.sex.findData("F"))
    settle(qtbot, page)
    assert any(bed.why and not bed.fits for bed in page.model.rows)
    page.list.point_at(next(at for at, bed in enumerate(page.model.rows) if bed.room_bed == "M · MA"))
    assert page.offered() == []
    assert not any(made.isVisible() for made in page.form_buttons)


def test_a_bed_that_was_given_a_second_ago_is_refused_and_the_form_stays_as_typed(
    page: FindingPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    house.admit(local_moment(date(2026, 11, 21)))
    page.refresh()
    settle(qtbot, page)
    assert page.whom.who.count() == 2
    page.whom.who.setCurrentIndex(1)
    settle(qtbot, page)
    assert bool(page.forms()) and page.forms()[0].title.startswith("Assign ")
    page.form_buttons[0].click()
    bed = str(page.forms()[0].known["bed"])
    other = house.resident()
    perform(director, Admit(resident=other, shelter=house.shelter, at=director.clock(), bed=bed))
    save(page, qtbot)
    panel = page.panel()
    assert panel is not None
    settle(qtbot, page)
    assert panel.form is not None and bool(panel.form.error.text())
    assert panel.form is not None
    code = census(director, shelter="NORD").rows[0].code
    assert panel.form.error.text().startswith(f"1 · 1A is occupied: {code}, from ")
    assert beds_tonight(director, "NORD").occupied == 1


def test_a_request_that_was_accepted_is_admitted_to_the_bed(
    page: FindingPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    who = house.resident()
    asked = perform(
        director,
        RecordReferral(
            shelter=house.shelter,
            received_at=director.clock(),
            source="ANITP_CR",
            urgency="TONIGHT",
            sex="F",
            birth_year=1999,
        ),
    )
    perform(director, AcceptReferral(referral=asked, version=1))
    page.refresh()
    settle(qtbot, page)
    assert page.whom.who.count() == 2
    page.whom.who.setCurrentIndex(1)
    settle(qtbot, page)
    came = ArrivalPage(qtbot, frame_of(page))
    came.click(page.form_buttons[0])
    came.settle()
    assert (came.steps.who(), came.panel.save.text().strip()) == (asked, "Admit to 1 · 1A")
    code = rows(director.store, Resident, id=who)[0].code
    came.steps.search.setFocus()
    came.type(code)
    came.settle()
    came.choose(code)
    came.panel.save.click()
    came.settle()
    assert rows(director.store, Stay)[0].referral_id == asked
    assert len(census(director, shelter="NORD").rows) == 1
    (row,) = census(director, shelter="NORD").rows
    assert (row.resident_id, row.bed) == (who, "1A")


def test_what_is_no_age_and_what_is_no_day_are_said_and_stay_as_typed(
    page: FindingPage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.whom.children_ages, "baby")
    assert page.count.text() == "Type ages as numbers, one for each child: 0, 3."
    assert page.whom.children_ages.text() == "baby"
    page.whom.children_ages.clear()
    page.until.setText("20.11")
    page.look_for()
    settle(qtbot, page)
    assert page.error.text() == "The end is before the beginning. Check the dates."
    assert page.until.text() == "20.11"


def test_a_screen_reader_hears_the_bed_whether_it_fits_and_why(page: FindingPage, qtbot: QtBot) -> None:
    table = QAccessible.queryAccessibleInterface(page.list)
    cells = [table.child(at) for at in range(table.childCount())]
    heard = " ".join(cell.text(QAccessible.Text.Name) for cell in cells if cell is not None)
    row = page.model.rows[0]
    assert row.room_bed in heard
    assert "suitable" in heard
    assert row.why in heard


def test_a_mother_with_her_children_is_placed_together_after_it_was_told_and_taken_back_at_once(
    page: FindingPage, qtbot: QtBot, director: Actor
) -> None:
    page.whom.sex.setCurrentIndex(page.whom.sex.findData("F"))
    qtbot.keyClicks(page.whom.age, "24")
    qtbot.keyClicks(page.whom.children_ages, "0, 9")
    told = "Together in 1 room: 1 · 1A, 1 · 1B, 1 · 1C."
    settle(qtbot, page)
    assert page.household_plan.text() == told
    assert census(director, shelter="NORD").persons == 0
    page.together.click()
    panel = page.panel()
    assert panel is not None
    assert panel.form is not None
    assert [made.accessibleName() for made in (f.control for f in panel.form.fields.values())][:2] == [
        "The parent, 24 years old",
        "Child, 0 years old",
    ]
    save(page, qtbot)
    settle(qtbot, page)
    assert census(director, shelter="NORD").persons == 3
    assert census(director, shelter="NORD").households == 1
    take_back(page, qtbot)
    assert census(director, shelter="NORD").persons == 0


def test_the_page_is_found_by_a_few_letters_from_anywhere(
    page: FindingPage, qtbot: QtBot, director: Actor
) -> None:
    frame = frame_of(page)
    frame.go("settings")
    be_in_front(qtbot, frame)
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(frame.palette_.field, "find a bed")
    assert frame.palette_.found.entries[0].beside == "Ctrl+B"
    qtbot.keyClick(frame.palette_.field, Qt.Key.Key_Return)
    qtbot.waitUntil(page.isVisible)


def test_who_was_described_comes_and_nothing_is_typed_twice(
    page: FindingPage, qtbot: QtBot, director: Actor
) -> None:
    page.whom.sex.setCurrentIndex(page.whom.sex.findData("F"))
    page.whom.age.setText("24")
    settle(qtbot, page)
    assert page.form_buttons[0].text().replace("&", "").strip().startswith("Somebody has arrived: ")
    came = ArrivalPage(qtbot, frame_of(page))
    came.click(page.form_buttons[0])
    came.settle()
    assert came.steps.fields["sex"].value() == "F"
    assert came.steps.fields["birth_year"].value() == page.today().year - 24
    came.type("maria")
    came.go_to("source")
    came.steps.fields["source"].begin("POLICE_IPJ")
    came.go_to("must_know")
    came.type("Allergy: nuts")
    came.settle()
    came.panel.save.click()
    came.settle()
    (taken,) = (bed for room in beds_tonight(director).rooms for bed in room.beds if bed.resident_id)
    assert taken.resident_id is not None
    found = head(director, taken.resident_id)
    assert (found.preferred_name, found.bed) == ("Maria", "1 · 1A")
    assert [alert.text for alert in found.alerts] == ["Allergy: nuts"]
