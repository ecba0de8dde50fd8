"""R06: the donor's technical report around its logical framework. External: disclosure control is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from shelter_app.db.models import Record
from shelter_app.db.models.people import Identification, TraffickingEvent
from shelter_app.db.models.services import Funder, GrantTarget
from shelter_app.domain import codes, suppression
from shelter_app.domain.periods import Period
from shelter_app.i18n import N_
from shelter_app.reports.dataset import (
    BLANK,
    NOT_APPLICABLE,
    PERCENT,
    Block,
    Cards,
    Cell,
    Chart,
    Definitions,
    Facts,
    Line,
    Narrative,
    Paragraph,
    Row,
    Section,
    Table,
    kind_of,
)
from shelter_app.reports.indicators import plans
from shelter_app.reports.indicators.context import Figure, Item
from shelter_app.reports.indicators.figures import rounded
from shelter_app.reports.templates.context import (
    ReportContext,
    broken_down,
    completeness,
    indicator,
    line_of,
    no_data_line,
    section,
)
from shelter_app.reports.templates.places import by_place
from shelter_app.reports.words import Words, date_text, literal, phrase

CODE = "R06"
SHORTEST_QUARTER = 90
COUNTED_ONCE = N_("Cumulative figures count each person once over the whole time; periods are not added up.")
NARRATIVES = ("outcomes", "deviations", "lessons", "next")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a grant promised for an indicator."""

    baseline: float | None
    target: float
    verification: str | None


def narratives() -> tuple[tuple[str, Words], ...]:
    """Return what a person writes: each text's key and the heading of its section."""
    return tuple((key, section(CODE, number).title) for number, key in enumerate(NARRATIVES, 4))


def promises(context: ReportContext) -> dict[str, Promise]:
    """Return the grant's targets by indicator."""
    if context.grant is None:
        return {}
    rows = context.session.scalars(
        select(GrantTarget).where(GrantTarget.grant_id == context.grant.id).order_by(GrantTarget.indicator)
    )
    return {
        row.indicator: Promise(
            None if row.baseline_hundredths is None else row.baseline_hundredths / 100,
            row.target_hundredths / 100,
            row.verification,
        )
        for row in rows
    }


def indicators(context: ReportContext) -> tuple[str, ...]:
    """Return the indicators of the template, and those that the grant has a target for."""
    listed = tuple(codes.code("report_template", CODE).extra["indicators"])
    return tuple(dict.fromkeys((*listed, *promises(context))))


def since_start(context: ReportContext) -> dict[str, Line]:
    """Return the indicators counted from the first day of the grant: distinct over the whole time."""
    if context.grant is None:
        return {}
    whole = Period(min(context.grant.from_on, context.first), context.last + timedelta(days=1))
    return {code: line_of(context.figure_of(whole, code)) for code in indicators(context)}


def sections(context: ReportContext) -> tuple[Section, ...]:
    """Return the eight sections."""
    return (
        section(CODE, 1, *_summary(context)),
        section(CODE, 2, *_logframe(context)),
        section(CODE, 3, *_breakdowns(context)),
        *(
            section(CODE, number, Narrative(key, context.narrative.get(key)))
            for number, key in enumerate(NARRATIVES, 4)
        ),
        section(CODE, 8, completeness(context), Definitions(indicators(context))),
    )


def _summary(context: ReportContext) -> list[Block]:
    blocks: list[Block] = [Cards(("I01", "I03", "I16", "I24"))]
    grant = context.grant
    if grant is None:
        blocks.append(
            Paragraph(
                phrase(
                    N_(
                        "This report is not linked to a grant: it has no baselines, targets or cumulative "
                        "totals."
                    )
                )
            )
        )
    else:
        funder = context.session.get(Funder, grant.funder_id)
        last = grant.to_on - timedelta(days=1)
        blocks.append(
            Facts(
                (
                    (phrase(N_("Grant")), literal(f"{grant.code} · {grant.title}")),
                    (phrase(N_("Donor")), literal("" if funder is None else funder.name)),
                    (
                        phrase(N_("Grant period")),
                        phrase(N_("{first} to {last}"), first=date_text(grant.from_on), last=date_text(last)),
                    ),
                    (phrase(N_("Currency")), literal(grant.currency)),
                )
            )
        )
    if (context.last - context.first).days + 1 < SHORTEST_QUARTER:
        words = N_(
            "The period is shorter than a quarter. Data sent outside the organisation should "
            "cover a quarter or more."
        )
        blocks.append(Paragraph(phrase(words), warning=True))
    return [*blocks, *context.notices()]


