"""R04: the statistical return on the social service, for the ministry. Official: nothing is left out."""

from __future__ import annotations

from datetime import date, timedelta

from shelter_app.db.models.house import Bed
from shelter_app.db.models.stays import Stay
from shelter_app.domain import codes
from shelter_app.i18n import N_
from shelter_app.reports.dataset import (
    COUNT,
    DAYS,
    MONEY,
    PERCENT,
    RATIO,
    Block,
    Cards,
    Cell,
    Chart,
    Definitions,
    Facts,
    Paragraph,
    Row,
    Section,
    Table,
)
from shelter_app.reports.indicators import costs, nights
from shelter_app.reports.indicators.context import Item
from shelter_app.reports.indicators.figures import grouped, weight
from shelter_app.reports.templates.context import (
    ReportContext,
    by_group,
    completeness,
    group_columns,
    group_head,
    indicator,
    line_of,
    no_data_line,
    section,
)
from shelter_app.reports.words import Words, coded, date_text, dimension_label, literal, month, phrase

CODE = "R04"


def sections(context: ReportContext) -> tuple[Section, ...]:
    """Return the six sections and the annex."""
    return (
        _service(context),
        _stock(context),
        _flow(context),
        _nights(context),
        _staff(context),
        _cost(context),
        Section(
            phrase(N_("Annex: definitions")),
            (
                completeness(context),
                Paragraph(
                    phrase(
                        N_(
                            "Small values are shown in full: this report goes to an authority entitled to them."
                        )
                    )
                ),
                Definitions(tuple(codes.code("report_template", CODE).extra["indicators"])),
            ),
        ),
    )


def _service(context: ReportContext) -> Section:
    blocks: list[Block] = [Cards(("I03", "I06", "I08", "I10"))]
    unknown = phrase(N_("not entered"))
    for shelter in context.shelters:
        valid = unknown
        if shelter.licensed_from is not None and shelter.licensed_to is not None:
            words = N_("{first} to {last}")
            valid = phrase(words, first=date_text(shelter.licensed_from), last=date_text(shelter.licensed_to))
        blocks.append(
            Facts(
                (
                    (phrase(N_("Unit")), literal(f"{shelter.code} · {shelter.name}")),
                    (phrase(N_("Kind of unit")), coded("unit_type", shelter.kind)),
                    (
                        phrase(N_("Code of the social service")),
                        unknown if shelter.service_code is None else literal(shelter.service_code),
                    ),
                    (
                        phrase(N_("Licence number")),
                        unknown if shelter.licence_no is None else literal(shelter.licence_no),
                    ),
                    (phrase(N_("Licence validity")), valid),
                )
            )
        )
    blocks.append(_capacity(context))
    blocks += context.notices()
    return section(CODE, 1, *blocks)


def _capacity(context: ReportContext) -> Table:
    licensed, beds = nights.on_day(context.indicators, min(context.last, context.today))
    rows = [Row(literal(s.code), (licensed.get(s.id), beds.get(s.id))) for s in context.shelters]
    total = len(rows) > 1 and all(c is not None for r in rows for c in r.cells)
    if total:
        sums = tuple(float(sum(n or 0 for n in column.values())) for column in (licensed, beds))
        rows.append(Row(phrase(N_("Total")), sums, key=True))
    return Table(
        "capacity",
        phrase(N_("Capacity on {day}"), day=date_text(min(context.last, context.today))),
        (phrase(N_("Unit")), phrase(N_("Licensed places")), phrase(N_("Beds in service"))),
        tuple(rows),
        total_row=total,
    )


