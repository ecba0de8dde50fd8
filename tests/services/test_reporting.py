"""Reports through the gate: who may make them, what is registered, what is refused."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from sqlalchemy import select

from shelter_app.db import audit
from shelter_app.db.models.house import Shelter
from shelter_app.db.models.services import Funder, Grant, GrantShare, GrantTarget
from shelter_app.db.models.trust import Account, AuditEvent, Disclosure, ReportRun
from shelter_app.db.store import Store
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.reports.dataset import Dataset
from shelter_app.services.acting import Actor, perform
from shelter_app.services.reporting import views
from shelter_app.services.reporting.acts import MakeReport
from tests.services import casework

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 10, 31)}


@pytest.fixture
def house(store: Store) -> list[casework.Case]:
    """Return the cases of two shelters: seven residents in the first, one in the second."""
    first, second = casework.shelter(store), casework.shelter(store, "CASA-2")
    return [
        *(casework.resident_in(store, first, f"CEDRU-{at}") for at in range(7)),
        casework.resident_in(store, second, "TEI-1"),
    ]


def residents_served(dataset: Dataset) -> object:
    return dataset.line("I01").value


def test_a_made_report_is_registered_with_what_it_says_and_who_made_it(
    director: Actor, house: list[casework.Case]
) -> None:
    made = perform(director, MakeReport(template="R06", **YEAR))
    with director.store.reading() as session:
        run = session.get(ReportRun, made.run_id)
        disclosure = session.scalars(select(Disclosure)).one()
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "reporting.make")).one()
        assert audit.verify(session) == []
    assert (run.template, run.audience, run.language, run.state) == ("R06", "EXTERNAL", "ro", "DRAFT")
    assert run.parameters["from"] == "2026-01-01"
    assert (run.parameters["rule"], run.parameters["threshold"]) == ("on_k5", "5")
    assert run.file_sha256 == hashlib.sha256(made.content).hexdigest() == disclosure.sha256
    canonical = json.dumps(run.dataset, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == run.dataset_sha256 == made.dataset_sha256
    assert (disclosure.kind, disclosure.report_run_id) == ("REPORT", run.id)
    assert (event.actor, event.object_type, event.object_id) == (director.account_id, "report_run", run.id)


def test_the_frozen_dataset_holds_no_small_count_of_a_donor_s_report(
    director: Actor, house: list[casework.Case]
) -> None:
    made = perform(director, MakeReport(template="R06", shelter="CASA-2", **YEAR))
    with director.store.reading() as session:
        frozen = session.get(ReportRun, made.run_id).dataset
    (line,) = (line for line in frozen["lines"] if line["code"] == "I01")
    assert (line["value"], line["counted"], line["sources"]) == ("*", 0, "")


def test_a_preview_registers_nothing(director: Actor, house: list[casework.Case]) -> None:
    assert residents_served(views.preview(director, "R06", **YEAR)) == 8
    with director.store.reading() as session:
        assert session.scalars(select(ReportRun)).all() == []
        assert session.scalars(select(Disclosure)).all() == []


def test_a_report_of_one_shelter_counts_only_there(director: Actor, house: list[casework.Case]) -> None:
    shown = views.preview(director, "R06", shelter="CASA-1", **YEAR)
    assert (residents_served(shown), shown.shelter) == (7, "CASA-1")


def test_a_case_manager_previews_her_shelters_and_makes_nothing(
    director: Actor, house: list[casework.Case], store: Store
) -> None:
    with store.writing() as session:
        account = session.get(Account, director.account_id)
        second = session.scalars(select(Shelter.id).where(Shelter.code == "CASA-2")).one()
        account.roles, account.shelters = ["CASE_MANAGER"], [second]
    assert residents_served(views.preview(director, "R06", **YEAR)) == "*"
    with pytest.raises(NotAllowed):
        views.preview(director, "R06", shelter="CASA-1", **YEAR)
    with pytest.raises(NotAllowed):
        perform(director, MakeReport(template="R06", **YEAR))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"template": "R99"}, "unknown_template"),
        ({"template": "R01"}, "unknown_template"),
        ({"shelter": "NICIUNDE"}, "unknown_shelter"),
        ({"grant": "NIMIC"}, "unknown_grant"),
        ({"format": "docx"}, "unknown_format"),
        ({"language": "fr"}, "unknown_language"),
        ({"first": date(2026, 11, 1)}, "period_backwards"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_no_trace(
    director: Actor, house: list[casework.Case], values: dict[str, object], code: str
) -> None:
    asked = MakeReport(**{"template": "R04", **YEAR, **values})
    with pytest.raises(Refused) as refused:
        perform(director, asked)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    with director.store.reading() as session:
        assert session.scalars(select(ReportRun)).all() == []


def test_the_reports_that_can_be_made_are_named_in_the_language_in_force(
    director: Actor, english: None
) -> None:
    assert [(row.code, row.audience) for row in views.templates(director)] == [
        ("R04", "OFFICIAL"),
        ("R06", "EXTERNAL"),
    ]
    assert views.templates(director)[1].title == "Donor technical report - logical framework"


@pytest.fixture
def grant(store: Store, house: list[casework.Case]) -> str:
    funder = Funder(name="Fundația Exemplu")
    casework.put(store, funder)
    grant = Grant(
        funder_id=funder.id, code="EX-1", title="Drum", from_on=date(2026, 1, 1), to_on=date(2027, 1, 1)
    )
    casework.put(store, grant)
    casework.put(
        store,
        GrantTarget(grant_id=grant.id, indicator="I01", baseline_hundredths=200, target_hundredths=1200),
        *(GrantShare(grant_id=grant.id, stay_id=case.stay) for case in house[:6]),
    )
    return grant.code


def logframe(dataset: Dataset, code: str) -> tuple[object, ...]:
    table = next(table for table in dataset.tables if table.code == "logframe")
    return next(row.cells for row in table.rows if row.label.value == code)


def test_a_grant_counts_what_it_pays_for_against_what_it_promised(director: Actor, grant: str) -> None:
    shown = views.preview(director, "R06", date(2026, 10, 1), date(2026, 10, 31), grant=grant)
    assert logframe(shown, "I01") == (2, 12, 6, 6, 50)
    assert shown.grant == "EX-1"
    plain = views.preview(director, "R06", date(2026, 10, 1), date(2026, 10, 31))
    assert logframe(plain, "I01") == (8,)


def test_an_indicator_without_a_target_has_blank_cells(director: Actor, grant: str) -> None:
    shown = views.preview(director, "R06", date(2026, 10, 1), date(2026, 10, 31), grant=grant)
    assert logframe(shown, "I03")[:2] == ("", "")
    assert logframe(shown, "I24")[2:4] == (None, None)


def test_trace_is_for_those_who_follow_a_figure_and_never_frozen(
    director: Actor, house: list[casework.Case]
) -> None:
    shown = views.preview(director, "R04", **YEAR)
    assert set(shown.trace["I03"]) <= {case.stay for case in house}
    assert not any(case.stay in json.dumps(shown.content) for case in house)
