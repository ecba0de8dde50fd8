"""A small register taken in twice, re-sorted, grown, tried: only what is new comes in."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from shelter_app.db.folder import DATABASE
from shelter_app.db.models.house import Bed
from shelter_app.db.models.people import Resident, ResidentIdentity
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.residents.importing import import_register
from shelter_app.services.residents.undo import UndoImport
from shelter_app.services.stays.acts import MoveToBed

HEAD = "Cod;Nume;Data nașterii;Data intrării;Data ieșirii;Cameră/Pat;Observații"
ROWS = [
    "A1;Ana Pop;1.2.1990;01.02.2024;10.02.2024;1/1;prima ședere",
    ";Fără Cod;5.6.1999;02.02.2024;02.02.2024;1/2;",
    "A2;Bea Ene;1995;03.02.2024;;1/2;",
]


@pytest.fixture(autouse=True)
def shelter(director):
    return perform(director, AddShelter(code="CRINUL", name="Centrul Crinul"))


def register(tmp_path, *rows):
    path = tmp_path / "registru.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8-sig")
    return path


def count(actor, model):
    with actor.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_re_sorted_register_adds_only_its_new_rows(director, tmp_path):
    first = import_register(director, register(tmp_path, *ROWS))
    assert (first.created["residents"], first.created["stays"], first.created["bed_periods"]) == (3, 3, 2)
    assert first.made_rooms == ("Camera 1",) and first.made_beds == ("1.1", "1.2")
    back = "A1;Ana Ionescu;1.2.1990;01.05.2024;;1/1;a revenit"
    again = import_register(director, register(tmp_path, back, *reversed(ROWS)))
    assert not again.errors
    assert (again.created["residents"], again.created["stays"]) == (0, 1)
    assert count(director, Stay) == 4 and count(director, BedPeriod) == 3
    with director.store.reading() as session:
        kept = session.execute(
            select(ResidentIdentity.id, ResidentIdentity.notes)
            .join(Resident, Resident.id == ResidentIdentity.resident_id)
            .where(Resident.former_code == "A1")
        ).one()
        assert not any("Ana" in (code or "") for code in session.scalars(select(Resident.former_code)))
    place = SealedPlace("resident_identity", "notes", kept.id, Compartment("IDENTITY"))
    assert director.store.vault.open(place, kept.notes) == "prima ședere\na revenit"


def test_a_trial_leaves_the_store_as_it_was(director, tmp_path):
    def content():
        files = [p for p in director.store.folder.iterdir() if p.name.startswith(DATABASE)]
        return {p.name: p.read_bytes() for p in files if not p.name.endswith("-shm")}

    before = content()
    result = import_register(director, register(tmp_path, *ROWS), dry_run=True)
    assert result.created["stays"] == 3 and result.made_beds == ("1.1", "1.2")
    assert content() == before
    assert count(director, Stay) == 0


def test_a_later_file_brings_the_exit_of_a_stay_that_goes_on_and_is_taken_back(director, tmp_path):
    import_register(director, register(tmp_path, *ROWS))
    later = import_register(
        director, register(tmp_path, "A1;Ana Pop;1.2.1990;01.02.2024;10.02.2024;1/1;", BEA_LEFT)
    )
    assert (later.errors, later.created["stays"], later.exits) == (0, 0, 1)
    assert later.as_json()["exits"] == 1
    assert [(one.accepted, one.left_out) for one in later.sheets] == [(1, 1)]
    bea, period = bea_of(director)
    assert (bea.ended_on, bea.exit_destination) == (date(2024, 3, 5), "UNKNOWN")
    assert period.to_on == date(2024, 3, 5)
    again = import_register(director, register(tmp_path, BEA_LEFT))
    assert (again.errors, again.exits) == (0, 0)
    assert [problem.kind for problem in again.problems] == ["already_there"]
    perform(director, UndoImport(run=later.run))
    bea, period = bea_of(director)
    assert (bea.ended_on, bea.ended_at, bea.exit_reason, bea.exit_destination) == (None, None, None, None)
    assert period.to_on is None


def test_an_exit_before_the_last_move_is_not_believed(director, tmp_path):
    import_register(director, register(tmp_path, *ROWS))
    with director.store.reading() as session:
        stay = session.scalar(select(Stay.id).where(Stay.ended_on.is_(None)))
        bed = session.scalar(select(Bed.id).where(Bed.label == "1.1"))
    perform(director, MoveToBed(stay=stay, bed=bed, at=local_moment(date(2024, 4, 1))))
    told = import_register(director, register(tmp_path, BEA_LEFT))
    assert (told.exits, [problem.kind for problem in told.problems]) == (0, ["changed_since"])
    with director.store.reading() as session:
        assert session.get(Stay, stay).ended_on is None


BEA_LEFT = "A2;Bea Ene;1995;03.02.2024;05.03.2024;1/2;"


def bea_of(director):
    with director.store.reading() as session:
        return session.execute(
            select(Stay, BedPeriod)
            .join(Resident, Resident.id == Stay.resident_id)
            .join(BedPeriod, BedPeriod.stay_id == Stay.id)
            .where(Resident.former_code == "A2")
        ).one()
