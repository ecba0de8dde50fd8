"""What a template builds from: the store, the period, the view, and the pieces that all templates share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.house import Organisation, Setting, Shelter
from shelter_app.db.models.services import Grant
from shelter_app.db.models.stays import Stay
from shelter_app.domain import codes
from shelter_app.domain.periods import Period
from shelter_app.i18n import N_
from shelter_app.reports.dataset import (
    COUNT,
    NOT_APPLICABLE,
    Block,
    Cell,
    Completeness,
    Line,
    Paragraph,
    Row,
    Section,
    Share,
    Table,
    sources,
)
from shelter_app.reports.indicators import dimensions, people
from shelter_app.reports.indicators.context import UNKNOWN, Figure, Filters, IndicatorContext, Item
from shelter_app.reports.indicators.figures import grouped, rounded, weight
from shelter_app.reports.indicators.registry import figure as computed
from shelter_app.reports.words import Words, both, coded, date_text, dimension_label, phrase

DEMO_SETTING = "demo"
GROUPS = ("WOMEN", "MEN", "CHILDREN")
MONTHS_SHOWN = 24


@dataclass(frozen=True)
class ReportContext:
    """The store, the days (both included), today, and what the asker may see and wants to see."""

    session: Session
    first: date
    last: date
    today: date
    filters: Filters = field(default_factory=Filters)
    narrative: Mapping[str, str] = field(default_factory=dict)

    @property
    def indicators(self) -> IndicatorContext:
        """The rows of the period."""
        return self.indicators_of(self.period)

    @cached_property
    def _of_periods(self) -> dict[Period, IndicatorContext]:
        return {}

    @cached_property
    def _figures(self) -> dict[tuple[Period, str], Figure]:
        return {}

    def indicators_of(self, period: Period) -> IndicatorContext:
        """Return the rows of a period in this view; those of one period are read once."""
        if period not in self._of_periods:
            self._of_periods[period] = IndicatorContext(self.session, period, self.filters, self.today)
        return self._of_periods[period]

    @property
    def period(self) -> Period:
        """The days as a half-open period."""
        return Period(self.first, self.last + timedelta(days=1))

    @cached_property
    def organisation(self) -> str:
        """The organisation's name."""
        return self.session.scalars(select(Organisation.name).limit(1)).first() or ""

    @cached_property
    def shelters(self) -> Sequence[Shelter]:
        """The shelters of the view, by code."""
        return self.session.scalars(
            select(Shelter).where(Shelter.id.in_(self.indicators.view)).order_by(Shelter.code)
        ).all()

    @property
    def service_code(self) -> str | None:
        """The code of the social service, when the shelters of the view have one and the same."""
        found = {s.service_code for s in self.shelters}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def grant(self) -> Grant | None:
        """The grant that the report is for."""
        return None if self.filters.grant_id is None else self.session.get(Grant, self.filters.grant_id)

    @cached_property
    def demo(self) -> bool:
        """Whether the store's people are fictional."""
        chosen = select(Setting.value).where(Setting.key == DEMO_SETTING).order_by(Setting.from_on.desc())
        return bool(self.session.scalars(chosen.limit(1)).first())

    def figure(self, code: str) -> Figure:
        """Return an indicator of the period."""
        return self.figure_of(self.period, code)

    def figure_of(self, period: Period, code: str) -> Figure:
        """Return an indicator of a period in this view."""
        if (period, code) not in self._figures:
            self._figures[period, code] = computed(self.indicators_of(period), code)
        return self._figures[period, code]

    def lines(self, wanted: Iterable[str]) -> tuple[Line, ...]:
        """Return the indicators as the report states them."""
        return tuple(line_of(self.figure(code)) for code in wanted)

    def months(self) -> tuple[Period, ...]:
        """Return the calendar months of the period, the first and last cut to it; years when too many."""
        found = []
        day = self.first
        many = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month >= MONTHS_SHOWN
        while day <= self.last:
            following = date(day.year + 1, 1, 1) if many else _next_month(day)
            found.append(Period(day, min(following, self.last + timedelta(days=1))))
            day = following
        return tuple(found)

    def stock_before(self) -> tuple[Item, ...]:
        """Return who had the last night before the period."""
        night = self.first - timedelta(days=1)
        if night >= self.today:
            return ()
        return tuple(i._replace(weight=1) for i in people.present_on(self.indicators, night))

    def stock_differs(self) -> bool:
        """Say whether start + admissions - exits fails to give the end, over the nights that are over."""
        if self.indicators.granted or not self.indicators.entered(Stay):
            return False
        came = [i for i in people.all_admissions(self.indicators) if i.day < self.indicators.over]
        left = [i for i in people.exits(self.indicators) if i.day < self.indicators.over]
        expected = len(self.stock_before()) + len(came) - len(left)
        return self.indicators.last_night is not None and expected != len(
            people.on_last_night(self.indicators)
        )

    def notices(self) -> tuple[Paragraph, ...]:
        """Return what a careful reader must be told of the data."""
        found = []
        if self.last >= self.today:
            until = self.today - timedelta(days=1)
            words = N_("The period is not over: nights are counted up to the night of {day}.")
            found.append(Paragraph(phrase(words, day=date_text(until)), warning=True))
        if self.stock_differs():
            words = N_(
                "The number at the start, plus admissions, minus exits, does not equal the number at "
                "the end. Check the stays."
            )
            found.append(Paragraph(phrase(words), warning=True))
        occupancy = self.figure("I10").value
        if occupancy is not None and occupancy > 100:
            words = N_("Occupancy is above 100 % because extra beds were used.")
            found.append(Paragraph(phrase(words)))
        return tuple(found)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def line_of(found: Figure) -> Line:
    """Return a figure as a report states it."""
    value: Cell = found.value
    if found.value is None and not found.no_data:
        value = NOT_APPLICABLE
    return Line(
        found.code,
        value,
        found.unit,
        found.numerator,
        found.denominator,
        found.median,
        found.no_data,
        counted=len(found.ids),
        sources=sources(found.ids),
    )


