"""The few figures that a report is about, large, in a row."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Flowable

from shelter_app.domain.codes import label
from shelter_app.reports.dataset import Line
from shelter_app.reports.render.styles import BOLD, LINE, MUTED, REGULAR, TEXT, WIDTH
from shelter_app.reports.render.wording import ends_of, value_of

TALL = 62.0
GAP = 8.0
INSIDE = 8.0
AFTER = 8.0


def cards(lines: Sequence[Line]) -> Flowable:
    """Return the figures as boxes over the width of the text."""
    return _Cards(tuple(lines))


class _Cards(Flowable):
    """Boxes of the same width: the value, what it is, and of a ratio what by what."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        super().__init__()
        self.lines = lines
        self.spaceAfter = AFTER

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return WIDTH, TALL

    def draw(self) -> None:
        wide = (WIDTH - GAP * (len(self.lines) - 1)) / len(self.lines)
        for at, line in enumerate(self.lines):
            x = at * (wide + GAP)
            self.canv.setStrokeColor(LINE)
            self.canv.setLineWidth(0.7)
            self.canv.roundRect(x, 0, wide, TALL, 4)
            self.canv.setFillColor(TEXT)
            has_number = isinstance(line.value, float | int)
            self.canv.setFont(BOLD, 16 if has_number else 11)
            self.canv.drawString(x + INSIDE, TALL - 22, value_of(line))
            self.canv.setFillColor(MUTED)
            self.canv.setFont(REGULAR, 7.5)
            words = simpleSplit(label("indicator", line.code), REGULAR, 7.5, wide - 2 * INSIDE)[:2]
            words += simpleSplit(ends_of(line), REGULAR, 7.5, wide - 2 * INSIDE)[:1]
            for number, text in enumerate(words):
                self.canv.drawString(x + INSIDE, TALL - 34 - number * 9.5, text)
