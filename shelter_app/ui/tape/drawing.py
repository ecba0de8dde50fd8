"""How the chart is drawn: only the rows and days that are seen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen

from shelter_app.domain.clock import LOCAL
from shelter_app.services.beds.tape import AWAY, OUTAGE, RESERVATION, STAY, Bar, BedRow
from shelter_app.ui.tape import chart_texts
from shelter_app.ui.tape.model import TapeModel
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import NOTE

RADIUS = 4
PLAIN_BELOW = 8  # a bar narrower than this has no round corners and no words
WORDS_FROM = 26
WEEKENDS_FROM = 6  # narrower days would make stripes of the weekends
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class Style(NamedTuple):
    """How a kind of bar is drawn: roles of the look's colours, dashed or not."""

    ground: str
    line: str
    text: str
    dashed: bool = False
    hatched: bool = False


STYLES = {
    STAY: Style("accent_soft", "accent", "accent"),
    RESERVATION: Style("info_soft", "info", "info", dashed=True),
    OUTAGE: Style("window", "muted", "muted", dashed=True),
    AWAY: Style("accent_soft", "accent", "accent", hatched=True),
}


class ChartGeometry:
    """The lengths of the chart as it stands: where days and rows lie in the viewport."""

    def __init__(self, model: TapeModel, day_width: int, left: int, width: int) -> None:
        self.model = model
        self.day_width = day_width
        self.left = left
        self.width = width

    def x(self, column: int) -> int:
        """Return where a day begins."""
        return self.left + column * self.day_width

    def columns(self, rect: QRect) -> tuple[int, int]:
        """Return the days that a rectangle touches, ``[first, end)``."""
        first = max(0, (rect.left() - self.left) // self.day_width)
        end = min(self.model.days, (rect.right() - self.left) // self.day_width + 1)
        return first, max(first, end)

    def span(self, start: date, end: date | None, box: QRect) -> QRect:
        """Return where the nights ``[start, end)`` lie in the row ``box``, cut to a little beyond the viewport."""
        first, last = self.model.columns_of(start, end)
        return self.place(first, last, box)

    def place(self, first: int, last: int, box: QRect) -> QRect:
        """Return where the columns ``[first, last)`` lie in the row ``box``."""
        pad = max(2, box.height() // 8)
        wide = max((last - first) * self.day_width - 1, 2)
        return QRect(self.x(first), box.top() + pad, wide, box.height() - 2 * pad)


def ground(painter: QPainter, geometry: ChartGeometry, seen: QRect) -> None:
    """Draw the page and the weekends."""
    colour = look.colours()
    painter.fillRect(seen, QColor(colour.surface))
    first, end = geometry.columns(seen)
    shade = QColor(colour.window)
    if geometry.model.tape is None or geometry.day_width < WEEKENDS_FROM:
        return
    weekday = geometry.model.day(0).weekday()
    for column in range(first, end):
        if (weekday + column) % 7 >= 5:
            painter.fillRect(geometry.x(column), seen.top(), geometry.day_width, seen.height(), shade)


def heading(painter: QPainter, geometry: ChartGeometry, box: QRect) -> None:
    """Draw a room's row."""
    colour = look.colours()
    painter.fillRect(box, QColor(colour.raised))
    painter.setPen(QColor(colour.line))
    painter.drawLine(box.topLeft(), box.topRight())
    painter.drawLine(box.bottomLeft(), box.bottomRight())


class BarPainter:
    """Draws bars; keeps pens, brushes and the widths of words while one chart is painted."""

    def __init__(self, painter: QPainter, geometry: ChartGeometry) -> None:
        self._painter = painter
        self._geometry = geometry
        colours = look.colours()._asdict()
        self._line = QColor(colours["line"])
        self._shut = QBrush(self._line, Qt.BrushStyle.BDiagPattern)
        self._font = look.font(NOTE)
        self._metrics = QFontMetrics(self._font)
        self._radius = look.px(RADIUS)
        self._styles = {}
        for kind, style in STYLES.items():
            pen = QPen(QColor(colours[style.line]), 1)
            if style.dashed:
                pen.setStyle(Qt.PenStyle.DashLine)
            brush = QBrush(QColor(colours[style.ground]))
            self._styles[kind] = (pen, brush, QPen(QColor(colours[style.text])))
        hatch = QColor(colours["accent"])
        hatch.setAlpha(90)
        self._hatch = QBrush(hatch, Qt.BrushStyle.BDiagPattern)
        painter.setFont(self._font)
        self._words: dict[tuple[str, int], str] = {}

    def row(self, bed: BedRow, box: QRect, seen: QRect) -> None:
        """Draw a bed's row: its line, the nights before and after its use, its bars."""
        painter, geometry = self._painter, self._geometry
        painter.setPen(self._line)
        painter.drawLine(seen.left(), box.bottom(), seen.right(), box.bottom())
        first, end = geometry.columns(seen)
        if first >= end:
            return
        begin, stop = geometry.model.day(first), geometry.model.day(end - 1) + timedelta(days=1)
        if bed.in_use_from > begin:
            self._unused(box, first, geometry.model.column(min(bed.in_use_from, stop)))
        if bed.retired_on is not None and bed.retired_on < stop:
            self._unused(box, geometry.model.column(max(bed.retired_on, begin)), end)
        for placed in touching(geometry.model.placed(bed), first, end):
            self.bar(*placed, box)
        for away in bed.away:
            painter.fillRect(geometry.span(away.start, away.end, box).adjusted(1, 1, -1, -1), self._hatch)

    def bar(self, first: int, last: int, bar: Bar, box: QRect) -> None:
        """Draw one bar with its word where it has room."""
        place = self._geometry.place(first, last, box)
        painter = self._painter
        pen, brush, colour = self._styles[bar.kind]
        painter.setPen(pen)
        painter.setBrush(brush)
        if place.width() < PLAIN_BELOW:
            painter.drawRect(place)
            return
        painter.drawRoundedRect(place, self._radius, self._radius)
        room = min(place.right(), self._geometry.width) - max(place.left(), 0) - 2 * self._radius
        if room >= WORDS_FROM:
            text = self._fitting(chart_texts.bar_text(bar), room)
            painter.setPen(colour)
            painter.drawText(
                QRect(max(place.left(), 0) + 2 * self._radius, place.top(), room, place.height()), LEFT, text
            )

    def _fitting(self, text: str, room: int) -> str:
        fitting = self._words.get((text, room))
        if fitting is None:
            fitting = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._words[(text, room)] = fitting
        return fitting

    def _unused(self, box: QRect, first: int, end: int) -> None:
        left = self._geometry.x(first)
        place = QRect(left, box.top(), self._geometry.x(end) - left, box.height() - 1)
        self._painter.fillRect(place, self._shut)


def touching(bars: Sequence[tuple[int, int, Bar]], first: int, end: int) -> Iterator[tuple[int, int, Bar]]:
    """Go through the bars that share a column with ``[first, end)``, or lie on one of its days without a night.

    The bars of a bed are in the order of days and do not overlap, so the first one is found by halving.
    """
    at = max(0, bisect_left(bars, first, key=lambda placed: placed[0]) - 3)
    for placed in bars[at:]:
        if placed[0] >= end:
            return
        if placed[1] >= first:
            yield placed


def today(painter: QPainter, geometry: ChartGeometry, seen: QRect) -> None:
    """Draw the line of now through its day."""
    tape = geometry.model.tape
    if tape is None or not tape.first <= tape.today < tape.end:
        return
    local = tape.now.astimezone(LOCAL)
    part = (local.hour * 60 + local.minute) / 1440
    x = geometry.x(geometry.model.column(tape.today)) + part * geometry.day_width
    painter.setPen(QPen(QColor(look.colours().accent), 2))
    painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()))


def cursor(painter: QPainter, box: QRect) -> None:
    """Draw the ring around the cell that the keyboard stands on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.colours().accent), 2))
    painter.drawRect(box.adjusted(1, 1, -2, -2))


def ghost(painter: QPainter, place: QRect, possible: bool) -> None:
    """Draw what a drag would do, where it would be."""
    colour = look.colours()
    line = QColor(colour.accent if possible else colour.danger)
    fill = QColor(colour.accent_soft if possible else colour.danger_soft)
    fill.setAlpha(200)
    painter.setBrush(fill)
    painter.setPen(QPen(line, 2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(QRectF(place), look.px(RADIUS), look.px(RADIUS))
