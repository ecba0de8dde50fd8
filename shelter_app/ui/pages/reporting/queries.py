"""What the page asks of the reporting services; they and the paper's libraries load when first asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label
from shelter_app.services.acting import Act, Actor
from shelter_app.ui.forms.autosave import Draft

if TYPE_CHECKING:
    from shelter_app.services.reporting.acts import MadeReport
    from shelter_app.services.reporting.views import MadeRow

NEEDS = "reporting.preview"
TEXTS = "report_texts"


@dataclass(frozen=True)
class TemplateRow:
    """A report that can be made."""

    code: str
    narratives: tuple[tuple[str, str], ...] = ()

    def title(self) -> str:
        """Return its title in the language in force."""
        return label("report_template", self.code)


@dataclass(frozen=True)
class ReportRequest:
    """One report: which, of which days (both included), in which language, of which shelter."""

    template: str
    first: date
    last: date
    language: str
    shelter: str
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def about(self) -> str:
        """Which report of which days of which shelter, whatever its language: its texts are kept by this."""
        return f"{self.template} {self.first} {self.last} {self.shelter}"


def today(actor: Actor) -> date:
    """Return the local day now."""
    return local_day(actor.clock())


def templates(actor: Actor) -> tuple[TemplateRow, ...]:
    """Return the reports that can be made."""
    from shelter_app.services.reporting import views

    return tuple(TemplateRow(row.code, row.narratives) for row in views.templates(actor))


def reports_made(actor: Actor) -> tuple[MadeRow, ...]:
    """Return the reports that were made."""
    from shelter_app.services.reporting import views

    return views.reports_made(actor)


def pages_of(actor: Actor, asked: ReportRequest) -> bytes:
    """Return the report as it would be made now; nothing is registered."""
    from shelter_app.reports.render import pdf
    from shelter_app.services.reporting import views

    dataset = views.preview(
        actor, asked.template, asked.first, asked.last, asked.shelter or None, None, dict(asked.texts)
    )
    return pdf.render(dataset, asked.language)


def make(asked: ReportRequest) -> Act[MadeReport]:
    """Return the act that makes the report: it is registered as having left the house."""
    from shelter_app.services.reporting.acts import MakeReport

    return MakeReport(
        template=asked.template,
        first=asked.first,
        last=asked.last,
        language=asked.language,
        shelter=asked.shelter or None,
        texts=asked.texts,
    )


def write(made: MadeReport, path: Path) -> None:
    """Write a report to a file, which appears whole or not at all; called in a worker.

    The window has asked before whether a file that exists may be replaced.
    """
    from shelter_app.reports.render.writing import write_whole

    write_whole(path, made.content, force=True)


def texts_draft(actor: Actor, asked: ReportRequest) -> Draft:
    """Return the draft in which the account's texts for a report are kept until they are written anew."""
    return Draft(actor, TEXTS, asked.about)


def stored_texts(actor: Actor, asked: ReportRequest) -> tuple[tuple[str, str], ...]:
    """Return the texts that the account has written for a report, as key and text; called in a worker."""
    return tuple((texts_draft(actor, asked).load() or {}).items())
