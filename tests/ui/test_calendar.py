"""The calendar: sessions told one by one, walked by keyboard, planned, moved and recorded; what is closed stays so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import acts, views
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.calendar.layout import HOUR
from shelter_app.ui.theme import look
from tests.services import casework
from tests.services.casework import Case
from tests.ui.pages.calendar import CalendarDesk
from tests.ui.pages.session import SessionDesk

Open = Callable[[Actor], Workspace]


@pytest.fixture
def counsellor(make_actor: Any) -> Actor:
    made: Actor = make_actor("COUNSELLOR", name="Dorina Vâlcan")
    return made


@pytest.fixture
def case(store: Store, beds: dict[str, str], counsellor: Actor) -> Case:
    made = casework.resident_in(store, beds["NORD"])
    casework.assign(store, made, counsellor.account_id, "COUNSELLOR")
    return made


def plan(
    counsellor: Actor, case: Case, day: int, hour: int, minute: int = 0, kind: str = "IND_COUNSEL"
) -> str:
    """Plan a session in November 2026 by the house's clock, two hours ahead of UTC."""
    return perform(
        counsellor,
        acts.PlanSession(
            shelter=case.shelter,
            kind=kind,
            planned_at=datetime(2026, 11, day, hour - 2, minute, tzinfo=UTC),
            residents=(case.resident,),
            minutes=50,
        ),
    )


@pytest.fixture
def week(counsellor: Actor, case: Case) -> dict[str, str]:
    """Monday 9:00, Tuesday 9:30 and 14:00 (now it is Tuesday noon), Thursday 10:00."""
    return {
        "monday": plan(counsellor, case, 23, 9),
        "early": plan(counsellor, case, 24, 9, 30),
        "late": plan(counsellor, case, 24, 14),
        "thursday": plan(counsellor, case, 26, 10, kind="CRISIS"),
    }


@pytest.fixture
def desk(qtbot: QtBot, counsellor: Actor, week: dict[str, str], open_frame: Open) -> CalendarDesk:
    made = CalendarDesk(qtbot, open_frame(counsellor))
    made.go()
    return made


def seen(counsellor: Actor, session: str) -> views.SessionView:
    return views.session(counsellor, session).session


def test_each_session_is_a_cell_that_tells_it_whole(desk: CalendarDesk) -> None:
    assert desk.cells() == [
        ["09:00, CEDRU-14, Individual counselling, not recorded yet"],
        [
            "09:30, CEDRU-14, Individual counselling, not recorded yet",
            "14:00, CEDRU-14, Individual counselling, Planned",
        ],
        [],
        ["10:00, CEDRU-14, Crisis intervention, Planned"],
        [],
        [],
        [],
    ]
    assert "23 Nov – 29 Nov 2026 · 4 sessions" in desk.page.range.text()


def test_a_screen_reader_walks_the_cells(desk: CalendarDesk) -> None:
    table = QAccessible.queryAccessibleInterface(desk.grid)
    assert table is not None
    told = [table.child(at).text(QAccessible.Text.Name) for at in range(table.childCount())]
    assert "14:00, CEDRU-14, Individual counselling, Planned" in told


def test_arrows_go_from_session_to_session_and_enter_opens(
    desk: CalendarDesk, qtbot: QtBot, week: dict[str, str]
) -> None:
    assert desk.selected() == week["late"]
    desk.key(Qt.Key.Key_Up)
    assert desk.selected() == week["early"]
    desk.key(Qt.Key.Key_Up)
    assert desk.selected() == week["monday"]
    desk.key(Qt.Key.Key_Right)
    assert desk.selected() == week["early"]
    desk.key(Qt.Key.Key_Right)
    assert desk.selected() == week["thursday"]
    assert "Thursday, 26 November 2026, 10:00, CEDRU-14" in desk.page.summary.text()
    desk.key(Qt.Key.Key_Return)
    session = SessionDesk(qtbot, desk.frame)
    session.wait()
    assert session.page.session == week["thursday"]
    desk.frame.step(-1)
    qtbot.waitUntil(lambda: desk.selected() == week["thursday"])


def test_a_session_is_moved_by_keyboard_and_moved_back(
    desk: CalendarDesk, qtbot: QtBot, counsellor: Actor, week: dict[str, str]
) -> None:
    desk.key(Qt.Key.Key_Space)
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Down)
    assert "25 November 2026, 14:15" in desk.page.summary.text()
    desk.key(Qt.Key.Key_Return)
    moved = f"{seen(counsellor, week['late']).parts[0].resident_code} – The session was moved to 25 November 2026, 14:15."
    qtbot.waitUntil(lambda: desk.frame.undo_bar.text() == moved)
    assert seen(counsellor, week["late"]).planned_at == datetime(2026, 11, 25, 12, 15, tzinfo=UTC)
    desk.frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: desk.frame.undo_bar.text().startswith("Undone"))
    assert seen(counsellor, week["late"]).planned_at == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_escape_leaves_a_carried_session_where_it_was(
    desk: CalendarDesk, counsellor: Actor, week: dict[str, str]
) -> None:
    desk.key(Qt.Key.Key_Space)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Escape)
    assert desk.grid.carried() is None
    assert seen(counsellor, week["late"]).version == 1


