"""Tables on paper: plain strings in fixed rows, so that a table of thousands of rows is made quickly."""

from __future__ import annotations

from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import LongTable, TableStyle

from shelter_app.reports.dataset import SUPPRESSED, Facts, Table
from shelter_app.reports.render.saying import said
from shelter_app.reports.render.styles import BOLD, LINE, MUTED, REGULAR, SOFT, TEXT, WIDTH

SIZE, LEADING = 8.5, 11.0
HEAD_SIZE = 8.0
PAD = 4.5
SIDE = 5.0
AFTER = 6.0
LAST_TOGETHER = 3
NARROW, BROAD = 58.0, 92.0
LABEL_SHARE = 0.42
ONE_FIGURE = 0.68


def grid(table: Table) -> LongTable:
    """Return a table whose head repeats on each page; figures stand to the right, totals are bold."""
    first, rest = widths(len(table.columns) - 1)
    head = [
        _wrapped(words.said(), (rest, first)[at == 0], HEAD_SIZE) for at, words in enumerate(table.columns)
    ]
    body = []
    for at, row in enumerate(table.rows):
        label = _wrapped(_begun(row.label.said()), first, SIZE)
        if row.note is not None:
            label = f"{label}\n{_wrapped(row.note.said(), first, SIZE)}"
        body.append([label, *(said(cell, table.kind(at, c)) for c, cell in enumerate(row.cells))])
    lines = [max(text.count("\n") for text in row) + 1 for row in (head, *body)]
    return LongTable(
        [head, *body],
        colWidths=[first] + [rest] * (len(table.columns) - 1),
        rowHeights=[count * LEADING + 2 * PAD for count in lines],
        repeatRows=1,
        style=TableStyle(_style(table)),
        hAlign="LEFT",
        spaceAfter=AFTER,
    )


def widths(columns: int) -> tuple[float, float]:
    """Return the width of the labels and of each of the ``columns`` of figures."""
    rest = min(BROAD, max(NARROW, WIDTH * (1 - LABEL_SHARE) / max(1, columns)))
    whole = WIDTH * ONE_FIGURE if columns == 1 else WIDTH
    return whole - rest * columns, rest


def has_marks(table: Table) -> bool:
    """Say whether a cell of the table was left out."""
    return any(cell == SUPPRESSED for row in table.rows for cell in row.cells)


def _style(table: Table) -> list[tuple[Any, ...]]:
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, SIZE, LEADING),
        ("FONT", (0, 0), (-1, 0), REGULAR, HEAD_SIZE, LEADING),
        ("TEXTCOLOR", (0, 0), (-1, -1), TEXT),
        ("TEXTCOLOR", (0, 0), (-1, 0), MUTED),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), PAD),
        ("BOTTOMPADDING", (0, 0), (-1, -1), PAD),
        ("LEFTPADDING", (0, 0), (-1, -1), SIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), SIDE),
        ("NOSPLIT", (0, -LAST_TOGETHER), (0, -1)),
    ]
    for at, row in enumerate(table.rows, 1):
        if row.key:
            commands.append(("BACKGROUND", (0, at), (-1, at), SOFT))
            commands.append(("FONT", (0, at), (-1, at), BOLD, SIZE, LEADING))
    return commands


def facts(block: Facts) -> LongTable:
    """Return labels and what they stand for, one under the other."""
    first = WIDTH * 0.36
    rows = [
        [_wrapped(name.said(), first, SIZE), _wrapped(value.said(), WIDTH - first, SIZE)]
        for name, value in block.rows
    ]
    return LongTable(
        rows,
        colWidths=[first, WIDTH - first],
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR, SIZE, LEADING),
                ("TEXTCOLOR", (0, 0), (0, -1), MUTED),
                ("TEXTCOLOR", (1, 0), (1, -1), TEXT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ]
        ),
        hAlign="LEFT",
        spaceAfter=AFTER,
    )


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wrapped(text: str, width: float, size: float) -> str:
    room = width - 2 * SIDE
    if stringWidth(text, BOLD, size) <= room:
        return text
    return "\n".join(simpleSplit(text, BOLD, size, room))
