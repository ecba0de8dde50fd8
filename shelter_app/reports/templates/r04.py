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
from shelter_app.reports.words import Words, coded, month, on, part, say, typed

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
            say(N_("Annex: definitions")),
            (
                completeness(context),
                Paragraph(
                    say(
                        N_("Small values are shown whole: this report goes to an authority entitled to them.")
                    )
                ),
                Definitions(tuple(codes.code("report_template", CODE).extra["indicators"])),
            ),
        ),
    )


def _service(context: ReportContext) -> Section:
    blocks: list[Block] = [Cards(("I03", "I06", "I08", "I10"))]
    unknown = say(N_("not entered"))
    for shelter in context.shelters:
        valid = unknown
        if shelter.licensed_from is not None and shelter.licensed_to is not None:
            words = N_("{first} to {last}")
            valid = say(words, first=on(shelter.licensed_from), last=on(shelter.licensed_to))
        blocks.append(
            Facts(
                (
                    (say(N_("Unit")), typed(f"{shelter.code} · {shelter.name}")),
                    (say(N_("Kind of unit")), coded("unit_type", shelter.kind)),
                    (
                        say(N_("Code of the social service")),
                        unknown if shelter.service_code is None else typed(shelter.service_code),
                    ),
                    (
                        say(N_("Licence number")),
                        unknown if shelter.licence_no is None else typed(shelter.licence_no),
                    ),
                    (say(N_("Licence valid")), valid),
                )
            )
        )
    blocks.append(_capacity(context))
    blocks += context.notices()
    return section(CODE, 1, *blocks)


def _capacity(context: ReportContext) -> Table:
    licensed, beds = nights.on_day(context.indicators, min(context.last, context.today))
    rows = [Row(typed(s.code), (licensed.get(s.id), beds.get(s.id))) for s in context.shelters]
    total = len(rows) > 1 and all(c is not None for r in rows for c in r.cells)
    if total:
        sums = tuple(float(sum(n or 0 for n in column.values())) for column in (licensed, beds))
        rows.append(Row(say(N_("Total")), sums, key=True))
    return Table(
        "capacity",
        say(N_("Capacity on {day}"), day=on(min(context.last, context.today))),
        (say(N_("Unit")), say(N_("Licensed places")), say(N_("Beds in service"))),
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
            say(N_("In residence at the start (night of {day})"), day=on(context.first - timedelta(days=1))),
            by_group(context.indicators, before, columns),
        ),
        Row(
            say(N_("In residence at the end (night of {day})"), day=on(night)),
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
            say(N_("Residents at the start and at the end")),
            group_head(say(N_("Residents")), columns),
            rows,
            total_column=True,
            measure="stock",
            note=say(N_("Children are those under 18 by the year of birth, on the day that is counted.")),
        ),
    )


