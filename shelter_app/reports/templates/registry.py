"""The one place that knows every template: its code, its sections, and how its dataset is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shelter_app.domain import codes
from shelter_app.domain.errors import Refused
from shelter_app.domain.suppression import RULES
from shelter_app.i18n import _
from shelter_app.reports.dataset import Control, Dataset, Line, Section
from shelter_app.reports.templates import r04, r06
from shelter_app.reports.templates.context import ReportContext
from shelter_app.reports.templates.control import controlled
from shelter_app.reports.words import Words

VERSION = "1"


def _listed(code: str) -> Callable[[ReportContext], tuple[str, ...]]:
    return lambda _basis: tuple(codes.code("report_template", code).extra["indicators"])


def _nothing(_basis: ReportContext) -> dict[str, Line]:
    return {}


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """How a report is built: its sections, its indicators, what it counts since a grant's start, its texts."""

    sections: Callable[[ReportContext], tuple[Section, ...]]
    indicators: Callable[[ReportContext], tuple[str, ...]]
    since_start: Callable[[ReportContext], Mapping[str, Line]] = _nothing
    narratives: tuple[tuple[str, Words], ...] = ()


TEMPLATES: Mapping[str, ReportTemplate] = {
    r04.CODE: ReportTemplate(r04.sections, _listed(r04.CODE)),
    r06.CODE: ReportTemplate(r06.sections, r06.indicators, r06.since_start, r06.narratives()),
}


def get_template(code: str) -> ReportTemplate:
    """Return a template; raises Refused for a code that names none, or none that can be made yet."""
    if code in TEMPLATES:
        return TEMPLATES[code]
    if code in codes.codes("report_template"):
        message = _("The report {code} cannot be made yet. These can: {codes}.")
    else:
        message = _("There is no report {code}. These can be made: {codes}.")
    raise Refused("unknown_template", message.format(code=code, codes=", ".join(TEMPLATES)), ("template",))


def narratives(code: str) -> tuple[tuple[str, Words], ...]:
    """Return the texts that a person writes for a report, each as its key and its heading."""
    return get_template(code).narratives


def dataset(context: ReportContext, code: str, *, suppressed: bool = True) -> Dataset:
    """Return a report's dataset, with the disclosure control that its template asks for.

    Without it (``suppressed`` False) a report that would have gone outside is one for the house only.
    """
    template = get_template(code)
    about = codes.code("report_template", code)
    rule = RULES.get(about.extra["suppression"])
    wanted = template.indicators(context)
    shelter = context.filters.shelter_id
    made = Dataset(
        template=code,
        version=VERSION,
        first=context.first,
        last=context.last,
        as_of=context.today,
        organisation=context.organisation,
        service_code=context.service_code,
        shelter=None if shelter is None else context.indicators.shelter_codes[shelter],
        grant=None if context.grant is None else context.grant.code,
        audience=str(about.extra["audience"]),
        demo=context.demo,
        lines=context.lines(wanted),
        sections=template.sections(context),
        control=None,
        trace={indicator: context.figure(indicator).ids for indicator in wanted},
    )
    if rule is None:
        return made
    if suppressed:
        return controlled(made, rule, template.since_start(context))
    return made.inside(Control(rule.name, rule.k, rule.percent, left_out_by_order=True))
