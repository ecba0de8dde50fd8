"""Accounts through their acts: roles, suspension, new codes, passphrases, keys of cases."""

from __future__ import annotations

from datetime import date

import pytest

from shelter_app.db import enrolment
from shelter_app.db import opening as stores
from shelter_app.db.models.trust import Account, AuditEvent
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.accounts import acts, case_keys
from shelter_app.services.accounts.views import accounts
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import views as counselling
from shelter_app.services.counselling.acts import PlanSession, WriteNote
from shelter_app.services.residents.acts import AssignCase, EndAssignment
from shelter_app.services.residents.views import residents
from tests.conftest import CHEAP, PASSPHRASE
from tests.services import casework

WORDS = "Vorbește despre plecare pentru prima oară."
OTHER = "șapte luntri pe gârla din deal"


@pytest.fixture
def case(store):
    return casework.resident_in(store, casework.shelter(store))


@pytest.fixture
def counsellor(make_actor, store, case):
    made = make_actor("COUNSELLOR", name="Dorina Vâlcan")
    casework.assign(store, case, made.account_id, "COUNSELLOR")
    return made


@pytest.fixture
def note(counsellor, case):
    session = perform(
        counsellor,
        PlanSession(
            shelter=case.shelter,
            kind="IND_COUNSEL",
            planned_at=counsellor.clock(),
            residents=(case.resident,),
        ),
    )
    return perform(
        counsellor,
        WriteNote(
            session=session, resident=case.resident, format="NARRATIVE", note_class="PROGRESS", text=WORDS
        ),
    )


def last_event(store) -> AuditEvent:
    with store.reading() as session:
        return session.query(AuditEvent).order_by(AuditEvent.seq.desc()).first()


def give(actor: Actor, case, to: Actor, reason: str = "concediu", compartment: str = "COUNSEL") -> None:
    perform(
        actor,
        case_keys.GiveCaseKey(
            resident=case.resident, compartment=compartment, account=to.account_id, reason=reason
        ),
    )


def test_a_counsellor_passes_her_key_on_by_name_and_takes_it_back(make_actor, counsellor, case, note):
    colleague = make_actor("COUNSELLOR", name="Viorica Zamfir")
    with pytest.raises(NotAllowed):
        counselling.note(colleague, note)
    give(counsellor, case, colleague)
    assert counselling.note(colleague, note).text == WORDS
    held = case_keys.case_keys(counsellor, case.resident)
    assert [(k.name, k.reason) for k in held if k.name == "Viorica Zamfir"] == [
        ("Viorica Zamfir", "concediu")
    ]
    assert held[-1].account_id is None  # the recovery authority, last
    perform(
        counsellor,
        case_keys.TakeCaseKey(
            resident=case.resident, compartment="COUNSEL", account=colleague.account_id, reason="s-a întors"
        ),
    )
    with pytest.raises(NotAllowed):
        counselling.note(colleague, note)


def test_passing_a_key_on_is_on_record_with_its_reason_and_its_case(
    make_actor, counsellor, case, note, store
):
    give(counsellor, case, make_actor("COUNSELLOR"))
    event = last_event(store)
    assert (event.action, event.reason, event.case_id) == (
        "accounts.give_case_key",
        "concediu",
        case.resident,
    )


def test_a_director_passes_on_no_key_that_she_does_not_hold_but_takes_one_back(
    make_actor, counsellor, case, note, director
):
    colleague = make_actor("COUNSELLOR", name="Viorica Zamfir")
    with pytest.raises(NotAllowed) as refused:
        give(director, case, colleague)
    assert refused.value.code == "no_key"
    give(counsellor, case, colleague)
    perform(
        director,
        case_keys.TakeCaseKey(
            resident=case.resident, compartment="COUNSEL", account=colleague.account_id, reason="plecată"
        ),
    )
    with pytest.raises(NotAllowed):
        counselling.note(colleague, note)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"compartment": "IDENTITY"}, "compartment"),
        ({"compartment": "PROCESS"}, "compartment"),
        ({"reason": "  "}, "needed"),
    ],
)
def test_what_cannot_be_passed_on_is_refused(make_actor, counsellor, case, note, values, code):
    with pytest.raises(Refused) as refused:
        give(counsellor, case, make_actor("COUNSELLOR"), **values)
    assert refused.value.code == code


def test_a_key_is_neither_given_twice_nor_taken_from_who_has_none(make_actor, counsellor, case, note):
    colleague = make_actor("COUNSELLOR")
    take = case_keys.TakeCaseKey(
        resident=case.resident, compartment="COUNSEL", account=colleague.account_id, reason="-"
    )
    with pytest.raises(Refused) as none:
        perform(counsellor, take)
    assert none.value.code == "no_key_held"
    give(counsellor, case, colleague)
    with pytest.raises(Refused) as refused:
        give(counsellor, case, colleague)
    assert refused.value.code == "key_held"


def test_other_roles_reach_other_things_from_the_next_act_on(make_actor, director):
    manager = make_actor("CASE_MANAGER")
    with pytest.raises(NotAllowed):
        accounts(manager)
    perform(director, acts.ChangeRoles(account=manager.account_id, roles=("AUDITOR",)))
    assert {row.roles for row in accounts(manager)} >= {("AUDITOR",)}
    with pytest.raises(NotAllowed):
        residents(manager)


