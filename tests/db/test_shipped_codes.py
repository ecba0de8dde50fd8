"""A code that a newer program ships is offered and accepted in every store from the next sign-in on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from shelter_app.db import check
from shelter_app.db import folder as data_folder
from shelter_app.db import opening as stores
from shelter_app.db.models.house import CodeEntry
from shelter_app.db.models.people import Milestone, Resident
from shelter_app.db.models.trust import AuditEvent
from shelter_app.db.store import Store
from shelter_app.domain import codes
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.codes import AddCode, RetireCode, codes_of
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.residents.acts import RegisterResident
from tests.conftest import DIRECTOR, PASSPHRASE, FixedClock, Template

TODAY = date(2026, 11, 24)
LIST, NEW = "reintegration_milestone", "LEARNS_TO_DRIVE"
ADDED = "store.codes_added"
AS_SHIPPED = codes.read


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Return what lets the program ship one more milestone, as a version with a longer file would."""

    def longer(name: str) -> Any:
        content = AS_SHIPPED(name)
        if name == "milestones":
            like = content["items"][0]
            content["items"].append(like | {"code": NEW, "ro": "Învață să conducă", "en": "Learns to drive"})
        return content

    def install() -> None:
        monkeypatch.setattr(codes, "read", longer)
        codes.read_lists.cache_clear()
        codes.apply_changes(())

    yield install
    monkeypatch.setattr(codes, "read", AS_SHIPPED)
    codes.read_lists.cache_clear()
    codes.apply_changes(())


@pytest.fixture
def folder(template_store: Template, tmp_path: Path) -> Path:
    return template_store.copied(tmp_path / "older")


def signed_in(folder: Path, clock: FixedClock) -> Actor:
    store = stores.unlock(folder, DIRECTOR, PASSPHRASE, clock=clock)
    return Actor(store, store.account_id, DIRECTOR, clock, store.session_id)


def events(store: Store) -> list[AuditEvent]:
    with store.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == ADDED)))


def rows(store: Store) -> dict[tuple[str, str], tuple[object, ...]]:
    with store.reading() as session:
        found = session.scalars(select(CodeEntry)).all()
        return {(r.list, r.code): (r.ro, r.en, r.origin, r.from_on, r.to_on, r.version) for r in found}


def test_a_code_that_the_store_lacks_is_offered_and_accepted_after_the_next_sign_in(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None]
) -> None:
    with signed_in(folder, clock).store as older:
        assert (LIST, NEW) not in rows(older)
        before = rows(older)
    newer_program()
    director = signed_in(folder, clock)
    with director.store as store:
        assert NEW in {code.code for code in codes.offered(LIST, TODAY)}
        resident = perform(director, RegisterResident(preferred_name="Ana", sex="F"))
        planned = perform(director, PlanMilestone(resident=resident, kind=NEW, target_on=TODAY))
        with store.reading() as session:
            assert session.get_one(Milestone, planned).kind == NEW
        after = rows(store)
        assert after.pop((LIST, NEW)) == ("Învață să conducă", "Learns to drive", "shipped", None, None, 1)
        assert after == before


def test_what_was_added_stands_in_the_trail_and_no_check_takes_it_for_a_forgery(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None]
) -> None:
    newer_program()
    with signed_in(folder, clock).store as store:
        (event,) = events(store)
        assert json.loads(event.detail)["codes"] == [f"{LIST}.{NEW}"]
        assert event.actor == store.account_id
        assert check.check(store).problems == ()
        with store.raw() as connection:
            connection.execute("DROP TRIGGER guard_code_words")
            connection.execute("UPDATE code SET ro = 'Altceva' WHERE code = ?", (NEW,))
        assert {(p.kind, p.where) for p in check.check(store).problems} == {
            ("guards", "missing"),
            ("content", "code"),
        }


def test_nothing_is_written_at_the_sign_in_after_that(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None]
) -> None:
    newer_program()
    with signed_in(folder, clock).store as store:
        first = rows(store)
    with signed_in(folder, clock).store as store:
        assert len(events(store)) == 1
        assert rows(store) == first


