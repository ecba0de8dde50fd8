"""A table of 4,000 rows as a report, beside the same texts in a bare ReportLab table."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.platypus import LongTable, SimpleDocTemplate

from shelter_app.reports.render import pdf, styles
from tests.bench.measure import Line, seconds, side_by_side
from tests.reports.papers import HEAD, dataset_of, long_table

ROWS = 4_000
GOAL = 1.2
TIMES = 5


def bare(rows: list[tuple[str, ...]]) -> None:
    """Make the plainest table that ReportLab makes in the same font, its head on each page."""
    table = LongTable([HEAD, *rows], repeatRows=1, style=[("FONT", (0, 0), (-1, -1), styles.REGULAR, 8.5)])
    SimpleDocTemplate(io.BytesIO(), pagesize=A4).build([table])


def paper() -> Line:
    """Measure both in turn."""
    styles.register_fonts()
    table = long_table(ROWS)
    dataset = dataset_of(table)
    rows = [
        (row.label.text(), *(f"{cell:.0f}" for cell in row.cells if cell is not None)) for row in table.rows
    ]
    pdf.render(dataset, "ro")
    mine, floor = side_by_side(
        lambda: seconds(lambda: pdf.render(dataset, "ro")), lambda: seconds(lambda: bare(rows)), TIMES
    )
    return Line(
        f"a report of {ROWS:,} rows / a bare ReportLab table",
        f"{mine:.2f} s",
        f"{floor:.2f} s",
        mine / floor,
        GOAL,
    )
