"""Sealed content opens in its own place, for those who hold its key, and nowhere else."""

from __future__ import annotations

import itertools

import pytest

from shelter_app.db.models import new_id
from shelter_app.db.models.people import CaseAssignment
from shelter_app.db.vault import Compartment, SealedPlace, grants
from shelter_app.db.vault.sealing import Misplaced, unseal
from shelter_app.domain.errors import NotAllowed, Refused

pytestmark = pytest.mark.usefixtures("english")

IDENTITY = Compartment("IDENTITY")
NAME = "Ștefania Călinescu"
KEY = bytes(range(32))


def place(**changed):
    parts = {"table": "resident_identity", "column": "legal_name", "record_id": "r1", "compartment": IDENTITY}
    return SealedPlace(**{**parts, **changed})


def test_a_sealed_text_opens_in_its_own_place(store):
    blob = store.vault.seal(place(), NAME)
    assert store.vault.open(place(), blob) == NAME
    assert NAME.encode() not in blob


def test_the_same_text_is_never_sealed_the_same_way_twice(store):
    assert len({store.vault.seal(place(), NAME) for _time in range(100)}) == 100


@pytest.mark.parametrize(
    "moved",
    [
        place(table="shelter"),
        place(column="other_names"),
        place(record_id="r2"),
    ],
    ids=["table", "column", "record"],
)
def test_a_sealed_text_moved_to_another_place_does_not_open(store, moved):
    blob = store.vault.seal(place(), NAME)
    with pytest.raises(Refused, match="changed outside"):
        store.vault.open(moved, blob)


def test_a_sealed_text_of_another_case_does_not_open_even_under_the_same_key(store):
    one = place(compartment=Compartment("COUNSEL", "case-1"))
    other = place(compartment=Compartment("COUNSEL", "case-2"))
    store.vault.learn(one.compartment, 1, KEY)
    store.vault.learn(other.compartment, 1, KEY)
    with pytest.raises(Refused):
        store.vault.open(other, store.vault.seal(one, NAME))


def test_every_flipped_bit_of_a_sealed_text_is_refused(store):
    blob = store.vault.seal(place(), "scurt")
    for at, bit in itertools.product(range(len(blob)), range(8)):
        changed = bytearray(blob)
        changed[at] ^= 1 << bit
        with pytest.raises(Refused):
            store.vault.open(place(), bytes(changed))


def test_a_cut_blob_is_refused():
    for length in range(30):
        with pytest.raises(Misplaced):
            unseal(KEY, place(), b"\x01" * length)


def test_who_holds_no_key_neither_seals_nor_opens(store):
    secret = place(compartment=Compartment("COUNSEL", "somebody"))
    assert not store.vault.holds(secret.compartment)
    with pytest.raises(NotAllowed) as refused:
        store.vault.seal(secret, NAME)
    assert refused.value.code == "no_key"


def test_closing_drops_every_key(store):
    blob = store.vault.seal(place(), NAME)
    store.close()
    with pytest.raises(NotAllowed):
        store.vault.open(place(), blob)
    assert list(store.vault.compartments()) == []


def test_a_key_made_in_a_transaction_that_failed_is_not_kept(store, clock):
    case = Compartment("COUNSEL", new_id())
    with pytest.raises(ZeroDivisionError), store.writing() as session:
        grants.ensure_case_key(
            session, store.vault, case, actor_id=store.account_id, now=clock(), reason="first note"
        )
        assert store.vault.holds(case)
        raise ZeroDivisionError
    assert not store.vault.holds(case)


def ensure(actor, case, *, custody=False):
    with actor.store.writing() as session:
        grants.ensure_case_key(
            session,
            actor.store.vault,
            case,
            actor_id=actor.account_id,
            now=actor.clock(),
            reason="note",
            custody=custody,
        )


def learn(actor):
    with actor.store.reading() as session:
        return grants.learn(session, actor.store.vault)


def give(actor, case, to):
    with actor.store.writing() as session:
        return grants.grant(
            session,
            actor.store.vault,
            case,
            to.account_id,
            actor_id=actor.account_id,
            now=actor.clock(),
            reason="stand-in",
        )


def test_a_note_is_read_by_the_colleague_to_whom_its_key_was_granted_and_by_nobody_else(make_actor, director):
    author, colleague, stranger = (make_actor("COUNSELLOR") for _person in range(3))
    case = Compartment("COUNSEL", new_id())
    ensure(author, case)
    note = SealedPlace("session_note", "body", "n1", case)
    blob = author.store.vault.seal(note, NAME)
    assert give(author, case, colleague) == 1
    assert [learn(actor) for actor in (colleague, stranger, director)] == [0, 0, 0]
    assert colleague.store.vault.open(note, blob) == NAME
    for actor in (stranger, director):
        with pytest.raises(NotAllowed):
            actor.store.vault.open(note, blob)


