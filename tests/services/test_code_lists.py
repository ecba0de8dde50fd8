"""Code lists changed in the house: by the director, in the trail, at once and after the next sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from shelter_app.db import opening as stores
from shelter_app.db.models.house import CodeEntry
from shelter_app.domain import codes
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.accounts.trail import trail
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.codes import (
    AddCode,
    BringCodeBack,
    RelabelCode,
    RetireCode,
    codes_of,
)
from shelter_app.services.residents.acts import RegisterResident
from tests.conftest import PASSPHRASE, FixedClock

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    codes.apply_changes(())


def yoga(**other: object) -> AddCode:
    given = {"list": "service", "code": "YOGA", "ro": "Yoga", "en": "Yoga class", "counts_as": "LEISURE"}
    return AddCode(**(given | other))  # type: ignore[arg-type]


def entry(actor: Actor, list_name: str, code: str) -> str:
    return next(row.id for row in codes_of(actor, list_name) if row.code.code == code)


def offered(list_name: str) -> set[str]:
    return {c.code for c in codes.offered(list_name, TODAY)}


def test_an_own_code_is_offered_at_once_and_after_the_next_sign_in(
    director: Actor, english: None, clock: FixedClock
) -> None:
    perform(director, yoga())
    assert "X_YOGA" in offered("service")
    assert codes.label("service", "X_YOGA") == "Yoga class"
    director.store.close()
    codes.apply_changes(())
    with stores.unlock(director.store.folder, director.name, PASSPHRASE, clock=clock):
        assert codes.label("service", "X_YOGA") == "Yoga class"
        assert codes.base("service", "X_YOGA") == "LEISURE"


def test_another_house_does_not_see_it(
    director: Actor,
    template_store,
    tmp_path,
    clock: FixedClock,  # type: ignore[no-untyped-def]
) -> None:
    perform(director, yoga())
    other = template_store.copied(tmp_path / "other")
    with stores.unlock(other, template_store.director, template_store.passphrase, clock=clock):
        assert "X_YOGA" not in offered("service")


def test_a_refused_or_fallen_act_changes_no_list(director: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = codes.edition()
    with pytest.raises(Refused) as refused:
        perform(director, yoga(ro=""))
    assert refused.value.code == "words_missing"

    def fall(*_anything: object, **_more: object) -> None:
        raise OSError

    monkeypatch.setattr("shelter_app.services.acting.audit.append", fall)
    with pytest.raises(OSError):
        perform(director, yoga())
    assert codes.edition() == before
    assert "X_YOGA" not in offered("service")


def test_only_the_director_changes_a_list(make_actor: Callable[..., Actor]) -> None:
    manager = make_actor("CASE_MANAGER")
    assert codes_of(manager, "service")
    with pytest.raises(NotAllowed):
        perform(manager, yoga())


def test_a_code_is_added_once_and_a_retired_one_is_brought_back(director: Actor) -> None:
    added = perform(director, yoga())
    for other in ({}, {"code": "X_YOGA"}):
        with pytest.raises(Refused) as refused:
            perform(director, yoga(ro="Alta", en="Other", **other))
        assert refused.value.code == "code_taken"
    perform(director, RetireCode(entry=added, last_day=date(2026, 11, 23)))
    assert "X_YOGA" not in offered("service")
    with pytest.raises(Refused) as refused:
        perform(director, RetireCode(entry=added, last_day=TODAY))
    assert refused.value.code == "retired_already"
    perform(director, BringCodeBack(entry=added))
    assert "X_YOGA" in offered("service")


def test_a_retired_code_stays_on_old_records_and_is_offered_no_more(director: Actor, english: None) -> None:
    person = perform(director, RegisterResident(vulnerabilities=("TEEN_MOTHER",), birth_year=1999))
    perform(
        director,
        RetireCode(entry=entry(director, "vulnerability", "TEEN_MOTHER"), last_day=date(2026, 11, 23)),
    )
    assert "TEEN_MOTHER" not in offered("vulnerability")
    with director.store.reading() as session:
        kept = session.execute(
            text("SELECT vulnerabilities FROM resident WHERE id = :id"), {"id": person}
        ).scalar()
    assert kept == '["TEEN_MOTHER"]'
    assert codes.label("vulnerability", "TEEN_MOTHER") != "TEEN_MOTHER"


def test_the_last_day_is_still_a_day_of_the_code(director: Actor) -> None:
    perform(director, RetireCode(entry=entry(director, "service", "DENTAL"), last_day=TODAY))
    assert "DENTAL" in offered("service")
    assert "DENTAL" not in {c.code for c in codes.offered("service", date(2026, 11, 25))}


def test_own_words_change_and_shipped_ones_do_not(director: Actor, english: None) -> None:
    added = perform(director, yoga())
    perform(director, RelabelCode(entry=added, ro="Yoga de seară", en="Evening yoga"))
    assert codes.label("service", "X_YOGA") == "Evening yoga"
    with pytest.raises(Refused) as refused:
        perform(director, RelabelCode(entry=entry(director, "service", "DENTAL"), ro="Dinți", en="Teeth"))
    assert refused.value.code == "code_shipped"


def test_every_change_stands_in_the_trail(director: Actor) -> None:
    added = perform(director, yoga())
    perform(director, RetireCode(entry=added, last_day=TODAY))
    perform(director, BringCodeBack(entry=added))
    perform(director, RelabelCode(entry=added, ro="Yoga nouă", en="New yoga"))
    told = [row.action for row in trail(director).rows[:4]]
    assert told == ["house.relabel_code", "house.bring_code_back", "house.retire_code", "house.add_code"]


def test_the_database_takes_an_own_code_on_a_record_and_refuses_an_unknown_one(director: Actor) -> None:
    added = perform(director, AddCode(list="vulnerability", code="ORPHAN", ro="Orfană", en="Orphan"))
    perform(director, RegisterResident(vulnerabilities=("X_ORPHAN",), birth_year=1999))
    with pytest.raises(Refused) as refused:
        perform(director, RegisterResident(vulnerabilities=("X_NOBODY",), birth_year=1999))
    assert refused.value.code == "unknown_code"
    with director.store.reading() as session:
        assert session.scalars(select(CodeEntry.origin).where(CodeEntry.id == added)).one() == "own"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE code SET en = 'Teeth' WHERE list = 'service' AND code = 'DENTAL'",
        "UPDATE code SET origin = 'own' WHERE list = 'service' AND code = 'DENTAL'",
        "UPDATE code SET counts_as = 'LEISURE' WHERE list = 'service' AND code = 'DENTAL'",
        "INSERT INTO code SELECT hex(randomblob(8)), created_at, created_by, updated_at, updated_by, 1, list,"
        " 'BARE', 'a', 'b', 99, 'own', NULL, NULL, NULL FROM code WHERE list = 'service' AND code = 'DENTAL'",
        "INSERT INTO code SELECT hex(randomblob(8)), created_at, created_by, updated_at, updated_by, 1, list,"
        " 'X_small', 'a', 'b', 99, 'own', NULL, NULL, NULL FROM code WHERE list = 'service' AND code = 'DENTAL'",
        "INSERT INTO code SELECT hex(randomblob(8)), created_at, created_by, updated_at, updated_by, 1, list,"
        " 'X_ONE', 'a', 'b', 99, 'own', NULL, NULL, 'NOBODY' FROM code WHERE list = 'service' AND code = 'DENTAL'",
    ],
)
def test_the_database_itself_refuses_what_is_no_own_code(director: Actor, statement: str) -> None:
    columns = (
        "id, created_at, created_by, updated_at, updated_by, version, list, code, ro, en, position, origin"
    )
    whole = statement.replace("INTO code SELECT", f"INTO code ({columns}, from_on, to_on, counts_as) SELECT")
    with pytest.raises(IntegrityError), director.store.writing() as session:
        session.execute(text(whole))