def section(template: str, number: int, *blocks: Block) -> Section:
    """Return a numbered section under the title that ``reports.yaml`` gives it."""
    romanian, english = codes.code("report_template", template).extra["sections"][number - 1].split(" / ")
    return Section(both(romanian, english), blocks)


def group_columns(indicators: IndicatorContext, *sets: Iterable[Item]) -> tuple[str, ...]:
    """Return the person groups that a table of these items needs."""
    found = set(GROUPS)
    for items in sets:
        found |= set(grouped(indicators, items, "person_group"))
    return dimensions.in_order("person_group", found)


def by_group(indicators: IndicatorContext, items: Iterable[Item], columns: Sequence[str]) -> tuple[Cell, ...]:
    """Return the weight of each person group, and the total."""
    groups = grouped(indicators, items, "person_group")
    cells = [weight(groups.get(c, ())) for c in columns]
    return (*cells, sum(cells))


def group_head(first: Words, columns: Sequence[str]) -> tuple[Words, ...]:
    """Return the head of a table by person group."""
    return (first, *(dimension_label("person_group", c) for c in columns), phrase(N_("Total")))


def broken_down(
    indicators: IndicatorContext,
    items: Sequence[Item],
    code: str,
    title: Words,
    rows: str,
    columns: str | None = None,
    *,
    counted_as: Words,
    sensitive: bool = False,
    always: Sequence[str] = (),
) -> Table:
    """Return a table of the items by one or two dimensions, with its totals."""
    by_row = grouped(indicators, items, rows)
    across = {} if columns is None else grouped(indicators, items, columns)
    heads = () if columns is None else dimensions.in_order(columns, {*across, *always})
    body = []
    for row_code, inside in by_row.items():
        if columns is None:
            cells: tuple[Cell, ...] = (weight(inside),)
        else:
            split = grouped(indicators, inside, columns)
            cells = (*(weight(split.get(c, ())) for c in heads), weight(inside))
        body.append(Row(dimension_label(rows, row_code), cells))
    last: tuple[Cell, ...] = (weight(items),)
    if columns is not None:
        last = (*(weight(across.get(c, ())) for c in heads), weight(items))
    body.append(Row(phrase(N_("Total")), last, key=True))
    names = tuple(dimension_label(columns, c) for c in heads) if columns is not None else ()
    return Table(
        code,
        title,
        (phrase(N_("Group")), *names, counted_as if columns is None else phrase(N_("Total"))),
        tuple(body),
        kinds=(COUNT,) * (len(heads) + 1),
        total_row=True,
        total_column=columns is not None,
        measure=code.split("_", maxsplit=1)[0],
        sensitive=sensitive,
    )


def completeness(context: ReportContext) -> Completeness:
    """Return how complete the data behind the report are, in percent of the residents served."""
    items = context.figure("I01").items
    shares = []
    for dimension in ("sex", "age_band", "exploitation_group"):
        groups = grouped(context.indicators, items, dimension)
        unknown = dimensions.AGE_UNKNOWN if dimension == "age_band" else UNKNOWN
        missing = len(groups.get(unknown, ()))
        shares.append(Share(dimension_label(dimension, unknown), missing, rounded(missing, len(items), 1)))
    return Completeness("I01", tuple(shares), len(items))


def no_data_line(title: Words) -> Paragraph:
    """Return the sentence that stands where a table would be empty because nobody entered its data."""
    return Paragraph(phrase(N_("{title}: no data."), title=title))


def indicator(code: str) -> Words:
    """Return the label of an indicator."""
    return coded("indicator", code)
