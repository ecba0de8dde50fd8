"""The chart under hand, keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shelter_app.domain import tape as rules
from shelter_app.services.beds.tape import OUTAGE, RESERVATION, STAY, Bar, BedRow, RoomRows, Tape
from shelter_app.ui.tape import chart_texts, drawing
from shelter_app.ui.tape.chart import TapeChart
from shelter_app.ui.theme import look
from shelter_app.ui.theme.tokens import LOOKS

TODAY = date(2026, 11, 24)
FIRST = date(2026, 11, 9)
NOON = datetime(2026, 11, 9, 10, tzinfo=UTC)


def bar(kind: str, start: int, end: int | None, words: str = "CEDRU-14") -> Bar:
    """Return a bar of days counted from the first."""
    until = None if end is None else FIRST + timedelta(days=end)
    return Bar(kind, FIRST + timedelta(days=start), until, NOON, None, f"{kind}{start}", 1, words)


def bed(label: str, *bars: Bar, retired: date | None = None) -> BedRow:
    return BedRow(label, label, "BED", (), "r", date(2026, 1, 1), retired, bars)


BEDS = (
    bed("1A", bar(STAY, 0, None)),
    bed("1B", bar(STAY, 0, 5, "FREZIE-09"), bar(STAY, 9, None, "IRIS-02")),
    bed("1C", bar(RESERVATION, 16, 20, "DGASPC"), bar(OUTAGE, 22, 26, "mucegai")),
    bed("1D", retired=date(2026, 11, 30)),
)
TAPE = Tape(
    FIRST,
    FIRST + timedelta(days=30),
    TODAY,
    datetime(2026, 11, 24, 10, tzinfo=UTC),
    (RoomRows("r", "1", "NORD", "WOMEN", BEDS),),
)


@pytest.fixture
def chart(qtbot: QtBot, english: None) -> Iterator[TapeChart]:
    look.apply("light", 100)
    made = TapeChart()
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show_tape(TAPE)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    yield made


def heard(chart: TapeChart) -> str:
    return str(chart.cells.data(chart.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))


def test_the_keyboard_starts_at_today_and_walks_by_day_and_bed(chart: TapeChart, qtbot: QtBot) -> None:
    assert heard(chart) == "Room 1, Bed 1A, 24 November 2026: CEDRU-14, since 9 November 2026"
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert heard(chart) == "Room 1, Bed 1B, 23 November 2026: IRIS-02, since 18 November 2026"


def test_control_and_arrow_go_to_where_something_else_begins(chart: TapeChart, qtbot: QtBot) -> None:
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert heard(chart).endswith("17 November 2026: free")
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert "FREZIE-09, from 9 November 2026 to 14 November 2026" in heard(chart)


def test_a_room_s_heading_is_not_stood_on(chart: TapeChart, qtbot: QtBot) -> None:
    qtbot.keyClick(chart, Qt.Key.Key_Up)
    assert chart.current_cell()[0] == BEDS[0]


def test_the_accessibility_tree_holds_the_cells_with_bed_state_who_and_since(chart: TapeChart) -> None:
    tree = QAccessible.queryAccessibleInterface(chart)
    texts = [tree.child(at).text(QAccessible.Text.Name) for at in range(tree.childCount())]
    assert "Room 1, Bed 1B, 23 November 2026: IRIS-02, since 18 November 2026" in texts
    assert "Bed 1C" in texts
    assert "today, 24 November 2026" in texts


def test_a_retired_bed_says_that_it_is_not_in_use(chart: TapeChart) -> None:
    assert chart_texts.state_text(BEDS[3], date(2026, 11, 29)) == "free"
    assert chart_texts.state_text(BEDS[3], date(2026, 11, 30)) == "not in use"


def test_somebody_is_carried_to_another_bed_by_keyboard_and_told_before(
    chart: TapeChart, qtbot: QtBot
) -> None:
    told: list[rules.Proposal] = []
    chart.proposed.connect(lambda proposal: told.append(proposal) if proposal else None)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert told[-1].objection == "bed_taken"
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert told[-1].objection == "bed_reserved"
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert told[-1].objection == "bed_not_in_use"
    with qtbot.assertNotEmitted(chart.dropped):
        qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.carried() is None


def test_a_bar_is_dragged_by_mouse_and_settled_where_it_is_let_go(chart: TapeChart, qtbot: QtBot) -> None:
    start = chart.visualRect(chart.cells.index(2, 20)).center()
    goal = chart.visualRect(chart.cells.index(4, 20)).center()
    view = chart.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for at in (start + QPoint(0, 12), goal):
        qtbot.mouseMove(view, at)
        QApplication.processEvents()
    with qtbot.waitSignal(chart.dropped) as dropped:
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=goal)
    proposal, carried = dropped.args[0]
    assert (proposal.action, proposal.bed_id, carried.words) == (rules.MOVE, "1D", "IRIS-02")


def test_the_end_of_a_reservation_is_dragged_and_what_is_in_the_way_is_said() -> None:
    held = BEDS[2].bars[0]
    longer = rules.propose_stretch(held, BEDS[2], FIRST + timedelta(days=22))
    assert longer is not None
    assert (longer.action, longer.objection) == (rules.PROLONG, None)
    over = rules.propose_stretch(held, BEDS[2], FIRST + timedelta(days=23))
    assert over is not None
    assert over.objection == "bed_out_of_service"
    assert rules.propose_stretch(BEDS[0].bars[0], BEDS[0], FIRST + timedelta(days=23)) is None


def test_empty_nights_ahead_are_drawn_over_to_reserve_them_and_those_over_are_not() -> None:
    ahead = rules.drawn(BEDS[3], TODAY, TODAY + timedelta(days=2), TODAY)
    assert ahead is not None
    assert (ahead.action, ahead.objection) == (rules.RESERVE, None)
    assert rules.drawn(BEDS[3], FIRST, FIRST + timedelta(days=2), TODAY) is None
    beyond = rules.drawn(BEDS[3], TODAY, TODAY + timedelta(days=9), TODAY)
    assert beyond is not None
    assert beyond.objection == "bed_not_in_use"


def test_what_is_over_is_not_carried(chart: TapeChart) -> None:
    chart.point_at(2, 2)
    assert chart.current_bar() == BEDS[1].bars[0]
    assert not chart.carry()


def test_a_day_on_which_one_leaves_and_one_comes_is_the_night_of_who_comes() -> None:
    full = bed("2A", bar(STAY, 0, 5, "SOC-15"), bar(STAY, 5, 5, "MAC-44"), bar(STAY, 5, None, "BRAD-16"))
    found = rules.bar_on(full.bars, FIRST + timedelta(days=5))
    assert isinstance(found, Bar)
    assert found.words == "BRAD-16"


def test_only_what_is_seen_is_drawn(chart: TapeChart) -> None:
    placed = chart.cells.placed(BEDS[1])
    assert [p[2].words for p in drawing.touching(placed, 10, 12)] == ["IRIS-02"]
    assert [p[2].words for p in drawing.touching(placed, 6, 8)] == []


@pytest.mark.parametrize("percent", (100, 200))
@pytest.mark.parametrize("name", LOOKS)
def test_it_draws_in_every_look_and_large(chart: TapeChart, name: str, percent: int) -> None:
    look.apply(name, percent)
    assert not chart.grab().isNull()
    assert chart.rowHeight(1) == look.px(32)
    look.apply("light", 100)
