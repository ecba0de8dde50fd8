"""A line of the day leads to what it is about: that person, that request, that defect, chosen and in sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shelter_app.db.models.house import Bed
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.rooms import ReportDefect
from shelter_app.services.referrals.acts import RecordReferral
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.absences import RecordAbsence
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.tables.view import ListView

Open = Callable[[Actor], Workspace]


def opened(qtbot: QtBot, frame: Workspace) -> TodayPage:
    frame.go("today")
    page = frame.pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())
    return page


def lead(qtbot: QtBot, frame: Workspace, to: str, about: str) -> None:
    """Press the line about something and wait for its page."""
    page = opened(qtbot, frame)
    next(row for row in page.rows if row.line.about == about).open.click()
    qtbot.waitUntil(lambda: frame.pages[to].isVisible() and frame.pages[to].is_settled())


def chosen(listed: ListView) -> object:
    index = listed.currentIndex()
    assert listed.visualRect(index).intersects(listed.viewport().rect())
    row = listed.rows().at(index)
    return None if row is None else listed.rows().key(row)


def test_each_line_leads_to_the_person_who_has_not_come_back(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    now = director.clock()
    away = {}
    for bed in ("1A", "1B"):
        who = perform(director, RegisterResident(preferred_name=f"Ana {bed}", sex="F"))
        admit = Admit(resident=who, shelter=beds["NORD"], at=now - timedelta(days=3), bed=beds[bed])
        stay = perform(director, admit)
        gone = RecordAbsence(
            stay=stay, kind="LEAVE_DAY", since=now - timedelta(hours=9), expected_at=now - timedelta(hours=1)
        )
        away[perform(director, gone)] = stay
    frame = open_frame(make_actor("HOUSE_STAFF"))
    page = opened(qtbot, frame)
    assert {row.line.about for row in page.rows} == set(away)
    for absence in [*away, *reversed(away)]:
        lead(qtbot, frame, "rollcall", absence)
        roll_call = frame.pages["rollcall"]
        assert chosen(roll_call.away.list) == absence  # type: ignore[attr-defined]
        assert chosen(roll_call.list) == away[absence]  # type: ignore[attr-defined]


def test_each_line_leads_to_its_request(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    requests = [
        perform(
            director,
            RecordReferral(
                shelter=beds["NORD"],
                received_at=director.clock() - timedelta(hours=1),
                source="POLICE_IPJ",
                urgency="TONIGHT",
                sex="F",
                birth_year=year,
            ),
        )
        for year in (1999, 2001)
    ]
    frame = open_frame(make_actor("CASE_MANAGER"))
    for request in [*requests, *reversed(requests)]:
        lead(qtbot, frame, "waiting", request)
        assert chosen(frame.pages["waiting"].list) == request  # type: ignore[attr-defined]


def test_each_line_leads_to_its_defect(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    with director.store.reading() as session:
        room = session.scalars(select(Bed.room_id).where(Bed.id == beds["1A"])).one()
    defects = [
        perform(
            director,
            ReportDefect(
                room=room, text=what, on=director.clock().date(), assignee=staff.account_id, due_on=None
            ),
        )
        for what in ("the lamp", "the window", "the tap")
    ]
    frame = open_frame(staff)
    for defect in [*defects, *reversed(defects)]:
        lead(qtbot, frame, "rooms", defect)
        assert chosen(frame.pages["rooms"].defect_list) == defect  # type: ignore[attr-defined]
