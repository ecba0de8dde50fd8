"""Somebody came at night: four steps over the board, from wherever one stands, with nothing typed twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.db.models.people import Resident, ResidentAlert
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.drafts import drafts
from shelter_app.services.house.acts import AddBed, AddRoom
from shelter_app.services.stays.acts import EndStay
from shelter_app.services.stays.emergencies import to_complete
from shelter_app.ui.features.stays.arrival import Arrival
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.waiting.page import WaitingPage
from shelter_app.ui.pages.today.page import TodayPage
from tests.beds.conftest import House
from tests.beds.steps import at, opened, request, rows, settle, take_back
from tests.conftest import FixedClock
from tests.ui.pages.arrival import ArrivalPage

Open = Callable[[Actor], Workspace]


@pytest.fixture
def staff(make_actor: Callable[..., Actor], house: House) -> Actor:
    return make_actor("HOUSE_STAFF", shelters=[house.shelter])


@pytest.fixture
def night(qtbot: QtBot, staff: Actor, open_window: Open) -> ArrivalPage:
    return ArrivalPage(qtbot, open_window(staff))


def left(house: House, director: Actor, **about: object) -> str:
    who, stay = house.admit(at(10), **about)
    perform(director, EndStay(stay=stay, at=at(20), reason="FAMILY_REINTEGRATION"))
    return who


def test_from_today_to_a_bed_takes_at_most_25_inputs_and_is_taken_back(
    night: ArrivalPage, director: Actor, house: House, qtbot: QtBot
) -> None:
    night.begin_at_today()
    night.type("maria, 24")
    night.settle()
    assert night.steps.fields["preferred_name"].value() == "Maria"
    assert night.steps.fields["birth_year"].value() == 2002
    night.go_to("sex")
    night.type("fem")
    night.press(Qt.Key.Key_Return)
    night.go_to("must_know")
    night.type("allergy: penicillin")
    night.settle()
    assert night.panel.save.text().strip().startswith("Admit to 1 ·")
    night.press(Qt.Key.Key_Return, ctrl=True)
    night.settle()
    assert night.inputs <= 25
    (who,) = rows(director.store, Resident)
    assert (who.preferred_name, who.sex, who.birth_year) == ("Maria", "F", 2002)
    assert [row.text for row in rows(director.store, ResidentAlert)] == ["allergy: penicillin"]
    assert len(rows(director.store, BedPeriod)) == 1
    done = night.panel.done
    assert done is not None
    assert done.sentence().startswith(f"{who.code} is in the shelter, in 1 ·")
    take_back(qtbot, night.page)
    assert rows(director.store, Stay) == [] == rows(director.store, Resident)
    assert night.panel.isHidden()


def test_former_residents_come_up_only_by_what_is_typed_and_come_again_under_their_code(
    night: ArrivalPage, director: Actor, house: House
) -> None:
    who = left(house, director, preferred_name="Mira", birth_year=1999)
    left(house, director, preferred_name="Ioana", birth_year=1980)
    night.begin_at_today()
    assert night.people() == ["Somebody new"]
    night.type("mira, 27")
    night.settle()
    code = rows(director.store, Resident, id=who)[0].code
    assert night.people() == [f"{code} Mira", "Somebody new"]
    night.choose(code)
    hidden = [name for name, made in night.steps.fields.items() if made.isHidden()]
    assert {"preferred_name", "sex", "birth_year"} <= set(hidden)
    night.press(Qt.Key.Key_Return, ctrl=True)
    night.settle()
    assert len(rows(director.store, Stay, resident_id=who)) == 2
    assert len(rows(director.store, Resident)) == 2


def test_who_is_in_the_house_already_is_said_and_not_offered(
    night: ArrivalPage, director: Actor, house: House
) -> None:
    who, _stay = house.admit(at(10), "1A", preferred_name="Mira")
    night.begin_at_today()
    night.type("mira")
    night.settle()
    assert night.people() == ["Somebody new"]
    code = rows(director.store, Resident, id=who)[0].code
    assert night.steps.here.text() == f"Already in the shelter: {code}."


def test_an_admission_by_the_shift_stands_on_the_case_managers_day_until_it_is_completed(
    night: ArrivalPage, make_actor: Callable[..., Actor], house: House, open_window: Open, qtbot: QtBot
) -> None:
    night.begin_at_today()
    night.panel.save.click()
    night.settle()
    manager = make_actor("CASE_MANAGER", shelters=[house.shelter])
    day = opened(qtbot, open_window(manager), TodayPage)
    lines = [row.line for row in day.rows if row.line.what == "Emergency admission"]
    assert [(line.when, line.tab) for line in lines] == [("to complete", "stay")]
    assert [line.resident for line in lines] == [row.resident_id for row in to_complete(manager)]


def test_a_request_brings_what_it_said(
    night: ArrivalPage, director: Actor, house: House, clock: FixedClock, qtbot: QtBot
) -> None:
    asked = request(director, house, clock, sex="F", birth_year=2001)
    page = opened(qtbot, night.frame, WaitingPage)
    page.list.point_at(0)
    night.click(page.pane.came)
    night.settle()
    assert night.steps.who() == asked
    assert night.steps.fields["source"].isHidden()
    assert (night.steps.fields["sex"].value(), night.steps.fields["birth_year"].value()) == ("F", 2001)
    night.panel.save.click()
    night.settle()
    (stay,) = rows(director.store, Stay)
    assert (stay.referral_id, stay.referral_source) == (asked, "ANITP_CR")
    (who,) = rows(director.store, Resident)
    assert (who.sex, who.birth_year) == ("F", 2001)


def test_a_search_for_a_bed_brings_sex_age_and_the_bed(
    night: ArrivalPage, director: Actor, house: House, qtbot: QtBot
) -> None:
    page = opened(qtbot, night.frame, FindingPage)
    page.whom.sex.setCurrentIndex(page.whom.sex.findData("F"))
    page.whom.age.setText("30")
    page.whom.age.textEdited.emit("30")
    settle(qtbot, page)
    page.list.point_at(1)
    bed = page.model.rows[1]
    words, begin = page.offered()[0]
    assert words == f"Somebody has arrived: {bed.room_bed}"
    begin()
    night.settle()
    assert (night.steps.fields["sex"].value(), night.steps.fields["birth_year"].value()) == ("F", 1996)
    assert night.steps.beds.key() == bed.bed_id


def test_a_bed_of_the_board_is_the_chosen_one(night: ArrivalPage, house: House, qtbot: QtBot) -> None:
    night.frame.go("beds")
    night.settle()
    offers = dict(night.page.offered_at(house.beds["2B"]))
    offers["Somebody has arrived: 2 · 2B"]()
    night.settle()
    assert night.steps.beds.key() == house.beds["2B"]
    assert night.panel.save.text().strip() == "Admit to 2 · 2B"


def test_what_was_begun_is_found_again_after_the_program_fell(
    night: ArrivalPage, staff: Actor, house: House, open_window: Open, qtbot: QtBot
) -> None:
    night.begin_at_today()
    night.type("maria, 24")
    night.settle()
    night.choose("1 · 1B")
    night.steps.fields["sex"].control.setFocus()
    night.type("fem")
    qtbot.waitUntil(lambda: drafts.load(staff, "arrival", "NORD") is not None)
    night.settle()
    again = ArrivalPage(qtbot, open_window(staff))  # the first window is gone without a word
    again.begin_at_today()
    assert again.steps.search.text() == "maria, 24"
    assert again.steps.fields["preferred_name"].value() == "Maria"
    assert again.steps.beds.key() == house.beds["1B"]
    assert again.panel.isAncestorOf(again.page.window().focusWidget())
    assert again.panel.kept.text().startswith("Your draft from ")
    again.panel.save.click()
    again.settle()
    assert drafts.load(staff, "arrival", "NORD") is None


def test_closing_keeps_what_is_typed_and_giving_up_asks_once(night: ArrivalPage, staff: Actor) -> None:
    night.begin_at_today()
    night.type("maria")
    night.settle()
    night.press(Qt.Key.Key_Escape)
    night.settle()
    assert night.panel.isHidden()
    assert drafts.load(staff, "arrival", "NORD") is not None
    night.begin_at_today()
    assert night.steps.search.text() == "maria"
    night.panel.drop.click()
    assert night.panel.caution.text().startswith("What you typed will be lost.")
    night.panel.drop.click()
    night.settle()
    assert drafts.load(staff, "arrival", "NORD") is None


def test_a_bed_that_is_free_for_a_while_is_given_until_then(
    night: ArrivalPage, director: Actor, house: House
) -> None:
    friday = director.clock() + timedelta(days=3)
    perform(
        director,
        ReserveBed(bed=house.beds["1A"], from_at=friday, to_at=at(30), lapses_at=at(30), reason="police"),
    )
    night.frame.go("beds")
    night.settle()
    night.page.open_arrival(Arrival(bed=house.beds["1A"]))
    night.settle()
    night.panel.save.click()
    night.settle()
    (period,) = rows(director.store, BedPeriod)
    assert (period.bed_id, period.to_at) == (house.beds["1A"], friday)


def test_a_bed_given_meanwhile_is_said_and_another_one_offered(
    night: ArrivalPage, director: Actor, house: House
) -> None:
    night.begin_at_today()
    night.choose("1 · 1A")
    house.admit(director.clock(), "1A")
    night.panel.save.click()
    night.settle()
    assert night.steps.error.text()
    assert "1 · 1A" not in night.beds()
    assert len(rows(director.store, Stay)) == 1


def test_a_room_that_asks_for_the_sex_says_so(night: ArrivalPage, director: Actor, house: House) -> None:
    room = perform(director, AddRoom(shelter=house.shelter, name="W", placement_rule="WOMEN"))
    bed = perform(director, AddBed(room=room, label="WA", in_use_from=date(2025, 1, 1)))
    night.frame.go("beds")
    night.settle()
    night.page.open_arrival(Arrival(bed=bed))
    night.settle()
    assert bed not in [one.bed_id for one in night.steps._beds]
    night.go_to("sex")
    night.type("fem")
    night.press(Qt.Key.Key_Return)
    night.settle()
    assert bed in [one.bed_id for one in night.steps._beds]


def test_at_twice_the_text_what_follows_can_be_scrolled_to(night: ArrivalPage) -> None:
    shell = night.frame.window()
    assert isinstance(shell, MainWindow)
    shell.choose_percent(200)
    shell.resize(1366, 768)
    night.begin_at_today()
    night.type("Ioana")
    night.settle()
    night.panel.save.click()
    night.settle()
    done = night.panel.done
    assert done is not None
    bottom = night.panel.mapTo(shell, night.panel.rect().bottomLeft()).y()
    assert bottom <= shell.height()
    done.ensureWidgetVisible(done.close_)
    foot = done.close_.mapTo(done.viewport(), done.close_.rect().bottomLeft()).y()
    assert 0 < foot <= done.viewport().height()
