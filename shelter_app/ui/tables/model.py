"""Rows of a view as a table model: what is shown is what the view said, more is asked for as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from shelter_app.i18n import _, pgettext
from shelter_app.ui.icons.drawing import pixmap
from shelter_app.ui.theme import look

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SHOWN = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its name for sorting (empty when nothing sorts by it), its title, its text of a row."""

    key: str
    title: Callable[[], str]
    text: Callable[[R], str]
    share: int = 1
    bold: bool = False
    muted: bool = False
    mark: Callable[[R], tuple[str, str] | None] = lambda _row: None


class RowsModel(QAbstractTableModel, Generic[R]):
    """The rows that have come so far, of ``total``."""

    more_wanted = Signal(int)

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[R] = []
        self.total = 0
        self.sorted_by = ""
        self.descending = False
        self._asked = False

    def show_rows(self, rows: Sequence[R], total: int) -> None:
        """Show these rows instead of those before."""
        self.beginResetModel()
        self.rows = list(rows)
        self.total = total
        self._asked = False
        self.endResetModel()

    def add_rows(self, rows: Sequence[R]) -> None:
        """Show these rows after those before."""
        self._asked = False
        if rows:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def say_again(self) -> None:
        """Say titles and cells anew: the language or the sorting changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many rows have come."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether the view has more rows."""
        return not self._asked and len(self.rows) < self.total

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next rows."""
        self._asked = True
        self.more_wanted.emit(len(self.rows))

    def data(self, index: Index, role: int = SHOWN) -> Any:
        """Return a cell's text, and how it is drawn."""
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        return self._said(column, row, role) or self._drawn(column, row, role)

    @staticmethod
    def _said(column: Column[R], row: R, role: int) -> str | None:
        if role in (SHOWN, Qt.ItemDataRole.ToolTipRole):
            return column.text(row) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{column}: {value}").format(
                column=column.title(), value=column.text(row) or pgettext("cell", "empty")
            )
        return None

    @staticmethod
    def _drawn(column: Column[R], row: R, role: int) -> Any:
        if role == Qt.ItemDataRole.FontRole and column.bold:
            return look.font(bold=True)
        if role == Qt.ItemDataRole.ForegroundRole and column.muted:
            return QColor(look.colours().muted)
        if role == Qt.ItemDataRole.DecorationRole:
            mark = column.mark(row)
            return pixmap(*mark) if mark is not None else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = SHOWN) -> Any:
        """Return a column's title, with an arrow where the rows are sorted by it."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        column = self.columns[section]
        sorted_here = bool(column.key) and column.key == self.sorted_by
        if role == SHOWN:
            arrow = "  ↓" if self.descending else "  ↑"
            return column.title() + (arrow if sorted_here else "")
        if role == Qt.ItemDataRole.AccessibleTextRole and sorted_here:
            sentence = _("{column}, sorted downwards") if self.descending else _("{column}, sorted upwards")
            return sentence.format(column=column.title())
        return None
