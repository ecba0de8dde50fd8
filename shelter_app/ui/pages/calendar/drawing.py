"""How the grid is drawn: hours, days, the line of now, and of the sessions only those that are seen."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import code
from shelter_app.domain.sessions import PLANNED
from shelter_app.i18n import language
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.counselling import words
from shelter_app.ui.icons.drawing import pixmap
from shelter_app.ui.pages.calendar.layout import SessionLayout
from shelter_app.ui.pages.calendar.model import SessionsModel
from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import BODY, NOTE

RADIUS = 4
MARK = 14
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine


class Style(NamedTuple):
    """How a session of a state is drawn: colours of the look, the icon that says the same, dashed or not."""

    ground: str
    line: str
    text: str
    icon: str
    dashed: bool = False


COMING = Style("accent_soft", "accent", "text", "")
OPEN = Style("warning_soft", "warning", "text", "triangle-alert")
HELD = Style("raised", "muted", "text", "check")
NOT_HELD = Style("window", "muted", "muted", "x", dashed=True)


def style_of(session: SessionView, now: datetime) -> Style:
    """Return how a session is drawn."""
    if session.status == PLANNED:
        return OPEN if words.is_open(session, now) else COMING
    return HELD if code("attendance", session.status).extra["delivered"] else NOT_HELD


def ground(painter: QPainter, places: SessionLayout, origin: QPoint, seen: QRect, axis: QRect) -> None:
    """Draw the days, the weekends, the hours and their figures."""
    colour = look.colours()
    painter.fillRect(seen, QColor(colour.surface))
    for column, one in enumerate(places.days):
        left = origin.x() + column * places.day_width
        if one.weekday() >= 5:
            painter.fillRect(left, seen.top(), places.day_width, seen.height(), QColor(colour.window))
        painter.setPen(QColor(colour.line))
        painter.drawLine(left, seen.top(), left, seen.bottom())
    painter.setFont(look.font(NOTE))
    for hour in range(places.first, places.last + 1):
        y = origin.y() + places.y(hour * 60)
        if seen.top() - look.px(20) <= y <= seen.bottom():
            painter.setPen(QColor(colour.line))
            painter.drawLine(axis.right(), y, seen.right(), y)


def hours(painter: QPainter, places: SessionLayout, origin: QPoint, axis: QRect) -> None:
    """Draw the figures of the hours at the left."""
    colour = look.colours()
    painter.fillRect(axis, QColor(colour.surface))
    painter.setFont(look.font(NOTE))
    painter.setPen(QColor(colour.muted))
    for hour in range(places.first, places.last):
        y = origin.y() + places.y(hour * 60)
        if axis.top() - look.px(20) <= y <= axis.bottom():
            box = QRect(axis.left(), y + 2, axis.width() - look.px(8), look.px(20))
            painter.drawText(box, RIGHT, f"{hour:02}:00")


def head(painter: QPainter, places: SessionLayout, origin: QPoint, box: QRect, today: date) -> None:
    """Draw the days above the hours; today stands out by weight and colour."""
    colour = look.colours()
    painter.fillRect(box, QColor(colour.surface))
    painter.setPen(QColor(colour.line))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    for column, one in enumerate(places.days):
        place = QRect(origin.x() + column * places.day_width, box.top(), places.day_width, box.height())
        here = one == today
        painter.setFont(look.font(BODY, bold=here))
        painter.setPen(QColor(colour.accent if here else colour.text))
        metrics = painter.fontMetrics()
        said = next(
            (text for text in _day_names(one) if metrics.horizontalAdvance(text) <= place.width() - 4),
            str(one.day),
        )
        painter.drawText(place, MIDDLE, said)


def session(painter: QPainter, one: SessionView, box: QRect, now: datetime, faint: bool = False) -> None:
    """Draw a session: time and code name, then its kind and state, each only where it fits whole."""
    style, colours = style_of(one, now), look.colours()._asdict()
    painter.setOpacity(0.45 if faint else 1.0)
    pen = QPen(QColor(colours[style.line]), 1)
    if style.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(colours[style.ground]))
    painter.drawRoundedRect(QRectF(box), look.px(RADIUS), look.px(RADIUS))
    if not style.dashed:
        painter.fillRect(
            box.left(), box.top() + 2, max(3, look.px(3)), box.height() - 3, QColor(colours[style.line])
        )
    inside = box.adjusted(look.px(8), look.px(2), -look.px(4), -look.px(1))
    painter.setPen(QColor(colours[style.text]))
    if style.icon and inside.width() >= look.px(MARK * 3):
        drawn = pixmap(style.icon, style.line, MARK)
        side = look.px(MARK)
        painter.drawPixmap(QRect(inside.right() - side, inside.top() + 2, side, side), drawn)
    first = QRect(inside)
    if style.icon and inside.width() >= look.px(MARK * 3):
        first.setRight(inside.right() - look.px(MARK + 2))
    painter.setFont(look.font(NOTE, bold=True))
    who, hour = words.people(one), words.hour(one)
    top = _fit(painter, first, f"{hour} {who}") or _fit(painter, first, hour)
    if top:
        rest = inside.adjusted(0, top, 0, 0)
        if painter.fontMetrics().horizontalAdvance(f"{hour} {who}") > first.width() and top < look.px(24):
            rest.setTop(rest.top() + _fit(painter, rest, who))
        painter.setFont(look.font(NOTE))
        for said in (words.kind(one), words.state(one, now)):
            taken = _fit(painter, rest, said)
            if not taken:
                break
            rest.setTop(rest.top() + taken)
    painter.setOpacity(1.0)


def band(room: QRect, said: str) -> QRect:
    """Return the part of ``room``, from its top, that these words of a session of another day take."""
    inside = QRect(0, 0, room.width() - look.px(16), look.px(1000))
    needed = QFontMetrics(look.font(NOTE, bold=True)).boundingRect(inside, WRAPPED, said)
    return QRect(room.left(), room.top(), room.width(), needed.height() + look.px(12))


def nearest(painter: QPainter, cells: SessionsModel, box: QRect) -> None:
    """Draw the session of another day across the days, all of it in words, with the ring of where one stands."""
    if cells.nearest is None or cells.now is None:
        return
    style, colours = style_of(cells.nearest.session, cells.now), look.colours()._asdict()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(QColor(colours[style.line]), 1))
    painter.setBrush(QColor(colours[style.ground]))
    painter.drawRoundedRect(QRectF(box), look.px(RADIUS), look.px(RADIUS))
    painter.setPen(QColor(colours[style.text]))
    painter.setFont(look.font(NOTE, bold=True))
    painter.drawText(box.adjusted(look.px(8), look.px(6), -look.px(8), 0), WRAPPED, cells.nearest_words())
    ring(painter, box)


def ring(painter: QPainter, box: QRect) -> None:
    """Draw the ring around the session that the keyboard stands on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.colours().accent), 2))
    painter.drawRoundedRect(QRectF(box.adjusted(-1, -1, 1, 1)), look.px(RADIUS), look.px(RADIUS))


def now_line(painter: QPainter, places: SessionLayout, origin: QPoint, now: datetime) -> None:
    """Draw the line of now through its day."""
    local = now.astimezone(LOCAL)
    if local.date() in places.days:
        left = origin.x() + places.days.index(local.date()) * places.day_width
        y = origin.y() + places.y(local.hour * 60 + local.minute)
        painter.setPen(QPen(QColor(look.colours().accent), 2))
        painter.drawLine(left, y, left + places.day_width, y)


def _fit(painter: QPainter, room: QRect, said: str) -> int:
    """Draw words, wrapped between them, where they fit whole; return the height they took, 0 for not at all."""
    if not said or room.height() <= 0:
        return 0
    needed = painter.boundingRect(room, WRAPPED, said)
    if needed.width() > room.width() or needed.height() > room.height() + 1:
        return 0
    painter.drawText(room, WRAPPED, said)
    return needed.height()


def _day_names(one: date) -> tuple[str, ...]:
    from babel.dates import format_date

    from shelter_app.i18n import DAYS

    lang = DAYS[language()]
    return tuple(format_date(one, form, locale=lang) for form in ("EEEE, d MMM", "EEE d MMM", "EEE d"))