def test_roles_can_be_held_in_named_shelters_only(make_actor, director, store, case):
    other = casework.shelter(store, "CASA-2")
    manager = make_actor("CASE_MANAGER")
    perform(
        director,
        acts.ChangeRoles(account=manager.account_id, roles=("CASE_MANAGER",), shelters=(other,)),
    )
    assert residents(manager).total == 0


@pytest.mark.parametrize("roles", [(), ("KING",), ("COUNSELLOR", "KING")])
def test_roles_that_do_not_go_are_refused(make_actor, director, roles):
    account = make_actor("COUNSELLOR").account_id
    with pytest.raises(Refused):
        perform(director, acts.ChangeRoles(account=account, roles=roles))


def test_the_last_director_stays_one(director):
    with pytest.raises(Refused):
        perform(director, acts.ChangeRoles(account=director.account_id, roles=("CASE_MANAGER",)))
    assert accounts(director)[0].roles == ("DIRECTOR",)


def test_a_suspended_account_is_opened_again_with_its_old_passphrase(make_actor, director, clock):
    manager = make_actor("CASE_MANAGER", name="Anca Moraru")
    perform(director, acts.SuspendAccount(account=manager.account_id))
    with pytest.raises(Refused):
        stores.unlock(director.store.folder, "Anca Moraru", PASSPHRASE, clock=clock)
    with pytest.raises(NotAllowed):
        residents(manager)
    perform(director, acts.OpenAccount(account=manager.account_id))
    stores.unlock(director.store.folder, "Anca Moraru", PASSPHRASE, clock=clock).close()
    with pytest.raises(Refused):
        perform(director, acts.OpenAccount(account=manager.account_id))


def test_after_a_reset_only_the_new_code_opens(make_actor, director, clock):
    make_actor("CASE_MANAGER", name="Anca Moraru")
    row = next(r for r in accounts(director) if r.name == "Anca Moraru")
    invited = perform(director, acts.ResetAccount(account=row.id, reason="a uitat parola"))
    folder = director.store.folder
    with pytest.raises(Refused):
        stores.unlock(folder, "Anca Moraru", PASSPHRASE, clock=clock)
    enrolment.enrol(folder, "Anca Moraru", invited.code, OTHER, clock=clock, kdf=CHEAP)
    stores.unlock(folder, "Anca Moraru", OTHER, clock=clock).close()


def test_nobody_resets_their_own_account(director):
    with pytest.raises(NotAllowed):
        perform(director, acts.ResetAccount(account=director.account_id, reason="-"))


def test_a_person_changes_her_own_passphrase_and_keeps_her_keys(counsellor, case, note, clock):
    folder = counsellor.store.folder
    perform(counsellor, acts.ChangePassphrase(current=PASSPHRASE, new=OTHER))
    with pytest.raises(Refused):
        stores.unlock(folder, "Dorina Vâlcan", PASSPHRASE, clock=clock)
    with stores.unlock(folder, "Dorina Vâlcan", OTHER, clock=clock) as store:
        again = Actor(store, store.account_id, "Dorina Vâlcan", clock)
        assert counselling.note(again, note).text == WORDS


@pytest.mark.parametrize(
    ("current", "new"), [("nu este aceasta", OTHER), (PASSPHRASE, "scurt"), (PASSPHRASE, "")]
)
def test_a_wrong_or_weak_passphrase_changes_nothing(counsellor, clock, current, new):
    with pytest.raises(Refused):
        perform(counsellor, acts.ChangePassphrase(current=current, new=new))
    stores.unlock(counsellor.store.folder, "Dorina Vâlcan", PASSPHRASE, clock=clock).close()


def test_a_passphrase_does_not_show_in_the_act_that_carries_it(store):
    asked = acts.ChangePassphrase(current=PASSPHRASE, new=OTHER)
    assert PASSPHRASE not in repr(asked)
    assert OTHER not in repr(asked)


def test_a_case_is_assigned_once_in_a_role_and_ends_on_a_day(make_actor, director, case, store):
    manager = make_actor("CASE_MANAGER")
    assigned = AssignCase(
        resident=case.resident, account=manager.account_id, role="CASE_MANAGER", from_on=date(2026, 11, 1)
    )
    made = perform(director, assigned)
    with pytest.raises(Refused) as refused:
        perform(director, assigned)
    assert refused.value.code == "assigned_already"
    with pytest.raises(Refused):
        perform(director, EndAssignment(assignment=made, on=date(2026, 10, 1)))
    perform(director, EndAssignment(assignment=made, on=date(2026, 11, 20)))
    perform(director, assigned.__class__(**{**assigned.__dict__, "from_on": date(2026, 11, 20)}))


def test_a_case_is_not_assigned_to_a_suspended_account(make_actor, director, case, store):
    manager = make_actor("CASE_MANAGER")
    with store.writing() as session:
        session.get(Account, manager.account_id).suspended_at = director.clock()
    with pytest.raises(Refused) as refused:
        perform(
            director,
            AssignCase(
                resident=case.resident,
                account=manager.account_id,
                role="CASE_MANAGER",
                from_on=date(2026, 11, 1),
            ),
        )
    assert refused.value.code == "account_off"


def test_a_name_that_differs_only_in_diacritics_is_taken(director: Actor) -> None:
    perform(director, acts.AddAccount(name="Șerban Țone", roles=("HOUSE_STAFF",)))
    with pytest.raises(Refused) as refused:
        perform(director, acts.AddAccount(name="serban tone", roles=("HOUSE_STAFF",)))
    assert refused.value.code == "name_taken"
