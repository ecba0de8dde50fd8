"""Several roles in one hand: what they reach together, what does not go together, and the keys that follow."""

from __future__ import annotations

import pytest

from shelter_app.db import enrolment
from shelter_app.db import opening as stores
from shelter_app.db.models.trust import Account, VaultGrant
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.roles import Member, need_apart
from shelter_app.services.accounts import acts
from shelter_app.services.accounts.views import accounts
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.counselling import views as counselling
from shelter_app.services.counselling.acts import PlanSession, WriteNote
from shelter_app.services.residents.views import identity
from tests.conftest import CHEAP, PASSPHRASE
from tests.services import casework

WORDS = "A vorbit despre mama ei."


@pytest.fixture(autouse=True)
def cheap_invitations(monkeypatch):
    monkeypatch.setattr(enrolment, "Kdf", lambda: CHEAP)


@pytest.fixture
def case(store):
    return casework.resident_in(store, casework.shelter(store))


def change(director, actor, *roles):
    perform(director, acts.ChangeRoles(account=actor.account_id, roles=roles))


def signed_in_again(actor: Actor, clock) -> Actor:
    actor.store.close()
    store = stores.unlock(actor.store.folder, actor.name, PASSPHRASE, clock=clock)
    return Actor(store, store.account_id, actor.name, clock, store.session_id)


def seals(actor: Actor, clock) -> set[str]:
    again = signed_in_again(actor, clock)
    held = {kind for kind in ("core", "identity", "backup") if again.store.vault.seals(kind)}
    again.store.close()
    return held


def written_note(actor: Actor, case) -> str:
    session = perform(
        actor,
        PlanSession(
            shelter=case.shelter, kind="IND_COUNSEL", planned_at=actor.clock(), residents=(case.resident,)
        ),
    )
    note = WriteNote(
        session=session, resident=case.resident, format="NARRATIVE", note_class="PROGRESS", text=WORDS
    )
    return perform(actor, note)


def test_two_roles_reach_what_either_reaches(make_actor, director, case, store):
    actor = make_actor("HOUSE_STAFF")
    casework.assign(store, case, actor.account_id, "COUNSELLOR")
    with pytest.raises(NotAllowed):
        counselling.sessions(actor, actor.clock().date(), actor.clock().date())
    change(director, actor, "HOUSE_STAFF", "COUNSELLOR")
    assert counselling.sessions(actor, actor.clock().date(), actor.clock().date()) == ()
    assert census(actor, actor.clock()) is not None
    assert next(r.roles for r in accounts(director) if r.id == actor.account_id) == (
        "COUNSELLOR",
        "HOUSE_STAFF",
    )


def test_store_keys_are_sealed_and_withdrawn_as_the_roles_change(make_actor, director, clock):
    actor = make_actor("HOUSE_STAFF")
    assert seals(actor, clock) == {"core"}
    change(director, actor, "HOUSE_STAFF", "LEGAL")
    assert seals(actor, clock) == {"core", "identity"}
    change(director, actor, "HOUSE_STAFF", "DIRECTOR")
    assert seals(actor, clock) == {"core", "identity", "backup"}
    change(director, actor, "HOUSE_STAFF")
    assert seals(actor, clock) == {"core"}


def test_keys_of_cases_go_with_the_role_and_come_back_with_it(make_actor, director, case, store, clock):
    first, second = make_actor("COUNSELLOR", name="Dorina Vâlcan"), make_actor("COUNSELLOR", name="Ana Ispas")
    for actor in (first, second):
        casework.assign(store, case, actor.account_id, "COUNSELLOR")
    note = written_note(first, case)
    second = signed_in_again(second, clock)
    assert counselling.note(second, note).text == WORDS

    change(director, second, "HOUSE_STAFF")
    first = signed_in_again(first, clock)  # hands on no key to who is assigned without the role
    second = signed_in_again(second, clock)
    with store.reading() as session:
        live = session.query(VaultGrant).filter_by(holder=second.account_id, revoked_at=None).count()
    assert live == 0
    with pytest.raises(NotAllowed):
        counselling.note(second, note)

    change(director, second, "HOUSE_STAFF", "COUNSELLOR")
    first = signed_in_again(first, clock)
    second = signed_in_again(second, clock)
    assert counselling.note(second, note).text == WORDS
    for actor in (first, second):
        actor.store.close()


