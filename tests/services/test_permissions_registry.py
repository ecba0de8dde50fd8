"""Every act and every view has its row in the roles table, and whom the table leaves out is refused."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import shelter_app.services
from shelter_app.db.models.trust import Account
from shelter_app.domain import permissions
from shelter_app.domain.codes import codes
from shelter_app.domain.errors import NotAllowed
from shelter_app.services import acting
from shelter_app.services.acting import Actor, perform

for _module in pkgutil.walk_packages(shelter_app.services.__path__, "shelter_app.services."):
    importlib.import_module(_module.name)

TABLE = Path(permissions.__file__).parent / "data" / "permissions.yaml"
NAMES = sorted([*acting.ACTS, *acting.VIEWS])
ROLES = codes("account_role")


@pytest.fixture
def with_role(director: Actor) -> Callable[[str], Actor]:
    """Return a function that makes the signed-in account one of another role."""

    def become(role: str) -> Actor:
        with director.store.writing() as session:
            account = session.get(Account, director.account_id)
            assert account is not None
            account.roles = [role]
        return director

    return become


def test_every_act_and_view_has_a_row_in_the_roles_table() -> None:
    assert set(NAMES) - set(permissions.table()) == set()


def test_every_name_is_its_feature_and_what_it_does() -> None:
    assert all(name.count(".") == 1 for name in NAMES)


def test_every_row_lets_somebody_in_and_is_written_once() -> None:
    assert all(permissions.table().values())
    written = [
        line.split(":")[0]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", " ", "meta"))
    ]
    assert len(written) == len(set(written))


def test_what_is_not_in_the_table_is_denied_to_everybody() -> None:
    assert permissions.scope(ROLES, "residents.no_such_act") is None


def test_several_roles_reach_as_far_as_the_widest() -> None:
    assert permissions.scope(["COUNSELLOR", "DIRECTOR"], "plans.plan") is permissions.Scope.ALL
    assert permissions.scope([], "plans.plan") is None


@pytest.mark.parametrize("role", ROLES)
def test_the_gate_refuses_whatever_the_table_does_not_give_a_role(
    role: str, with_role: Callable[[str], Actor]
) -> None:
    actor = with_role(role)
    for name in NAMES:
        if permissions.scope([role], name) is not None:
            continue
        with pytest.raises(NotAllowed) as refused:
            if name in acting.ACTS:
                perform(actor, object.__new__(acting.ACTS[name]))
            else:
                acting.VIEWS[name](actor)
        assert refused.value.code == "not_allowed", name


@pytest.mark.parametrize("role", ROLES)
def test_the_gate_lets_in_whom_the_table_names(role: str, with_role: Callable[[str], Actor]) -> None:
    actor = with_role(role)
    for name in NAMES:
        if (scope := permissions.scope([role], name)) is not None:
            with actor.store.reading() as session:
                assert acting.ReadContext(session, actor, name).scope is scope


def test_an_account_that_has_ended_or_is_suspended_reaches_nothing(director: Actor) -> None:
    for field, value in (("active_to", date(2026, 11, 24)), ("suspended_at", director.clock())):
        with director.store.writing() as session:
            account = session.get(Account, director.account_id)
            assert account is not None
            account.active_to = account.suspended_at = None
            setattr(account, field, value)
        with pytest.raises(NotAllowed) as refused, director.store.reading() as session:
            acting.ReadContext(session, director, NAMES[0])
        assert refused.value.code == "account_off"
