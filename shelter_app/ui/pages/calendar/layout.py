"""Where sessions stand in the grid: days beside each other, hours under each other, overlaps side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QPoint, QRect

from shelter_app.domain.clock import local_moment
from shelter_app.domain.overlap_columns import overlap_columns
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.counselling import words
from shelter_app.ui.pages.calendar.model import USUAL, SessionsModel
from shelter_app.ui.theme import look

HOUR = 56
AXIS = 56
HEAD = 36
LEAST_DAY = 92
FIRST, LAST = 7, 21
SHORTEST = 25  # minutes: a shorter session is drawn as long as this, to be seen and hit
STEP = 15
MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class SessionLayout:
    """The lengths of a grid of some days; all of them without scrolling."""

    days: tuple[date, ...]
    first: int
    last: int
    boxes: tuple[tuple[QRect, ...], ...]
    day_width: int

    @property
    def width(self) -> int:
        """Return how wide the days are together."""
        return self.day_width * len(self.days)

    @property
    def height(self) -> int:
        """Return how high the hours are together."""
        return look.px(HOUR) * (self.last - self.first)

    def y(self, minutes: int) -> int:
        """Return how far down a time of day is."""
        return (minutes - self.first * 60) * look.px(HOUR) // 60

    def moment(self, place: QPoint) -> datetime | None:
        """Return the moment at a point, on a quarter of an hour."""
        column = place.x() // max(1, self.day_width)
        if not 0 <= column < len(self.days):
            return None
        minutes = self.first * 60 + place.y() * 60 // look.px(HOUR)
        minutes = min(max(0, minutes), MINUTES_A_DAY - STEP) // STEP * STEP
        return local_moment(self.days[column], minutes // 60, minutes % 60)

    def box(self, day: date, minutes: int, length: int) -> QRect:
        """Return where something lies that has the whole width of its day."""
        column = self.days.index(day) if day in self.days else 0
        start, end = _within_a_day(minutes, length)
        top = self.y(start)
        return QRect(column * self.day_width, top, self.day_width, self.y(end) - top)


def place(model: SessionsModel, room: int) -> SessionLayout:
    """Work out where the sessions of the model stand in a width."""
    spans = [[_span(session) for session in column] for column in model.columns]
    starts = [start for column in spans for start, _end in column]
    ends = [end for column in spans for _start, end in column]
    first = min([FIRST, *(start // 60 for start in starts)])
    last = max([LAST, *((end + 59) // 60 for end in ends)])
    wide = max(look.px(LEAST_DAY), room // max(1, len(model.days)))
    bare = SessionLayout(model.days, first, last, (), wide)
    boxes = tuple(
        tuple(_box(bare, at, span, lane) for span, lane in zip(column, _columns(column), strict=True))
        for at, column in enumerate(spans)
    )
    return SessionLayout(model.days, first, last, boxes, wide)


def _span(session: SessionView) -> tuple[int, int]:
    return _within_a_day(words.clock_minutes(session), session.minutes or USUAL)


def _within_a_day(minutes: int, length: int) -> tuple[int, int]:
    """Return from when to when something is drawn; what goes on after midnight ends with its day."""
    end = min(minutes + max(length, SHORTEST), MINUTES_A_DAY)
    return min(minutes, end - SHORTEST), end


def _columns(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the column of each span; on the day of 25 hours a later session may begin at an earlier hour."""
    order = sorted(range(len(spans)), key=lambda at: spans[at][0])
    column_of = dict(zip(order, overlap_columns([spans[at] for at in order]), strict=True))
    return [column_of[at] for at in range(len(spans))]


def _box(places: SessionLayout, column: int, span: tuple[int, int], lane: tuple[int, int]) -> QRect:
    at, many = lane
    room = places.day_width - 6
    left = column * places.day_width + 3 + room * at // many
    right = column * places.day_width + 3 + room * (at + 1) // many
    top = places.y(span[0])
    return QRect(left, top + 1, right - left - 1, places.y(span[1]) - top - 2)
