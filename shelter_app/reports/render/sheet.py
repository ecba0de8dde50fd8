"""Sheets of the house as PDF and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    LongTable,
    PageTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Paragraph as Flowing

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import _, in_language, moment
from shelter_app.reports.dataset import Chart, Facts, Paragraph
from shelter_app.reports.letterhead import Letterhead
from shelter_app.reports.render import styles
from shelter_app.reports.render.charts import bars
from shelter_app.reports.render.grid import facts
from shelter_app.reports.render.head import draw_head
from shelter_app.reports.render.styles import (
    BOLD,
    BOTTOM,
    LEFT,
    LINE,
    MUTED,
    REGULAR,
    RIGHT,
    SOFT,
    TOP,
    WIDTH,
)
from shelter_app.reports.sheet import Listing, Sheet
from shelter_app.reports.words import Words

CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=8.5, leading=11, textColor=styles.TEXT)
BOLD_CELL = ParagraphStyle("bold_cell", parent=CELL, fontName=BOLD)
HEAD = ParagraphStyle("head", parent=CELL, fontSize=8, textColor=MUTED)
TITLE = ParagraphStyle("sheet_title", fontName=BOLD, fontSize=16, leading=21, textColor=styles.TEXT)
UNDER = ParagraphStyle("sheet_under", parent=CELL, fontSize=9.5, leading=13.5, textColor=MUTED, spaceAfter=6)
SUBTITLE = ParagraphStyle(
    "sheet_subtitle", parent=BOLD_CELL, fontSize=10, leading=14, spaceBefore=8, spaceAfter=3
)
WARNING = ParagraphStyle("sheet_warning", parent=CELL, textColor=styles.WARNING, spaceBefore=4, spaceAfter=4)
TALL = 22.0
TALLEST = TOP - 150  # of a row: what is left of a page under its head and the table's own
NOT_ALONE = 3  # rows that stay together at the end of a list
TOGETHER = 80  # a title never stands alone at the foot of a page
SHEET_NAME = 31
UNSAFE_IN_NAMES = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


def pdf(sheet: Sheet, language: str) -> bytes:
    """Return a sheet as a PDF in a language: A4, page x of y, who made it and when."""
    styles.register_fonts()
    with in_language(language):
        stream = io.BytesIO()
        document = BaseDocTemplate(
            stream,
            pagesize=styles.PAGE,
            title=sheet.title.text(),
            author=sheet.organisation,
            lang=language,
            invariant=1,
            initialFontName=REGULAR,
        )
        frame = Frame(LEFT, BOTTOM, WIDTH, TOP - BOTTOM, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate("page", [frame]))
        document.build(list(_story(sheet)), canvasmaker=lambda *a, **k: _Paper(sheet, *a, **k))
        return stream.getvalue()


def workbook(sheet: Sheet, language: str) -> bytes:
    """Return the lists of a sheet as a workbook, one page a list; texts are texts, whatever they begin with."""
    import xlsxwriter

    stream = io.BytesIO()
    with in_language(language), xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title.text(), "author": sheet.organisation})
        bold = book.add_format({"bold": True, "text_wrap": True})
        listings = [block for block in sheet.blocks if isinstance(block, Listing)]
        for number, listing in enumerate(listings, 1):
            name = (listing.title or sheet.title).text().translate(UNSAFE_IN_NAMES)
            page = book.add_worksheet(f"{number} {name}"[:SHEET_NAME])
            for at, (words, share) in enumerate(zip(listing.columns, listing.shares, strict=True)):
                page.write_string(0, at, words.text(), bold)
                page.set_column(at, at, 6 + 6 * share)
            for row_at, row in enumerate(listing.rows, 1):
                for at, cell in enumerate(row):
                    if cell.kind == "number":
                        page.write_number(row_at, at, float(cell.value))
                    else:
                        page.write_string(row_at, at, cell.text())
            page.freeze_panes(1, 0)
    return stream.getvalue()


def _story(sheet: Sheet) -> Iterator[Flowable]:
    yield Flowing(escape(sheet.title.text()), TITLE)
    yield Flowing(escape(" · ".join(words.text() for words in sheet.about)), UNDER)
    for block in sheet.blocks:
        if isinstance(block, Listing):
            if block.title is not None:
                yield CondPageBreak(TOGETHER)
                yield Flowing(escape(block.title.text()), SUBTITLE)
            yield _grid(block)
            yield Spacer(0, 6)
        elif isinstance(block, Facts):
            yield facts(block)
            yield Spacer(0, 6)
        elif isinstance(block, Paragraph):
            yield Flowing(escape(block.words.text()), WARNING if block.warning else CELL)
            yield Spacer(0, 4)
        elif isinstance(block, Chart):
            yield CondPageBreak(TOGETHER)
            yield Flowing(escape(block.title.text()), SUBTITLE)
            yield bars(block)
            yield Spacer(0, 6)


def _grid(listing: Listing) -> LongTable:
    whole = sum(listing.shares)
    head = [Flowing(escape(words.text()), HEAD) for words in listing.columns]
    last = len(listing.rows) - 1
    body = [
        [_cell(cell, bold=listing.total and at == last) for cell in row]
        for at, row in enumerate(listing.rows)
    ]
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    if listing.tall:  # to write in by hand: every cell has its frame and room for a pen
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, MUTED))
    if listing.total and body:
        commands.append(("BACKGROUND", (0, -1), (-1, -1), SOFT))
    widths = [WIDTH * share / whole for share in listing.shares]
    last_rows = body[-NOT_ALONE:]
    if last_rows and sum(_printed(row, widths) for row in last_rows) < TOGETHER:
        # neither a total nor a last row stands alone at the top of a page
        commands.append(("NOSPLIT", (0, -len(last_rows)), (-1, -1)))
    return LongTable(
        [head, *body],
        colWidths=widths,
        rowHeights=[None, *(_high(row, widths) if listing.tall else None for row in body)],
        repeatRows=1,
        # a row that no page holds is parted; one that the next page holds goes there whole
        splitInRow=int(any(_printed(row, widths) > TALLEST for row in body)),
        style=TableStyle(commands),
        hAlign="LEFT",
    )


def _high(row: Sequence[Flowing], widths: Sequence[float]) -> float:
    """Return the height of a row to write in: room for a pen, and for all that is printed in it."""
    return max(TALL, _printed(row, widths) + 8)


def _printed(row: Sequence[Flowing], widths: Sequence[float]) -> float:
    return max(cell.wrap(wide - 8, TOP)[1] for cell, wide in zip(row, widths, strict=True))


def _cell(words: Words, *, bold: bool) -> Flowing:
    return Flowing(escape(words.text()), BOLD_CELL if bold else CELL)


class _Paper(Canvas):
    """A canvas that knows how many pages there are before it writes the first foot."""

    def __init__(self, sheet: Sheet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sheet = sheet
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        pages = self._pages
        for number, page in enumerate(pages, 1):
            self.__dict__.update(page)
            self._frame(number, len(pages))
            super().showPage()
        super().save()

    def _frame(self, number: int, of: int) -> None:
        sheet, below = self._sheet, BOTTOM - 22
        draw_head(self, sheet.letterhead or Letterhead(sheet.organisation))
        self.setStrokeColor(LINE)
        self.setLineWidth(0.6)
        self.line(LEFT, BOTTOM - 10, RIGHT, BOTTOM - 10)
        self.setFillColor(MUTED)
        self.setFont(REGULAR, 7.5)
        made = _("Made on {moment} by {who} · confidential data: destroy after use").format(
            moment=moment(sheet.made_at.astimezone(LOCAL)), who=sheet.made_by
        )
        self.drawString(LEFT, below, made)
        self.drawRightString(RIGHT, below, _("page {n} of {total}").format(n=number, total=of))
        if sheet.demo:
            self.setFillColor(styles.WARNING)
            self.setFont(BOLD, 9)
            self.drawRightString(RIGHT, TOP + 40, _("FICTIONAL DATA"))
