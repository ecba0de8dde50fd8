"""The chart's own heads: days above, rooms and beds at the left."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView

from shelter_app.ui.tape import chart_texts
from shelter_app.ui.tape.model import TapeModel
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import BODY, NOTE

SPILLS = "spills"  # the property of a head that draws its words beyond their section
MONTHS_HEIGHT, DAYS_HEIGHT = 20, 24
LABEL_WIDTH = 132
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class DayHeader(QHeaderView):
    """The days, and above them their months; today stands out by weight and colour.

    A month's name stands where the month begins, or at the left edge while its first days are scrolled away.
    """

    def __init__(self, model: TapeModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._model = model
        self.setProperty(SPILLS, True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:
        """Return the height at the text size in force."""
        return QSize(super().sizeHint().width(), look.px(MONTHS_HEIGHT + DAYS_HEIGHT))

    def months(self) -> list[tuple[str, int, int]]:
        """Return the months of the chart: name, where its name begins, and where the month ends, in pixels."""
        found = []
        column = 0
        while self._model.tape is not None and column < self._model.days:
            when = self._model.day(column)
            following = (when.replace(day=1) + timedelta(days=32)).replace(day=1)
            end = min(self._model.days, self._model.column(following))
            left, right = self.sectionViewportPosition(column), self.sectionViewportPosition(end - 1)
            found.append((chart_texts.month_heading(when), left, right + self.sectionSize(end - 1)))
            column = end
        return [(name, max(0, left), right) for name, left, right in found if right > 0]

    def setOffset(self, offset: int) -> None:
        """Scroll; the names of the months move against their days."""
        super().setOffset(offset)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the days, then the months above them, each name inside its month."""
        super().paintEvent(event)
        colour = look.colours()
        painter = QPainter(self.viewport())
        painter.setFont(look.font(NOTE, bold=True))
        for name, left, right in self.months():
            inside = QRect(left + look.px(4), 0, right - left - look.px(8), look.px(MONTHS_HEIGHT))
            if left > 0:
                painter.setPen(QColor(colour.line))
                painter.drawLine(left, 0, left, self.height())
            painter.setPen(QColor(colour.text))
            for words in (name, name.partition(" ")[0], name[:3]):
                if painter.fontMetrics().horizontalAdvance(words) <= inside.width():
                    painter.drawText(inside, MIDDLE | Qt.AlignmentFlag.AlignLeft, words)
                    break
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw a day's number; one wider than its day goes on over the next ones."""
        tape = self._model.tape
        text = self._model.headerData(logicalIndex, Qt.Orientation.Horizontal)
        if tape is None or not text:
            return
        colour = look.colours()
        today = self._model.day(logicalIndex) == tape.today
        painter.setPen(QColor(colour.accent if today else colour.muted))
        painter.setFont(look.font(NOTE, bold=today))
        rect = rect.adjusted(0, look.px(MONTHS_HEIGHT), 0, 0)
        wide = painter.fontMetrics().horizontalAdvance(text) + look.px(4)
        if self._model.days <= 45:
            if wide > rect.width() and logicalIndex % 2 and not today:
                return
            across = rect.adjusted(-wide // 2, 0, wide // 2, 0)
            painter.drawText(across, MIDDLE | Qt.AlignmentFlag.AlignHCenter, text)
        else:
            painter.drawText(rect.adjusted(0, 0, wide, 0), MIDDLE | Qt.AlignmentFlag.AlignLeft, text)


class BedHeader(QHeaderView):
    """Rooms in bold, beds below them; a room stays named while its own row is scrolled away."""

    def __init__(self, model: TapeModel) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._model = model
        self.marked: frozenset[str] = frozenset()
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Return the width at the text size in force."""
        return QSize(look.px(LABEL_WIDTH), super().sizeHint().height())

    def standing_room(self) -> tuple[int, QRect] | None:
        """Return the row of the room whose own row is scrolled away, and where its name stands; None where none is.

        The next room pushes the name out at the top.
        """
        first = self.logicalIndexAt(0)
        if not 0 <= first < len(self._model.rows):
            return None
        heading = next(at for at in range(first, -1, -1) if self._model.rows[at].bed is None)
        if self.sectionViewportPosition(heading) >= 0:
            return None
        height = self.sectionSize(heading)
        rows = range(first + 1, len(self._model.rows))
        following = next((at for at in rows if self._model.rows[at].bed is None), None)
        below = height if following is None else self.sectionViewportPosition(following)
        return heading, QRect(0, min(0, below - height), self.viewport().width(), height)

    def setOffset(self, offset: int) -> None:
        """Scroll; the name of the room stays."""
        super().setOffset(offset)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw rooms and beds, then the name of the room that is scrolled away."""
        super().paintEvent(event)
        standing = self.standing_room()
        if standing is not None:
            painter = QPainter(self.viewport())
            self.paintSection(painter, standing[1], standing[0])
            painter.end()

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
