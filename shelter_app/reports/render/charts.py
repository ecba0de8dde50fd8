"""Bars as vectors, each with its number; a bar that is left out says so."""

from __future__ import annotations

from typing import Literal

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from shelter_app.reports.dataset import Cell, Chart
from shelter_app.reports.render.styles import ACCENT, LINE, MUTED, PALE, REGULAR, TEXT, WIDTH
from shelter_app.reports.render.wording import format_cell

COLOURS = (ACCENT, PALE)
SIZE, LEADING = 7.5, 9.0
UPRIGHT_MOST = 12
TALL, WIDE = 104.0, 44.0
LEGEND = 16.0
LYING_BAR = 9.0
GAP = 3.0


def bars(chart: Chart) -> Drawing:
    """Return the chart as wide as the text: standing bars for a few, lying bars for many."""
    return _horizontal_bars(chart) if len(chart.bars) > UPRIGHT_MOST else _upright(chart)


def _top(chart: Chart) -> float:
    found = [cell for _label, cells in chart.bars for cell in cells if isinstance(cell, float | int)]
    return float(max(found, default=0)) or 1.0


def _text(
    x: float, y: float, text: str, *, anchor: Literal["start", "middle"] = "middle", colour: Color = TEXT
) -> String:
    return String(x, y, text, fontName=REGULAR, fontSize=SIZE, fillColor=colour, textAnchor=anchor)


def _bar(x: float, y: float, wide: float, tall: float, colour: Color) -> Rect:
    bar = Rect(x, y, wide, tall)
    bar.fillColor, bar.strokeColor = colour, None
    return bar


def has_bars(chart: Chart) -> bool:
    """Say whether anything of the chart may be drawn."""
    return any(isinstance(cell, float | int) for _label, cells in chart.bars for cell in cells)


def _legend(drawing: Drawing, chart: Chart) -> float:
    """Draw which colour is which series, when there are two; return the height it takes."""
    if len(chart.series) < len(COLOURS):
        return 0.0
    x = 0.0
    for words, colour in zip(chart.series, COLOURS, strict=False):
        name = words.text()
        drawing.add(_bar(x, drawing.height - 10, 7, 7, colour))
        drawing.add(_text(x + 11, drawing.height - 9.5, name, anchor="start", colour=MUTED))
        x += 11 + stringWidth(name, REGULAR, SIZE) + 16
    return LEGEND


def _upright(chart: Chart) -> Drawing:
    step = WIDTH / max(1, len(chart.bars))
    labels = [simpleSplit(label.text(), REGULAR, SIZE, step - GAP) for label, _cells in chart.bars]
    floor = LEADING * max((len(lines) for lines in labels), default=1) + 4
    legend = LEGEND if len(chart.series) >= len(COLOURS) else 0
    drawing = Drawing(WIDTH, floor + TALL + 12 + legend)
    _legend(drawing, chart)
    each = min(WIDE, step * 0.72 / max(1, len(chart.series)))
    for index, (_label, cells) in enumerate(chart.bars):
        middle = step * (index + 0.5)
        for at, line in enumerate(labels[index]):
            drawing.add(_text(middle, floor - 9 - at * LEADING, line, colour=MUTED))
        left = middle - each * len(cells) / 2
        for at, cell in enumerate(cells):
            tall = _length(cell, chart) * TALL
            x = left + at * each
            if tall:
                drawing.add(_bar(x + 0.5, floor, each - 1, tall, COLOURS[at]))
            drawing.add(_text(x + each / 2, floor + tall + 3, format_cell(cell, chart.kind)))
    drawing.add(Line(0, floor, WIDTH, floor, strokeColor=LINE, strokeWidth=0.7))
    return drawing


def _horizontal_bars(chart: Chart) -> Drawing:
    names = [label.text() for label, _cells in chart.bars]
    left = max(stringWidth(name, REGULAR, SIZE) for name in names) + 8
    group = LYING_BAR * len(chart.series) + GAP
    legend = LEGEND if len(chart.series) >= len(COLOURS) else 0
    drawing = Drawing(WIDTH, group * len(names) + legend)
    _legend(drawing, chart)
    room = WIDTH - left - 40
    for index, (_label, cells) in enumerate(chart.bars):
        top = drawing.height - legend - index * group
        drawing.add(_text(0, top - group / 2 - 1, names[index], anchor="start", colour=MUTED))
        for at, cell in enumerate(cells):
            y, long = top - (at + 1) * LYING_BAR, _length(cell, chart) * room
            if long:
                drawing.add(_bar(left, y + 0.5, long, LYING_BAR - 1, COLOURS[at]))
            drawing.add(_text(left + long + 4, y + 2, format_cell(cell, chart.kind), anchor="start"))
    drawing.add(Line(left, 0, left, drawing.height - legend, strokeColor=LINE, strokeWidth=0.7))
    return drawing


def _length(cell: Cell, chart: Chart) -> float:
    return max(0.0, float(cell)) / _top(chart) if isinstance(cell, float | int) else 0.0