def _stock(context: ReportContext) -> Section:
    before = context.stock_before()
    after = context.figure("I07").items
    columns = group_columns(context.indicators, before, after)
    night = context.indicators.last_night or context.last
    rows = (
        Row(
            phrase(
                N_("In residence at the start (night of {day})"),
                day=date_text(context.first - timedelta(days=1)),
            ),
            by_group(context.indicators, before, columns),
        ),
        Row(
            phrase(N_("In residence at the end (night of {day})"), day=date_text(night)),
            by_group(context.indicators, after, columns),
            key=True,
        ),
    )
    if not context.indicators.entered(Stay):
        rows = tuple(Row(r.label, (None,) * len(r.cells), key=r.key) for r in rows)  # type: ignore[assignment]
    return section(
        CODE,
        2,
        Table(
            "stock",
            phrase(N_("Residents at the start and at the end")),
            group_head(phrase(N_("Residents")), columns),
            rows,
            total_column=True,
            measure="stock",
            note=phrase(N_("Children are those under 18 by the year of birth, on the day that is counted.")),
        ),
    )


def _flow(context: ReportContext) -> Section:
    came, left, again = context.figure("I03"), context.figure("I06"), context.figure("I05")
    columns = group_columns(context.indicators, came.items, left.items)
    rows = []
    for found, words in ((came, N_("Admissions")), (again, N_("of which readmissions")), (left, N_("Exits"))):
        cells = by_group(context.indicators, found.items, columns)
        rows.append(Row(phrase(words), (None,) * len(cells) if found.no_data else cells))
    blocks: list[Block] = [
        Table(
            "flow",
            phrase(N_("Admissions and exits")),
            group_head(phrase(N_("Movement")), columns),
            tuple(rows),
            total_column=True,
            measure="flow",
        )
    ]
    if came.items:
        blocks.append(
            _split(context, came.items, "referral_source", "I03_source", N_("Admissions by source"), columns)
        )
    if left.items:
        blocks.append(
            _split(context, left.items, "exit_reason", "I06_reason", N_("Exits by reason"), columns)
        )
    months = context.months()
    if not came.no_data and len(months) > 1:
        bars = []
        for period in months:
            inside = [sum(1 for i in f.items if period.holds(i.day)) for f in (came, left)]
            bars.append((_name(context, period.start), tuple(inside)))
        series = (phrase(N_("Admissions")), phrase(N_("Exits")))
        blocks.append(Chart("flow", phrase(N_("Admissions and exits over time")), series, tuple(bars)))
    return section(CODE, 3, *blocks)


def _split(
    context: ReportContext,
    items: tuple[Item, ...],
    dimension: str,
    code: str,
    title: str,
    columns: tuple[str, ...],
) -> Table:
    body = [
        Row(dimension_label(dimension, name), by_group(context.indicators, inside, columns))
        for name, inside in grouped(context.indicators, items, dimension).items()
    ]
    body.append(Row(phrase(N_("Total")), by_group(context.indicators, items, columns), key=True))
    head = phrase(N_("Source")) if dimension == "referral_source" else phrase(N_("Reason"))
    return Table(
        code,
        phrase(title),
        group_head(head, columns),
        tuple(body),
        total_row=True,
        total_column=True,
        measure=code.split("_", maxsplit=1)[0],
    )


def _name(context: ReportContext, day: date) -> Words:
    years = context.last.year - context.first.year >= 2
    return literal(str(day.year)) if years else month(day)


def _nights(context: ReportContext) -> Section:
    if not context.indicators.entered(Stay):
        return section(CODE, 4, no_data_line(indicator("I08")))
    used = context.figure("I08")
    columns = group_columns(context.indicators, used.items)
    blocks: list[Block] = [
        Table(
            "nights",
            phrase(N_("Bed-nights used")),
            group_head(phrase(N_("Bed-nights")), columns),
            (Row(indicator("I08"), by_group(context.indicators, used.items, columns), key=True),),
            total_column=True,
        )
    ]
    presence, occupancy, bars = [], [], []
    for period in context.months():
        here = context.figure_of(period, "I08")
        share = context.figure_of(period, "I10")
        name = _name(context, period.start)
        presence.append(Row(name, _presence(context, here.items)))
        rate = line_of(share)
        occupancy.append(Row(name, (here.value, rate.denominator, rate.value)))
        bars.append((name, (rate.value,)))
    presence.append(Row(phrase(N_("Total")), _presence(context, used.items), key=True))
    whole = line_of(context.figure("I10"))
    occupancy.append(Row(phrase(N_("Whole period")), (used.value, whole.denominator, whole.value), key=True))
    blocks += [
        Table(
            "nights_by_month",
            phrase(N_("Bed-nights used over time")),
            (
                phrase(N_("Month")),
                phrase(N_("Present")),
                phrase(N_("Bed kept during leave")),
                phrase(N_("Used")),
            ),
            tuple(presence),
            total_row=True,
            total_column=True,
        ),
        Table(
            "occupancy_by_month",
            phrase(N_("Occupancy over time")),
            (phrase(N_("Month")), phrase(N_("Used")), phrase(N_("Available")), phrase(N_("Occupancy, %"))),
            tuple(occupancy),
            kinds=(COUNT, COUNT, PERCENT),
        ),
    ]
    if context.indicators.entered(Bed):
        blocks.append(
            Chart("occupancy", phrase(N_("Occupancy, %")), (indicator("I10"),), tuple(bars), PERCENT)
        )
    return section(CODE, 4, *blocks)


