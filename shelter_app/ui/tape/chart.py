"""The tape chart: a table of beds by days that draws bars, walked by keyboard, heard by screen readers."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QHeaderView, QTableView

from shelter_app.domain import tape as rules
from shelter_app.services.beds.tape import Bar, BedRow, RoomRows, Tape
from shelter_app.ui.tape import drawing
from shelter_app.ui.tape.headers import BedHeader, DayHeader
from shelter_app.ui.tape.model import Index, TapeModel
from shelter_app.ui.theme import look

BED_ROW = 32
ROOM_ROW = 26
EDGE = 6
LEFT_EMPTY = 0.1
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class TapeChart(QTableView):
    """The view of a ``Tape``; bars are moved, stretched and drawn by mouse or keyboard.

    ``proposed(Proposal | None)`` comes during a drag; ``dropped((Proposal, bar))`` at its end.
    ``menu_wanted`` asks for the acts at a cell (Enter, the menu key, a right click).
    """

    proposed = Signal(object)
    dropped = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tape")
        self.cells = TapeModel()
        self._days = DayHeader(self.cells)
        self._beds = BedHeader(self.cells)
        self._carried: Bar | None = None
        self._from: tuple[int, int] | None = None
        self._pressed: QPoint | None = None
        self._stretching = False
        self._proposal: rules.Proposal | None = None
        self.setHorizontalHeader(self._days)
        self.setVerticalHeader(self._beds)
        self.setModel(self.cells)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        for corner in self.findChildren(QAbstractButton):
            corner.hide()
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        # The chart paints every point of it, so that a scroll step moves what stands and draws only what is new.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for header in (self._days, self._beds):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)

    def show_tape(self, tape: Tape) -> None:
        """Show another chart; one stands on the same bed and day again where it is still there."""
        bed, day = self.current_cell()
        self._cancel_drag()
        self.cells.show_tape(tape)
        self._size()
        row = None if bed is None else self.cells.row_of(bed.bed_id)
        wanted = day if day is not None and tape.first <= day < tape.end else tape.today
        column = min(max(0, self.cells.column(wanted)), max(0, self.cells.days - 1))
        self.point_at(row if row is not None else 1, column)

    def current_cell(self) -> tuple[BedRow | None, date | None]:
        """Return bed and day of the current cell."""
        index = self.currentIndex()
        if not index.isValid() or index.row() >= len(self.cells.rows):
            return None, None
        return self.cells.rows[index.row()].bed, self.cells.day(index.column())

    def current_bar(self) -> Bar | None:
        """Return the bar at the current cell, None where the bed is free."""
        index = self.currentIndex()
        return self.cells.bar_at(index.row(), index.column()) if index.isValid() else None

    def room_of(self, bed_id: str) -> tuple[RoomRows, BedRow]:
        """Return a bed and its room."""
        at = self.cells.row_of(bed_id)
        assert at is not None
        row = self.cells.rows[at]
        assert row.bed is not None
        return row.room, row.bed

    def carried(self) -> Bar | None:
        """Return the bar that is carried, by mouse or keyboard."""
        return self._carried

    def point_at(self, row: int, column: int) -> None:
        """Stand on a cell and bring it into sight."""
        if 0 <= row < len(self.cells.rows) and 0 <= column < self.cells.days:
            self.setCurrentIndex(self.cells.index(row, column))
            self.scrollTo(self.cells.index(row, column))

    def mark(self, beds: frozenset[str]) -> None:
        """Let the names of these beds stand out: they fit what is looked for."""
        self._beds.marked = beds
        self._beds.viewport().update()

    def carry(self) -> bool:
        """Take up what lies where one stands, to carry it with the arrows; false for what is not carried."""
        bar, index = self.current_bar(), self.currentIndex()
        if bar is None or (bar.kind == rules.STAY and bar.end is not None):
            return False
        self._carried, self._from = bar, (index.row(), index.column())
        self._propose(index.row(), index.column())
        return True

    def stretch(self) -> bool:
        """Take up the end of the reservation or outage where one stands."""
        bar = self.current_bar()
        if bar is None or bar.kind == rules.STAY:
            return False
        self._stretching = True
        return self.carry()

    def draw_from(self) -> None:
        """Begin to draw over empty nights where one stands."""
        index = self.currentIndex()
        if index.isValid() and self.current_bar() is None:
            self._from = (index.row(), index.column())
            self._propose(index.row(), index.column())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Redraw the rows of both cells."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by cells and bars; take up, carry, drop, give up; ask for the acts."""
        key = Qt.Key(event.key())
        if key in STEPS:
            rows, columns = STEPS[key]
            far = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._walk(rows, columns, far)
        elif key == Qt.Key.Key_Space:
            if not self.carry():
                self.draw_from()
        elif key == Qt.Key.Key_Escape and (self._carried is not None or self._from is not None):
            self._cancel_drag()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._proposal is not None or self._from is not None:
                self._drop()
            else:
                self.menu_wanted.emit(self._menu_place())
        elif key == Qt.Key.Key_Menu:
            self.menu_wanted.emit(self._menu_place())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stand on the cell; the left button begins to carry, to stretch or to draw."""
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and self.cells.rows[index.row()].bed is not None:
            self._pressed = place
            self._from = (index.row(), index.column())
            self._carried = self.cells.bar_at(index.row(), index.column())
            self._stretching = self._at_edge(place, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what letting go here would do."""
        place = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            edge = self._at_edge(place, self.indexAt(place))
            shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        if (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            row = self.rowAt(place.y())
            column = min(max(0, self._column_at(place.x())), self.cells.days - 1)
            if row >= 0:
                self._propose(row, column)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag: what was shown is to be done; a mere click only stands there."""
        super().mouseReleaseEvent(event)
        if self._pressed is not None:
            self._pressed = None
            if self._proposal is not None:
                self._drop()
            else:
                self._cancel_drag()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the acts at the cell under the mouse."""
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid():
            self.setCurrentIndex(index)
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is seen of what must be drawn anew, nothing else."""
        painter = QPainter(self.viewport())
        geometry = self._geometry()
        seen = event.rect()
        drawing.ground(painter, geometry, seen)
        self._paint_rows(painter, geometry, seen)
        drawing.today(painter, geometry, seen)
        self._paint_drag(painter, geometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the days."""
        super().resizeEvent(event)
        self._size()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_beds"):
            self._size()
        super().changeEvent(event)

    def _paint_rows(self, painter: QPainter, geometry: drawing.ChartGeometry, seen: QRect) -> None:
        bars = drawing.BarPainter(painter, geometry)
        row = max(0, self.rowAt(seen.top()))
        while row < len(self.cells.rows):
            box = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
            if box.top() > seen.bottom():
                break
            bed = self.cells.rows[row].bed
            if bed is None:
                drawing.heading(painter, geometry, box)
            else:
                bars.row(bed, box, seen)
            row += 1

    def _paint_drag(self, painter: QPainter, geometry: drawing.ChartGeometry) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        index = self.currentIndex()
        if index.isValid() and self.hasFocus():
            drawing.cursor(painter, self.visualRect(index))
        if self._proposal is not None:
            row = self.cells.row_of(self._proposal.bed_id)
            if row is not None:
                box = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
                place = geometry.span(self._proposal.first, self._proposal.end, box)
                drawing.ghost(painter, place, self._proposal.objection is None)

    def _geometry(self) -> drawing.ChartGeometry:
        wide = max(1, self._days.defaultSectionSize())
        return drawing.ChartGeometry(self.cells, wide, -self.horizontalOffset(), self.viewport().width())

    def _size(self) -> None:
        self._beds.setFixedWidth(self._beds.sizeHint().width())
        self._days.setFixedHeight(self._days.sizeHint().height())
        self._beds.setDefaultSectionSize(look.px(BED_ROW))
        for at, row in enumerate(self.cells.rows):
            if row.bed is None:
                self._beds.resizeSection(at, look.px(ROOM_ROW))
        if self.cells.days:
            self._days.setDefaultSectionSize(_day_width(self.viewport().width(), self.cells.days))

    def _column_at(self, x: int) -> int:
        return (x + self.horizontalOffset()) // max(1, self._days.defaultSectionSize())

    def _menu_place(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def _at_edge(self, place: QPoint, index: QModelIndex) -> bool:
        bar = self.cells.bar_at(index.row(), index.column()) if index.isValid() else None
        if bar is None or bar.kind == rules.STAY or bar.end is None:
            return False
        return abs(self._geometry().x(self.cells.column(bar.end)) - place.x()) <= look.px(EDGE)

    def _walk(self, rows: int, columns: int, far: bool) -> None:
        index = self.currentIndex()
        row, column = (index.row(), index.column()) if index.isValid() else (1, 0)
        row += rows
        while 0 <= row < len(self.cells.rows) and self.cells.rows[row].bed is None:
            row += rows or 1
        if not 0 <= row < len(self.cells.rows):
            return
        column = self._next_edge(row, column, columns) if far and columns else column + columns
        column = min(max(0, column), self.cells.days - 1)
        self.point_at(row, column)
        if self._from is not None:
            self._propose(row, column)

    def _next_edge(self, row: int, column: int, step: int) -> int:
        """Return the next day on which something else lies on the bed."""
        here = self.cells.bar_at(row, column)
        at = column + step
        while 0 <= at < self.cells.days and self.cells.bar_at(row, at) is here:
            at += step
        return at

    def _propose(self, row: int, column: int) -> None:
        target = self.cells.rows[row].bed
        tape = self.cells.tape
        if target is None or tape is None or self._from is None:
            return
        source = self.cells.rows[self._from[0]].bed
        assert source is not None
        day = self.cells.day(column)
        if self._carried is None:
            first = self.cells.day(min(self._from[1], column))
            end = self.cells.day(max(self._from[1], column)) + timedelta(days=1)
            self._proposal = rules.drawn(source, first, end, tape.today)
        elif self._stretching:
            self._proposal = rules.propose_stretch(self._carried, source, day + timedelta(days=1))
        else:
            self._proposal = rules.propose_move(self._carried, source, target, tape.today)
        self.viewport().update()
        self.proposed.emit(self._proposal)

    def _drop(self) -> None:
        proposal, bar = self._proposal, self._carried
        self._cancel_drag()
        if proposal is not None:
            self.dropped.emit((proposal, bar))

    def _cancel_drag(self) -> None:
        self._carried, self._from, self._pressed, self._proposal = None, None, None, None
        self._stretching = False
        self.viewport().update()
        self.proposed.emit(None)


def _day_width(room: int, days: int) -> int:
    """Return how wide a day is: all days in sight, unless that would leave much of the room empty."""
    wide = max(2, room // days)
    return wide if wide * days > room * (1 - LEFT_EMPTY) else wide + 1
