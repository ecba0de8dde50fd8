"""The calendar on any day: days without a session, ends of months and years, midnight, days of 23 and 25 hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shelter_app.db.store import Store
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import acts, views
from shelter_app.services.counselling.nearest import nearest_day
from shelter_app.services.house.acts import AddShelter
from shelter_app.ui.frame.workspace import Workspace
from tests.conftest import FixedClock
from tests.services import casework
from tests.services.casework import Case
from tests.ui.pages.calendar import CalendarDesk
from tests.ui.pages.session import SessionDesk

Open = Callable[[Actor], Workspace]
DAYS = [
    local_moment(date(2026, 11, 30), 12),  # a Monday, the last day of its month
    local_moment(date(2026, 11, 30), 23, 30),
    local_moment(date(2026, 12, 1), 0, 30),
    local_moment(date(2026, 12, 25), 9),
    local_moment(date(2026, 12, 31), 23, 30),  # its week ends in the next year
    local_moment(date(2027, 1, 1), 0, 30),
    local_moment(date(2027, 1, 31), 10),  # a Sunday, the last day of its month
    local_moment(date(2027, 3, 28), 2, 30),  # the last hour before the one that is left out
    local_moment(date(2027, 3, 28), 4, 30),
    local_moment(date(2027, 5, 3), 10),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # 3:30, for the first time
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),  # 3:30, for the second time
    local_moment(date(2028, 2, 29), 10),
]
SOME = [DAYS[0], DAYS[4], DAYS[11]]


def on(days: list[datetime]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("now", days, ids=lambda now: f"{now:%Y-%m-%d-%H%M}")


@pytest.fixture
def counsellor(make_actor: Any) -> Actor:
    made: Actor = make_actor("COUNSELLOR", name="Dorina Vâlcan")
    return made


@pytest.fixture
def case(store: Store, beds: dict[str, str], counsellor: Actor) -> Case:
    made = casework.resident_in(store, beds["NORD"])
    casework.assign(store, made, counsellor.account_id, "COUNSELLOR")
    return made


@pytest.fixture
def plan(counsellor: Actor, case: Case) -> Callable[..., str]:
    """Return a function that plans a session of the counsellor."""

    def make(at: datetime, minutes: int = 50) -> str:
        asked = acts.PlanSession(
            shelter=case.shelter,
            kind="IND_COUNSEL",
            planned_at=at,
            residents=(case.resident,),
            minutes=minutes,
        )
        return perform(counsellor, asked)

    return make


@pytest.fixture
def open_desk(
    qtbot: QtBot, clock: FixedClock, counsellor: Actor, open_frame: Open
) -> Callable[[datetime], CalendarDesk]:
    """Return a function that opens the calendar at a moment."""

    def open_at(now: datetime) -> CalendarDesk:
        clock.now = now
        made = CalendarDesk(qtbot, open_frame(counsellor))
        made.go()
        return made

    return open_at


OpenDesk = Callable[[datetime], CalendarDesk]
Plan = Callable[..., str]


def shown(desk: CalendarDesk) -> tuple[date, date]:
    return desk.grid.cells.days[0], desk.grid.cells.days[-1]


def week_of(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def state_said(desk: CalendarDesk) -> str:
    line = desk.frame.findChild(QLabel, "state_said")
    assert isinstance(line, QLabel)
    return line.text()


def spoken(desk: CalendarDesk) -> str:
    """Return what a screen reader says of the cell that has the keyboard."""
    table = QAccessible.queryAccessibleInterface(desk.grid)
    assert table is not None
    cell = table.focusChild()
    assert cell is not None
    return str(cell.text(QAccessible.Text.Name))


@on(DAYS)
def test_in_a_week_without_a_session_one_stands_on_the_next_one_and_enter_opens_it(
    now: datetime, qtbot: QtBot, plan: Plan, open_desk: OpenDesk
) -> None:
    today = local_day(now)
    first = plan(local_moment(today + timedelta(days=14), 11, 40))
    plan(local_moment(today + timedelta(days=15), 9))
    desk = open_desk(now)
    assert shown(desk) == week_of(today)
    assert desk.selected() == first
    assert "· 0 sessions" in desk.page.range.text()
    assert spoken(desk).startswith("Next session: ")
    assert spoken(desk).endswith(", 11:40, CEDRU-14, Individual counselling, Planned")
    desk.key(Qt.Key.Key_Return)
    session = SessionDesk(qtbot, desk.frame)
    session.wait()
    assert session.page.session == first


@on(SOME)
def test_arrows_lead_over_weeks_without_a_session_and_back(
    now: datetime, qtbot: QtBot, plan: Plan, open_desk: OpenDesk
) -> None:
    today = local_day(now)
    before = plan(local_moment(today - timedelta(days=22), 9))
    last = plan(local_moment(today - timedelta(days=22), 15))
    after = plan(local_moment(today + timedelta(days=22), 9))
    later = plan(local_moment(today + timedelta(days=22), 15))
    desk = open_desk(now)
    assert desk.selected() == after
    desk.key(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown(desk) == week_of(today + timedelta(days=22)))
    assert desk.selected() == after
    desk.key(Qt.Key.Key_Down)
    assert desk.selected() == later
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: shown(desk) == week_of(today - timedelta(days=22)))
    assert desk.selected() == last
    desk.key(Qt.Key.Key_Up)
    assert desk.selected() == before
    desk.key(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: desk.selected() == after)


@on(SOME)
def test_where_none_is_to_come_one_stands_on_the_latest(
    now: datetime, qtbot: QtBot, plan: Plan, open_desk: OpenDesk
) -> None:
    today = local_day(now)
    plan(local_moment(today - timedelta(days=20), 9))
    latest = plan(local_moment(today - timedelta(days=20), 15))
    desk = open_desk(now)
    assert shown(desk) == week_of(today)
    assert desk.selected() == latest
    assert spoken(desk).startswith("Latest session: ")
    desk.key(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: state_said(desk) == "No session after these days.")
    assert shown(desk) == week_of(today)
    desk.key(Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: shown(desk) == week_of(today - timedelta(days=20)))
    assert desk.selected() == latest


@on(SOME)
def test_without_any_session_the_calendar_says_so_and_arrows_lead_nowhere(
    now: datetime, qtbot: QtBot, open_desk: OpenDesk
) -> None:
    desk = open_desk(now)
    assert desk.selected() == ""
    assert desk.page.summary.text().startswith("No session in these days. Plan the first one")
    desk.key(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: state_said(desk) == "No session after these days.")
    desk.key(Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: state_said(desk) == "No session before these days.")
    assert shown(desk) == week_of(local_day(now))


def test_a_week_over_the_end_of_a_year_is_walked_whole(qtbot: QtBot, plan: Plan, open_desk: OpenDesk) -> None:
    old = plan(local_moment(date(2026, 12, 31), 10))
    new = plan(local_moment(date(2027, 1, 2), 10))
    desk = open_desk(local_moment(date(2026, 12, 31), 23, 30))
    assert "28 Dec – 3 Jan 2027 · 2 sessions" in desk.page.range.text()
    assert desk.selected() == new
    desk.key(Qt.Key.Key_Left)
    assert desk.selected() == old
    assert "Thursday, 31 December 2026, 10:00" in desk.page.summary.text()


def test_on_an_empty_day_arrows_lead_to_the_days_with_sessions_and_pages_turn_by_one_day(
    qtbot: QtBot, plan: Plan, open_desk: OpenDesk
) -> None:
    before = plan(local_moment(date(2026, 11, 27), 16))
    after = plan(local_moment(date(2026, 12, 5), 10))
    desk = open_desk(local_moment(date(2026, 11, 30), 12))
    desk.choose("day")
    qtbot.waitUntil(lambda: shown(desk) == (date(2026, 12, 5), date(2026, 12, 5)))
    desk.key(Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: shown(desk) == (date(2026, 12, 4), date(2026, 12, 4)))
    assert desk.selected() == after
    desk.key(Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: shown(desk) == (date(2026, 11, 27), date(2026, 11, 27)))
    assert desk.selected() == before
    desk.key(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown(desk) == (date(2026, 12, 5), date(2026, 12, 5)))
    assert desk.selected() == after


def test_from_a_week_without_a_session_the_day_view_shows_today(
    qtbot: QtBot, plan: Plan, open_desk: OpenDesk
) -> None:
    plan(local_moment(date(2026, 12, 12), 10))
    desk = open_desk(local_moment(date(2026, 11, 30), 12))
    desk.choose("day")
    qtbot.waitUntil(lambda: shown(desk) == (date(2026, 11, 30), date(2026, 11, 30)))


def test_the_session_of_another_day_is_met_by_mouse_and_not_carried(
    qtbot: QtBot, plan: Plan, open_desk: OpenDesk
) -> None:
    next_one = plan(local_moment(date(2026, 12, 12), 10))
    desk = open_desk(local_moment(date(2026, 11, 30), 12))
    assert desk.offered() == ["open", "cancel", "move", "person"]
    desk.key(Qt.Key.Key_Space)
    assert desk.grid.carried() is None
    at = desk.grid.visualRect(desk.grid.currentIndex()).center()
    assert desk.grid.viewport().rect().contains(at)
    qtbot.mouseDClick(desk.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    session = SessionDesk(qtbot, desk.frame)
    session.wait()
    assert session.page.session == next_one


def test_the_nearest_session_is_ones_own_or_the_teams_as_the_calendar_shows(
    qtbot: QtBot,
    store: Store,
    clock: FixedClock,
    make_actor: Any,
    counsellor: Actor,
    case: Case,
    plan: Plan,
    open_desk: OpenDesk,
) -> None:
    other = make_actor("COUNSELLOR", name="Sorin Exemplu")
    casework.assign(store, case, other.account_id, "COUNSELLOR")
    asked = acts.PlanSession(
        shelter=case.shelter,
        kind="IND_COUNSEL",
        planned_at=local_moment(date(2026, 12, 9), 10),
        residents=(case.resident,),
    )
    of_another = perform(other, asked)
    own = plan(local_moment(date(2026, 12, 12), 10))
    desk = open_desk(local_moment(date(2026, 11, 30), 12))
    assert desk.selected() == own
    desk.choose("team")
    qtbot.waitUntil(lambda: desk.selected() == of_another)
    desk.choose("mine")
    qtbot.waitUntil(lambda: desk.selected() == own)


def test_after_midnight_one_stands_on_the_session_that_still_goes_on(plan: Plan, open_desk: OpenDesk) -> None:
    late = plan(local_moment(date(2026, 11, 30), 23, 30))
    plan(local_moment(date(2026, 12, 1), 10))
    desk = open_desk(local_moment(date(2026, 12, 1), 0, 10))
    assert desk.selected() == late


def test_sessions_around_midnight_are_drawn_whole_on_their_days(plan: Plan, open_desk: OpenDesk) -> None:
    late = plan(local_moment(date(2026, 11, 30), 23, 30))
    early = plan(local_moment(date(2026, 12, 1), 0, 30))
    desk = open_desk(local_moment(date(2026, 11, 30), 12))
    assert [len(column) for column in desk.cells()] == [1, 1, 0, 0, 0, 0, 0]
    for session in (late, early):
        index = desk.grid.cells.index_of(session)
        desk.grid.setCurrentIndex(index)
        desk.grid.scrollTo(index)
        assert desk.grid.viewport().rect().contains(desk.grid.visualRect(index))
        assert desk.grid.indexAt(desk.middle(session)) == index


def test_a_page_left_open_over_midnight_says_the_days_that_it_shows(
    clock: FixedClock, plan: Plan, open_desk: OpenDesk
) -> None:
    plan(local_moment(date(2026, 11, 29), 10))
    desk = open_desk(local_moment(date(2026, 11, 29), 23, 59))
    clock.forward(minutes=2)
    desk.page.retranslate()
    assert "23 Nov – 29 Nov 2026 · 1 session" in desk.page.range.text()


def test_where_an_hour_is_left_out_a_session_is_carried_over_it_in_both_directions(
    plan: Plan, qtbot: QtBot, counsellor: Actor, open_desk: OpenDesk
) -> None:
    session = plan(local_moment(date(2027, 3, 28), 4))
    desk = open_desk(local_moment(date(2027, 3, 27), 12))
    desk.key(Qt.Key.Key_Space)
    desk.key(Qt.Key.Key_Up)
    assert "28 March 2027, 02:45" in desk.page.summary.text()
    desk.key(Qt.Key.Key_Down)
    assert "28 March 2027, 04:00" in desk.page.summary.text()
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Return)
    moved = local_moment(date(2027, 3, 28), 2, 45)
    qtbot.waitUntil(lambda: views.session(counsellor, session).session.planned_at == moved)


def test_where_an_hour_comes_twice_sessions_follow_each_other_as_they_happen(
    plan: Plan, qtbot: QtBot, counsellor: Actor, open_desk: OpenDesk
) -> None:
    first = plan(datetime(2027, 10, 31, 0, 45, tzinfo=UTC), 20)  # 3:45 of summer time
    second = plan(datetime(2027, 10, 31, 1, 15, tzinfo=UTC), 20)  # 3:15 of winter time
    desk = open_desk(datetime(2027, 10, 31, 0, 50, tzinfo=UTC))
    assert desk.selected() == first
    desk.key(Qt.Key.Key_Down)
    assert desk.selected() == second
    one, two = (desk.grid.visualRect(desk.grid.cells.index_of(s)) for s in (first, second))
    assert not one.intersects(two)
    desk.key(Qt.Key.Key_Space)
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    moved = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # 3:30 of winter time, not of summer time
    qtbot.waitUntil(lambda: views.session(counsellor, second).session.planned_at == moved)


def test_the_nearest_day_counts_only_what_is_within_reach(
    store: Store,
    director: Actor,
    make_actor: Any,
    beds: dict[str, str],
    counsellor: Actor,
    case: Case,
    plan: Plan,
) -> None:
    plan(local_moment(date(2026, 12, 12), 10))
    other = make_actor("COUNSELLOR", name="Sorin Exemplu")
    stranger = casework.resident_in(store, beds["NORD"], "AFIN-22")
    casework.assign(store, stranger, other.account_id, "COUNSELLOR")
    asked = acts.PlanSession(
        shelter=case.shelter,
        kind="IND_COUNSEL",
        planned_at=local_moment(date(2026, 12, 10), 10),
        residents=(stranger.resident,),
    )
    perform(other, asked)
    elsewhere = perform(director, AddShelter(code="SUD", name="Casa Sud"))
    day = date(2026, 11, 30)
    assert nearest_day(other, day, later=True) == date(2026, 12, 10)
    assert nearest_day(counsellor, day, later=True) == date(2026, 12, 12)
    assert nearest_day(counsellor, day, later=True, shelter_id=elsewhere) is None
    assert nearest_day(counsellor, day, later=True, counsellor_id=other.account_id) is None
    assert nearest_day(counsellor, date(2026, 12, 12), later=True) is None
    assert nearest_day(counsellor, date(2026, 12, 13), later=False) == date(2026, 12, 12)