def _flow(context: ReportContext) -> Section:
    came, left, again = context.figure("I03"), context.figure("I06"), context.figure("I05")
    columns = group_columns(context.indicators, came.items, left.items)
    rows = []
    for found, words in ((came, N_("Admissions")), (again, N_("of which readmissions")), (left, N_("Exits"))):
        cells = by_group(context.indicators, found.items, columns)
        rows.append(Row(say(words), (None,) * len(cells) if found.no_data else cells))
    blocks: list[Block] = [
        Table(
            "flow",
            say(N_("Admissions and exits")),
            group_head(say(N_("Movement")), columns),
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
        series = (say(N_("Admissions")), say(N_("Exits")))
        blocks.append(Chart("flow", say(N_("Admissions and exits over time")), series, tuple(bars)))
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
        Row(part(dimension, name), by_group(context.indicators, inside, columns))
        for name, inside in grouped(context.indicators, items, dimension).items()
    ]
    body.append(Row(say(N_("Total")), by_group(context.indicators, items, columns), key=True))
    head = say(N_("Source")) if dimension == "referral_source" else say(N_("Reason"))
    return Table(
        code,
        say(title),
        group_head(head, columns),
        tuple(body),
        total_row=True,
        total_column=True,
        measure=code.split("_", maxsplit=1)[0],
    )


def _name(context: ReportContext, day: date) -> Words:
    years = context.last.year - context.first.year >= 2
    return typed(str(day.year)) if years else month(day)


def _nights(context: ReportContext) -> Section:
    if not context.indicators.entered(Stay):
        return section(CODE, 4, no_data_line(indicator("I08")))
    used = context.figure("I08")
    columns = group_columns(context.indicators, used.items)
    blocks: list[Block] = [
        Table(
            "nights",
            say(N_("Bed-nights used")),
            group_head(say(N_("Bed-nights")), columns),
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
    presence.append(Row(say(N_("Total")), _presence(context, used.items), key=True))
    whole = line_of(context.figure("I10"))
    occupancy.append(Row(say(N_("Whole period")), (used.value, whole.denominator, whole.value), key=True))
    blocks += [
        Table(
            "nights_by_month",
            say(N_("Bed-nights used over time")),
            (say(N_("Month")), say(N_("Present")), say(N_("Held during leave")), say(N_("Used"))),
            tuple(presence),
            total_row=True,
            total_column=True,
        ),
        Table(
            "occupancy_by_month",
            say(N_("Occupancy over time")),
            (say(N_("Month")), say(N_("Used")), say(N_("Available")), say(N_("Occupancy, %"))),
            tuple(occupancy),
            kinds=(COUNT, COUNT, PERCENT),
        ),
    ]
    if context.indicators.entered(Bed):
        blocks.append(Chart("occupancy", say(N_("Occupancy, %")), (indicator("I10"),), tuple(bars), PERCENT))
    return section(CODE, 4, *blocks)


def _presence(context: ReportContext, items: tuple[Item, ...]) -> tuple[Cell, ...]:
    split = grouped(context.indicators, items, "presence")
    return (weight(split.get("PRESENT", ())), weight(split.get("HELD", ())), weight(items))


def _staff(context: ReportContext) -> Section:
    posts = costs.staff(context.indicators)
    if not posts:
        return section(CODE, 5, no_data_line(say(N_("Staff by function"))))
    rows = [
        Row(part("staff_role", name), (round(weight(inside), 2),))
        for name, inside in grouped(context.indicators, posts, "staff_role").items()
    ]
    rows.append(Row(say(N_("Total")), (round(weight(posts), 2),), key=True))
    ratio = line_of(context.figure("I39"))
    return section(
        CODE,
        5,
        Table(
            "staff",
            say(N_("Staff by function, average over the period")),
            (say(N_("Function")), say(N_("Full-time posts"))),
            tuple(rows),
            kinds=(MONEY,),
            total_row=True,
        ),
        Table(
            "staff_ratio",
            say(N_("Residents and staff")),
            (say(N_("Figure")), say(N_("Value"))),
            (
                Row(say(N_("Average residents of a night")), (ratio.numerator,), kind=DAYS),
                Row(say(N_("Full-time posts")), (ratio.denominator,), kind=MONEY),
                Row(say(N_("Residents for one full-time post")), (ratio.value,), kind=RATIO, key=True),
            ),
        ),
    )


def _cost(context: ReportContext) -> Section:
    spent = costs.expenses(context.indicators)
    if not spent:
        return section(CODE, 6, no_data_line(say(N_("Expenses"))))
    rows = [
        Row(coded("expense_category", name), (round(weight(inside), 2),))
        for name, inside in sorted(grouped(context.indicators, spent, "category").items(), key=_listed)
    ]
    rows.append(Row(say(N_("Total")), (round(weight(spent), 2),), key=True))
    found = context.figure("I38")
    cost = line_of(found)
    return section(
        CODE,
        6,
        Table(
            "expenses",
            say(N_("Expenses by category, lei")),
            (say(N_("Category")), say(N_("Lei"))),
            tuple(rows),
            kinds=(MONEY,),
            total_row=True,
        ),
        Table(
            "cost",
            say(N_("Average cost, lei")),
            (say(N_("Figure")), say(N_("Value"))),
            (
                Row(say(N_("Cost of a bed-night")), (cost.value,), kind=MONEY),
                Row(
                    say(N_("Average monthly cost of a beneficiary")),
                    (found.also.get("person_month"),),
                    kind=MONEY,
                    key=True,
                ),
            ),
            note=say(N_("Monthly cost: expenses divided by (bed-nights used / 30.4).")),
        ),
    )


def _listed(entry: tuple[str, object]) -> int:
    listed = codes.codes("expense_category")
    return listed.index(entry[0]) if entry[0] in listed else len(listed)
