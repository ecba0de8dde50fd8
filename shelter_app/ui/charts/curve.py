"""How many slept in the house on each night, as a line; its figures are in the sheet and the sentence beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from shelter_app.i18n import _, day, number
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import NOTE

LEFT, BELOW = 36, 18


class Curve(QWidget):
    """A line over the nights of a period, with the most, and the month where each begins."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("census_curve")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._nights: tuple[tuple[date, int], ...] = ()

    def show_nights(self, nights: tuple[tuple[date, int], ...]) -> None:
        """Show these nights."""
        self._nights = nights
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Say the least and the most."""
        if not self._nights:
            self.setAccessibleName(_("No night has ended yet."))
            return
        low = min(self._nights, key=lambda night: night[1])
        high = max(self._nights, key=lambda night: night[1])
        self.setAccessibleName(
            _("People per night: lowest {least}, on {low}; highest {most}, on {high}.").format(
                least=number(low[1]), low=day(low[0]), most=number(high[1]), high=day(high[0])
            )
        )
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        """Return the room that the line wants."""
        return QSize(look.px(400), look.px(110))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the line can be read."""
        return QSize(look.px(200), look.px(70))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, the most, and the months."""
        if not self._nights:
            return
        colour = look.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(NOTE))
        room = QRectF(self.rect()).adjusted(look.px(LEFT), look.px(8), -4, -look.px(BELOW))
        most = max(1, *(count for _night, count in self._nights))
        step = room.width() / max(1, len(self._nights) - 1)
        points = [
            QPointF(room.left() + at * step, room.bottom() - room.height() * count / most)
            for at, (_night, count) in enumerate(self._nights)
        ]
        ground = QPolygonF(
            [QPointF(room.left(), room.bottom()), *points, QPointF(room.right(), room.bottom())]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.accent_soft))
        painter.drawPolygon(ground)
        painter.setPen(QPen(QColor(colour.accent), 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QColor(colour.muted))
        painter.drawText(
            QRectF(0, room.top() - look.px(8), look.px(LEFT - 6), look.px(16)),
            Qt.AlignmentFlag.AlignRight,
            str(most),
        )
        painter.drawText(
            QRectF(0, room.bottom() - look.px(8), look.px(LEFT - 6), look.px(16)),
            Qt.AlignmentFlag.AlignRight,
            "0",
        )
        for at, (night, _count) in enumerate(self._nights):
            if night.day == 1:
                x = room.left() + at * step
                painter.drawLine(QPointF(x, room.bottom()), QPointF(x, room.bottom() + 3))
                painter.drawText(QPointF(x + 2, room.bottom() + look.px(14)), day(night, "month"))
