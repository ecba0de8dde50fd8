"""The tape chart of 500 beds and 365 days with 20,000 stays, beside as many plain rectangles; the census of a year."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, ReadContext
from shelter_app.services.beds.census import nights
from shelter_app.services.beds.tape import STAY, Bar, BedRow, RoomRows, Tape
from shelter_app.ui.tape.chart import TapeChart
from shelter_app.ui.theme import look
from tests.bench.measure import Line, side_by_side

BEDS, DAYS, STAYS = 500, 365, 20_000
FIRST = date(2026, 1, 1)
SIZE = (1366, 768)
FIRST_PAINT, STEP = 0.150, 0.016
YEAR = 0.3


def full_tape() -> Tape:
    """Return a chart as full as it may become: forty stays a bed, end to end."""
    chance = random.Random(1)
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    rooms, number = [], 0
    for room in range(BEDS // 10):
        rows = []
        for at in range(10):
            bars, day = [], 0
            for _stay in range(STAYS // BEDS):
                length = chance.randint(3, 15)
                number += 1
                bars.append(
                    Bar(
                        STAY,
                        FIRST + timedelta(days=day),
                        FIRST + timedelta(days=day + length),
                        start + timedelta(days=day),
                        start + timedelta(days=day + length),
                        str(number),
                        1,
                        f"CEDRU-{number % 90 + 10}",
                    )
                )
                day += length
            label = f"{room + 1}{'ABCDEFGHIJ'[at]}"
            rows.append(BedRow(label, label, "BED", (), str(room), FIRST, None, tuple(bars)))
        rooms.append(RoomRows(str(room), str(room + 1), "NORD", "ANY", tuple(rows)))
    return Tape(FIRST, FIRST + timedelta(days=DAYS), date(2026, 11, 24), start, tuple(rooms))


def first_paint(tape: Tape) -> Callable[[], float]:
    """Return a function that measures the seconds from an empty chart to one painted whole."""

    def measure() -> float:
        chart = TapeChart()
        chart.resize(*SIZE)
        chart.show()
        QApplication.processEvents()
        began = time.perf_counter()
        chart.show_tape(tape)
        chart.grab()
        took = time.perf_counter() - began
        chart.close()
        chart.deleteLater()
        QApplication.processEvents()
        return took

    return measure


def plain_rectangles(count: int) -> Callable[[], float]:
    """Return a function that measures painting as many plain rectangles: the floor."""

    def measure() -> float:
        began = time.perf_counter()
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        colour = QColor("#DFF0EF")
        for at in range(count):
            painter.fillRect(QRect(at * 7 % 1300, at * 13 % 700, 20, 26), colour)
        painter.end()
        return time.perf_counter() - began

    return measure


def scroll_steps(tape: Tape, steps: int = 150) -> list[float]:
    """Return the seconds of each of a row of scroll steps, painted."""
    chart = TapeChart()
    chart.resize(*SIZE)
    chart.show()
    chart.show_tape(tape)
    QApplication.processEvents()
    taken = []
    for at in range(steps):
        began = time.perf_counter()
        chart.verticalScrollBar().setValue(at * 32)
        QApplication.processEvents()
        taken.append(time.perf_counter() - began)
    chart.close()
    chart.deleteLater()
    QApplication.processEvents()
    return taken


def tape_lines() -> list[Line]:
    """Measure the chart; every goal is a time, its floor the same number of plain rectangles."""
    QApplication.instance() or QApplication([])
    look.apply("light", 100)
    tape = full_tape()
    seen = 21 * STAYS // BEDS
    first_paint(tape)()
    ours, floor = side_by_side(first_paint(tape), plain_rectangles(seen), 7)
    taken = sorted(scroll_steps(tape))
    p95 = taken[int(len(taken) * 0.95)]
    what = f"{BEDS} beds × {DAYS} days, {STAYS:,} stays"
    floored = f"{floor * 1000:.1f} ms"
    return [
        Line(f"tape chart, {what}: first paint", f"{ours * 1000:.0f} ms", floored, ours / FIRST_PAINT, 1),
        Line(
            "tape chart: a scroll step, p95",
            f"{p95 * 1000:.1f} ms (median {statistics.median(taken) * 1000:.1f})",
            floored,
            p95 / STEP,
            1,
        ),
    ]


def census_lines(store: Store, actor: Actor) -> list[Line]:
    """Measure the nights of a year on a store, beside one scan of the index that holds them."""
    with store.reading() as session:
        stays = int(session.connection().exec_driver_sql("SELECT count(*) FROM stay").scalar() or 0)
        today = ReadContext(session, actor, "beds.nights").today

    def ours() -> float:
        began = time.perf_counter()
        nights(actor, today.replace(year=today.year - 1), today)
        return time.perf_counter() - began

    def floor() -> float:
        with store.reading() as session:
            began = time.perf_counter()
            session.connection().exec_driver_sql(
                "SELECT count(*), max(ended_on) FROM stay INDEXED BY ix_stay_shelter_id_admitted_on_ended_on"
            ).fetchall()
            return time.perf_counter() - began

    ours()
    mine, least = side_by_side(ours, floor, 7)
    return [
        Line(
            f"census of a year, {stays:,} stays",
            f"{mine * 1000:.0f} ms",
            f"{least * 1000:.1f} ms",
            mine / YEAR,
            1,
        )
    ]
