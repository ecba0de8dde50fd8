"""Roll call, census, rooms and finding a bed: what each says of people and rooms, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.away import away
from shelter_app.services.beds.extra_beds import AddMattress
from shelter_app.services.beds.presence import roll_call
from shelter_app.services.beds.rooms import ReportDefect, defects
from shelter_app.services.house.acts import AddBed, AddRoom, SetCapacity
from shelter_app.services.stays.acts import EndStay, RecordAbsence
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.census.page import CensusPage
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.beds.presence.page import RollCallPage
from shelter_app.ui.pages.beds.rooms.page import RoomsPage
from shelter_app.ui.widgets.mnemonics import unmarked
from tests.beds.conftest import House
from tests.beds.steps import at, frame_of, opened, request, settle, take_back
from tests.conftest import FixedClock

Open = Callable[[Actor], Workspace]


@pytest.fixture
def evening(director: Actor, house: House, clock: FixedClock) -> dict[str, str]:
    """Return the stays of three: one here, one on leave until the morning, one who should have been back at noon."""
    clock.now = at(24, 21)
    stays = {bed: house.admit(at(20), bed)[1] for bed in ("1A", "1B", "1C")}
    for bed, back in (("1B", at(25, 9)), ("1C", at(24, 12))):
        leave = RecordAbsence(stay=stays[bed], kind="LEAVE_NIGHT", since=at(23), expected_at=back)
        perform(director, leave)
    return stays


def test_a_mark_is_counted_and_said_by_button_as_by_key(
    qtbot: QtBot, director: Actor, evening: dict[str, str], open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RollCallPage)
    assert page.left.text() == "3 still to mark"
    page.mark_buttons["PRESENT"].click()
    assert page.window().focusWidget() is page.list
    page.mark_buttons["EXCUSED"].click()
    page.mark_buttons["ABSENT"].click()
    settle(qtbot, page)
    assert {code: chip.text() for code, chip in page.counts.items()} == {
        "PRESENT": "1 present",
        "ABSENT": "1 absent",
        "EXCUSED": "1 excused",
    }
    assert page.left.text() == "everyone is marked, 21:00"
    assert [row.mark for row in roll_call(director, "NORD").rows] == ["PRESENT", "EXCUSED", "ABSENT"]


def test_a_mark_that_is_refused_is_taken_off_the_screen_and_said(
    qtbot: QtBot, director: Actor, evening: dict[str, str], open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RollCallPage)
    end = EndStay(stay=evening["1A"], at=at(20, 14), reason="OWN_REQUEST", destination="FRIENDS")
    perform(director, end)  # at another place, after the page was asked
    page.list.point_at(0)
    qtbot.keyClick(page.list, Qt.Key.Key_P)
    settle(qtbot, page)
    assert page.error.text()
    assert [row.mark for row in page.model.rows] == [None, None]
    assert page.left.text() == "2 still to mark"


def test_who_is_away_stands_beside_the_longest_overdue_first(
    qtbot: QtBot, director: Actor, evening: dict[str, str], open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RollCallPage)
    rows = [[column.text(row) for column in page.away.model.columns] for row in page.away.model.rows]
    assert [(row[4], row[1], row[3]) for row in rows] == [
        ("Overnight leave", "overdue: decide what to do", "1 · 1C"),
        ("Overnight leave", "back within a day", "1 · 1B"),
    ]
    page.away.point_to(evening["1B"])
    code = page.away.model.rows[1].code
    assert page.away.release.accessibleName() == f"Free the bed: {code}"
    assert page.away.paper.accessibleName() == f"Sheet for the police: {code}"


def test_a_report_asks_to_whom_and_a_kept_bed_why(
    qtbot: QtBot, director: Actor, evening: dict[str, str], open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RollCallPage)
    page.away.point_to(evening["1C"])
    for button in (page.away.report, page.away.hold, page.away.release):
        button.click()
        settle(qtbot, page)
        assert page.away.message.text() == "This field is required. Fill it in."
        assert page.window().focusWidget() is page.away.reason
    page.away.reason.setText("waits until tomorrow")
    page.away.hold.click()
    settle(qtbot, page)
    assert page.away.reason.text() == ""
    (kept,) = [row for row in page.away.model.rows if row.stay_id == evening["1C"]]
    assert kept.decision == "HELD"
    assert frame_of(page).undo_bar.text() == f"The bed is kept for {kept.code}."
    assert not frame_of(page).undo_bar.button.isVisible()


def test_the_sheet_for_the_police_is_shown_and_leads_back(
    qtbot: QtBot, director: Actor, evening: dict[str, str], open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RollCallPage)
    page.away.point_to(evening["1C"])
    page.away.paper.click()
    settle(qtbot, page)
    sheet = page.sheet_view()
    assert sheet is not None
    assert len(sheet.preview.sheets()) == 1
    sheet.back.click()
    assert page.sheet_view() is None
    assert len(away(director, "NORD")) == 2


def test_the_evening_after_tonight_is_tonight(
    qtbot: QtBot, director: Actor, evening: dict[str, str], open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RollCallPage)
    page.earlier.click()
    settle(qtbot, page)
    assert page.evening.text() == "23 November 2026"
    assert page.state()["day"] == date(2026, 11, 23)
    for _press in range(2):
        page.later.click()
        settle(qtbot, page)
        assert page.evening.text() == "24 November 2026"
    assert page.state()["day"] is None


def test_an_evening_on_which_nobody_was_here_says_so(
    qtbot: QtBot, director: Actor, evening: dict[str, str], open_window: Open
) -> None:
    page = opened(qtbot, open_window(director), RollCallPage)
    page.restore({"day": date(2026, 11, 1)})
    page.refresh()
    settle(qtbot, page)
    assert page.model.rows == []
    assert not page.list.isVisible()


@pytest.fixture
def census(qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open) -> CensusPage:
    """Open the census of a house licensed for one place in which two live, one of them away."""
    perform(director, SetCapacity(shelter=house.shelter, beds=1, from_on=date(2026, 1, 1)))
    house.admit(at(10), "1A")
    _who, stay = house.admit(at(15))
    perform(director, RecordAbsence(stay=stay, kind="LEAVE_DAY", since=at(23), expected_at=at(25)))
    return opened(qtbot, open_window(director), CensusPage)


def test_the_census_says_who_is_here_and_what_is_over_the_licence(census: CensusPage) -> None:
    chips = (census.people, census.free, census.away, census.bedless, census.over)
    assert [chip.text() for chip in chips if chip.isVisible()] == [
        "2 people",
        "4 free beds",
        "1 away",
        "1 without a bed",
        "1 over licensed capacity",
    ]
    assert census.law.isVisible()
    assert [row.bed for row in census.model.rows] == ["1A", None]


def test_a_day_without_a_time_is_its_last_minute_and_now_leads_back(census: CensusPage, qtbot: QtBot) -> None:
    census.day.setText("14.11")
    census.day.editingFinished.emit()
    settle(qtbot, census)
    assert "on 14 November 2026 at 23:59" in census.list.accessibleDescription()
    assert census.people.text() == "1 person"
    assert not census.law.isVisible()
    census.findChild(type(census.all), "census_now").click()
    settle(qtbot, census)
    assert census.people.text() == "2 people"
    assert census.hour.text() == ""


def test_the_census_comes_back_at_its_minute(census: CensusPage, qtbot: QtBot) -> None:
    census.day.setText("15.11")
    census.hour.setText("9:00")
    left = {**census.state(), "day": date(2026, 11, 15)}
    census.findChild(type(census.all), "census_now").click()
    census.restore(left)
    census.refresh()
    settle(qtbot, census)
    assert "on 15 November 2026 at 09:00" in census.list.accessibleDescription()


def test_the_year_goes_onto_paper(census: CensusPage, qtbot: QtBot) -> None:
    for name in ("census_paper", "census_year_paper"):
        census.findChild(type(census.all), name).click()
        settle(qtbot, census)
        sheet = census.sheet_view()
        assert sheet is not None, name
        sheet.back.click()


def test_who_is_shown_no_figures_sees_who_is_here_and_no_year(
    qtbot: QtBot,
    director: Actor,
    house: House,
    open_window: Open,
    make_actor: Callable[..., Actor],
) -> None:
    house.admit(at(10), "1A")
    page = opened(qtbot, open_window(make_actor("HOUSE_STAFF", shelters=[house.shelter])), CensusPage)
    assert page.people.text() == "1 person"
    for part in (page.year, page.curve, page.rule):
        assert not part.isVisible()
    assert page.error.text() == ""


@pytest.fixture
def rooms(qtbot: QtBot, director: Actor, house: House, open_window: Open) -> RoomsPage:
    return opened(qtbot, open_window(director), RoomsPage)


def test_the_beds_of_a_defect_are_those_of_the_room_one_stands_on(rooms: RoomsPage) -> None:
    def offered() -> list[str]:
        return [rooms.bed.itemText(n) for n in range(rooms.bed.count())]

    rooms.room_list.point_at(0)
    assert offered() == ["the whole room", "Bed 1A", "Bed 1B", "Bed 1C"]
    rooms.room_list.point_at(1)
    assert offered() == ["the whole room", "Bed 2A", "Bed 2B"]


def test_a_late_defect_says_so_and_the_room_shows_how_many(
    rooms: RoomsPage, qtbot: QtBot, director: Actor, house: House, clock: FixedClock
) -> None:
    day = date(2026, 11, 24)
    report = ReportDefect(room=house.rooms["2"], text="a loose tap", on=day, due_on=day)
    perform(director, report)
    clock.forward(days=2)
    rooms.refresh()
    settle(qtbot, rooms)
    (row,) = rooms.defects.rows
    cells = [column.text(row) for column in rooms.defects.columns]
    assert cells[5] == "24 Nov 2026, late"
    assert rooms.defect_title.text() == "1 defect to repair"
    first = rooms.rooms.rows[0]
    assert (first.name, first.defects) == ("2", 1)


def test_whoever_mends_it_is_kept_while_the_list_comes_anew(
    rooms: RoomsPage, qtbot: QtBot, director: Actor
) -> None:
    rooms.whom.setCurrentIndex(rooms.whom.findData(director.account_id))
    rooms.refresh()
    settle(qtbot, rooms)
    assert rooms.whom.currentData() == director.account_id
    rooms.text.setText("a broken pane")
    rooms.report.click()
    settle(qtbot, rooms)
    assert [row.assignee for row in defects(director, "NORD")] == [director.name]


def test_the_menu_of_the_house_opens_its_forms(
    rooms: RoomsPage, qtbot: QtBot, director: Actor, house: House
) -> None:
    rooms.room_list.point_at(1)
    rooms.fill_menu()
    named = {action.objectName(): action for action in rooms.menu.actions()}
    named["house.add_bed"].trigger()
    settle(qtbot, rooms)
    panel = rooms.panel()
    assert panel is not None
    assert panel.form is not None
    assert panel.form.fields["room"].value() == rooms.rooms.rows[1].room_id
    panel.form.fields["label"].begin("2C")
    panel.form.fields["in_use_from"].begin(date(2026, 11, 24))
    panel.save.click()
    settle(qtbot, rooms)
    assert "Bed 2C" in [rooms.bed.itemText(n) for n in range(rooms.bed.count())]


def test_an_extra_mattress_is_put_in_from_the_rooms(rooms: RoomsPage, qtbot: QtBot, director: Actor) -> None:
    form = next(one for one in rooms.forms() if one.kind is AddMattress)
    rooms.begin(form)
    settle(qtbot, rooms)
    panel = rooms.panel()
    assert panel is not None
    assert panel.form is not None
    assert panel.form.fields["until"].value() == date(2026, 11, 25)
    panel.save.click()
    settle(qtbot, rooms)
    assert panel.form.fields["reason"].error.text()


@pytest.fixture
def finding(qtbot: QtBot, director: Actor, house: House, clock: FixedClock, open_window: Open) -> FindingPage:
    """Open the page with somebody without a bed, and a request for three."""
    room = perform(director, AddRoom(shelter=house.shelter, name="F", placement_rule="FAMILY"))
    for label in ("FA", "FB", "FC"):
        perform(director, AddBed(room=room, label=label, in_use_from=date(2025, 1, 1)))
    house.admit(at(10))
    request(director, house, clock, persons=3, sex="F", birth_year=1999)
    return opened(qtbot, open_window(director), FindingPage)


def test_a_description_is_asked_for_only_where_nobody_is_chosen(finding: FindingPage, qtbot: QtBot) -> None:
    chooser = finding.whom
    assert chooser.sex.isVisible()
    requested = next(n for n in range(1, chooser.who.count()) if "3 people" in chooser.who.itemText(n))
    chooser.who.setCurrentIndex(requested)
    settle(qtbot, finding)
    assert not chooser.sex.isVisible()
    assert chooser.children_ages.isVisible()  # of the request it is not known how old the children are
    chooser.who.setCurrentIndex(3 - requested)
    settle(qtbot, finding)
    assert not chooser.children_ages.isVisible()
    assert unmarked(finding.form_buttons[0].text()).strip().startswith("Assign ")


def test_a_request_for_several_is_placed_together(
    finding: FindingPage, qtbot: QtBot, director: Actor
) -> None:
    chooser = finding.whom
    requested = next(n for n in range(1, chooser.who.count()) if "3 people" in chooser.who.itemText(n))
    chooser.who.setCurrentIndex(requested)
    chooser.children_ages.setText("3, 7")
    finding.look_for()
    settle(qtbot, finding)
    assert finding.together.isVisible()
    assert unmarked(finding.together.text()).strip() == "Place 3 people together"
    finding.together.click()
    settle(qtbot, finding)
    panel = finding.panel()
    assert panel is not None
    assert panel.form is not None
    assert len([name for name in panel.form.fields if name.startswith("bed_")]) == 3
    panel.save.click()
    settle(qtbot, finding)
    assert len(roll_call(director, "NORD").rows) == 4
    take_back(qtbot, finding)
    assert len(roll_call(director, "NORD").rows) == 1


def test_what_the_bed_must_have_and_the_days_come_back(finding: FindingPage, qtbot: QtBot) -> None:
    finding.whom.need_buttons["QUIET"].click()
    finding.whom.age.setText("24")
    finding.until.setText("26.11")
    settle(qtbot, finding)
    fitting = [bed for bed in finding.model.rows if bed.fits]
    assert finding.count.text().startswith(f"{len(fitting)} suitable bed")
    left = finding.state()
    finding.restore({"who": "", "sex": None, "age": "", "children": "", "needs": [], "until": ""})
    assert finding.whom.needs() == ()
    finding.restore(left)
    assert finding.whom.needs() == ("QUIET",)
    assert (finding.whom.age.text(), finding.until.text()) == ("24", "26.11")


def test_a_day_that_is_none_shows_no_beds(finding: FindingPage, qtbot: QtBot) -> None:
    finding.since.setText("31.2")
    finding.look_for()
    settle(qtbot, finding)
    assert finding.model.rows == []
    assert (
        finding.count.text() == "Type the day from which a bed is needed and, if known, the day until which."
    )
    assert finding.forms() == []
    finding.since.show_day(date(2026, 11, 24) + timedelta(days=1))
    finding.look_for()
    settle(qtbot, finding)
    assert finding.model.rows


def test_who_gives_no_beds_finds_them_and_is_offered_no_form(
    qtbot: QtBot, house: House, open_window: Open, make_actor: Callable[..., Actor]
) -> None:
    page = opened(qtbot, open_window(make_actor("COUNSELLOR", shelters=[house.shelter])), FindingPage)
    assert page.count.text() == "5 suitable beds"
    assert page.forms() == []
    assert not any(button.isVisible() for button in (*page.form_buttons, page.together))
