"""Ways round the guards that raw SQL might find: replacing, touching, stopping, renaming."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from shelter_app.db import guards, migrations
from shelter_app.db.cipher import DRIVER_ERROR
from shelter_app.db.models import Base
from tests.db.guards.test_guards import NOW, raw, refused

__all__ = ["raw"]

START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def moment(hours: int) -> str:
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def plan(raw, number, status, start, end=None, **more):
    return raw.put(
        "care_plan", stay_id=raw.ana_stay, number=number, origin="IMPORT", status=status, author_id=raw.account,
        valid_from=start, valid_to=end, **more,
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(1, 12))), max_size=12))
def test_a_bed_holds_what_a_list_without_overlaps_would_hold(raw, tries):
    raw.run("SAVEPOINT example")
    held: list[tuple[int, int]] = []
    for at, (start, length) in enumerate(tries):
        end = None if length is None else start + length
        limit = 10**6 if end is None else end
        free = all(limit <= s or start >= e for s, e in held)
        stay = raw.stay(raw.resident(), "2026-03-01")
        try:
            raw.sleep(stay, raw.bed, moment(start), None if end is None else moment(end))
            assert free, at
            held.append((start, limit))
        except DRIVER_ERROR:
            assert not free, at
    raw.run("ROLLBACK TO example")
    raw.run("RELEASE example")


def test_a_stopped_plan_was_in_force_too(raw):
    other = raw.put("account", name="Other", roles='["DIRECTOR"]', active_from="2026-01-01")
    approved = {"approved_by": other, "approved_at": NOW}
    plan(raw, 1, "STOPPED", "2026-03-01", "2026-06-01", **approved)
    with refused("two_plans"):
        plan(raw, 2, "IN_FORCE", "2026-05-31")
    plan(raw, 2, "IN_FORCE", "2026-06-01")


def test_a_draft_that_was_stopped_stands_in_nobodys_way(raw):
    plan(raw, 1, "STOPPED", None)
    plan(raw, 2, "IN_FORCE", "2026-03-01")


def test_a_plan_that_was_replaced_on_its_first_day_stands_in_nobodys_way(raw):
    plan(raw, 1, "SUPERSEDED", "2026-03-05", "2026-03-05")
    plan(raw, 2, "SUPERSEDED", "2026-03-01", "2026-03-10")
    with refused("two_plans"):
        raw.run("UPDATE care_plan SET valid_to = '2026-03-06' WHERE number = 1")


def test_a_code_in_use_is_neither_deleted_nor_renamed(raw):
    with refused("code_fixed"):
        raw.run("DELETE FROM code WHERE list = 'sex' AND code = 'F'")
    with refused("code_fixed"):
        raw.run("UPDATE code SET code = 'Q' WHERE list = 'sex' AND code = 'F'")
    raw.run("UPDATE code SET to_on = '2026-01-01' WHERE list = 'sex' AND code = 'F'")
    raw.run("UPDATE resident SET sex = 'F' WHERE id = ?", raw.ana)


@pytest.mark.parametrize("features", ['["BALCONY"]', '"QUIET"', '{"a": "QUIET"}', '["QUIET", "BALCONY"]'])
def test_a_list_of_codes_holds_known_codes_only(raw, features):
    with refused("unknown_code"):
        raw.run("UPDATE bed SET features = ? WHERE id = ?", features, raw.bed)
    raw.run("""UPDATE bed SET features = '["QUIET"]' WHERE id = ?""", raw.bed)


def test_replacing_a_row_is_deleting_it(raw):
    raw.sleep(raw.ana_stay, raw.bed, moment(0))
    columns = ", ".join(row[1] for row in raw.run('PRAGMA table_info("bed")').fetchall())
    with pytest.raises(DRIVER_ERROR):
        raw.run(f"REPLACE INTO bed ({columns}) SELECT {columns} FROM bed WHERE id = ?", raw.bed)


def test_a_stay_that_ends_as_its_bed_begins_leaves_no_bed_behind(raw):
    raw.sleep(raw.ana_stay, raw.bed, moment(0))
    raw.run(
        "UPDATE stay SET ended_at = admitted_at, ended_on = admitted_on, exit_reason = 'OTHER' WHERE id = ?",
        raw.ana_stay,
    )
    assert raw.run("SELECT count(*) FROM bed_period").fetchone()[0] == 0


def test_a_missing_value_is_no_taken_bed():
    for said, code in (
        ("NOT NULL constraint failed: bed_period.bed_id", "needed"),
        ("UNIQUE constraint failed: bed_period.bed_id", "bed_period_bed_id"),
        ("bed_taken", "bed_taken"),
    ):
        found = guards.refusal(IntegrityError("", {}, Exception(said)))
        assert found is not None
        assert found.code == code


def test_the_migrated_store_is_the_one_the_models_describe(store):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with store.reading() as session:
        connection = session.connection()
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert migrations.current(connection) == migrations.head()
        assert guards.count(connection) == len(guards.statements())
        strict = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
            " AND name NOT LIKE 'sqlite_%'"
        )
        assert [row[0] for row in strict] == ["alembic_version"]
