"""Rows of a view as a table model: what is shown is what the view said, more is asked for as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from shelter_app.domain.names import fold
from shelter_app.i18n import _, pgettext, sort_key
from shelter_app.ui.icons.drawing import pixmap
from shelter_app.ui.theme import look

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SHOWN = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its name when the store sorts by it, its title, its text of a row.

    A list that is here whole sorts by ``order`` of a row, or by the text when there is none. A ``whole`` text is never
    cut: the row is as high as it needs.
    """

    key: str
    title: Callable[[], str]
    text: Callable[[R], str]
    share: float = 1
    bold: bool = False
    muted: bool = False
    whole: bool = False
    mark: Callable[[R], tuple[str, str] | None] = lambda _row: None
    order: Callable[[R], Any] | None = None

    def sort_key(self, row: R) -> tuple[bool, Any]:
        """Return what a row is sorted by: what is empty comes last."""
        if self.order is None:
            text = self.text(row)
            return (not text, sort_key(text))
        value = self.order(row)
        return (value is None, "" if value is None else value)


class RowsModel(QAbstractTableModel, Generic[R]):
    """The rows that have come so far, of ``total``.

    A list that has come whole is searched and sorted here: ``rows`` are those that match, in their order. Where
    there are more in the store than have come, the page asks its view for others. ``key`` tells what makes a row
    the same one when the rows are asked for again; without it, that nothing of it has changed.
    """

    more_wanted = Signal(int)

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], object] = lambda row: row) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self.rows: list[R] = []
        self.come: list[R] = []
        self.total = 0
        self.sorted_by = ""
        self.descending = False
        self.sorted_at = -1
        self.fresh: list[object] = []
        self._words: tuple[str, ...] = ()
        self._asked = False

    def show_rows(self, rows: Sequence[R], total: int) -> None:
        """Show these rows instead of those before."""
        self.beginResetModel()
        self.come = list(rows)
        self.total = total
        self.rows = self._matching()
        self._asked = False
        self.endResetModel()

    def at(self, index: Index) -> R | None:
        """Return the row of an index, None where there is none."""
        return self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None

    def whole(self) -> bool:
        """Return whether every row has come."""
        return len(self.come) >= self.total

    def seek(self, words: str) -> None:
        """Show, of the rows that have come, those in which a cell holds each of these words."""
        self._words = tuple(fold(words).split())
        self._arrange()

    def sort_here(self, section: int, descending: bool) -> None:
        """Sort the rows that have come by a column."""
        self.sorted_at, self.descending = section, descending
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self.rows = self._matching()
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _matching(self) -> list[R]:
        found = self.come
        if self._words:
            found = [row for row in found if self._holds(row)]
        if 0 <= self.sorted_at < len(self.columns):
            key = self.columns[self.sorted_at].sort_key
            known = [row for row in found if not key(row)[0]]
            unknown = [row for row in found if key(row)[0]]
            return [*sorted(known, key=key, reverse=self.descending), *unknown]
        return list(found)

    def _holds(self, row: R) -> bool:
        said = fold(" ".join(column.text(row) for column in self.columns))
        return all(word in said for word in self._words)

    def add_rows(self, rows: Sequence[R]) -> None:
        """Show these rows after those before."""
        self._asked = False
        if rows:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(rows) - 1)
            self.come.extend(rows)
            self.rows.extend(rows)
            self.endInsertRows()

    def mark_fresh(self, keys: list[object]) -> None:
        """Draw the rows of these keys on the ground of what has just changed, and no others."""
        if keys != self.fresh:
            self.fresh = keys
            if self.rows:
                last = self.index(len(self.rows) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.BackgroundRole])

    def emit_texts_changed(self) -> None:
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
        return not self._asked and not self.whole()

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next rows."""
        self._asked = True
        self.more_wanted.emit(len(self.come))

    def data(self, index: Index, role: int = SHOWN) -> Any:
        """Return a cell's text, and how it is drawn."""
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.BackgroundRole:
            fresh = bool(self.fresh) and self.key(row) in self.fresh
            return QColor(look.colours().free_soft) if fresh else None
        return self._cell_text(column, row, role) or self._drawn(column, row, role)

    @staticmethod
    def _cell_text(column: Column[R], row: R, role: int) -> str | None:
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
        sorted_here = column.key == self.sorted_by if column.key else section == self.sorted_at
        if role == SHOWN:
            arrow = "  ↓" if self.descending else "  ↑"
            return column.title() + (arrow if sorted_here else "")
        if role == Qt.ItemDataRole.AccessibleTextRole and sorted_here:
            sentence = _("{column}, descending") if self.descending else _("{column}, ascending")
            return sentence.format(column=column.title())
        return None
