"""A bed's card: painted, and a button for keyboard and screen reader."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from shelter_app.i18n import _
from shelter_app.services.house.views import FREE, HELD_LEAVE, MISSING, OCCUPIED, OUT, RESERVED
from shelter_app.ui.icons.drawing import pixmap
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import BODY, NOTE

HEIGHT = 63
PAD = 13.5
RADIUS = 6
HATCH = 8
FADED = 0.4
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Drawing(NamedTuple):
    """How a state is drawn: roles of the look's colours, and its marks."""

    ground: str
    line: str
    heading: str
    below: str
    icon: str = ""
    dashed: bool = False
    hatched: bool = False
    bold: bool = True


DRAWINGS = {
    FREE: Drawing("free_soft", "free", "free", "free"),
    OCCUPIED: Drawing("raised", "line", "text", "muted"),
    HELD_LEAVE: Drawing("window", "warning", "text", "warning", dashed=True),
    MISSING: Drawing("raised", "danger", "text", "danger"),
    RESERVED: Drawing("info_soft", "info", "text", "muted", "hourglass", dashed=True, bold=False),
    OUT: Drawing("window", "line", "text", "muted", "wrench", hatched=True, bold=False),
}

ALERT_ROLES = {"HIGH": "danger", "MEDIUM": "warning", "LOW": "muted"}


class BedCardButton(QAbstractButton):
    """One bed: heading, a line below, its label at the right, marks after the heading."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open what Enter opens, with the menu key and the right button too."""
        self.click()
        event.accept()

    def __init__(
        self, parent: QWidget, bed_id: str, state: str, label: str, marks: tuple[tuple[str, str], ...]
    ) -> None:
        super().__init__(parent)
        self.bed_id = bed_id
        self.state = state
        self._label = label
        self._marks = marks
        self._below = ""
        self._called = ""
        self._faded = False
        self.setObjectName(f"bed_{bed_id}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_texts(self, heading: str, below: str, spoken: str, called: str = "") -> None:
        """Give the card its words; ``called`` stands beside the heading, as far as there is room."""
        self.setText(heading)
        self._called = called
        self._below = below
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def fade(self, faded: bool) -> None:
        """Stand back behind the beds that fit what is looked for, to the eye and to the ear."""
        self._faded = faded
        self.setAccessibleDescription(_("does not match the search") if faded else "")
        self.update()

    def faded(self) -> bool:
        """Say whether the card stands back."""
        return self._faded

    def called(self) -> str:
        """Return the name that stands beside the heading."""
        return self._called

    def below(self) -> str:
        """Return the line below the heading."""
        return self._below

    def sizeHint(self) -> QSize:
        """Return the height of the design at the text size in force."""
        return QSize(look.px(200), look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return how narrow the card may become."""
        return QSize(look.px(140), look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, line, words and marks."""
        drawing = DRAWINGS[self.state]
        colour = look.colours()._asdict()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._faded:
            painter.setOpacity(FADED)
        self._draw_ground(painter, drawing, colour)
        pad = look.px(PAD)
        inside = self.rect().adjusted(pad, look.px(8), -pad, -look.px(11))
        upper = QRect(inside.left(), inside.top(), inside.width(), look.px(20))
        lower = QRect(inside.left(), upper.bottom(), inside.width(), look.px(20))
        note = look.font(NOTE)
        label_width = QFontMetrics(note).horizontalAdvance(self._label)
        painter.setFont(note)
        heading = look.font(BODY, bold=drawing.bold)
        if drawing.hatched:
            self._clear_behind(painter, upper, lower, label_width, heading, colour[drawing.ground])
        painter.setPen(QColor(colour["free" if self.state == FREE else "muted"]))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._label)
        self._draw_line(painter, lower, self._below, colour[drawing.below])
        painter.setFont(heading)
        self._draw_heading(painter, upper.adjusted(0, 0, -label_width - look.px(8), 0), drawing, colour)

    def _clear_behind(
        self, painter: QPainter, upper: QRect, lower: QRect, label_width: int, heading: QFont, ground: str
    ) -> None:
        """Take the hatch away behind the words and the icons: a line through a word makes it unreadable."""
        gap = look.px(4)
        beside = (bool(DRAWINGS[self.state].icon) + len(self._marks)) * look.px(20)
        widths = (
            (upper, QFontMetrics(heading).horizontalAdvance(self.text()) + beside),
            (lower, painter.fontMetrics().horizontalAdvance(self._below)),
        )
        for room, width in widths:
            place = QRect(room.left() - gap, room.top(), min(width, room.width()) + 2 * gap, room.height())
            painter.fillRect(place, QColor(ground))
        label = QRect(upper.right() - label_width - gap, upper.top(), label_width + 2 * gap, upper.height())
        painter.fillRect(label, QColor(ground))

    def _draw_ground(self, painter: QPainter, drawing: Drawing, colour: dict[str, str]) -> None:
        radius = look.px(RADIUS)
        box = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        painter.fillPath(path, QColor(colour[drawing.ground]))
        if drawing.hatched:
            painter.save()
            painter.setClipPath(path)
            painter.setPen(QPen(QColor(colour["line"]), 1))
            step = look.px(HATCH)
            for start in range(-self.height(), self.width(), step):
                painter.drawLine(QPointF(start, self.height()), QPointF(start + self.height(), 0))
            painter.restore()
        pen = QPen(QColor(colour[drawing.line]), 1)
        if drawing.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawPath(path)
        if self.hasFocus():
            ring = QPainterPath()
            ring.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius + 2, radius + 2)
            painter.setPen(QPen(QColor(colour["accent"]), 2))
            painter.drawPath(ring)

    def _draw_heading(self, painter: QPainter, room: QRect, drawing: Drawing, colour: dict[str, str]) -> None:
        left = room.left()
        side = look.px(14)
        middle = room.top() + (room.height() - side) // 2
        if drawing.icon:
            painter.drawPixmap(
                left, middle, pixmap(drawing.icon, drawing.heading, 14, self.devicePixelRatio())
            )
            left += side + look.px(6)
        marks_width = len(self._marks) * (side + look.px(6))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.right() - left - marks_width
        )
        painter.setPen(QColor(colour[drawing.heading]))
        painter.drawText(QRect(left, room.top(), room.right() - left, room.height()), LEFT, words)
        left += metrics.horizontalAdvance(words) + look.px(6)
        if self._called:
            painter.setFont(look.font(BODY))
            metrics = painter.fontMetrics()
            spare = room.right() - left - marks_width
            called = metrics.elidedText(self._called, Qt.TextElideMode.ElideRight, max(0, spare))
            painter.drawText(QRect(left, room.top(), max(0, spare), room.height()), LEFT, called)
            left += metrics.horizontalAdvance(called) + look.px(6)
        for icon, role in self._marks:
            painter.drawPixmap(left, middle + 1, pixmap(icon, role, 14, self.devicePixelRatio()))
            left += side + look.px(6)

    def _draw_line(self, painter: QPainter, room: QRect, words: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT, cut)
