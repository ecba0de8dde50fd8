"""The chart's own heads: days above, rooms and beds at the left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView

from shelter_app.ui.tape.model import TapeModel
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import BODY, NOTE

SPILLS = "spills"  # the property of a head that draws its words beyond their section
DAYS_HEIGHT = 28
LABEL_WIDTH = 132
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class DayHeader(QHeaderView):
    """The days; today stands out by weight and colour, the month stands where it begins."""

    def __init__(self, model: TapeModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._model = model
        self.setProperty(SPILLS, True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:
        """Return the height at the text size in force."""
        return QSize(super().sizeHint().width(), look.px(DAYS_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw a day's number or a month's name; a word wider than its day goes on over the next ones."""
        tape = self._model.tape
        text = self._model.headerData(logicalIndex, Qt.Orientation.Horizontal)
        if tape is None or not text:
            return
        colour = look.colours()
        today = self._model.day(logicalIndex) == tape.today
        painter.setPen(QColor(colour.accent if today else colour.muted))
        painter.setFont(look.font(NOTE, bold=today))
        wide = painter.fontMetrics().horizontalAdvance(text) + look.px(4)
        if self._model.days <= 45:
            if wide > rect.width() and logicalIndex % 2 and not today:
                return
            across = rect.adjusted(-wide // 2, 0, wide // 2, 0)
            painter.drawText(across, MIDDLE | Qt.AlignmentFlag.AlignHCenter, text)
        else:
            painter.drawText(rect.adjusted(0, 0, wide, 0), MIDDLE | Qt.AlignmentFlag.AlignLeft, text)


class BedHeader(QHeaderView):
    """Rooms in bold, beds below them."""

    def __init__(self, model: TapeModel) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._model = model
        self.marked: frozenset[str] = frozenset()
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Return the width at the text size in force."""
        return QSize(look.px(LABEL_WIDTH), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw a room's or a bed's name."""
        if logicalIndex >= len(self._model.rows):
            return
        colour = look.colours()
        room = self._model.rows[logicalIndex].bed is None
        painter.fillRect(rect, QColor(colour.raised if room else colour.surface))
        painter.setPen(QColor(colour.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        bed = self._model.rows[logicalIndex].bed
        fits = bed is not None and bed.bed_id in self.marked
        painter.setPen(QColor(colour.free if fits else colour.text))
        painter.setFont(look.font(BODY, bold=room or fits))
        inside = rect.adjusted(look.px(12), 0, -look.px(4), 0)
        text = self._model.headerData(logicalIndex, Qt.Orientation.Vertical) or ""
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, MIDDLE | Qt.AlignmentFlag.AlignLeft, cut)