def test_the_last_key_of_a_case_does_not_go_with_a_role(make_actor, director, case, store, english):
    only = make_actor("COUNSELLOR", name="Dorina Vâlcan")
    casework.assign(store, case, only.account_id, "COUNSELLOR")
    note = written_note(only, case)
    with pytest.raises(Refused) as refused:
        change(director, only, "HOUSE_STAFF")
    assert refused.value.code == "last_key"
    assert "1 case" in refused.value.message
    assert counselling.note(only, note).text == WORDS
    change(director, only, "HOUSE_STAFF", "COUNSELLOR")
    assert counselling.note(only, note).text == WORDS


def test_a_refused_change_leaves_the_keys_as_they_were(make_actor, director, case, clock):
    actor = make_actor("LEGAL")
    with pytest.raises(Refused):
        change(director, actor, "LEGAL", "KING")
    assert seals(actor, clock) == {"core", "identity"}


def test_the_technical_role_stands_alone_where_three_work(make_actor, director, store, clock, english):
    actor = make_actor("HOUSE_STAFF")
    change(director, actor, "HOUSE_STAFF", "ADMIN")  # two people have no choice
    with pytest.raises(Refused) as refused:
        perform(director, acts.AddAccount(name="Vera Nistor", roles=("CASE_MANAGER",)))
    assert refused.value.code == "admin_beside"
    assert [row.name for row in accounts(director) if row.name == "Vera Nistor"] == []
    change(director, actor, "HOUSE_STAFF")
    perform(director, acts.AddAccount(name="Vera Nistor", roles=("CASE_MANAGER", "COUNSELLOR")))
    with pytest.raises(Refused) as refused:
        change(director, actor, "HOUSE_STAFF", "ADMIN")
    assert (refused.value.code, refused.value.fields) == ("admin_alone", ("roles",))
    assert "Use two accounts." in refused.value.message
    with pytest.raises(Refused):
        perform(director, acts.AddAccount(name="Tehnic", roles=("ADMIN", "LEGAL")))
    perform(director, acts.AddAccount(name="Tehnic", roles=("ADMIN",)))


def test_an_account_opened_again_counts_as_staff(make_actor, director, store, clock):
    actor, third = make_actor("HOUSE_STAFF"), make_actor("LEGAL")
    perform(director, acts.SuspendAccount(account=third.account_id))
    change(director, actor, "HOUSE_STAFF", "ADMIN")
    with pytest.raises(Refused) as refused:
        perform(director, acts.OpenAccount(account=third.account_id))
    assert refused.value.code == "admin_beside"
    with store.reading() as session:
        assert session.get(Account, third.account_id).suspended_at is not None


def test_sites_are_looked_at_one_by_one() -> None:
    def member(name: str, roles: set[str], *shelters: str) -> Member:
        return Member(name, frozenset(roles), frozenset(shelters) if shelters else None)

    team = [
        member("d", {"DIRECTOR"}),
        member("a", {"ADMIN", "HOUSE_STAFF"}, "N"),
        member("b", {"LEGAL"}, "S"),
        member("c", {"COUNSELLOR"}, "S"),
    ]
    need_apart(team, ("N", "S"), "a")
    with pytest.raises(Refused):
        need_apart([*team, member("e", {"LEGAL"}, "N")], ("N", "S"), "a")


def test_the_identity_key_follows_the_union_of_the_roles(make_actor, director, case, store, clock):
    actor = make_actor("HOUSE_STAFF")
    casework.assign(store, case, actor.account_id, "COUNSELLOR")
    change(director, actor, "HOUSE_STAFF", "COUNSELLOR")
    again = signed_in_again(actor, clock)
    assert identity(again, case.resident, "apel la spital") is not None
    again.store.close()
