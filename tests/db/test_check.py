"""The full check finds every kind of damage, each by its own look."""

from __future__ import annotations

import random
import shutil

import pytest
from sqlalchemy import text

from shelter_app.db import audit, trail
from shelter_app.db import check as checks
from shelter_app.db import opening as stores
from shelter_app.db.models import new_id
from shelter_app.db.models.people import Resident, ResidentIdentity
from shelter_app.db.models.trust import Account, VaultGrant
from shelter_app.db.vault import Compartment, SealedPlace, grants
from shelter_app.domain.errors import Refused
from tests.conftest import DIRECTOR, PASSPHRASE


def kinds(store):
    return {problem.kind for problem in checks.check(store).problems}


def add_residents(store, clock, count=3):
    at = {
        "created_at": clock(),
        "created_by": store.account_id,
        "updated_at": clock(),
        "updated_by": store.account_id,
    }
    with store.writing() as session:
        rows = []
        for number in range(count):
            resident = Resident(
                id=new_id(),
                code=f"BRAD-{number}",
                birth_precision="YEAR",
                birth_year=1990 + number,
                citizenships=["RO"],
                interpreter_needed=True,
                **at,
            )
            identity = ResidentIdentity(id=new_id(), resident_id=resident.id, **at)
            place = SealedPlace("resident_identity", "legal_name", identity.id, Compartment("IDENTITY"))
            identity.legal_name = store.vault.seal(place, f"Nume {number}")
            session.add(resident)
            session.flush()
            session.add(identity)
            rows += [resident, identity]
        session.flush()
        account = session.get(Account, store.account_id)
        records = [audit.recorded(row, "new") for row in rows]
        trail.event(store, session, account, "test.write", detail={"records": records})


def past_the_program(store, statement):
    with store.raw() as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)


def test_a_sound_store_is_sound_and_the_progress_names_its_steps(store, clock):
    add_residents(store, clock)
    steps = []
    checked = checks.check(store, lambda step, _done: steps.append(step))
    assert checked.problems == ()
    assert checked.sound
    assert checked.records > 6
    assert set(steps) <= set(checks.STEPS)
    assert {"pages", "structure", "references", "trail", "guards", "keys"} <= set(steps)


def test_a_store_with_staff_grants_and_reset_keys_is_sound(store, make_actor, clock):
    author = make_actor("COUNSELLOR")
    with author.store.writing() as session:
        grants.ensure_case_key(
            session,
            author.store.vault,
            Compartment("COUNSEL", "case"),
            actor_id=author.account_id,
            now=clock(),
            reason="note",
        )
        account = session.get(Account, author.account_id)
        rows = grants.holders(session, Compartment("COUNSEL", "case"))
        records = [audit.recorded(row, "new") for row in rows]
        trail.event(author.store, session, account, "test.grant", detail={"records": records})
    assert checks.check(store).problems == ()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE resident SET birth_year = 1950 WHERE code = 'BRAD-1'", "content"),
        ('UPDATE account SET roles = \'["DIRECTOR", "COUNSELLOR"]\'', "content"),
        ("DELETE FROM resident_identity", "missing"),
        ("UPDATE audit_event SET reason = 'x' WHERE seq = 2", "trail"),
        ("DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event)", "older"),
        ("UPDATE resident_identity SET legal_name = x'01000000010102030405060708090a0b0c0d'", "content"),
        (
            "INSERT INTO resident (id, code, birth_precision, birth_year, citizenships, languages, "
            "interpreter_needed, vulnerabilities, created_at, created_by, updated_at, updated_by, version) "
            "SELECT 'planted', 'X-1', birth_precision, birth_year, citizenships, languages, "
            "interpreter_needed, vulnerabilities, created_at, created_by, updated_at, updated_by, 1 "
            "FROM resident LIMIT 1",
            "unrecorded",
        ),
    ],
)
def test_what_is_written_past_the_program_is_found(store, clock, statement, kind):
    add_residents(store, clock)
    store._keeper.stop()
    past_the_program(store, statement)
    found = kinds(store)
    assert kind in found
    assert "guards" in found