def test_a_session_is_moved_by_mouse(
    desk: CalendarDesk, qtbot: QtBot, counsellor: Actor, week: dict[str, str]
) -> None:
    desk.drag(week["late"], QPoint(0, look.px(HOUR)))
    qtbot.waitUntil(lambda: seen(counsellor, week["late"]).version == 2)
    assert seen(counsellor, week["late"]).planned_at == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def test_what_can_be_recorded_follows_the_clock_and_the_state(
    desk: CalendarDesk, qtbot: QtBot, counsellor: Actor, week: dict[str, str]
) -> None:
    assert desk.offered() == ["open", "nobody", "cancel", "move", "person"]
    desk.key(Qt.Key.Key_Up)
    assert desk.offered() == ["open", "hold", "hold_other", "nobody", "cancel", "move", "person"]
    desk.do("hold")
    qtbot.waitUntil(lambda: seen(counsellor, week["early"]).status == "ATTENDED")
    assert seen(counsellor, week["early"]).minutes == 50
    qtbot.waitUntil(lambda: desk.offered() == ["open", "person"])
    desk.key(Qt.Key.Key_Up)
    desk.do("nobody")
    qtbot.waitUntil(lambda: seen(counsellor, week["monday"]).status == "NO_SHOW")
    qtbot.waitUntil(lambda: "No-show" in desk.cells()[0][0])


def test_a_session_is_cancelled_with_a_reason(
    desk: CalendarDesk, qtbot: QtBot, counsellor: Actor, week: dict[str, str]
) -> None:
    desk.do("cancel")
    panel = desk.page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.form.fields["status"].begin("CANCEL_STAFF")
    panel.do()
    qtbot.waitUntil(lambda: seen(counsellor, week["late"]).status == "CANCEL_STAFF")


def test_a_double_click_on_an_empty_time_plans_a_session_there(
    desk: CalendarDesk, qtbot: QtBot, counsellor: Actor, case: Case
) -> None:
    desk.grid.plan_wanted.emit(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    panel = desk.page.panel()
    assert panel is not None
    assert panel.form is not None
    panel.do()
    assert "required" in panel.form.fields["residents"].error.text()
    panel.form.fields["residents"].begin((case.resident,))
    panel.do()
    qtbot.waitUntil(lambda: bool(desk.cells()[2]))
    assert desk.cells()[2] == ["11:00, CEDRU-14, Individual counselling, Planned"]


def test_the_team_sees_what_another_does_with_ones_cases_and_only_that(
    qtbot: QtBot,
    counsellor: Actor,
    case: Case,
    week: dict[str, str],
    make_actor: Any,
    store: Store,
    open_frame: Open,
) -> None:
    manager = make_actor("CASE_MANAGER")
    casework.assign(store, case, manager.account_id)
    other = casework.resident_in(store, case.shelter, "AFIN-22")
    casework.assign(store, other, counsellor.account_id, "COUNSELLOR")
    plan(counsellor, other, 25, 9)
    desk = CalendarDesk(qtbot, open_frame(manager))
    desk.go()
    assert sum(map(len, desk.cells())) == 4
    assert desk.cells()[2] == []
    assert desk.offered() == ["open", "person"]
    assert not desk.page.plan.isVisible()
    desk.key(Qt.Key.Key_Space)
    assert desk.grid.carried() is None
    desk.choose("mine")
    assert sum(map(len, desk.cells())) == 0
    assert "No session in these days." in desk.page.summary.text()


def test_a_director_has_no_calendar_of_sessions(director: Actor, open_frame: Open) -> None:
    frame = open_frame(director)
    assert "calendar" not in frame.pages
    assert "session" not in frame.pages


def test_the_day_view_shows_the_day_one_stands_on_and_comes_back_as_it_was_left(
    desk: CalendarDesk, qtbot: QtBot, week: dict[str, str]
) -> None:
    desk.key(Qt.Key.Key_Right)
    desk.choose("day")
    qtbot.waitUntil(lambda: len(desk.cells()) == 1)
    assert desk.cells() == [["10:00, CEDRU-14, Crisis intervention, Planned"]]
    state = desk.page.state()
    desk.key(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: desk.cells() == [[]])
    desk.page.restore(state)
    desk.page.refresh()
    qtbot.waitUntil(lambda: desk.selected() == week["thursday"])


def test_sessions_beyond_the_usual_hours_are_in_sight_and_overlaps_stand_side_by_side(
    desk: CalendarDesk, qtbot: QtBot, counsellor: Actor, case: Case, week: dict[str, str]
) -> None:
    night = plan(counsellor, case, 24, 5)
    perform(counsellor, acts.CancelSession(session=week["late"], version=1, status="CANCEL_CLIENT"))
    beside = plan(counsellor, case, 24, 14, 30)
    desk.page.refresh()
    qtbot.waitUntil(lambda: len(desk.cells()[1]) == 4)
    one, two = (desk.grid.visualRect(desk.grid.cells.index_of(s)) for s in (week["late"], beside))
    assert one.right() < two.left()
    index = desk.grid.cells.index_of(night)
    desk.grid.setCurrentIndex(index)
    desk.grid.scrollTo(index)
    assert desk.grid.viewport().rect().contains(desk.grid.visualRect(index))
    assert desk.grid.indexAt(desk.middle(night)) == index


def test_only_what_is_seen_is_drawn(
    desk: CalendarDesk, counsellor: Actor, week: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from shelter_app.ui.pages.calendar import drawing

    drawn: list[str] = []
    original = drawing.session

    def note(painter: Any, one: Any, *rest: Any, **named: Any) -> None:
        drawn.append(one.id)
        original(painter, one, *rest, **named)

    monkeypatch.setattr(drawing, "session", note)
    desk.grid.verticalScrollBar().setValue(desk.grid.verticalScrollBar().maximum())
    desk.grid.viewport().repaint()
    assert week["late"] in drawn
    drawn.clear()
    desk.grid.viewport().repaint(desk.grid.visualRect(desk.grid.cells.index_of(week["late"])))
    assert set(drawn) == {week["late"]}
