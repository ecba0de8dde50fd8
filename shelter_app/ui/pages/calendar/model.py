"""Sessions as a table: a column for each day, in it the day's sessions one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shelter_app.i18n import _, day, pgettext
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.counselling import words

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SHOWN = Qt.ItemDataRole.DisplayRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole


class SessionsModel(QAbstractTableModel):
    """What a screen reader walks: each session is a cell that tells it whole; the grid draws it."""

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[date, ...] = ()
        self.now: datetime | None = None
        self.columns: list[list[SessionView]] = []

    def show_days(self, days: Sequence[date], sessions: Sequence[SessionView], now: datetime) -> None:
        """Show other days."""
        self.beginResetModel()
        self.days, self.now = tuple(days), now
        self.columns = [[] for _day in days]
        for session in sorted(sessions, key=lambda s: (words.clock_minutes(s), s.id)):
            if session.planned_on in self.days:
                self.columns[self.days.index(session.planned_on)].append(session)
        self.endResetModel()

    def session_at(self, index: Index) -> SessionView | None:
        """Return the session of a cell."""
        if not index.isValid() or index.column() >= len(self.columns):
            return None
        column = self.columns[index.column()]
        return column[index.row()] if index.row() < len(column) else None

    def index_of(self, session: str) -> QModelIndex:
        """Return where a session is; nowhere when it is not shown."""
        for column, sessions in enumerate(self.columns):
            for row, one in enumerate(sessions):
                if one.id == session:
                    return self.index(row, column)
        return QModelIndex()

    def say_again(self) -> None:
        """Say everything anew: the language changed."""
        if self.days:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.days) - 1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many sessions the fullest day has."""
        return 0 if parent.isValid() else max(map(len, self.columns), default=0)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many days are shown."""
        return 0 if parent.isValid() else len(self.days)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that sessions can be stood on."""
        if self.session_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = SHOWN) -> Any:
        """Return what a session says to a screen reader and in its tip."""
        session = self.session_at(index)
        if session is None and role == SPOKEN:
            return _("{column}: {value}").format(
                column=day(self.days[index.column()], "full"), value=pgettext("cell", "empty")
            )
        if session is None or self.now is None or role not in (SPOKEN, TIP):
            return None
        return words.cell(session, self.now)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = SHOWN) -> Any:
        """Return the day of a column."""
        if orientation == Qt.Orientation.Horizontal and role in (SHOWN, SPOKEN) and section < len(self.days):
            return day(self.days[section], "full")
        return None
