"""A small register taken in twice, re-sorted, grown, tried: only what is new comes in."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from shelter_app.db.folder import DATABASE
from shelter_app.db.models.people import Resident, ResidentIdentity
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.services.acting import perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.residents.importing import import_register

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