def _presence(context: ReportContext, items: tuple[Item, ...]) -> tuple[Cell, ...]:
    split = grouped(context.indicators, items, "presence")
    return (weight(split.get("PRESENT", ())), weight(split.get("HELD", ())), weight(items))


def _staff(context: ReportContext) -> Section:
    posts = costs.staff(context.indicators)
    if not posts:
        return section(CODE, 5, no_data_line(phrase(N_("Staff by function"))))
    rows = [
        Row(dimension_label("staff_role", name), (round(weight(inside), 2),))
        for name, inside in grouped(context.indicators, posts, "staff_role").items()
    ]
    rows.append(Row(phrase(N_("Total")), (round(weight(posts), 2),), key=True))
    ratio = line_of(context.figure("I39"))
    return section(
        CODE,
        5,
        Table(
            "staff",
            phrase(N_("Staff by function, average over the period")),
            (phrase(N_("Function")), phrase(N_("Full-time posts"))),
            tuple(rows),
            kinds=(MONEY,),
            total_row=True,
        ),
        Table(
            "staff_ratio",
            phrase(N_("Residents and staff")),
            (phrase(N_("Figure")), phrase(N_("Value"))),
            (
                Row(phrase(N_("Average residents per night")), (ratio.numerator,), kind=DAYS),
                Row(phrase(N_("Full-time posts")), (ratio.denominator,), kind=MONEY),
                Row(phrase(N_("Residents per full-time post")), (ratio.value,), kind=RATIO, key=True),
            ),
        ),
    )


def _cost(context: ReportContext) -> Section:
    spent = costs.expenses(context.indicators)
    if not spent:
        return section(CODE, 6, no_data_line(phrase(N_("Expenses"))))
    rows = [
        Row(coded("expense_category", name), (round(weight(inside), 2),))
        for name, inside in sorted(grouped(context.indicators, spent, "category").items(), key=_listed)
    ]
    rows.append(Row(phrase(N_("Total")), (round(weight(spent), 2),), key=True))
    found = context.figure("I38")
    cost = line_of(found)
    return section(
        CODE,
        6,
        Table(
            "expenses",
            phrase(N_("Expenses by category, lei")),
            (phrase(N_("Category")), phrase(N_("Lei"))),
            tuple(rows),
            kinds=(MONEY,),
            total_row=True,
        ),
        Table(
            "cost",
            phrase(N_("Average cost, lei")),
            (phrase(N_("Figure")), phrase(N_("Value"))),
            (
                Row(phrase(N_("Cost per bed-night")), (cost.value,), kind=MONEY),
                Row(
                    phrase(N_("Average monthly cost per resident")),
                    (found.also.get("person_month"),),
                    kind=MONEY,
                    key=True,
                ),
            ),
            note=phrase(N_("Monthly cost: expenses divided by (bed-nights used / 30.4).")),
        ),
    )


def _listed(entry: tuple[str, object]) -> int:
    listed = codes.codes("expense_category")
    return listed.index(entry[0]) if entry[0] in listed else len(listed)
