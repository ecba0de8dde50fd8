"""A dataset as PDF: A4, embedded fonts, outline, vectors; the same dataset gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Flowing

from shelter_app import i18n
from shelter_app.domain.codes import label
from shelter_app.i18n import _, in_language
from shelter_app.reports.dataset import (
    SUPPRESSED,
    Block,
    Cards,
    Chart,
    Completeness,
    Dataset,
    Definitions,
    Facts,
    Line,
    Narrative,
    Paragraph,
    Section,
    Table,
)
from shelter_app.reports.indicators.definitions import DEFINITIONS
from shelter_app.reports.letterhead import Letterhead
from shelter_app.reports.render import styles
from shelter_app.reports.render.cards import cards
from shelter_app.reports.render.charts import bars, has_bars
from shelter_app.reports.render.grid import facts, grid, has_marks
from shelter_app.reports.render.head import cut, draw_head
from shelter_app.reports.render.styles import (
    BOLD,
    BOTTOM,
    LEFT,
    LINE,
    MUTED,
    PAGE,
    REGULAR,
    RIGHT,
    TEXT,
    TOP,
    WIDTH,
)
from shelter_app.reports.render.wording import ends_of, format_cell, value_of

KEPT_WHOLE = 9
ROOM_FOR_A_TABLE = 130.0
BETWEEN = 13.0


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=more.pop("font", REGULAR),
        fontSize=size,
        leading=leading,
        textColor=more.pop("colour", TEXT),
        **more,
    )


TITLE = _style("title", styles.TITLE, styles.TITLE_LEADING, font=BOLD, spaceAfter=2)
PERIOD = _style("period", styles.BODY, styles.BODY_LEADING, colour=MUTED, spaceAfter=4)
HEADING = _style("heading", styles.HEADING, styles.HEADING_LEADING, font=BOLD, spaceBefore=14, spaceAfter=6)
SUBHEADING = _style(
    "subheading", styles.SUBHEADING, styles.BODY_LEADING, font=BOLD, spaceBefore=8, spaceAfter=3
)
BODY = _style("body", styles.BODY, styles.BODY_LEADING, spaceBefore=4, spaceAfter=4)
NOTE = _style("note", styles.NOTE, styles.NOTE_LEADING, colour=MUTED, spaceBefore=4, spaceAfter=4)
TERM = _style("term", 9, 12, font=BOLD, spaceBefore=5)
WARNING = _style(
    "warning",
    9,
    12.5,
    colour=styles.WARNING,
    backColor=styles.WARNING_SOFT,
    borderPadding=(5, 7, 5, 7),
    leftIndent=7,
    rightIndent=7,
    spaceBefore=10,
    spaceAfter=10,
)


def render(dataset: Dataset, language: str) -> bytes:
    """Return the dataset as a PDF in a language."""
    styles.register_fonts()
    with in_language(language):
        stream = io.BytesIO()
        title = label("report_template", dataset.template)
        document = BaseDocTemplate(
            stream,
            pagesize=PAGE,
            title=title,
            author=dataset.organisation,
            subject=period_of(dataset),
            lang=language,
            invariant=1,
            initialFontName=REGULAR,
            pageCompression=1,
        )
        frame = Frame(LEFT, BOTTOM, WIDTH, TOP - BOTTOM, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate("page", [frame]))
        story = [Flowing(escape(title), TITLE), Flowing(escape(_under(dataset)), PERIOD), *_story(dataset)]
        document.build(story, canvasmaker=lambda *a, **k: _Numbered(dataset, *a, **k))
        return stream.getvalue()


def period_of(dataset: Dataset) -> str:
    """Return the days of a report in words."""
    return _("{first} to {last}").format(first=i18n.day(dataset.first), last=i18n.day(dataset.last))


def _under(dataset: Dataset) -> str:
    parts = [period_of(dataset)]
    if dataset.shelter is not None:
        parts.append(_("unit {code}").format(code=dataset.shelter))
    return " · ".join(parts)


class _Numbered(Canvas):
    """A canvas that knows how many pages there are before it writes the first foot."""

    def __init__(self, dataset: Dataset, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dataset = dataset
        self._sheets: list[dict[str, Any]] = []
        self.showOutline()

    def showPage(self) -> None:
        self._sheets.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        sheets = self._sheets
        for number, sheet in enumerate(sheets, 1):
            self.__dict__.update(sheet)
            self._head()
            self._foot(number, len(sheets))
            super().showPage()
        super().save()

    def _head(self) -> None:
        data = self._dataset
        service = _("Social service code {code}").format(code=data.service_code) if data.service_code else ""
        draw_head(self, data.letterhead or Letterhead(data.organisation), service)

    def _foot(self, number: int, of: int) -> None:
        data, below = self._dataset, BOTTOM - 22
        self.setStrokeColor(LINE)
        self.setLineWidth(0.6)
        self.line(LEFT, BOTTOM - 10, RIGHT, BOTTOM - 10)
        self.setFillColor(MUTED)
        self.setFont(REGULAR, 7.5)
        kind = _("aggregate data") if data.audience in ("EXTERNAL", "PUBLIC") else _("confidential data")
        made = _("Made on {day} by {name} · {kind} · data {digest}").format(
            day=i18n.day(data.as_of), name=data.made_by, kind=kind, digest=data.sha256[:8]
        )
        self.drawString(LEFT, below, cut(made, WIDTH - 80, REGULAR, 7.5))
        self.drawRightString(RIGHT, below, _("page {n} of {total}").format(n=number, total=of))
        if data.demo:
            self.setFillColor(styles.WARNING)
            self.setFont(BOLD, 9)
            self.drawRightString(RIGHT, TOP + 40, _("FICTIONAL DATA"))


class _Heading(Flowing):
    """A heading with its entry in the outline."""

    def __init__(self, text: str, key: str, level: int) -> None:
        super().__init__(escape(text), SUBHEADING if level else HEADING)
        self.heading, self.key, self.level = text, key, level

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.key, 0, self.height + 6)
        self.canv.addOutlineEntry(self.heading, self.key, self.level, closed=self.level == 0)
        super().draw()


def _story(dataset: Dataset) -> Iterator[Flowable]:
    control = dataset.control
    if control is not None and control.left_out_by_order:
        yield Flowing(
            escape(_("Small values are shown in full: this copy is for internal use only. Do not send it.")),
            WARNING,
        )
    for number, section in enumerate(dataset.sections, 1):
        yield from _section(dataset, section, number)
    if control is not None and not control.left_out_by_order:
        yield Flowing(escape(_control(dataset)), NOTE)


def _section(dataset: Dataset, section: Section, number: int) -> Iterator[Flowable]:
    title = f"{number}. {section.title.text()}"
    head: list[Flowable] = [_Heading(title, f"s{number}", 0)]
    for at, block in enumerate(section.blocks, 1):
        for parts in _block(dataset, block, f"s{number}b{at}"):
            if isinstance(block, Table) and len(block.rows) > KEPT_WHOLE:
                yield CondPageBreak(ROOM_FOR_A_TABLE)
                yield from [*head, *parts]
            else:
                yield KeepTogether([*head, *parts])
            head = []


def _control(dataset: Dataset) -> str:
    control = dataset.control
    assert control is not None
    return _(
        "Disclosure control: counts from 1 to {most} are not published, nor are values they "
        "could be worked out from; percentages are published only for a base of at least "
        "{base}. Values not published: {marks}."
    ).format(most=control.k - 1, base=control.percent, marks=control.marks)


def _block(dataset: Dataset, block: Block, key: str) -> Iterator[list[Flowable]]:
    """Return the block as groups of what stays on one page."""
    if isinstance(block, Table):
        yield _table(block, key)
    elif isinstance(block, Chart):
        yield _chart(block, key)
    elif isinstance(block, Cards):
        yield [cards([dataset.line(code) for code in block.codes])]
    elif isinstance(block, Facts):
        yield [facts(block)]
    elif isinstance(block, Paragraph):
        yield [Flowing(escape(block.words.text()), WARNING if block.warning else BODY)]
    elif isinstance(block, Completeness):
        yield [Flowing(escape(_completeness(block)), BODY)]
    elif isinstance(block, Narrative):
        text = block.text or _("No text has been entered.")
        style = BODY if block.text else NOTE
        for part in text.split("\n\n"):
            yield [Flowing(escape(part), style)]
    elif isinstance(block, Definitions):
        yield from (_definition(dataset.line(code)) for code in block.codes)


def _chart(chart: Chart, key: str) -> list[Flowable]:
    title = chart.title.text()
    marked = any(cell == SUPPRESSED for _label, cells in chart.bars for cell in cells)
    if not has_bars(chart):
        words = _("{title}: small values, not published.") if marked else _("{title}: no data.")
        return [Flowing(escape(words.format(title=title)), NOTE)]
    parts: list[Flowable] = [_Heading(title, key, 1), bars(chart)]
    if marked:
        parts.append(Flowing(escape(_("* small value, not published; its bar is not drawn")), NOTE))
    return [*parts, Spacer(0, BETWEEN)]


def _table(table: Table, key: str) -> list[Flowable]:
    title = table.title.text()
    parts: list[Flowable] = [_Heading(title, key, 1)]
    parts.append(grid(table))
    if has_marks(table):
        parts.append(Flowing(escape(_("* small value, not published")), NOTE))
    if table.note is not None:
        parts.append(Flowing(escape(table.note.text()), NOTE))
    parts[-1].spaceAfter = BETWEEN
    return parts


def _completeness(block: Completeness) -> str:
    sex, age, form = (format_cell(share.percent, "percent") for share in block.shares)
    return _(
        "Completeness: of the residents served, sex is missing for {sex}, age for {age}, form of exploitation"
        " for {form}."
    ).format(sex=sex, age=age, form=form)


def _definition(line: Line) -> list[Flowable]:
    ends = ends_of(line)
    value = f"{value_of(line)} ({ends})" if ends else value_of(line)
    term = f"{line.code} · {label('indicator', line.code)}: {value}"
    return [Flowing(escape(term), TERM), Flowing(escape(_(DEFINITIONS[line.code])), NOTE)]
