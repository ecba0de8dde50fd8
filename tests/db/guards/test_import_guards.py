"""An import's rows go only with the import, within the day, when nothing changed; everything else stays."""

from __future__ import annotations

import pytest

from shelter_app.db.cipher import DRIVER_ERROR
from tests.db.guards.test_guards import Raw, raw, refused

__all__ = ["raw"]


@pytest.fixture
def came(raw: Raw) -> Raw:
    """Add an import of one ended stay to the raw store, and a stay of the same second that did not come with it."""
    raw.now = raw.run("SELECT at FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()[0]
    raw.import_run = run(raw)
    told(raw, raw.import_run)
    raw.person = raw.put(
        "resident", code="CAME-1", birth_precision="UNKNOWN", citizenships="[]", languages="[]",
        interpreter_needed=0, vulnerabilities="[]", created_at=raw.now,
    )  # fmt: skip
    raw.came = stay(raw, raw.person, "2026-04-01", "2026-05-01")
    raw.entered = stay(raw, raw.person, "2026-06-01", "2026-07-01")
    source(raw, "stay", raw.came)
    source(raw, "resident", raw.person)
    return raw


def run(raw: Raw, **more: object) -> str:
    return raw.put(
        "import_run", file_name="register.xlsx", sha256="x", profile="ro-register", counts="{}",
        **{"created_at": raw.now, **more},
    )  # fmt: skip


def stay(raw: Raw, resident: str, start: str, end: str, **more: object) -> str:
    return raw.put(
        "stay", resident_id=resident, shelter_id=raw.shelter, admitted_at=f"{start}T10:00:00Z", admitted_on=start,
        ended_at=f"{end}T10:00:00Z", ended_on=end, exit_reason="OTHER", **{"created_at": raw.now, **more},
    )  # fmt: skip


def source(raw: Raw, kind: str, record: str, **more: object) -> str:
    return raw.put(
        "import_source", record_type=kind, record_id=record, sheet="S", row=2, row_key=record,
        **{"run_id": raw.import_run, **more},
    )  # fmt: skip


def told(raw: Raw, import_run: str) -> None:
    raw.run(
        "INSERT INTO audit_event (seq, at, mono_ns, boot_id, session, actor, roles, action, object_id, detail,"
        " prev_hash, hash) SELECT max(seq) + 1, ?, 0, '', '', '', '', 'residents.import_register', ?, '{}', '', ''"
        " FROM audit_event",
        raw.now,
        import_run,
    )


def withdraw(raw: Raw, import_run: str = "") -> None:
    raw.run("UPDATE import_run SET withdrawn_at = ? WHERE id = ?", raw.now, import_run or raw.import_run)


def test_before_it_is_taken_back_nothing_of_an_import_goes(came):
    for table, which in (("stay", came.came), ("import_run", came.import_run), ("shelter", came.shelter)):
        with refused("has_history"):
            came.run(f"DELETE FROM {table} WHERE id = ?", which)
    with refused("has_history"):
        came.run("DELETE FROM import_source")
    with refused("import_fixed"):
        came.run("UPDATE import_source SET record_id = ?", came.ana_stay)


def test_only_what_came_with_it_goes_when_it_is_taken_back(came):
    withdraw(came)
    for which in (came.entered, came.ana_stay):
        with refused("has_history"):
            came.run("DELETE FROM stay WHERE id = ?", which)
    for table, which in (("resident", came.person), ("shelter", came.shelter), ("resident", came.ana)):
        with refused("has_history"):
            came.run(f"DELETE FROM {table} WHERE id = ?", which)
    assert came.run("DELETE FROM stay WHERE id = ?", came.came).rowcount == 1


def test_no_stay_is_said_to_have_come_with_an_import_afterwards(came):
    with refused("import_fixed"):
        source(came, "stay", came.ana_stay)
    with refused("import_fixed"):
        source(came, "resident", came.ana)
    with refused("import_fixed"):
        source(came, "shelter", came.shelter)
    with refused("import_fixed"):
        source(came, "shelter", came.entered)
    withdraw(came)
    with refused("import_fixed"):
        source(came, "stay", came.entered)


def test_an_import_that_the_trail_does_not_tell_of_is_not_taken_back(came):
    invented = run(came)
    source(came, "stay", came.entered, run_id=invented)
    with refused("import_fixed"):
        withdraw(came, invented)
    with refused("import_fixed"):
        run(came, withdrawn_at=came.now)


def test_an_older_import_stays(came):
    older = run(came, created_at="2026-01-01T00:00:00Z")
    told(came, older)
    with refused("import_too_old"):
        withdraw(came, older)


@pytest.mark.parametrize("table", ["stay", "resident"])
def test_an_import_with_a_changed_record_stays(came, table):
    which = came.came if table == "stay" else came.person
    came.run(f"UPDATE {table} SET version = 2 WHERE id = ?", which)
    with refused("import_built_upon"):
        withdraw(came)


def test_a_stay_changed_after_its_import_was_taken_back_stays(came):
    withdraw(came)
    came.run("UPDATE stay SET version = 2 WHERE id = ?", came.came)
    with refused("has_history"):
        came.run("DELETE FROM stay WHERE id = ?", came.came)


def test_an_import_is_neither_brought_back_nor_said_differently(came):
    with refused("import_fixed"):
        came.run("UPDATE import_run SET created_at = '2030-01-01T00:00:00Z'")
    withdraw(came)
    for sql in ("UPDATE import_run SET withdrawn_at = NULL", "UPDATE import_run SET file_name = 'y'"):
        with refused("import_fixed"):
            came.run(sql)
    with pytest.raises(DRIVER_ERROR):
        came.run("REPLACE INTO import_run SELECT * FROM import_run WHERE id = ?", came.import_run)
