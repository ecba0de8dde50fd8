"""The chart's cells as a table model: rooms and beds by days, so that keyboard and screen reader walk it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shelter_app.domain import tape as rules
from shelter_app.services.beds.tape import Bar, BedRow, RoomRows, Tape
from shelter_app.ui.tape import chart_texts

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SHOWN = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True, slots=True)
class TapeRow:
    """A row of the chart: a room's heading (``bed`` None) or a bed."""

    room: RoomRows
    bed: BedRow | None = None


class TapeModel(QAbstractTableModel):
    """A ``Tape`` as rows and columns; a cell's display text is empty, its accessible text tells it whole."""

    def __init__(self) -> None:
        super().__init__()
        self.tape: Tape | None = None
        self.rows: list[TapeRow] = []
        self.days = 0
        self._placed: dict[str, list[tuple[int, int, Bar]]] = {}

    def show_tape(self, tape: Tape) -> None:
        """Show another chart."""
        self.beginResetModel()
        self.tape = tape
        self._placed = {}
        self.days = (tape.end - tape.first).days
        self.rows = []
        for room in tape.rooms:
            self.rows.append(TapeRow(room))
            self.rows += (TapeRow(room, bed) for bed in room.beds)
        self.endResetModel()

    def emit_texts_changed(self) -> None:
        """Say headings anew: the language changed."""
        if self.rows:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.days - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.rows) - 1)

    def day(self, column: int) -> date:
        """Return the day of a column."""
        assert self.tape is not None
        return self.tape.first + timedelta(days=column)

    def column(self, day: date) -> int:
        """Return the column of a day; it may lie outside."""
        assert self.tape is not None
        return (day - self.tape.first).days

    def columns_of(self, start: date, end: date | None) -> tuple[int, int]:
        """Return the columns ``[first, last)`` of some nights, cut to one beyond either side of the chart."""
        last = self.days + 1 if end is None else min(self.column(end), self.days + 1)
        return max(self.column(start), -1), last

    def placed(self, bed: BedRow) -> list[tuple[int, int, Bar]]:
        """Return a bed's bars with their columns; worked out when the bed is first seen."""
        found = self._placed.get(bed.bed_id)
        if found is None:
            found = self._placed[bed.bed_id] = [
                (*self.columns_of(bar.start, bar.end), bar) for bar in bed.bars
            ]
        return found

    def bar_at(self, row: int, column: int) -> Bar | None:
        """Return what lies on the bed of a row in the night of a column."""
        bed = self.rows[row].bed if 0 <= row < len(self.rows) else None
        found = None if bed is None else rules.bar_on(bed.bars, self.day(column))
        return found if isinstance(found, Bar) else None

    def row_of(self, bed_id: str) -> int | None:
        """Return the row of a bed."""
        return next((at for at, row in enumerate(self.rows) if row.bed and row.bed.bed_id == bed_id), None)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rooms and beds there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many days are shown."""
        return 0 if parent.isValid() else self.days

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that beds can be stood on, headings of rooms not."""
        if index.isValid() and self.rows[index.row()].bed is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = SHOWN) -> Any:
        """Return what a cell says to a screen reader and in its tip; it is drawn by the chart."""
        if not index.isValid() or role not in (
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        row = self.rows[index.row()]
        if row.bed is None:
            return chart_texts.room_name(row.room) if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return chart_texts.cell_text(row.room, row.bed, self.day(index.column()))
        bar = self.bar_at(index.row(), index.column())
        return f"{chart_texts.bar_text(bar)}\n{chart_texts.bar_times(bar)}" if bar is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = SHOWN) -> Any:
        """Return a bed's or a day's name."""
        if self.tape is None or role not in (SHOWN, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            if section >= len(self.rows):
                return None
            row = self.rows[section]
            return chart_texts.room_name(row.room) if row.bed is None else chart_texts.bed_name(row.bed)
        if role == SHOWN:
            return chart_texts.day_heading(self.day(section), self.days)
        return chart_texts.spoken_day(self.day(section), self.tape.today)
