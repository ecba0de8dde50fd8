"""Tables on paper: their heads repeat on each page, figures stand to the right, totals are bold.

Drawn straight onto the page in rows of known height, so that a table of thousands of rows is made quickly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable

from shelter_app.reports.dataset import SUPPRESSED, Facts, Table
from shelter_app.reports.render.styles import BOLD, LINE, MUTED, REGULAR, SOFT, TEXT, WIDTH
from shelter_app.reports.render.wording import format_cell

SIZE, LEADING = 8.5, 11.0
HEAD_SIZE = 8.0
PAD = 4.5
SIDE = 5.0
AFTER = 5.0
PEN = 26  # points of height in which a hand writes
DROP = 3.0
LAST_TOGETHER = 3
NARROW, BROAD = 58.0, 92.0
LABEL_SHARE = 0.42
ONE_FIGURE = 0.68
FACT_NAME = 0.36


@dataclass(frozen=True, slots=True)
class _Printed:
    """A row as it is printed: its label in lines, its figures, whether it is a total."""

    label: tuple[str, ...]
    figures: tuple[str, ...]
    key: bool

    @property
    def height(self) -> float:
        return len(self.label) * LEADING + 2 * PAD


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all parts of a table share: the head, the rows, where each begins, how wide the columns are."""

    head: tuple[tuple[str, ...], ...]
    rows: tuple[_Printed, ...]
    tops: tuple[float, ...]
    first: float
    rest: float

    @property
    def head_height(self) -> float:
        return max(map(len, self.head)) * LEADING + 2 * PAD

    @property
    def width(self) -> float:
        return self.first + self.rest * (len(self.head) - 1)


def grid(table: Table) -> Flowable:
    """Return a table that flows over as many pages as it needs."""
    first, rest = widths(len(table.columns) - 1)
    head = tuple(
        _lines(words.text(), (rest, first)[at == 0], HEAD_SIZE) for at, words in enumerate(table.columns)
    )
    rows = []
    for at, row in enumerate(table.rows):
        label = _lines(_begun(row.label.text()), first, SIZE)
        if row.note is not None:
            label += _lines(row.note.text(), first, SIZE)
        figures = tuple(format_cell(cell, table.kind(at, c)) for c, cell in enumerate(row.cells))
        rows.append(_Printed(label, figures, row.key))
    tops = tuple(accumulate((row.height for row in rows), initial=0.0))
    return _Grid(_Sheet(head, tuple(rows), tops, first, rest), 0, len(rows))


def widths(columns: int) -> tuple[float, float]:
    """Return the width of the labels and of each of the ``columns`` of figures."""
    rest = min(BROAD, max(NARROW, WIDTH * (1 - LABEL_SHARE) / max(1, columns)))
    whole = WIDTH * ONE_FIGURE if columns == 1 else WIDTH
    return whole - rest * columns, rest


def has_marks(table: Table) -> bool:
    """Say whether a cell of the table was left out."""
    return any(cell == SUPPRESSED for row in table.rows for cell in row.cells)


