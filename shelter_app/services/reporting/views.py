"""Which reports can be made, and a report before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select

from shelter_app.db.models.services import Grant
from shelter_app.db.models.trust import ReportRun
from shelter_app.domain import deadlines, permissions
from shelter_app.domain.codes import code, label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.reports.dataset import Dataset
from shelter_app.reports.indicators.context import Filters
from shelter_app.reports.letterhead import letterhead_of
from shelter_app.reports.templates import registry
from shelter_app.reports.templates.context import ReportContext
from shelter_app.reports.words import coded
from shelter_app.services.acting import ReadContext, names_then, view
from shelter_app.services.due_items import DueOfHouse, register
from shelter_app.services.house.rules import deadline_rules
from shelter_app.services.lists.printing import printed_list
from shelter_app.services.reporting.figures import period_of, shelter_of

MOST_MADE = 1000
TOLD_AHEAD = timedelta(days=21)  # a report takes longer to make than a week
NO_TEXTS: Mapping[str, str] = MappingProxyType({})

PrintReports = printed_list("reports", N_("Reports made"), told=N_("exported the list of reports"))


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A report that can be made, for whom it is, and the texts that a person writes for it: key and heading."""

    code: str
    title: str
    audience: str
    narratives: tuple[tuple[str, str], ...]


@view("reporting.templates")
def templates(_look: ReadContext) -> tuple[TemplateRow, ...]:
    """Return the reports that can be made, titles in the language in force."""
    return tuple(
        TemplateRow(
            name,
            label("report_template", name),
            str(code("report_template", name).extra["audience"]),
            tuple((key, heading.text()) for key, heading in registry.narratives(name)),
        )
        for name in registry.TEMPLATES
    )


@view("reporting.preview")
def preview(
    context: ReadContext,
    template: str,
    first: date,
    last: date,
    shelter: str | None = None,
    grant: str | None = None,
    texts: Mapping[str, str] = NO_TEXTS,
) -> Dataset:
    """Return a report's dataset as it would be made now, with its disclosure control; nothing is registered."""
    return dataset_of(context, template, first, last, shelter, grant, texts)


def dataset_of(
    context: ReadContext,
    template: str,
    first: date,
    last: date,
    shelter: str | None,
    grant: str | None,
    texts: Mapping[str, str] = NO_TEXTS,
    *,
    suppressed: bool = True,
) -> Dataset:
    """Return a template's dataset for what the account reaches, with the texts written for it by key.

    Raises
    ------
    Refused
        The template, the shelter, the grant or a text's key is unknown, or the period ends before it begins.
    NotAllowed
        The shelter is not one of the account's.
    """
    registry.get_template(template)
    period_of(first, last)
    filters = Filters(shelter_of(context, shelter), context.shelters, _grant_of(context, grant))
    strange = set(texts) - {key for key, _heading in registry.narratives(template)}
    if strange:
        raise Refused("unknown_text", _("This report has no room for this text."), ("texts",))
    basis = ReportContext(context.session, first, last, context.today, filters, texts)
    made = registry.dataset(basis, template, suppressed=suppressed)
    return replace(made, made_by=context.account.name, letterhead=letterhead_of(context.session))


def _grant_of(context: ReadContext, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    found = context.session.scalars(select(Grant.id).where(Grant.code == wanted)).first()
    if found is None:
        raise Refused("unknown_grant", _("There is no grant with this code."), ("grant",))
    return found


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A report that was made: which, of which days and shelter, when, by whom, in which state."""

    id: str
    template: str
    first: date | None
    last: date | None
    shelter: str
    language: str
    form: str
    made_at: datetime
    who: str
    state: str
    sent_to: str


@view("reporting.made")
def reports_made(context: ReadContext) -> tuple[MadeRow, ...]:
    """Return the reports that were made, the newest first; never what they say."""
    rows = context.session.execute(
        select(
            ReportRun.id,
            ReportRun.template,
            ReportRun.parameters,
            ReportRun.language,
            ReportRun.created_at,
            ReportRun.created_by,
            ReportRun.state,
            ReportRun.sent_to,
        )
        .order_by(ReportRun.created_at.desc(), ReportRun.id.desc())
        .limit(MOST_MADE)
    ).all()
    name_at = names_then(context)
    return tuple(
        MadeRow(
            id=row.id,
            template=row.template,
            first=_day(row.parameters.get("from")),
            last=_day(row.parameters.get("to")),
            shelter=row.parameters.get("shelter") or "",
            language=row.language,
            form=row.parameters.get("format") or "",
            made_at=context.local(row.created_at),
            who=name_at(row.created_by, row.created_at),
            state=row.state,
            sent_to=row.sent_to or "",
        )
        for row in rows
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reports_due(context: ReadContext) -> Iterator[tuple[date, str]]:
    """Return the regular reports whose day comes; whether one was sent the store does not know after its day."""
    if permissions.scope(context.roles, "reporting.preview") is None:
        return
    for rule in deadline_rules(context, *sorted(deadlines.of_calendar())):
        for day in deadlines.due_on(rule, deadlines.last_end(rule.anchor, context.today)):
            if context.today <= day <= context.today + TOLD_AHEAD:
                yield day, rule.code


register(
    DueOfHouse(
        name="REPORT",
        words=lambda rule: coded("deadline_rule", rule),
        rank=5,
        rule=lambda rule: rule,
        page="reports",
        days=_reports_due,
    )
)
