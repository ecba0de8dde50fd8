"""Making a report: the dataset is frozen, the file's digest kept, and that it left the house is registered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shelter_app.db.models.trust import Disclosure, ReportRun
from shelter_app.domain.codes import label
from shelter_app.domain.errors import Refused
from shelter_app.i18n import LANGUAGES, N_, _, in_language
from shelter_app.reports.dataset import Dataset
from shelter_app.reports.render.forms import OF_REPORTS
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.reporting.views import dataset_of


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report's file, the id of its run, and the digest of what it says."""

    run_id: str
    content: bytes
    dataset_sha256: str


@act("reporting.make", told=N_("made a report"))
class MakeReport(Act[MadeReport]):
    """Make a report as a file; ``last`` is inside. It is registered as having left the house.

    ``suppressed`` False leaves the disclosure control out: the file is then one for the house only.
    ``texts`` are what a person wrote for it, as key and text.
    """

    template: str
    first: date
    last: date
    language: str = "ro"
    format: str = "pdf"
    shelter: str | None = None
    grant: str | None = None
    suppressed: bool = True
    texts: tuple[tuple[str, str], ...] = ()

    def apply(self, uow: UnitOfWork) -> MadeReport:
        """Freeze the dataset, write the file, register run and disclosure."""
        write = self._format()
        dataset = dataset_of(
            uow,
            self.template,
            self.first,
            self.last,
            self.shelter,
            self.grant,
            dict(self.texts),
            suppressed=self.suppressed,
        )
        content = write(dataset, self.language)
        digest = hashlib.sha256(content).hexdigest()
        run = uow.add(self._run(dataset, digest))
        uow.session.flush()
        uow.add(
            Disclosure(
                kind="REPORT",
                purpose=self._purpose(),
                fields=[line.code for line in dataset.lines],
                report_run_id=run.id,
                sha256=digest,
                disclosed_at=uow.now,
            )
        )
        uow.audit_subject(run)
        return MadeReport(run.id, content, dataset.sha256)

    def _format(self) -> Callable[[Dataset, str], bytes]:
        if self.format not in OF_REPORTS:
            raise Refused(
                "unknown_format",
                _("A report is made in one of these formats: {formats}.").format(
                    formats=", ".join(OF_REPORTS)
                ),
                ("format",),
            )
        if self.language not in LANGUAGES:
            raise Refused("unknown_language", _("A report is made in Romanian or English."), ("language",))
        return OF_REPORTS[self.format]

    def _run(self, dataset: Dataset, digest: str) -> ReportRun:
        control = dataset.control
        parameters = {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "shelter": self.shelter,
            "grant": self.grant,
            "format": self.format,
        }
        if control is not None:
            parameters["rule"] = control.rule
            parameters["threshold"] = str(control.k)
            parameters["left_out"] = str(control.marks)
            parameters["applied"] = "no" if control.left_out_by_order else "yes"
        return ReportRun(
            template=self.template,
            template_version=dataset.version,
            audience=dataset.audience,
            parameters=parameters,
            language=self.language,
            dataset=dataset.content,
            dataset_sha256=dataset.sha256,
            file_sha256=digest,
            state="DRAFT",
        )

    def _purpose(self) -> str:
        with in_language(self.language):
            return label("report_template", self.template)