def test_a_grant_is_not_made_twice(make_actor):
    author, colleague = make_actor("COUNSELLOR"), make_actor("COUNSELLOR")
    case = Compartment("COUNSEL", new_id())
    ensure(author, case)
    assert [give(author, case, colleague), give(author, case, colleague)] == [1, 0]


def test_who_holds_no_key_of_a_case_cannot_make_a_second_one_past_its_holders(make_actor):
    author, stranger = make_actor("COUNSELLOR"), make_actor("COUNSELLOR")
    case = Compartment("COUNSEL", new_id())
    ensure(author, case)
    with pytest.raises(NotAllowed):
        ensure(stranger, case)


def test_after_a_withdrawal_new_notes_use_a_key_that_the_person_never_had(make_actor):
    author, leaver = make_actor("COUNSELLOR"), make_actor("COUNSELLOR")
    case = Compartment("COUNSEL", new_id())
    ensure(author, case)
    note = SealedPlace("session_note", "body", "n1", case)
    early = author.store.vault.seal(note, "devreme")
    give(author, case, leaver)
    learn(leaver)
    with author.store.writing() as session:
        grants.revoke(session, author.store.vault, case, leaver.account_id, now=author.clock())
    ensure(author, case)
    late = author.store.vault.seal(note, "târziu")
    assert author.store.vault.open(note, early) == "devreme"
    with pytest.raises(NotAllowed):
        leaver.store.vault.open(note, late)
    learn(leaver)
    assert not leaver.store.vault.holds(case)


def test_what_an_importer_held_in_custody_is_closed_to_what_the_counsellor_writes_later(make_actor, director):
    counsellor = make_actor("COUNSELLOR")
    case = Compartment("COUNSEL", new_id())
    ensure(director, case, custody=True)
    note = SealedPlace("session_note", "body", "n1", case)
    imported = director.store.vault.seal(note, "din registru")
    assert director.store.vault.holds_in_custody(case)
    give(director, case, counsellor)
    learn(counsellor)
    ensure(counsellor, case)
    own = counsellor.store.vault.seal(note, "după import")
    assert counsellor.store.vault.open(note, imported) == "din registru"
    learn(director)
    with pytest.raises(NotAllowed):
        director.store.vault.open(note, own)


def test_the_people_assigned_to_a_case_get_its_key_when_it_is_made(make_actor, director, store, clock):
    from shelter_app.db.models.people import Resident

    author, assigned = make_actor("COUNSELLOR"), make_actor("COUNSELLOR")
    stamps = {
        "created_at": clock(),
        "created_by": store.account_id,
        "updated_at": clock(),
        "updated_by": store.account_id,
    }
    resident_id = new_id()
    with store.writing() as session:
        session.add(
            Resident(id=resident_id, code="CEDRU-14", birth_precision="YEAR", birth_year=1999, **stamps)
        )
        session.flush()
        session.add(
            CaseAssignment(
                resident_id=resident_id,
                account_id=assigned.account_id,
                role="COUNSELLOR",
                from_on=clock().date(),
                **stamps,
            )
        )
    case = Compartment("COUNSEL", resident_id)
    ensure(author, case)
    learn(assigned)
    assert assigned.store.vault.holds(case)


def test_process_notes_are_their_authors_alone(make_actor, director):
    author, colleague = make_actor("COUNSELLOR"), make_actor("COUNSELLOR")
    own = Compartment("PROCESS", author.account_id)
    ensure(author, own)
    with pytest.raises(Refused):
        give(author, own, colleague)
    with pytest.raises(NotAllowed):
        ensure(colleague, own)


def test_a_planted_grant_without_a_vouched_signature_is_not_used(make_actor, store, clock):
    from shelter_app.db.models.trust import VaultGrant
    from shelter_app.db.vault.keys import KeyPair, seal_to

    victim = make_actor("COUNSELLOR")
    case = Compartment("COUNSEL", new_id())
    with store.writing() as session:
        session.add(
            VaultGrant(
                created_at=clock(),
                created_by="setup",
                updated_at=clock(),
                updated_by="setup",
                case_id=case.case_id,
                compartment="COUNSEL",
                epoch=1,
                holder=victim.account_id,
                sealed_key=seal_to(victim.store.vault.pub_box, KEY),
                granted_by=store.account_id,
                granted_at=clock(),
                reason="planted",
                signature=KeyPair.new().signed(b"planted"),
            )
        )
    assert learn(victim) == 1
    assert not victim.store.vault.holds(case)


def test_destroyed_keys_open_nothing_ever_again(make_actor, store, clock):
    author = make_actor("COUNSELLOR")
    case = Compartment("COUNSEL", new_id())
    ensure(author, case)
    with author.store.writing() as session:
        assert grants.destroy(session, case, now=clock()) == 2
    learn(author)
    assert not author.store.vault.holds(case)