def _logframe(context: ReportContext) -> list[Block]:
    promised, whole = promises(context), since_start(context)
    rows = []
    for code in indicators(context):
        found = line_of(context.figure(code))
        kind = kind_of(found.unit)
        cells: tuple[Cell, ...] = (found.value,)
        note = None
        if context.grant is not None:
            promise, so_far = promised.get(code), whole[code]
            cells = (
                BLANK if promise is None or promise.baseline is None else promise.baseline,
                BLANK if promise is None else promise.target,
                found.value,
                so_far.value,
                BLANK if promise is None else _reached(so_far.value, promise.target),
            )
            if promise is not None and promise.verification:
                note = phrase(N_("Source: {source}"), source=literal(promise.verification))
        rows.append(Row(indicator(code), cells, kind=kind, note=note))
    head = [phrase(N_("Indicator")), phrase(N_("In the period"))]
    if context.grant is not None:
        head = [
            phrase(N_("Indicator")),
            phrase(N_("Baseline")),
            phrase(N_("Target")),
            phrase(N_("In the period")),
            phrase(N_("Cumulative")),
            phrase(N_("% of target")),
        ]
    return [
        Table(
            "logframe",
            phrase(N_("Logical framework")),
            tuple(head),
            tuple(rows),
            kinds=("", "", "", "", PERCENT) if context.grant is not None else ("",),
            note=None if context.grant is None else phrase(COUNTED_ONCE),
        )
    ]


def _reached(value: Cell, target: float) -> Cell:
    if isinstance(value, str):
        return value
    if value is None or not target:
        return None if value is None else NOT_APPLICABLE
    return rounded(value, target, 1)


def _breakdowns(context: ReportContext) -> list[Block]:
    blocks: list[Block] = []
    blocks += _persons(context)
    for code, dimension, title, sensitive in (
        ("I03", "referral_source", N_("Admissions by source"), False),
        ("I06", "exit_reason", N_("Exits by reason"), True),
        ("I06", "planned", N_("Exits, planned and unplanned"), False),
        ("I16", "session_type", N_("Sessions by kind"), False),
        ("I17", "sex", N_("Persons counselled by sex"), False),
        ("I19", "domain", N_("Services by domain"), False),
        ("I24", "domain", N_("Milestones by domain"), False),
    ):
        found = context.figure(code)
        blocks.append(_one(context, found, found.items, f"{code}_{dimension}", title, dimension, sensitive))
    goals = plans.goals_by_result(context.indicators)
    for dimension, title in (
        ("goal_status", N_("Goals closed, by result")),
        ("domain", N_("Goals closed, by domain")),
    ):
        found = context.figure("I23") if goals is None else goals
        blocks.append(_one(context, found, found.items, f"I23_{dimension}", title, dimension, False))
    return blocks


def _one(
    context: ReportContext,
    found: Figure,
    items: Sequence[Item],
    code: str,
    title: str,
    dimension: str,
    sensitive: bool,
    entered: type[Record] | None = None,
) -> Block:
    if found.no_data or not items or (entered is not None and not context.indicators.entered(entered)):
        return no_data_line(phrase(title))
    return broken_down(
        context.indicators,
        items,
        code,
        phrase(title),
        dimension,
        counted_as=phrase(N_("Number")),
        sensitive=sensitive,
    )


def _persons(context: ReportContext) -> list[Block]:
    found = context.figure("I01")
    if found.no_data or not found.items:
        return [no_data_line(indicator("I01"))]
    indicators, items = context.indicators, found.items
    ages = broken_down(
        indicators,
        items,
        "I01_age_sex",
        phrase(N_("Residents served by age and sex")),
        "age_band",
        "sex",
        counted_as=phrase(N_("Number")),
        always=("F", "M"),
    )
    bars = tuple((row.label, (row.cells[-1],)) for row in ages.rows[:-1])
    blocks: list[Block] = [
        ages,
        Chart("I01_age_sex", phrase(N_("Residents served by age")), (indicator("I01"),), bars),
    ]
    for dimension, title, sensitive, entered in (
        ("exploitation_group", N_("Residents served by form of exploitation"), True, TraffickingEvent),
        ("victim_status", N_("Residents served by status"), True, Identification),
        ("citizenship_group", N_("Residents served by citizenship"), False, None),
    ):
        code = f"I01_{dimension}"
        blocks.append(_one(context, found, items, code, title, dimension, sensitive, entered))
    blocks.append(_places(context, items))
    return blocks


def _places(context: ReportContext, items: Sequence[Item]) -> Table:
    """Return the residents by county where that is enough of them, else by region, else as the rest."""
    k = suppression.RULES[codes.code("report_template", CODE).extra["suppression"]].k
    rows = [Row(name, (count,)) for name, count in by_place(context.indicators, items, k)]
    rows.append(Row(phrase(N_("Total")), (len(items),), key=True))
    head: tuple[Words, ...] = (phrase(N_("Home county")), phrase(N_("Number")))
    return Table(
        "I01_county",
        phrase(N_("Residents served by home county")),
        head,
        tuple(rows),
        total_row=True,
        measure="I01",
        note=phrase(
            N_("Counties with few residents are grouped with their region, or with the rest of the country.")
        ),
    )
