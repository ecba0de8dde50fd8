"""The board of 100 beds, from the view's answer to the last pixel, beside as many plain rectangles with their text."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from shelter_app.services.house.views import (
    FREE,
    HELD_LEAVE,
    OCCUPIED,
    OUT,
    RESERVED,
    BedBoard,
    BedCard,
    RoomCard,
    ShelterRow,
)
from shelter_app.ui.board.board import BoardView
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import BODY
from tests.bench.measure import Line, side_by_side

BEDS, IN_A_ROOM = 100, 4
SIZE = (1366, 768)
PAINT = 0.100
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
STATES = (OCCUPIED, OCCUPIED, FREE, OCCUPIED, HELD_LEAVE, RESERVED, OCCUPIED, OUT)


def full_board() -> BedBoard:
    """Return a board of 25 rooms in which every state is drawn."""
    rooms = []
    for room in range(BEDS // IN_A_ROOM):
        beds = tuple(_bed(room * IN_A_ROOM + at) for at in range(IN_A_ROOM))
        rooms.append(RoomCard(str(room), f"{room + 1}", "1", "WOMEN", beds))
    return BedBoard(ShelterRow("s", "NORD", "Casa Nord", "SHELTER", 1), NOW, tuple(rooms), 25, 50, 13, 12)


def _bed(number: int) -> BedCard:
    state = STATES[number % len(STATES)]
    label = f"{number // IN_A_ROOM + 1}{'ABCD'[number % IN_A_ROOM]}"
    if state in (OCCUPIED, HELD_LEAVE):
        return BedCard(
            str(number),
            label,
            "BED",
            (),
            state,
            resident_id=f"r{number}",
            resident_code=f"CEDRU-{number}",
            since=date(2026, 9, 3),
            nights=82,
            alerts=("HIGH",) if number % 5 == 0 else (),
            until=NOW if state == HELD_LEAVE else None,
        )
    until = NOW if state in (RESERVED, OUT) else None
    return BedCard(str(number), label, "BED", ("QUIET",), state, until=until)


def shown(board: BedBoard) -> Callable[[], float]:
    """Return a function that measures the seconds until an empty board shows all beds, off the screen too."""

    def measure() -> float:
        view = BoardView()
        view.resize(*SIZE)
        view.show()
        QApplication.processEvents()
        began = time.perf_counter()
        view.show_board(board)
        inner = view.widget()
        assert inner is not None
        inner.resize(inner.sizeHint().expandedTo(inner.size()))
        inner.grab()
        took = time.perf_counter() - began
        view.close()
        view.deleteLater()
        QApplication.processEvents()
        return took

    return measure


def plain_cards(count: int) -> Callable[[], float]:
    """Return a function that measures as many plain rectangles, each with two lines of text: the floor."""

    def measure() -> float:
        began = time.perf_counter()
        image = QImage(SIZE[0], count // 5 * 80, QImage.Format.Format_RGB32)
        image.fill(QColor("#FFFFFF"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(BODY, bold=True))
        colour = QColor("#DFF0EF")
        for at in range(count):
            box = QRect(at % 5 * 265, at // 5 * 80, 250, 63)
            painter.fillRect(box, colour)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, f"CEDRU-{at}")
            words = "since 3 Sept 2026 · 82 nights"
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
        painter.end()
        return time.perf_counter() - began

    return measure


def board_line() -> Line:
    """Measure the board; the goal is a time, its floor the same number of plain rectangles with text."""
    QApplication.instance() or QApplication([])
    look.apply("light", 100)
    board = full_board()
    shown(board)()
    ours, floor = side_by_side(shown(board), plain_cards(BEDS), 7)
    return Line(
        f"board of {BEDS} beds: painted whole",
        f"{ours * 1000:.0f} ms",
        f"{floor * 1000:.1f} ms",
        ours / PAINT,
        1,
    )
