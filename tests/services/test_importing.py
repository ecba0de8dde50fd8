"""The sample register against its truth, through the real store."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shelter_app.db.models.care import CarePlan, Goal
from shelter_app.db.models.counselling import SessionNote
from shelter_app.db.models.people import Resident, ResidentIdentity
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.services.acting import perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.residents.importing import RowsRefused, import_register

SAMPLES = Path(__file__).parents[1] / "samples"
REGISTER = SAMPLES / "registru-beneficiari.xlsx"
TRUTH = json.loads((SAMPLES / "registru-beneficiari.truth.json").read_text())


@pytest.fixture(autouse=True)
def shelter(director):
    return perform(director, AddShelter(code="CRINUL", name="Centrul Crinul"))


@pytest.fixture
def imported(director):
    return import_register(director, REGISTER, accept_partial=True)


def test_the_sample_register_comes_out_as_its_truth_says(director, imported):
    assert imported.stored
    made = imported.created
    assert {k: made[k] for k in ("residents", "stays", "sessions", "services", "goals")} == {
        k: TRUTH[k] for k in ("residents", "stays", "sessions", "services", "goals")
    }
    said = {(p.sheet, p.row, p.kind, p.severity) for p in imported.problems}
    wanted = {(p["sheet"], p["row"], p["kind"], p["severity"]) for p in TRUTH["problems"]}
    assert wanted <= said
    assert {p for p in said if p[3] == "error"} == {p for p in wanted if p[3] == "error"}
    with director.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Resident)) == TRUTH["residents"]
        stays = session.execute(select(Stay.resident_id, Stay.admitted_on, Stay.ended_on)).all()
        assert session.scalar(select(func.count()).select_from(BedPeriod)) == made["bed_periods"]
        assert session.scalar(select(func.count()).select_from(Goal)) == TRUTH["goals"]
        open_stays = {s for s, ended in session.execute(select(Stay.id, Stay.ended_on)) if ended is None}
        for stay_id, status in session.execute(select(CarePlan.stay_id, CarePlan.status)):
            assert status == ("IN_FORCE" if stay_id in open_stays else "COMPLETED")
    end = date.fromisoformat(TRUTH["as_of"])
    for year, figures in TRUTH["per_year"].items():
        first, last = date(int(year), 1, 1), min(date(int(year) + 1, 1, 1), end)
        nights = [max(0, (min(e or end, last) - max(a, first)).days) for _r, a, e in stays]
        assert sum(nights) == figures["bed_nights"]
        assert len({s[0] for s, n in zip(stays, nights, strict=True) if n}) == figures["residents_served"]
        assert sum(first <= a < last for _r, a, _e in stays) == figures["admissions"]
        assert sum(e is not None and first <= e < last for _r, _a, e in stays) == figures["exits"]


def test_names_and_notes_are_sealed_and_the_old_code_stays(director, imported):
    with director.store.reading() as session:
        identity = session.scalars(select(ResidentIdentity)).first()
        note = session.scalars(select(SessionNote)).first()
        codes = set(session.scalars(select(Resident.former_code)))
    assert "CR-001" in codes
    assert b"Kinga" not in identity.legal_name
    assert note.signed_at is None and note.written_author
    for path in director.store.folder.iterdir():
        if path.is_file():
            assert b"anxietate" not in path.read_bytes()


def test_a_second_import_of_the_same_file_adds_nothing(director, imported):
    again = import_register(director, REGISTER, accept_partial=True)
    assert set(again.created.values()) == {0}


def test_a_row_with_an_error_keeps_everything_out_until_somebody_says_so(director):
    with pytest.raises(RowsRefused) as refused:
        import_register(director, REGISTER)
    assert refused.value.result.errors == 63
    with director.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Resident)) == 0


def test_a_trial_stores_nothing_and_says_what_would_come(director):
    result = import_register(director, REGISTER, dry_run=True)
    assert result.created["stays"] == TRUTH["stays"] and not result.stored
    with director.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Stay)) == 0
