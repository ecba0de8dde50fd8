"""The printed sheet brings a forgotten passphrase back, once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from shelter_app.db import check as checks
from shelter_app.db import enrolment, recovery
from shelter_app.db import opening as stores
from shelter_app.db.models.trust import Account, AuditEvent
from shelter_app.db.store import Store
from shelter_app.db.vault import Compartment, SealedPlace, grants, printed
from shelter_app.domain.errors import MustWait, Refused
from shelter_app.services.accounts.trail import trail
from shelter_app.services.acting import Actor
from tests.conftest import CHEAP, DIRECTOR, PASSPHRASE

pytestmark = pytest.mark.usefixtures("english")

NEW = "alt drum pe lângă moara veche"


@pytest.fixture
def folder(template_store, tmp_path):
    return template_store.copied(tmp_path / "own")


@dataclass
class Recovered:
    store: Store
    recovery_key: str


def recover(folder, key, clock, name=DIRECTOR):
    new_key = recovery.recover(folder, key, name, NEW, clock=clock, kdf=CHEAP)
    return Recovered(stores.unlock(folder, name, NEW, clock=clock), new_key)


def test_the_sheet_gives_a_director_a_new_passphrase_and_is_used_up(folder, template_store, clock):
    done = recover(folder, template_store.recovery_key.lower(), clock)
    with done.store as store:
        assert store.vault.holds(Compartment("IDENTITY"))
        enrolment.require_director(store.vault)
        with store.reading() as session:
            assert grants.confirmed(store.vault, session.get(Account, store.account_id))
            assert "account.recovered" in session.scalars(select(AuditEvent.action)).all()
        assert checks.check(store).problems == ()
    with pytest.raises(Refused) as refused:
        stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock)
    assert refused.value.code == "wrong_sign_in"
    with pytest.raises(Refused) as refused:
        recover(folder, template_store.recovery_key, clock)
    assert refused.value.code == "wrong_recovery_key"
    recover(folder, done.recovery_key, clock).store.close()


def test_what_was_sealed_before_opens_after_recovery(folder, template_store, clock):
    case = Compartment("COUNSEL", "case-1")
    note = SealedPlace("session_note", "body", "n1", case)
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock) as store:
        with store.writing() as session:
            grants.ensure_case_key(
                session, store.vault, case, actor_id=store.account_id, now=clock(), reason="note"
            )
        blob = store.vault.seal(note, "înainte")
    with recover(folder, template_store.recovery_key, clock).store as store:
        assert store.vault.open(note, blob) == "înainte"


def test_staff_and_keys_that_the_director_vouched_for_stay_good(store, make_actor, template_store, clock):
    staff = make_actor("COUNSELLOR", name="Ana")
    folder = store.folder
    staff.store.close()
    store.close()
    with recover(folder, template_store.recovery_key, clock).store as again, again.reading() as session:
        assert grants.confirmed(again.vault, session.get(Account, staff.account_id))
    stores.unlock(folder, "Ana", PASSPHRASE, clock=clock).close()


def test_the_sheet_gives_no_keys_to_others_than_directors(store, make_actor, template_store, clock):
    make_actor("COUNSELLOR", name="Ana")
    for name in ("Ana", "Nimeni"):
        with pytest.raises(Refused) as refused:
            recover(store.folder, template_store.recovery_key, clock, name)
        assert refused.value.code == "no_director"
    stores.unlock(store.folder, DIRECTOR, PASSPHRASE, clock=clock).close()


def test_a_mistyped_group_is_named_and_wrong_sheets_wait(folder, template_store, clock):
    groups = template_store.recovery_key.split("-")
    groups[4] = groups[4][:4] + ("0" if groups[4][4] != "0" else "1")
    with pytest.raises(Refused, match="5"):
        recover(folder, "-".join(groups), clock)
    for _try in range(5):
        with pytest.raises(Refused) as refused:
            recover(folder, printed.new_key(printed.RECOVERY_GROUPS), clock)
        assert refused.value.code == "wrong_recovery_key"
    with pytest.raises(Refused) as refused:
        recover(folder, template_store.recovery_key, clock)
    assert refused.value.code == "wait"


def test_wrong_tries_at_the_forgotten_passphrase_do_not_count_against_the_new_one(
    folder, template_store, clock
):
    for _try in range(8):
        with pytest.raises(Refused):
            stores.unlock(folder, DIRECTOR, "nu mai știu care era parola mea", clock=clock)
    with recover(folder, template_store.recovery_key, clock).store:
        pass


def test_preparing_changes_no_key_counts_wrong_sheets_and_stands_in_the_trail(folder, template_store, clock):
    before = (folder / "keyring.json").read_bytes()
    key = recovery.prepare(folder, template_store.recovery_key, DIRECTOR, NEW, clock=clock)
    assert key != template_store.recovery_key
    assert (folder / "keyring.json").read_bytes() == before
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock) as store, store.reading() as session:
        assert "account.sheet_tried" in session.scalars(select(AuditEvent.action)).all()
    for _try in range(5):
        with pytest.raises(Refused):
            recovery.prepare(folder, key, DIRECTOR, NEW, clock=clock)
    with pytest.raises(MustWait):
        recovery.prepare(folder, template_store.recovery_key, DIRECTOR, NEW, clock=clock)


@pytest.mark.parametrize("column", ["suspended_at", "active_to"])
def test_the_sheet_is_not_used_up_for_an_account_that_is_over(folder, template_store, clock, column):
    value = {"suspended_at": clock(), "active_to": clock().date()}[column]
    with stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock) as store, store.writing() as session:
        setattr(session.get(Account, store.account_id), column, value)
    for step in (recovery.prepare, recovery.recover):
        with pytest.raises(Refused) as refused:
            step(folder, template_store.recovery_key, DIRECTOR, NEW, clock=clock)
        assert refused.value.code == "no_director"


def test_the_trail_tells_of_the_sheet_by_its_name(folder, template_store, clock):
    with pytest.raises(Refused):
        recovery.prepare(folder, printed.new_key(printed.RECOVERY_GROUPS), DIRECTOR, NEW, clock=clock)
    with recover(folder, template_store.recovery_key, clock).store as store:
        director = Actor(store, store.account_id, DIRECTOR, clock, session_id=store.session_id)
        told = {row.action: row.who for row in trail(director).rows}
    assert told["account.recovered"] == "the recovery sheet"
    assert told["account.sign_in_failed"] == "the recovery sheet"
