"""The grid of a day or a week: a table of sessions that draws what is seen, walked from session to session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QTableView

from shelter_app.domain.clock import LOCAL, local_day, local_moment
from shelter_app.domain.sessions import PLANNED
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.counselling import words
from shelter_app.ui.pages.calendar import drawing
from shelter_app.ui.pages.calendar.layout import AXIS, HEAD, STEP, SessionLayout, place
from shelter_app.ui.pages.calendar.model import NOWHERE, USUAL, Index, Nearest, SessionsModel
from shelter_app.ui.theme import look

MORNING = 8
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SessionGrid(QTableView):
    """Shows sessions by days and hours.

    ``opened`` carries the id of a session (Enter, double click), ``moved`` a session and its new moment, ``asked``
    the place for a menu, ``plan_wanted`` the moment of an empty place; ``turned`` asks for the days before (-1)
    or after (1), ``left`` for the nearest session before or after all that are shown; ``stood`` tells that one
    stands elsewhere or carries something; ``resized`` that there is more or less room.
    """

    opened = Signal(str)
    moved = Signal(object, object)
    asked = Signal(QPoint)
    plan_wanted = Signal(object)
    turned = Signal(int)
    left = Signal(int)
    stood = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar")
        self.cells = SessionsModel()
        self.may_move = False
        self._places: SessionLayout = place(self.cells, 0)
        self._carried: SessionView | None = None
        self._to: datetime | None = None
        self._pressed: QPoint | None = None
        self._grip = QPoint()
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setModel(self.cells)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        for corner in self.findChildren(QAbstractButton):
            corner.hide()
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_days(
        self,
        days: Sequence[date],
        sessions: Sequence[SessionView],
        now: datetime,
        at: str,
        nearest: Nearest | None,
    ) -> None:
        """Show other days or sessions; one stands on the session ``at``, else on the next one from now.

        Where none of the days has a session, ``nearest`` lies across them and is stood on.
        """
        fresh = tuple(days) != self.cells.days
        self._let_go()
        self.cells.show_days(days, sessions, now, nearest)
        self._lay_out()
        index = self.cells.index_of(at)
        if not index.isValid():
            index = self.cells.first_cell()
        self.setCurrentIndex(index)
        if fresh:
            self.verticalScrollBar().setValue(self._places.y(MORNING * 60))
        self.scrollTo(index)
        self.stood.emit()

    def selected_session(self) -> SessionView | None:
        """Return the session that one stands on."""
        return self.cells.session_at(self.currentIndex())

    def carried(self) -> tuple[SessionView, datetime] | None:
        """Return what is carried and where to."""
        return None if self._carried is None or self._to is None else (self._carried, self._to)

    def visualRect(self, index: Index) -> QRect:
        """Return where a session is drawn; an empty cell is nowhere."""
        if index.isValid() and self.cells.nearest is not None:
            return self._across_the_days()
        if self.cells.session_at(index) is None or index.column() >= len(self._places.boxes):
            return QRect()
        return self._places.boxes[index.column()][index.row()].translated(self._origin())

    def indexAt(self, p: QPoint) -> Index:  # type: ignore[override]
        """Return the session at a point."""
        if p.y() < look.px(HEAD) or p.x() < look.px(AXIS):
            return NOWHERE
        if self.cells.nearest is not None:
            return self.cells.index(0, 0) if self._across_the_days().contains(p) else NOWHERE
        inside = p - self._origin()
        for column, boxes in enumerate(self._places.boxes):
            for row, box in enumerate(boxes):
                if box.contains(inside):
                    return self.cells.index(row, column)
        return NOWHERE

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a session into sight."""
        box = self.visualRect(index)
        if box.isNull():
            return
        room = self._room()
        for bar, low, high, first, last in (
            (self.verticalScrollBar(), box.top(), box.bottom(), room.top(), room.bottom()),
            (self.horizontalScrollBar(), box.left(), box.right(), room.left(), room.right()),
        ):
            if low < first:
                bar.setValue(bar.value() + low - first - 4)
            elif high > last:
                bar.setValue(bar.value() + min(high - last + 4, low - first))

    def verticalOffset(self) -> int:
        """Return how far down the grid is scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Return how far to the right the grid is scrolled."""
        return self.horizontalScrollBar().value()

    def updateGeometries(self) -> None:
        """Let the bars scroll over all hours, and over the days where they do not fit."""
        if not hasattr(self, "_places"):
            return
        room = self._room()
        for bar, whole, seen in (
            (self.verticalScrollBar(), self._places.height, room.height()),
            (self.horizontalScrollBar(), self._places.width, room.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(max(1, seen))
            bar.setSingleStep(look.px(20))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Draw what is seen now."""
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from session to session; open; take up, carry, drop, give up; turn to other days."""
        key = Qt.Key(event.key())
        if key in STEPS:
            days, times = STEPS[key]
            if self._carried is not None:
                self._carry(days, times)
            elif days and self.cells.nearest is None:
                self._go_across(days)
            else:
                self._go_along(days + times)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Space:
            self._take_up()
        elif key == Qt.Key.Key_Escape and self._carried is not None:
            self._let_go()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Menu:
            self.asked.emit(self._menu_place())
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stand on the session; the left button begins to carry it."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        self._let_go()
        if index.isValid():
            self.setCurrentIndex(index)
            if event.button() == Qt.MouseButton.LeftButton:
                self._pressed = at
                self._grip = at - self.visualRect(index).topLeft()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where letting go would move the session to."""
        at = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if self._carried is None:
            if (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            if not self._take_up():
                self._pressed = None
                return
        top = QPoint(at.x(), at.y() - self._grip.y()) - self._origin()
        moment = self._places.moment(top)
        if moment is not None and moment != self._to:
            self._to = moment
            self._emit_stood()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what was carried is moved."""
        self._pressed = None
        if self._carried is not None:
            self._settle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the session, or plan one where nothing is."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        session = self.cells.session_at(index)
        if session is not None:
            self.opened.emit(session.id)
        elif self._room().contains(at):
            moment = self._places.moment(at - self._origin())
            if moment is not None:
                self.plan_wanted.emit(moment)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the acts on the session under the mouse, or where one stands."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if not index.isValid():
                return
            self.setCurrentIndex(index)
            self.asked.emit(event.globalPos())
        else:
            self.asked.emit(self._menu_place())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that one stands elsewhere."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.stood.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is seen, nothing else."""
        painter = QPainter(self.viewport())
        seen, origin, now = event.rect(), self._origin(), self.cells.now
        axis = QRect(0, 0, look.px(AXIS), self.viewport().height())
        top = QRect(0, 0, self.viewport().width(), look.px(HEAD))
        drawing.ground(painter, self._places, origin, seen, axis)
        if now is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        here = self.selected_session()
        for boxes, sessions in zip(self._places.boxes, self.cells.columns, strict=False):
            for box, one in zip(boxes, sessions, strict=True):
                placed = box.translated(origin)
                if placed.intersects(seen):
                    faint = self._carried is not None and one.id == self._carried.id
                    drawing.session(painter, one, placed, now, faint=faint)
                    if here is not None and one.id == here.id and not faint:
                        drawing.ring(painter, placed)
        self._paint_carried(painter, origin, now)
        drawing.now_line(painter, self._places, origin, now)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        drawing.hours(painter, self._places, origin, axis)
        drawing.head(painter, self._places, origin, top, local_day(now))
        if self.cells.nearest is not None:
            drawing.nearest(painter, self.cells, self._across_the_days())
        painter.fillRect(QRect(0, 0, axis.width(), top.height() - 1), look.colours().surface)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the days."""
        super().resizeEvent(event)
        self._lay_out()
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_places"):
            self._lay_out()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        self._places = place(self.cells, self.viewport().width() - look.px(AXIS))
        self.updateGeometries()
        self.viewport().update()

    def _origin(self) -> QPoint:
        return QPoint(look.px(AXIS) - self.horizontalOffset(), look.px(HEAD) - self.verticalOffset())

    def _room(self) -> QRect:
        return self.viewport().rect().adjusted(look.px(AXIS), look.px(HEAD), 0, 0)

    def _across_the_days(self) -> QRect:
        """Return where the session of another day lies: across the days, whatever hours are in sight."""
        return drawing.band(self._room().adjusted(4, 4, -4, -4), self.cells.nearest_words())

    def _menu_place(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def _go_along(self, step: int) -> None:
        """Go to the next session in time, over the edges of days; beyond the last one, to that of other days."""
        order = self.cells.cells_in_order()
        here = self.currentIndex()
        at = order.index(here) + step if here in order else -1
        if 0 <= at < len(order):
            self._stand(order[at])
        else:
            self.left.emit(step)

    def _go_across(self, step: int) -> None:
        """Go to the session nearest in time on the next day that has one, be it one of other days."""
        here, one = self.currentIndex(), self.selected_session()
        column = here.column() + step
        while 0 <= column < len(self.cells.columns) and not self.cells.columns[column]:
            column += step
        if one is None or not 0 <= column < len(self.cells.columns):
            self.left.emit(step)
            return
        time = words.clock_minutes(one)
        rows = self.cells.columns[column]
        row = min(range(len(rows)), key=lambda at: abs(words.clock_minutes(rows[at]) - time))
        self._stand(self.cells.index(row, column))

    def _stand(self, index: Index) -> None:
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _enter(self) -> None:
        session = self.selected_session()
        if self._carried is not None:
            self._settle()
        elif session is not None:
            self.opened.emit(session.id)

    def _take_up(self) -> bool:
        """Take up the session where one stands, if it is one to move."""
        session = self.selected_session()
        if (
            not self.may_move
            or session is None
            or self.cells.nearest is not None  # its day is not among those it could be carried to
            or session.status != PLANNED
            or session.planned_at is None
        ):
            return False
        self._carried, self._to = session, session.planned_at
        self._emit_stood()
        return True

    def _carry(self, days: int, times: int) -> None:
        """Carry to the same hour of another day, or by quarters of an hour that pass, not that a clock shows."""
        assert self._to is not None
        local = self._to.astimezone(LOCAL)
        if days:
            to = local_moment(local.date() + timedelta(days=days), local.hour, local.minute)
        else:
            to = self._to + timedelta(minutes=times * STEP)
        if local_day(to) in self.cells.days and (days or local_day(to) == local.date()):
            self._to = to
            self._emit_stood()

    def _settle(self) -> None:
        carried = self.carried()
        self._let_go()
        if carried is not None and carried[0].planned_at != carried[1]:
            self.moved.emit(*carried)

    def _let_go(self) -> None:
        if self._carried is not None:
            self._carried, self._to = None, None
            self._emit_stood()

    def _emit_stood(self) -> None:
        self.viewport().update()
        self.stood.emit()

    def _paint_carried(self, painter: QPainter, origin: QPoint, now: datetime) -> None:
        if self._carried is None or self._to is None:
            return
        local = self._to.astimezone(LOCAL)
        length = self._carried.minutes or USUAL
        box = self._places.box(local.date(), local.hour * 60 + local.minute, length).translated(origin)
        drawing.session(painter, self._carried, box.adjusted(3, 1, -4, -1), now)
        drawing.ring(painter, box.adjusted(3, 1, -4, -1))
