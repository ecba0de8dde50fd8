"""Everything that opens another page leads to the thing that it is about: whatever line, tile, card or entry it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shelter_app.db.models.house import Bed
from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.rooms import ReportDefect
from shelter_app.services.counselling.acts import Attended, HoldSession, PlanSession, WriteNote
from shelter_app.services.house.acts import AddBed
from shelter_app.services.house.views import BedCard
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.plans import acts as plans
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.keep_apart import KeepResidentsApart
from shelter_app.services.stays.absences import RecordAbsence
from shelter_app.services.stays.acts import Admit, EndStay
from shelter_app.services.stays.households import Comer, PlaceTogether
from shelter_app.services.stays.newcomers import ReceiveNewcomer
from shelter_app.ui.features import registry
from shelter_app.ui.features.today.part import TodayLine, TodayPart
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.board.page import BedsPage
from shelter_app.ui.pages.beds.finding.page import FindingPage
from shelter_app.ui.pages.resident.page import ResidentPage
from shelter_app.ui.pages.session.page import SessionPage
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.pages.today.parts import Tile
from shelter_app.ui.tables.view import ListView
from tests.services import casework

Open = Callable[[Actor], Workspace]


@pytest.fixture
def people(
    store: Store, director: Actor, make_actor: Callable[..., Actor], beds: dict[str, str]
) -> dict[str, Actor]:
    """Return accounts by role, in a house where there is something to do of every kind."""
    now, today = director.clock(), director.clock().date()
    who = {role: make_actor(role) for role in ("CASE_MANAGER", "COUNSELLOR", "HOUSE_STAFF")}
    who["DIRECTOR"] = director
    case = casework.resident_in(store, beds["NORD"])  # without a bed
    casework.assign(store, case, who["CASE_MANAGER"].account_id)
    casework.assign(store, case, who["COUNSELLOR"].account_id, "COUNSELLOR")
    perform(director, PlanMilestone(resident=case.resident, kind="MS_BANK", target_on=today))
    _propose(who["CASE_MANAGER"], case.stay)
    _sessions(who["COUNSELLOR"], case, now)
    with director.store.reading() as session:
        room = session.scalars(select(Bed.room_id).where(Bed.id == beds["1A"])).one()
    in_room = []
    for bed in ("1A", "1B"):
        one = perform(director, RegisterResident(preferred_name="Ana", sex="F", birth_year=1990))
        stay = perform(
            director,
            Admit(resident=one, shelter=beds["NORD"], at=now - timedelta(days=3), bed=beds[bed]),
        )
        in_room.append((one, stay))
    perform(director, KeepResidentsApart(resident=in_room[0][0], other=in_room[1][0], reason="a quarrel"))
    gone = now - timedelta(hours=9)
    perform(
        director,
        RecordAbsence(
            stay=in_room[1][1], kind="LEAVE_DAY", since=gone, expected_at=gone + timedelta(hours=1)
        ),
    )
    perform(
        director,
        RecordReferral(
            shelter=beds["NORD"], received_at=now - timedelta(hours=1), source="POLICE_IPJ", urgency="TONIGHT"
        ),
    )
    for actor in (director, who["HOUSE_STAFF"]):
        perform(
            director,
            ReportDefect(room=room, text="the lamp", on=today, assignee=actor.account_id, due_on=today),
        )
    _leave_a_child(director, beds["NORD"], room)
    perform(
        who["HOUSE_STAFF"],
        ReceiveNewcomer(shelter=beds["NORD"], at=now, preferred_name="Maria", sex="F", birth_year=1999),
    )
    other = casework.resident_in(store, beds["NORD"], "FAG-77")
    casework.assign(store, other, who["CASE_MANAGER"].account_id)
    again = _propose(who["CASE_MANAGER"], other.stay)
    perform(director, plans.ReturnPlan(plan=again, version=2, comment="Adăugați un termen."))
    return who


def _propose(manager: Actor, stay: str) -> str:
    plan = perform(manager, plans.WritePlan(stay=stay, own_wishes="Un loc de muncă"))
    reach = plans.AddGoal(plan=plan, domain="EMPLOYMENT", statement="Curs", target_on=date(2027, 3, 1))
    goal = perform(manager, reach)
    perform(
        manager,
        plans.AddIntervention(goal=goal, service="VOCATIONAL_TRAINING", responsible="CASE_MANAGER"),
    )
    perform(manager, plans.ProposePlan(plan=plan, version=1, agreed_on=date(2026, 10, 10)))
    return plan


def _sessions(counsellor: Actor, case: casework.Case, now: datetime) -> None:
    """Plan one for today and one for yesterday, and write a note on one that was held."""
    made = [
        perform(
            counsellor,
            PlanSession(
                shelter=case.shelter,
                kind="IND_COUNSEL",
                planned_at=now - timedelta(hours=hours),
                residents=(case.resident,),
                minutes=50,
            ),
        )
        for hours in (-2, 24, 48)
    ]
    perform(
        counsellor,
        HoldSession(
            session=made[2],
            version=1,
            held_at=now - timedelta(hours=48),
            minutes=50,
            attendances=(Attended(case.resident, "ATTENDED"),),
        ),
    )
    perform(
        counsellor,
        WriteNote(session=made[2], resident=case.resident, format="NARRATIVE", text="She slept well."),
    )


def _leave_a_child(director: Actor, shelter: str, room: str) -> None:
    """Let a mother leave the house without her child."""
    beds = [
        perform(director, AddBed(room=room, label=label, in_use_from=date(2025, 1, 1)))
        for label in ("C", "D")
    ]
    placed = perform(
        director,
        PlaceTogether(
            shelter=shelter,
            at=director.clock() - timedelta(days=2),
            people=(
                Comer(sex="F", birth_year=1995, bed=beds[0]),
                Comer(sex="F", birth_year=2019, bed=beds[1]),
            ),
        ),
    )
    perform(director, EndStay(stay=placed.stays[0], at=director.clock(), reason="OWN_REQUEST", version=1))


def today_of(qtbot: QtBot, frame: Workspace) -> TodayPage:
    """Go to the day with every line in sight."""
    frame.go("today")
    page = frame.pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())
    if page.team.isVisible() and not page.team.isChecked():
        page.team.click()
    more = page.findChild(QPushButton, "today_more")
    if more is not None and more.isVisible():
        more.click()
    for group in [one.group.key for one in page.groups]:
        shown = {row.line.resident for row in page.rows}
        if group not in shown:
            next(one for one in page.groups if one.group.key == group).show_lines.click()
    return page


def bed_cards(page: BedsPage) -> list[BedCard]:
    """Return what the board knows of each of its beds."""
    found = (page.board.bed(one.bed_id) for one in page.board.cards())
    return [one[0] for one in found if one is not None]


def chosen_keys(frame: Workspace, name: str) -> set[object]:
    """Return the keys of the rows that are chosen and in sight on a page."""
    found = set()
    for listed in frame.pages[name].findChildren(ListView):
        index = listed.currentIndex()
        row = listed.rows().at(index)
        in_sight = listed.isVisible() and listed.visualRect(index).intersects(listed.viewport().rect())
        if row is not None and in_sight:
            found.add(listed.rows().key(row))
    return found


def has_arrived(frame: Workspace, line: TodayLine) -> bool:
    """Say whether the page that a line leads to shows what the line is about."""
    resident, finding, session = (frame.pages.get(name) for name in ("resident", "finding", "session"))
    if line.session:
        return isinstance(session, SessionPage) and session.isVisible() and session.session == line.session
    if line.bed_for:
        whom = finding.whom.chosen() if isinstance(finding, FindingPage) and finding.isVisible() else None
        return whom is not None and line.bed_for in (whom.resident_id, whom.referral_id)
    if line.resident is not None:
        there = isinstance(resident, ResidentPage) and resident.isVisible()
        return (
            there
            and isinstance(resident, ResidentPage)
            and resident.resident == line.resident
            and resident.case is not None
            and (not line.tab or resident.tab() == line.tab)
        )
    return frame.pages[line.page].isVisible() and line.about in chosen_keys(frame, line.page)


ROLES = ("DIRECTOR", "CASE_MANAGER", "COUNSELLOR", "HOUSE_STAFF")


@pytest.mark.parametrize("role", ROLES)
def test_each_line_of_the_day_leads_to_what_it_is_about(
    qtbot: QtBot, people: dict[str, Actor], open_frame: Open, role: str
) -> None:
    frame = open_frame(people[role])
    lines = [row.line for row in today_of(qtbot, frame).rows]
    assert lines
    for line in lines:
        assert not line.page or line.page in frame.pages, line.what
        page = today_of(qtbot, frame)
        next(row for row in page.rows if row.line == line).open.click()
        qtbot.waitUntil(lambda line=line: has_arrived(frame, line))


def test_there_is_a_line_of_every_part_that_has_lines(
    people: dict[str, Actor], open_frame: Open, qtbot: QtBot
) -> None:
    with_lines = {part.NAME for part in registry.parts_of_today() if type(part).lines is not TodayPart.lines}
    told = set()
    for role in ROLES:
        page = today_of(qtbot, open_frame(people[role]))
        assert page.shown is not None
        told |= {
            part.NAME for part, content in page.shown.parts() if list(part.lines(page.shown.day, content))
        }
    assert told == with_lines


@pytest.mark.parametrize("role", ROLES)
def test_each_tile_leads_to_the_page_that_its_figure_comes_from(
    qtbot: QtBot, people: dict[str, Actor], open_frame: Open, role: str
) -> None:
    frame = open_frame(people[role])
    page = today_of(qtbot, frame)
    assert page.shown is not None
    figures = [one for part, content in page.shown.parts() for one in part.figures(page.shown.day, content)]
    assert figures
    for figure in figures:
        assert figure.page in frame.pages, figure.title
        page = today_of(qtbot, frame)
        tile = page.findChild(Tile, f"tile_{figure.name}")
        assert isinstance(tile, Tile)
        tile.click()
        qtbot.waitUntil(lambda figure=figure: frame.pages[figure.page].isVisible())


def test_a_session_of_the_card_leads_to_that_session(
    qtbot: QtBot, people: dict[str, Actor], open_frame: Open
) -> None:
    frame = open_frame(people["COUNSELLOR"])
    page = today_of(qtbot, frame)
    buttons = [one for one in page.findChildren(QPushButton, "session_open") if one.isVisible()]
    assert buttons
    buttons[0].click()
    session = frame.pages["session"]
    assert isinstance(session, SessionPage)
    qtbot.waitUntil(lambda: session.isVisible() and session.opened is not None)
    assert session.session


def test_from_each_bed_of_the_board_one_comes_to_who_has_it(
    qtbot: QtBot, people: dict[str, Actor], open_frame: Open
) -> None:
    frame = open_frame(people["DIRECTOR"])
    frame.go("beds")
    board = frame.pages["beds"]
    assert isinstance(board, BedsPage)
    qtbot.waitUntil(board.is_settled)
    resident, finding = frame.pages["resident"], frame.pages["finding"]
    assert isinstance(resident, ResidentPage) and isinstance(finding, FindingPage)
    had = [card for card in bed_cards(board) if card.resident_id]
    assert len(had) >= 3
    for card in had:
        offers = dict(board.offered_at(card.bed_id))
        offers[f"Open the page of {card.resident_code}"]()
        qtbot.waitUntil(
            lambda card=card: (
                resident.isVisible() and resident.case is not None and resident.resident == card.resident_id
            )
        )
        frame.go("beds")
        qtbot.waitUntil(board.is_settled)
        dict(board.offered_at(card.bed_id))[f"Find another bed for {card.resident_code}"]()
        qtbot.waitUntil(
            lambda card=card: (
                (whom := finding.whom.chosen()) is not None and whom.resident_id == card.resident_id
            )
        )
        frame.go("beds")
        qtbot.waitUntil(board.is_settled)


def test_everything_in_the_palette_goes_where_it_says(
    qtbot: QtBot, people: dict[str, Actor], open_frame: Open
) -> None:
    frame = open_frame(people["DIRECTOR"])
    frame.go("beds")
    qtbot.waitUntil(frame.pages["beds"].is_settled)
    palette = frame.palette_
    resident = frame.pages["resident"]
    assert isinstance(resident, ResidentPage)
    board = frame.pages["beds"]
    assert isinstance(board, BedsPage)
    codes = [card.resident_code for card in bed_cards(board) if card.resident_code]
    assert codes
    for code in codes:
        palette.open_palette([])
        palette.field.setText(code)
        qtbot.waitUntil(lambda code=code: [one.title for one in palette.found.entries][:1] == [code])
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda code=code: resident.isVisible() and resident.case is not None and resident.title() == code
        )
