"""A role that is added to the tables, and nowhere else, is a role wherever the program asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shelter_app.db import enrolment
from shelter_app.db import opening as stores
from shelter_app.db.models.trust import VaultGrant
from shelter_app.db.store import Store
from shelter_app.domain import codes, permissions, placement, roles
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.placement import Reason
from shelter_app.domain.roles import Member
from shelter_app.services.accounts.acts import ChangeRoles
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import views
from shelter_app.services.counselling.acts import PlanSession, WriteNote
from tests.conftest import CHEAP, PASSPHRASE, FixedClock
from tests.services import casework
from tests.services.casework import Case

NEW = "PSYCHIATRIST"
WORDS = "Somnul e mai bun."
ROLE = {
    "code": NEW, "ro": "psihiatru", "en": "psychiatrist", "store_keys": ["core", "identity"], "case_role": NEW,
    "case_keys": ["COUNSEL"], "may_hold": ["COUNSEL"], "writes_notes": ["PROGRESS", "LEGAL_PRIV"],
    "sets_aside": ["cot"], "held_alone": True,
}  # fmt: skip
READ = codes.read


def forget_tables() -> None:
    for table in (codes.read_lists, permissions.table, roles.table):
        table.cache_clear()
    codes.apply_changes(())


@pytest.fixture(autouse=True)
def new_role(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add a role to the two tables: what it is, and that it may do what a counsellor may."""

    def longer(name: str) -> Any:
        content = READ(name)
        if name == "roles":
            content["account_role"].insert(3, ROLE)
            content["case_role"].append({"code": NEW, "ro": "psihiatru", "en": "psychiatrist"})
        if name == "permissions":
            for row in content.values():
                if "COUNSELLOR" in row:
                    row[NEW] = row["COUNSELLOR"]
        return content

    monkeypatch.setattr(codes, "read", longer)
    monkeypatch.setattr(permissions, "read", longer)
    monkeypatch.setattr(enrolment, "Kdf", lambda: CHEAP)
    forget_tables()
    yield
    monkeypatch.undo()
    forget_tables()


@pytest.fixture
def psychiatrist(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(NEW, name="Sanda Petrean")


@pytest.fixture
def case(store: Store, psychiatrist: Actor) -> Case:
    case = casework.resident_in(store, casework.shelter(store))
    casework.assign(store, case, psychiatrist.account_id, NEW)
    return case


def signed_in_again(actor: Actor, clock: FixedClock) -> Actor:
    actor.store.close()
    store = stores.unlock(actor.store.folder, actor.name, PASSPHRASE, clock=clock)
    return Actor(store, store.account_id, actor.name, clock, store.session_id)


def written(actor: Actor, case: Case, note_class: str, hours_ago: int = 0) -> str:
    at = actor.clock() - timedelta(hours=hours_ago)
    session = perform(
        actor,
        PlanSession(shelter=case.shelter, kind="IND_COUNSEL", planned_at=at, residents=(case.resident,)),
    )
    note = WriteNote(
        session=session, resident=case.resident, format="NARRATIVE", note_class=note_class, text=WORDS
    )
    return perform(actor, note)


def test_it_is_offered_in_its_place_and_has_the_keys_that_the_table_says(psychiatrist: Actor) -> None:
    assert codes.codes("account_role")[2:5] == ("COUNSELLOR", NEW, "LEGAL")
    vault = psychiatrist.store.vault
    assert [kind for kind in roles.STORE_KEYS if vault.seals(kind)] == ["core", "identity"]


def test_it_writes_the_notes_that_the_table_says_and_reads_them(psychiatrist: Actor, case: Case) -> None:
    assert views.note(psychiatrist, written(psychiatrist, case, "PROGRESS")).text == WORDS
    with pytest.raises(NotAllowed) as refused:
        written(psychiatrist, case, "PROCESS", hours_ago=2)
    assert refused.value.code == "note_class"


def test_who_writes_lawyer_client_notes_knows_of_those_of_others(
    psychiatrist: Actor, case: Case, make_actor: Callable[..., Actor], store: Store
) -> None:
    lawyer, counsellor = make_actor("LEGAL"), make_actor("COUNSELLOR")
    for actor in (lawyer, counsellor):
        casework.assign(store, case, actor.account_id, actor.name.split()[0].upper())
    session = perform(
        psychiatrist,
        PlanSession(
            shelter=case.shelter,
            kind="IND_COUNSEL",
            planned_at=psychiatrist.clock(),
            residents=(case.resident,),
        ),
    )
    note = perform(
        lawyer,
        WriteNote(
            session=session, resident=case.resident, format="NARRATIVE", note_class="LEGAL_PRIV", text=WORDS
        ),
    )
    assert note in {line.id for line in views.notes_of_resident(psychiatrist, case.resident)}
    assert note not in {line.id for line in views.notes_of_resident(counsellor, case.resident)}


def test_the_key_of_a_case_comes_with_the_assignment_and_goes_with_the_role(
    psychiatrist: Actor,
    case: Case,
    make_actor: Callable[..., Actor],
    store: Store,
    director: Actor,
    clock: FixedClock,
) -> None:
    counsellor = make_actor("COUNSELLOR")
    casework.assign(store, case, counsellor.account_id, "COUNSELLOR")
    note = written(counsellor, case, "PROGRESS")
    counsellor = signed_in_again(counsellor, clock)  # hands its keys to colleagues of the case
    psychiatrist = signed_in_again(psychiatrist, clock)
    assert views.note(psychiatrist, note).text == WORDS
    perform(director, ChangeRoles(account=psychiatrist.account_id, roles=("COUNSELLOR",)))
    with store.reading() as session:
        assert live(session, psychiatrist)  # it still may hold it, and comes with the role that is left
    perform(director, ChangeRoles(account=psychiatrist.account_id, roles=("HOUSE_STAFF",)))
    with store.reading() as session:
        assert not live(session, psychiatrist)
    psychiatrist.store.close()
    counsellor.store.close()


def live(session: Any, actor: Actor) -> list[VaultGrant]:
    return list(
        session.scalars(
            select(VaultGrant).where(
                VaultGrant.holder == actor.account_id,
                VaultGrant.compartment == "COUNSEL",
                VaultGrant.revoked_at.is_(None),
            )
        )
    )


def test_it_sets_aside_the_rules_that_the_table_says() -> None:
    cot, full = Reason("cot", overridable=True), Reason("over_capacity", overridable=True)
    assert placement.sets_aside(cot, (NEW,))
    assert not placement.sets_aside(full, (NEW,))
    assert placement.may_set_aside((cot,)) == ("DIRECTOR", "CASE_MANAGER", NEW, "HOUSE_STAFF")


def test_it_is_held_alone_where_the_table_says_so() -> None:
    team = [Member("a", frozenset({NEW, "LEGAL"}), None)]
    team += [Member(name, frozenset({"HOUSE_STAFF"}), None) for name in "bc"]
    with pytest.raises(Refused):
        roles.need_apart(team, (), "a")