class _Grid(Flowable):
    """The rows ``start`` to ``stop`` of a table, under its head."""

    def __init__(self, sheet: _Sheet, start: int, stop: int) -> None:
        super().__init__()
        self.sheet, self.start, self.stop = sheet, start, stop
        self.hAlign = "LEFT"
        self.spaceAfter = AFTER

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        tops = self.sheet.tops
        self.width = self.sheet.width
        self.height = self.sheet.head_height + tops[self.stop] - tops[self.start]
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        tops, stop = self.sheet.tops, self.start
        room = height - self.sheet.head_height + tops[self.start]
        while stop < self.stop and tops[stop + 1] <= room:
            stop += 1
        if stop < self.stop:
            stop = min(stop, self.stop - LAST_TOGETHER)
        if stop <= self.start:
            return []
        return [_Grid(self.sheet, self.start, stop), _Grid(self.sheet, stop, self.stop)]

    def draw(self) -> None:
        sheet, top = self.sheet, self.height - self.sheet.head_height
        offset = top + sheet.tops[self.start]
        self._rules(offset)
        text = self.canv.beginText()
        text.setFont(REGULAR, HEAD_SIZE)
        text.setFillColor(MUTED)
        for at, lines in enumerate(sheet.head):
            above = top + PAD + (len(lines) - 1) * LEADING + DROP
            self._column(text, at, lines, above, REGULAR, HEAD_SIZE)
        text.setFillColor(TEXT)
        font = ""
        for at in range(self.start, self.stop):
            row = sheet.rows[at]
            if font != (wanted := BOLD if row.key else REGULAR):
                font = wanted
                text.setFont(font, SIZE)
            above = offset - sheet.tops[at] - PAD - LEADING + DROP
            self._column(text, 0, row.label, above, font, SIZE)
            middle = above - (len(row.label) - 1) * LEADING / 2
            for column, figure in enumerate(row.figures, 1):
                self._column(text, column, (figure,), middle, font, SIZE)
        self.canv.drawText(text)

    def _rules(self, offset: float) -> None:
        """Draw the grounds of totals, and a line below the head and below each row."""
        sheet, wide = self.sheet, self.sheet.width
        self.canv.setFillColor(SOFT)
        for at in range(self.start, self.stop):
            if sheet.rows[at].key:
                height = sheet.rows[at].height
                self.canv.rect(0, offset - sheet.tops[at + 1], wide, height, stroke=0, fill=1)
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.5)
        ends = (offset - sheet.tops[at] for at in range(self.start, self.stop + 1))
        self.canv.lines([(0, y, wide, y) for y in ends])

    def _column(
        self, text: PDFTextObject, column: int, lines: Sequence[str], above: float, font: str, size: float
    ) -> None:
        """Write lines into a column, labels from the left, figures from the right."""
        right = self.sheet.first + self.sheet.rest * column - SIDE
        for number, line in enumerate(lines):
            x = SIDE if column == 0 else right - stringWidth(line, font, size)
            text.setTextOrigin(x, above - number * LEADING)
            text.textOut(line)


def facts(block: Facts) -> Flowable:
    """Return labels and what they stand for, one under the other."""
    return _Facts(block)


class _Facts(Flowable):
    """Labels at the left, muted, and what they stand for."""

    def __init__(self, block: Facts) -> None:
        super().__init__()
        self.first = WIDTH * FACT_NAME
        self.rows = [
            (_lines(name.text(), self.first, SIZE), _lines(value.text(), WIDTH - self.first, SIZE))
            for name, value in block.rows
        ]
        self.written = [block.by_hand and not value.text() for _name, value in block.rows]
        self.spaceAfter = AFTER

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        self.height = sum(self._heights())
        return WIDTH, self.height

    def _heights(self) -> list[float]:
        """Return the height of each row; one to write in by hand has room for a pen."""
        return [
            max(max(map(len, row)) * LEADING + PAD, PEN if by_hand else 0)
            for row, by_hand in zip(self.rows, self.written, strict=True)
        ]

    def draw(self) -> None:
        y = self.height
        text = self.canv.beginText()
        text.setFont(REGULAR, SIZE)
        lines_to_write_on = []
        for row, high, by_hand in zip(self.rows, self._heights(), self.written, strict=True):
            if by_hand:
                lines_to_write_on.append(y - high + PAD)
            for x, lines, colour in ((0.0, row[0], MUTED), (self.first, row[1], TEXT)):
                text.setFillColor(colour)
                for number, line in enumerate(lines, 1):
                    text.setTextOrigin(x, y - number * LEADING + DROP)
                    text.textOut(line)
            y -= high
        self.canv.drawText(text)
        self.canv.setStrokeColor(MUTED)
        self.canv.setLineWidth(0.5)
        for at in lines_to_write_on:
            self.canv.line(self.first, at, WIDTH, at)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lines(text: str, width: float, size: float) -> tuple[str, ...]:
    room = width - 2 * SIDE
    if stringWidth(text, BOLD, size) <= room:
        return (text,)
    return tuple(simpleSplit(text, BOLD, size, room))