def test_a_store_that_holds_every_code_is_told_of_none(folder: Path, clock: FixedClock) -> None:
    with signed_in(folder, clock).store as store:
        assert events(store) == []
        assert {
            pair for pair, (*_words, origin, _from, _to, _v) in rows(store).items() if origin == "shipped"
        } == {(name, code.code) for name, entries in codes.shipped().items() for code in entries}


def test_codes_of_the_house_and_what_it_retired_stay_as_they_are(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None]
) -> None:
    director = signed_in(folder, clock)
    with director.store as store:
        perform(
            director,
            AddCode(list="service", code="YOGA", ro="Yoga", en="Yoga class", counts_as="LEISURE"),
        )
        retired = next(row for row in codes_of(director, "service") if row.code.code == "LEISURE")
        perform(director, RetireCode(entry=retired.id, last_day=date(2026, 11, 23)))
        before = rows(store)
    newer_program()
    with signed_in(folder, clock).store as store:
        after = rows(store)
        del after[(LIST, NEW)]
        assert after == before
        offered = {code.code for code in codes.offered("service", TODAY)}
        assert "X_YOGA" in offered
        assert "LEISURE" not in offered


def test_a_code_that_the_program_ships_no_more_keeps_its_row_its_words_and_its_records(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_program()
    director = signed_in(folder, clock)
    with director.store:
        resident = perform(director, RegisterResident(preferred_name="Ana", sex="F"))
        planned = perform(director, PlanMilestone(resident=resident, kind=NEW, target_on=TODAY))
    with monkeypatch.context() as older:
        older.setattr(codes, "read", AS_SHIPPED)
        codes.read_lists.cache_clear()
        with signed_in(folder, clock).store as store:
            assert NEW not in {code.code for code in codes.offered(LIST, TODAY)}
            assert (LIST, NEW) in rows(store)
            assert codes.code(LIST, NEW).label("ro") == "Învață să conducă"
            assert codes.code(LIST, NEW).label("en") == "Learns to drive"
            assert NEW not in codes.codes(LIST)
            assert codes.code(LIST, NEW).extra["domain"] is None
            with store.reading() as session:
                assert session.get_one(Milestone, planned).kind == NEW


def test_the_guards_hold_for_what_was_added(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None]
) -> None:
    newer_program()
    director = signed_in(folder, clock)
    with director.store as store:
        for statement in (
            f"DELETE FROM code WHERE code = '{NEW}'",
            f"UPDATE code SET ro = 'Altceva' WHERE code = '{NEW}'",
            f"UPDATE code SET code = 'OTHER_NAME' WHERE code = '{NEW}'",
        ):
            with pytest.raises(IntegrityError), store.writing() as session:
                session.execute(text(statement))
        resident = perform(director, RegisterResident(preferred_name="Ana", sex="F"))
        with pytest.raises(IntegrityError, match="unknown_code"), store.writing() as session:
            row = session.scalars(select(Resident).where(Resident.id == resident)).one()
            row.sex = "NOBODYS"


def test_of_two_who_sign_in_at_once_one_adds_the_codes(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None]
) -> None:
    newer_program()
    with ThreadPoolExecutor(2) as both:
        opened = list(both.map(lambda _at: signed_in(folder, clock).store, range(2)))
    try:
        assert len(events(opened[0])) == 1
        with opened[1].reading() as session:
            assert session.scalar(select(func.count()).where(CodeEntry.code == NEW)) == 1
    finally:
        for store in opened:
            store.close()


def test_on_a_full_disk_the_codes_wait_for_the_next_sign_in(
    folder: Path, clock: FixedClock, newer_program: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_program()
    with monkeypatch.context() as full:
        full.setattr(data_folder, "room", lambda _folder: data_folder.RESERVE - 1)
        with pytest.raises(Refused) as refused:
            signed_in(folder, clock)
        assert refused.value.code == "disk_full"
    with signed_in(folder, clock).store as store:
        assert len(events(store)) == 1
