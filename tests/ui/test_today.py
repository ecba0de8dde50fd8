"""The page that opens the day: figures, lines, and where they lead, for each role only what is its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shelter_app.domain import presence
from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.away import AwayRow
from shelter_app.services.beds.waiting import TonightRequests, WaitingRow
from shelter_app.services.due_items import DueItem
from shelter_app.services.handover.acts import WriteHandover
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.residents.keep_apart import TooNear
from shelter_app.services.stays.absences import RecordAbsence
from shelter_app.services.stays.acts import Admit
from shelter_app.services.today.views import Due
from shelter_app.ui.features.beds.today import RequestsContent
from shelter_app.ui.features.today.part import Day
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.today.lines import to_do
from shelter_app.ui.pages.today.page import TodayPage
from shelter_app.ui.pages.today.parts import Tile
from shelter_app.ui.pages.today.queries import ShownDay

Open = Callable[[Actor], Workspace]
TODAY = date(2026, 11, 24)


def opened(qtbot: QtBot, frame: Workspace) -> TodayPage:
    page = frame.pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())
    return page


def tile(page: TodayPage, name: str) -> Tile:
    found = page.findChild(Tile, f"tile_{name}")
    assert isinstance(found, Tile)
    return found


def label(page: TodayPage, name: str) -> QLabel:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def words(row: object) -> list[str]:
    return [part.text() for part in row.findChildren(QLabel)]  # type: ignore[attr-defined]


def test_figures_and_lines_are_shown_and_lead_to_their_person(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    at = director.clock() - timedelta(days=3)
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=at, bed=beds["1A"]))
    perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=TODAY - timedelta(days=1)))
    frame = open_frame(director)
    page = opened(qtbot, frame)
    assert tile(page, "free").accessibleName() == "Free beds, 1 of 2, 1 · 1B"
    assert tile(page, "inside").accessibleName() == "Sleeping here tonight, 1, Casa Nord"
    (row,) = page.rows
    assert "1 day late" in words(row)
    assert label(page, "today_work_counts").text() == "1 late"
    qtbot.waitUntil(lambda: frame.window().focusWidget() is page.rows[0].open)
    (row,) = page.rows
    qtbot.keyClick(row.open, Qt.Key.Key_Space)
    qtbot.waitUntil(frame.pages["resident"].isVisible)
    assert frame.pages["resident"].resident == who  # type: ignore[attr-defined]
    assert frame.pages["resident"].tab() == "milestones"  # type: ignore[attr-defined]


def test_few_lines_stay_together_beside_a_long_handover(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=TODAY))
    for at in range(6):
        perform(director, WriteHandover(shelter=beds["NORD"], text=f"Line {at}. " * 12))
    page = opened(qtbot, open_frame(director))
    (row,) = page.rows
    qtbot.waitUntil(lambda: page.work.height() > 200)
    assert page.rows[0].height() <= row.sizeHint().height() + 4
    assert page.rows[0].y() < 80


def test_who_has_not_come_back_is_said_by_word_and_leads_to_the_roll_call(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    now = director.clock()
    stay = perform(
        director, Admit(resident=who, shelter=beds["NORD"], at=now - timedelta(days=3), bed=beds["1A"])
    )
    perform(
        director,
        RecordAbsence(
            stay=stay,
            kind="LEAVE_DAY",
            since=now - timedelta(hours=9),
            expected_at=now - timedelta(hours=1),
        ),
    )
    frame = open_frame(make_actor("HOUSE_STAFF"))
    page = opened(qtbot, frame)
    (row,) = page.rows
    assert "not back" in words(row)
    row.open.click()
    qtbot.waitUntil(frame.pages["rollcall"].isVisible)


def test_what_is_due_for_one_person_is_told_in_one_line_that_opens(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    codes = []
    for bed, kinds in (("1A", ("MS_BANK", "MS_ID_CARD", "MS_RESIDENCE")), ("1B", ("MS_BANK",))):
        who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
        at = director.clock() - timedelta(days=3)
        perform(director, Admit(resident=who, shelter=beds["NORD"], at=at, bed=beds[bed]))
        codes.append(head(director, who).code)
        for days, kind in enumerate(kinds, 1):
            plan = PlanMilestone(resident=who, kind=kind, target_on=TODAY - timedelta(days=days))
            perform(director, plan)
    frame = open_frame(director)
    page = opened(qtbot, frame)
    (folded,) = page.groups
    (alone,) = page.rows
    assert alone.line.who == codes[1]
    assert "3 days late" in words(folded)
    assert "3 late" in words(folded)
    assert folded.show_lines.accessibleName() == f"Show what is to do: {codes[0]}: 3 late"
    assert label(page, "today_work_counts").text() == "4 late"
    folded.show_lines.setFocus()
    qtbot.keyClick(folded.show_lines, Qt.Key.Key_Space)
    assert [row.line.who for row in page.rows] == [codes[0]] * 3 + [codes[1]]
    (folded,) = page.groups
    qtbot.waitUntil(lambda: frame.window().focusWidget() is folded.show_lines)
    kept = page.state()
    folded.show_lines.click()
    assert len(page.rows) == 1
    page.restore(kept)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.rows) == 4)


def test_somebody_came_leads_to_the_four_steps_over_the_board(
    qtbot: QtBot, make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    frame = open_frame(make_actor("HOUSE_STAFF"))
    page = opened(qtbot, frame)
    page.came.click()
    qtbot.waitUntil(frame.pages["beds"].arrival.isVisible)  # type: ignore[attr-defined]
    assert not opened(qtbot, open_frame(make_actor("COUNSELLOR"))).came.isVisible()


def test_the_day_is_ones_own_first_and_the_teams_is_a_press_away(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    managers = [make_actor("CASE_MANAGER", name=name) for name in ("Ana Unu", "Ana Doi")]
    codes = []
    for bed, manager in zip(("1A", "1B"), managers, strict=True):
        who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
        at = director.clock() - timedelta(days=3)
        perform(director, Admit(resident=who, shelter=beds["NORD"], at=at, bed=beds[bed]))
        assign = AssignCase(resident=who, account=manager.account_id, role="CASE_MANAGER", from_on=TODAY)
        perform(director, assign)
        perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=TODAY - timedelta(days=1)))
        codes.append(head(director, who).code)
    counsellor = make_actor("COUNSELLOR", name="Ana Trei")
    both = AssignCase(resident=who, account=counsellor.account_id, role="COUNSELLOR", from_on=TODAY)
    perform(director, both)
    own = opened(qtbot, open_frame(managers[0]))
    assert [row.line.who for row in own.rows] == codes[:1]
    assert not own.team.isVisible()  # what a case manager does not reach is not told
    for actor, reached in ((counsellor, codes[1:]), (director, codes)):
        page = opened(qtbot, open_frame(actor))
        assert page.rows == []
        assert page.team.text().replace("&", "").strip() == f"Whole team ({len(reached)})"
        assert page.see_team.isVisible()
        page.see_team.click()
        assert not page.see_team.isVisible()
        assert page.team.isChecked()
        assert sorted(row.line.who for row in page.rows) == sorted(reached)
        assert label(page, "today_work_counts").text() == f"{len(reached)} late"


def test_an_empty_day_says_so_and_nobody_sees_what_the_role_does_not_reach(
    qtbot: QtBot, make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    page = opened(qtbot, open_frame(make_actor("AUDITOR")))
    assert label(page, "today_nothing").isVisible()
    assert "There is nothing to do now" in label(page, "today_nothing").text()
    assert not page.see_team.isVisible()
    assert not page.tiles.isVisible()
    assert not page.cards["sessions"].isVisible()
    assert not page.roll_call.isVisible()


def test_who_is_in_the_house_without_a_bed_is_said_and_leads_to_the_beds(
    qtbot: QtBot, director: Actor, make_actor: Callable[..., Actor], open_frame: Open, beds: dict[str, str]
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F"))
    perform(
        director,
        Admit(resident=who, shelter=beds["NORD"], at=director.clock() - timedelta(hours=1), bed=None),
    )
    frame = open_frame(make_actor("HOUSE_STAFF"))
    page = opened(qtbot, frame)
    (row,) = page.rows
    assert "In the shelter without a bed" in words(row)
    frame.go("beds")
    board = frame.pages["beds"]
    qtbot.waitUntil(board.bedless.isVisible)
    assert board.bedless.text() == " 1 without a bed"
    board.bedless.click()
    finding = frame.pages["finding"]
    qtbot.waitUntil(lambda: finding.isVisible() and finding.whom.key() == who)


def test_what_cannot_wait_until_the_morning_stands_before_all_that_is_late(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    housed, late = (
        perform(director, RegisterResident(preferred_name=name, sex="F")) for name in ("Mira", "Ilinca")
    )
    at = director.clock() - timedelta(days=3)
    perform(director, Admit(resident=late, shelter=beds["NORD"], at=at, bed=beds["1A"]))
    for kind in ("MS_BANK", "MS_SAFE_PLAN", "MS_GP", "MS_ID_CARD"):
        perform(director, PlanMilestone(resident=late, kind=kind, target_on=TODAY - timedelta(days=1)))
    perform(director, Admit(resident=housed, shelter=beds["NORD"], at=at, bed=None))
    page = opened(qtbot, open_frame(director))
    page.groups[0].show_lines.click()
    assert "In the shelter without a bed" in words(page.rows[0])
    assert all("1 day late" in words(row) for row in page.rows[1:])
    assert len(page.rows) == 5


def test_a_request_begins_on_the_day_itself(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    page = opened(qtbot, open_frame(director))
    page.request.click()
    qtbot.waitUntil(lambda: page.panel() is not None and page.panel().form is not None)  # type: ignore[union-attr]
    assert [title for title, _do in page.offered()] == ["Record a request", "Write for the next shift"]


def test_each_thing_of_tonight_stands_before_what_is_late(english: None, director: Actor) -> None:
    now = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    late = DueItem("REVIEW", TODAY - timedelta(days=30), "IN_FORCE", "r1", "ALUN-01")
    away = AwayRow(
        absence_id="a",
        version=1,
        stay_id="s",
        resident_id="r2",
        code="BRAD-02",
        shelter="NORD",
        room_bed="1 · 1A",
        bed_id="b",
        kind="OVERNIGHT",
        since=now - timedelta(days=1),
        expected_at=now - timedelta(hours=3),
        state=presence.ESCALATED,
        reported_to=None,
        decision=None,
        last_seen=None,
        missed_at=now - timedelta(hours=3),
    )
    asked = WaitingRow(
        referral_id="q",
        version=1,
        shelter="NORD",
        received_at=now,
        hours=1.0,
        urgency="TONIGHT",
        source="POLICE",
        sex="F",
        age=None,
        persons=1,
        needs=(),
        decision="PENDING",
        fitting=(),
        others=(),
    )
    day = Day(director, Access(("DIRECTOR",)), "NORD", "s1", now, TODAY)
    requests = RequestsContent(TonightRequests((asked,), waiting=1), held=())
    for name, content, words in (
        ("away", (away,), "decide what to do"),
        ("too near", (TooNear("r3", "CEDRU-03", "DUD-04", "2"),), "tonight"),
        ("requests", requests, "tonight"),
    ):
        first, last = to_do(ShownDay(day, {"due": Due((late,), more=False), name: content}))
        assert (first.when, last.who) == (words, "ALUN-01")
