"""The key file: what opens it, what is refused before any work, and what survives damage."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from shelter_app.db import enrolment
from shelter_app.db import folder as data_folder
from shelter_app.db import opening as stores
from shelter_app.db.vault import keyring as rings
from shelter_app.db.vault import slots
from shelter_app.db.vault.slots import Damaged, Kdf, WrongPassphrase
from shelter_app.domain.errors import NotAllowed, Refused
from tests.conftest import CHEAP, DIRECTOR, PASSPHRASE, add_account

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.real_kdf]

OTHER = "vânt de miazănoapte peste lunci"


@pytest.fixture
def folder(template_store, tmp_path):
    return template_store.copied(tmp_path / "own")


def content(folder):
    return json.loads((folder / "keyring.json").read_bytes())


def put(folder, body):
    (folder / "keyring.json").write_text(json.dumps(body))
    (folder / "keyring.json.bak").unlink(missing_ok=True)


def refusal(folder, clock, name=DIRECTOR, passphrase=PASSPHRASE):
    with pytest.raises(Refused) as refused:
        stores.unlock(folder, name, passphrase, clock=clock)
    return refused.value


def test_a_name_is_found_however_it_is_spelled_with_capitals_and_spaces(folder, clock):
    stores.unlock(folder, f"  {DIRECTOR.upper().replace(' ', '  ')} ", PASSPHRASE, clock=clock).close()


def test_an_unknown_name_and_a_wrong_passphrase_get_the_same_sentence(folder, clock):
    wrong, unknown = refusal(folder, clock, passphrase=OTHER), refusal(folder, clock, name="Nimeni")
    assert (wrong.code, wrong.message) == (unknown.code, unknown.message) == ("wrong_sign_in", wrong.message)


def test_an_unknown_name_takes_as_long_as_a_wrong_passphrase(folder, clock):
    def fastest(name):
        times = []
        for _try in range(2):
            started = time.perf_counter()
            refusal(folder, clock, name=name, passphrase=OTHER)
            times.append(time.perf_counter() - started)
        return min(times)

    assert 0.3 < fastest(DIRECTOR) / fastest("Nimeni") < 3


@pytest.mark.parametrize(
    "kdf",
    [
        {"m": 64, "t": 3, "p": 2},
        {"m": 2**40, "t": 3, "p": 2},
        {"m": 65536, "t": 0, "p": 2},
        {"m": 65536, "t": 21, "p": 2},
        {"m": 65536, "t": 3, "p": 9},
        {"m": True, "t": 3, "p": 2},
        {"m": "65536", "t": 3, "p": 2},
    ],
)
def test_a_cost_out_of_bounds_is_refused_before_any_work(folder, clock, kdf):
    body = content(folder)
    body["slots"][0]["kdf"].update(kdf)
    put(folder, body)
    started = time.perf_counter()
    assert refusal(folder, clock).code == "keyring_damaged"
    assert time.perf_counter() - started < 1


def test_a_slot_renamed_to_another_account_does_not_open(folder):
    keyring = rings.load(folder)
    slot = keyring.slots[0]
    with pytest.raises(WrongPassphrase):
        slots.open_slot(replace(slot, uid="another"), PASSPHRASE, keyring.db_id)
    with pytest.raises(WrongPassphrase):
        slots.open_slot(slot, PASSPHRASE, "another store")


def test_a_slot_that_was_put_in_past_the_program_is_noticed(folder, clock):
    body = content(folder)
    body["slots"][1]["suspended"] = True
    put(folder, body)
    assert refusal(folder, clock).code == "keyring_changed"


def test_an_exchanged_recovery_key_is_noticed(folder, clock):
    body = content(folder)
    body["recovery"]["pub_box"] = "00" * 32
    put(folder, body)
    assert refusal(folder, clock).code == "keyring_changed"


def test_a_damaged_key_file_is_replaced_by_its_copy_and_said(folder, clock):
    first = stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock)
    enrolment.change_passphrase(first, PASSPHRASE, OTHER, name=DIRECTOR, kdf=CHEAP)
    first.close()
    (folder / "keyring.json").write_bytes(b"{ damaged")
    opened = stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock)
    assert any("key file was damaged" in warning for warning in opened.warnings)
    opened.close()


def test_a_damaged_key_file_never_pushes_out_its_good_copy(folder, clock):
    good = rings.load(folder)
    rings.save(folder, good, clock())
    (folder / "keyring.json").write_bytes(b"")
    rings.save(folder, rings.load(folder), clock())
    rings.parse((folder / "keyring.json.bak").read_bytes())
    rings.parse((folder / "keyring.json").read_bytes())


def test_without_any_key_file_the_refusal_says_what_to_do(folder, clock):
    (folder / "keyring.json").unlink()
    assert refusal(folder, clock).code == "keyring_damaged"


def test_ten_thousand_mutated_key_files_neither_crash_nor_open(folder):
    chance = random.Random(20261124)
    original = (folder / "keyring.json").read_bytes()
    whole = rings.load(folder)
    derived = parsed = 0
    for _time in range(10_000):
        try:
            keyring = rings.parse(_mutated(original, chance))
        except Damaged:
            continue
        parsed += 1
        slot = keyring.slots[0] if keyring.slots else None
        same = keyring == whole or (
            slot is not None
            and slot.kdf == whole.slots[0].kdf
            and slot.bound(keyring.db_id) == whole.slots[0].bound(whole.db_id)
        )
        if slot is None or same or derived >= 60 or slot.kdf != CHEAP:
            continue
        derived += 1
        with pytest.raises(WrongPassphrase):
            slots.open_slot(slot, OTHER, keyring.db_id)
    assert parsed > 0


def _mutated(original: bytes, chance: random.Random) -> bytes:
    content = bytearray(original)
    kind = chance.randrange(5)
    at = chance.randrange(len(content))
    if kind == 0:
        content[at] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del content[at : at + chance.randrange(1, 200)]
    elif kind == 2:
        content[at:at] = content[at : at + chance.randrange(1, 200)]
    elif kind == 3:
        content[at : at + 1] = chance.choice(
            [b"0", b"9" * 400, b"null", b"[" * 3000, b"{}", b"\xff", b'"', b"-1"]
        )
    else:
        content = content[:at]
    return bytes(content)


def test_a_mutated_slot_never_opens_with_the_right_passphrase(folder):
    keyring = rings.load(folder)
    slot = keyring.slots[0]
    changed = [
        replace(slot, salt=bytes(16)),
        replace(slot, nonce=bytes(12)),
        replace(slot, ct=bytes(len(slot.ct))),
        replace(slot, pub_box=bytes(32)),
        replace(slot, pub_sign=bytes(32)),
        replace(slot, kind=slots.CODE),
        replace(slot, kdf=Kdf(m=46 * 1024, t=2, p=2)),
    ]
    for other in changed:
        with pytest.raises(WrongPassphrase):
            slots.open_slot(other, PASSPHRASE, keyring.db_id)


def test_the_cost_is_never_below_64_mib():
    assert slots.calibrated(limit=0).m == 64 * 1024
    assert Kdf().m == 64 * 1024


def test_a_changed_passphrase_opens_and_the_old_one_does_not(store, clock):
    enrolment.change_passphrase(store, PASSPHRASE, OTHER, name=DIRECTOR, kdf=CHEAP)
    folder = store.folder
    store.close()
    assert refusal(folder, clock).code == "wrong_sign_in"
    stores.unlock(folder, DIRECTOR, OTHER, clock=clock).close()


def test_changing_a_passphrase_asks_for_the_one_in_force(store):
    with pytest.raises(Refused) as refused:
        enrolment.change_passphrase(store, OTHER, OTHER, name=DIRECTOR, kdf=CHEAP)
    assert refused.value.code == "wrong_passphrase"


# -- enrolment ---------------------------------------------------------------------------------------------


@pytest.fixture
def invited(store, clock):
    account_id = add_account(store, "Dana Pop", ["COUNSELLOR"], clock())
    return enrolment.invite(
        store, account_id=account_id, name="Dana Pop", roles=["COUNSELLOR"], now=clock(), kdf=CHEAP
    )


def test_a_code_enrols_once(store, invited, clock):
    enrolment.enrol(store.folder, "Dana Pop", invited.code, OTHER, clock=clock, kdf=CHEAP)
    with pytest.raises(Refused) as refused:
        enrolment.enrol(store.folder, "Dana Pop", invited.code, PASSPHRASE, clock=clock, kdf=CHEAP)
    assert refused.value.code == "wrong_code"
    stores.unlock(store.folder, "Dana Pop", OTHER, clock=clock).close()


def test_a_code_is_no_passphrase(store, invited, clock):
    assert refusal(store.folder, clock, "Dana Pop", invited.code).code == "wrong_sign_in"


def test_a_code_lapses_after_a_day(store, invited, clock):
    clock.forward(hours=24)
    assert enrolment.waiting(store.folder, clock())[invited.account_id] == "expired"
    with pytest.raises(Refused) as refused:
        enrolment.enrol(store.folder, "Dana Pop", invited.code, OTHER, clock=clock, kdf=CHEAP)
    assert refused.value.code == "code_expired"


def test_a_code_is_read_in_small_letters_and_names_the_group_that_is_wrong(store, invited, clock):
    groups = invited.code.split("-")
    groups[2] = ("0" if groups[2][0] != "0" else "1") + groups[2][1:]
    with pytest.raises(Refused, match="Group 3"):
        enrolment.enrol(store.folder, "Dana Pop", "-".join(groups), OTHER, clock=clock, kdf=CHEAP)
    enrolment.enrol(
        store.folder, "dana pop", invited.code.lower().replace("-", " "), OTHER, clock=clock, kdf=CHEAP
    )


def test_a_weak_passphrase_does_not_use_the_code_up(store, invited, clock):
    with pytest.raises(Refused) as refused:
        enrolment.enrol(store.folder, "Dana Pop", invited.code, "Dana Pop 123456", clock=clock, kdf=CHEAP)
    assert refused.value.code == "weak_passphrase"
    enrolment.enrol(store.folder, "Dana Pop", invited.code, OTHER, clock=clock, kdf=CHEAP)


def test_keys_count_after_a_directors_next_sign_in(store, invited, clock):
    from shelter_app.db.models.trust import Account
    from shelter_app.db.vault import grants

    enrolment.enrol(store.folder, "Dana Pop", invited.code, OTHER, clock=clock, kdf=CHEAP)
    folder = store.folder
    with store.reading() as session:
        assert session.get(Account, invited.account_id).pub_sign is None
    store.close()
    again = stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock)
    with again.reading() as session:
        assert grants.confirmed(again.vault, session.get(Account, invited.account_id))
    again.close()


def test_keys_that_nobody_with_the_code_signed_are_not_confirmed(store, invited, clock):
    enrolment.enrol(store.folder, "Dana Pop", invited.code, OTHER, clock=clock, kdf=CHEAP)
    keyring = rings.load(store.folder)
    planted = replace(keyring.slot(invited.account_id), pub_box=bytes(range(32)))
    rings.save(store.folder, keyring.with_slot(planted).sealed_with(store.core_key()), clock())
    with store.writing() as session:
        assert enrolment.confirm(session, store) == []


def test_only_a_director_invites(make_actor, clock):
    counsellor = make_actor("COUNSELLOR")
    with pytest.raises(NotAllowed):
        enrolment.invite(
            counsellor.store, account_id="x", name="Nou Venit", roles=["DIRECTOR"], now=clock(), kdf=CHEAP
        )


def test_an_account_that_makes_itself_director_in_the_database_confirms_nobody(make_actor, store, clock):
    from shelter_app.db.models.trust import Account

    insider = make_actor("HOUSE_STAFF")
    with insider.store.writing() as session:
        session.get(Account, insider.account_id).roles = ["DIRECTOR"]
    with pytest.raises(NotAllowed):
        enrolment.require_director(insider.store.vault)


def test_a_second_director_can_do_what_the_first_can(make_actor, clock):
    second = make_actor("DIRECTOR")
    folder, name = second.store.folder, second.name
    invitation = enrolment.invite(
        second.store, account_id="third", name="Al Treilea", roles=["LEGAL"], now=clock(), kdf=CHEAP
    )
    assert invitation.expires_at == clock() + timedelta(hours=24)
    stores.unlock(folder, name, PASSPHRASE, clock=clock).close()


def test_names_are_unique_among_slots(store, clock):
    with pytest.raises(Refused) as refused:
        enrolment.invite(
            store, account_id="x", name=DIRECTOR.lower(), roles=["LEGAL"], now=clock(), kdf=CHEAP
        )
    assert refused.value.code == "name_taken"


def test_an_administrator_signs_in_to_nothing(make_actor, store, clock):
    with pytest.raises(NotAllowed) as refused:
        make_actor("ADMIN", name="Tehnic")
    assert refused.value.code == "no_core"
    assert (
        not rings.load(store.folder)
        .slot_named(slots.name_tag("Tehnic", rings.load(store.folder).cipher_salt))
        .sealed
    )
    folder = store.folder
    store.close()
    again = stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock)
    again.close()


def test_a_suspended_account_opens_nothing_until_a_director_opens_it_again(make_actor, store, clock):
    staff = make_actor("HOUSE_STAFF", name="Tura Noapte")
    staff.store.close()
    enrolment.suspend(store, staff.account_id)
    assert refusal(store.folder, clock, "Tura Noapte").code == "account_off"
    assert rings.load(store.folder).slot(staff.account_id).sealed == {}
    enrolment.apply_roles(store, staff.account_id, ["HOUSE_STAFF"])
    stores.unlock(store.folder, "Tura Noapte", PASSPHRASE, clock=clock).close()


def test_the_last_director_cannot_be_suspended(store):
    with pytest.raises(Refused) as refused:
        enrolment.suspend(store, store.account_id)
    assert refused.value.code == "last_director"


def test_a_reset_closes_the_old_passphrase_and_grants_come_back_from_a_colleague(make_actor, store, clock):
    from shelter_app.db.vault import Compartment, grants

    colleague, forgetful = make_actor("COUNSELLOR", name="Ana"), make_actor("COUNSELLOR", name="Ioana")
    case = Compartment("COUNSEL", "case-1")
    for actor, other in ((colleague, forgetful), (forgetful, colleague)):
        shared = case if actor is colleague else Compartment("COUNSEL", "case-2")
        with actor.store.writing() as session:
            vault = actor.store.vault
            common = {"actor_id": actor.account_id, "now": clock(), "reason": "note"}
            grants.ensure_case_key(session, vault, shared, **common)
            grants.grant(session, vault, shared, other.account_id, **common)
    forgetful.store.close()
    again = enrolment.reset(
        store, account_id=forgetful.account_id, name="Ioana", roles=["COUNSELLOR"], now=clock(), kdf=CHEAP
    )
    assert refusal(store.folder, clock, "Ioana").code == "wrong_sign_in"
    enrolment.enrol(store.folder, "Ioana", again.code, OTHER, clock=clock, kdf=CHEAP)
    with store.writing() as session:
        assert len(enrolment.confirm(session, store)) == 1
    with colleague.store.reading() as session:
        assert grants.learn(session, colleague.store.vault) == 0
        assert colleague.store.vault.holds(Compartment("COUNSEL", "case-2"))
    new = stores.unlock(store.folder, "Ioana", OTHER, clock=clock)
    assert not new.vault.holds(case)
    with colleague.store.writing() as session:
        grants.grant(
            session,
            colleague.store.vault,
            case,
            forgetful.account_id,
            actor_id=colleague.account_id,
            now=clock(),
            reason="again",
        )
    with new.reading() as session:
        grants.learn(session, new.vault)
    assert new.vault.holds(case)
    new.close()


def test_a_renamed_account_signs_in_under_its_new_name(make_actor, store, clock):
    staff = make_actor("HOUSE_STAFF", name="Vechi")
    enrolment.rename(store, staff.account_id, "Nou")
    assert refusal(store.folder, clock, "Vechi").code == "wrong_sign_in"
    stores.unlock(store.folder, "Nou", PASSPHRASE, clock=clock).close()


def test_an_interrupted_first_run_can_be_started_again(tmp_path, clock):
    folder = tmp_path / "half"
    (folder / data_folder.MAKING).mkdir(parents=True, mode=0o700)
    (folder / "core.db").write_bytes(b"half")
    created = stores.create(folder, account=DIRECTOR, passphrase=PASSPHRASE, clock=clock, kdf=CHEAP)
    created.store.close()
    assert not (folder / data_folder.MAKING).exists()