def test_an_orphan_is_found(store, clock):
    add_residents(store, clock)
    with store.raw() as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE resident_identity SET resident_id = 'nobody' WHERE rowid = 1")
    assert "references" in kinds(store)


def test_a_sealed_name_moved_to_another_person_is_found_even_when_the_trail_tells_of_it(store, clock):
    add_residents(store, clock)
    with store.writing() as session:
        one, other = session.query(ResidentIdentity).limit(2).all()
        one.legal_name = other.legal_name
        session.flush()
        account = session.get(Account, store.account_id)
        trail.event(
            store, session, account, "test.move", detail={"records": [audit.recorded(one, "changed")]}
        )
    assert kinds(store) == {"sealed"}


def test_a_grant_that_nobody_could_recover_is_found(store, clock):
    case = Compartment("COUNSEL", "case")
    with store.writing() as session:
        grants.ensure_case_key(
            session, store.vault, case, actor_id=store.account_id, now=clock(), reason="note"
        )
        for row in grants.holders(session, case):
            if row.holder == grants.RECOVERY:
                row.revoked_at = clock()
    assert "keys" in kinds(store)


def test_a_grant_of_the_wrong_shape_is_found(store, clock):
    case = Compartment("COUNSEL", "case")
    with store.writing() as session:
        grants.ensure_case_key(
            session, store.vault, case, actor_id=store.account_id, now=clock(), reason="note"
        )
        session.execute(text("UPDATE vault_grant SET sealed_key = x'00' WHERE holder <> 'recovery'"))
    assert "keys" in kinds(store)
    with store.reading() as session:
        assert session.query(VaultGrant).count() == 2


def test_flipped_bits_are_noticed_and_none_is_shown_as_data(template_store, tmp_path, clock):
    folder = template_store.copied(tmp_path / "bits")
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock) as store:
        add_residents(store, clock, 60)
    original = (folder / "core.db").read_bytes()
    chance = random.Random(11)
    for trial in range(16):
        content = bytearray(original)
        content[chance.randrange(16, len(content))] ^= 1 << chance.randrange(8)
        damaged = tmp_path / f"trial{trial}"
        shutil.copytree(folder, damaged)
        damaged.chmod(0o700)
        (damaged / "core.db").write_bytes(bytes(content))
        try:
            store = stores.unlock(damaged, DIRECTOR, PASSPHRASE, clock=clock)
        except Refused as refused:
            assert refused.code == "database_damaged"
        else:
            assert "pages" in kinds(store)
            store.close()
        shutil.rmtree(damaged)


def test_a_page_put_back_from_before_is_found_by_its_content(template_store, tmp_path, clock):
    folder = template_store.copied(tmp_path / "pages")
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock) as store:
        add_residents(store, clock, 5)
    before = (folder / "core.db").read_bytes()
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock) as store, store.writing() as session:
        resident = session.query(Resident).filter_by(code="BRAD-2").one()
        resident.preferred_name = "Alt nume"
        session.flush()
        account = session.get(Account, store.account_id)
        records = [audit.recorded(resident, "changed", ("preferred_name",))]
        trail.event(store, session, account, "test.rename", detail={"records": records})
        page = _root_page(session, "resident")
    content = bytearray((folder / "core.db").read_bytes())
    start = (page - 1) * 4096
    assert content[start : start + 4096] != before[start : start + 4096]
    content[start : start + 4096] = before[start : start + 4096]
    (folder / "core.db").write_bytes(bytes(content))
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock) as store:
        checked = checks.check(store)
        assert checked.of_kind("content") == (checks.Problem("content", "resident", 1),)


def _root_page(session, table):
    return session.execute(
        text("SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table}
    ).scalar()
