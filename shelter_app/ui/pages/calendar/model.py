"""Sessions as a table: a column for each day, in it the day's sessions one under the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shelter_app.domain.clock import local_moment
from shelter_app.i18n import _, day, pgettext
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.counselling import words

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SHOWN = Qt.ItemDataRole.DisplayRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole
USUAL = 50  # minutes of a session whose length nobody has written


@dataclass(frozen=True)
class Nearest:
    """A session outside the days that are shown: the next one after them (``later``), or the last one before."""

    session: SessionView
    later: bool


def in_order(sessions: Iterable[SessionView]) -> list[SessionView]:
    """Return sessions as they follow each other, on the day of 25 hours too; noon for one without a time."""
    return sorted(sessions, key=lambda one: (_begins(one), one.id))


def _begins(session: SessionView) -> datetime:
    return session.held_at or session.planned_at or local_moment(session.planned_on)


class SessionsModel(QAbstractTableModel):
    """What a screen reader walks: each session is a cell that tells it whole; the grid draws it.

    Where no day has a session, the one cell is ``nearest``: it tells its day too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[date, ...] = ()
        self.now: datetime | None = None
        self.columns: list[list[SessionView]] = []
        self.nearest: Nearest | None = None

    def show_days(
        self,
        days: Sequence[date],
        sessions: Sequence[SessionView],
        now: datetime,
        nearest: Nearest | None = None,
    ) -> None:
        """Show other days; ``nearest`` is shown when none of the sessions is on one of them."""
        self.beginResetModel()
        self.days, self.now = tuple(days), now
        self.columns = [[] for _day in days]
        for session in in_order(sessions):
            if session.planned_on in self.days:
                self.columns[self.days.index(session.planned_on)].append(session)
        self.nearest = None if any(self.columns) else nearest
        self.endResetModel()

    def session_at(self, index: Index) -> SessionView | None:
        """Return the session of a cell."""
        if not index.isValid():
            return None
        if self.nearest is not None:
            return self.nearest.session
        if index.column() >= len(self.columns):
            return None
        column = self.columns[index.column()]
        return column[index.row()] if index.row() < len(column) else None

    def cells_in_order(self) -> list[QModelIndex]:
        """Return the cells of the sessions in the order of time."""
        if self.nearest is not None:
            return [self.index(0, 0)]
        return [
            self.index(row, column)
            for column, sessions in enumerate(self.columns)
            for row in range(len(sessions))
        ]

    def first_cell(self) -> QModelIndex:
        """Return the cell to stand on first: of the earliest session not over, else of the last one."""
        found = QModelIndex()
        for cell in self.cells_in_order():
            found, session = cell, self.session_at(cell)
            if session is None or self.now is None:
                continue
            if _begins(session) + timedelta(minutes=session.minutes or USUAL) >= self.now:
                break
        return found

    def index_of(self, session: str) -> QModelIndex:
        """Return where a session is; nowhere when it is not shown."""
        for column, sessions in enumerate(self.columns):
            for row, one in enumerate(sessions):
                if one.id == session:
                    return self.index(row, column)
        return QModelIndex()

    def emit_texts_changed(self) -> None:
        """Say everything anew: the language changed."""
        if self.days:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def nearest_words(self) -> str:
        """Return what the session of another day says, its day first; nothing where there is none."""
        if self.nearest is None or self.now is None:
            return ""
        session = self.nearest.session
        said = (
            _("Next session: {day}, {session}")
            if self.nearest.later
            else _("Latest session: {day}, {session}")
        )
        return said.format(day=day(session.planned_on, "full"), session=words.cell(session, self.now))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many sessions the fullest day has."""
        if parent.isValid():
            return 0
        return 1 if self.nearest is not None else max(map(len, self.columns), default=0)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many days are shown; one for a session of another day."""
        if parent.isValid():
            return 0
        return 1 if self.nearest is not None else len(self.days)

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
        return words.cell(session, self.now) if self.nearest is None else self.nearest_words()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = SHOWN) -> Any:
        """Return the day of a column; the cell of another day's session tells its day itself."""
        if self.nearest is not None:
            return None
        if orientation == Qt.Orientation.Horizontal and role in (SHOWN, SPOKEN) and section < len(self.days):
            return day(self.days[section], "full")
        return None
