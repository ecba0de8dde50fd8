"""What the database itself refuses, tried by raw SQL that goes round the program."""

from __future__ import annotations

import pytest

from shelter_app.db import guards
from shelter_app.db.cipher import DRIVER_ERROR
from shelter_app.db.models.base import new_id

NOW = "2026-01-01T00:00:00Z"


class Raw:
    """A raw connection that fills the columns every record has."""

    def __init__(self, connection, account):
        self.connection = connection
        self.account = account

    def run(self, sql, *values):
        return self.connection.execute(sql, values)

    def put(self, table, **columns):
        row = {
            "id": new_id(), "created_at": NOW, "created_by": "raw", "updated_at": NOW, "updated_by": "raw",
            "version": 1, **columns,
        }  # fmt: skip
        marks = ", ".join("?" * len(row))
        self.run(f'INSERT INTO "{table}" ({", ".join(row)}) VALUES ({marks})', *row.values())
        return row["id"]

    def resident(self):
        return self.put(
            "resident", code=new_id(), birth_precision="UNKNOWN", citizenships="[]", languages="[]",
            interpreter_needed=0, vulnerabilities="[]",
        )  # fmt: skip

    def stay(self, resident, start, end=None):
        return self.put(
            "stay", resident_id=resident, shelter_id=self.shelter,
            admitted_at=f"{start}T10:00:00Z", admitted_on=start,
            ended_at=end and f"{end}T10:00:00Z", ended_on=end, exit_reason=end and "OTHER",
        )  # fmt: skip

    def sleep(self, stay, bed, start, end=None):
        return self.put(
            "bed_period",
            stay_id=stay,
            bed_id=bed,
            from_at=start,
            from_on=start[:10],
            to_at=end,
            to_on=end and end[:10],
        )


@pytest.fixture
def raw(store):
    with store.raw() as connection:
        r = Raw(connection, store.account_id)
        r.run("BEGIN")
        r.shelter = r.put("shelter", code="S", name="S", kind="CENTRE")
        r.room = r.put("room", shelter_id=r.shelter, name="1", placement_rule="ANY")
        r.bed = r.put("bed", room_id=r.room, label="A", kind="BED", features="[]", in_use_from="2026-01-01")
        r.other = r.put("bed", room_id=r.room, label="B", kind="BED", features="[]", in_use_from="2026-01-01")
        r.ana, r.ina = r.resident(), r.resident()
        r.ana_stay = r.stay(r.ana, "2026-03-01")
        r.ina_stay = r.stay(r.ina, "2026-03-01")
        yield r
        if connection.in_transaction:
            r.run("ROLLBACK")


def refused(word):
    return pytest.raises(DRIVER_ERROR, match=word)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-05T10:00:00Z", "2026-03-06T10:00:00Z"),
        ("2026-03-01T10:00:00Z", "2026-03-02T10:00:01Z"),
        ("2026-03-08T09:59:59Z", None),
        ("2026-03-01T10:00:00Z", None),
        ("2026-03-02T10:00:00Z", "2026-03-08T10:00:00Z"),
    ],
)
def test_a_bed_cannot_be_held_twice_even_for_one_second(raw, start, end):
    raw.sleep(raw.ana_stay, raw.bed, "2026-03-02T10:00:00Z", "2026-03-08T10:00:00Z")
    with refused("bed_taken"):
        raw.sleep(raw.ina_stay, raw.bed, start, end)


def test_one_may_arrive_in_the_second_in_which_the_other_leaves(raw):
    raw.sleep(raw.ana_stay, raw.bed, "2026-03-02T10:00:00Z", "2026-03-08T10:00:00Z")
    raw.sleep(raw.ina_stay, raw.bed, "2026-03-08T10:00:00Z")
    raw.sleep(raw.ina_stay, raw.bed, "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z")
    assert raw.run("SELECT count(*) FROM bed_period").fetchone()[0] == 3


def test_nobody_sleeps_in_two_beds_and_no_period_is_moved_into_another(raw):
    raw.sleep(raw.ana_stay, raw.bed, "2026-03-02T10:00:00Z")
    with refused("two_beds"):
        raw.sleep(raw.ana_stay, raw.other, "2026-03-03T10:00:00Z")
    mine = raw.sleep(raw.ina_stay, raw.other, "2026-03-02T10:00:00Z")
    with refused("bed_taken"):
        raw.run("UPDATE bed_period SET bed_id = ? WHERE id = ?", raw.bed, mine)


def test_a_bed_out_of_service_retired_or_reserved_is_not_slept_in(raw):
    raw.put(
        "bed_outage", bed_id=raw.bed, from_at="2026-03-05T00:00:00Z", from_on="2026-03-05",
        to_at="2026-03-09T00:00:00Z", to_on="2026-03-09", reason="mould",
    )  # fmt: skip
    with refused("bed_out_of_service"):
        raw.sleep(raw.ana_stay, raw.bed, "2026-03-04T10:00:00Z")
    raw.sleep(raw.ana_stay, raw.bed, "2026-03-09T00:00:00Z")
    with refused("bed_occupied"):
        raw.run("UPDATE bed SET retired_on = '2026-04-01', retired_reason = 'x' WHERE id = ?", raw.bed)
    raw.run("UPDATE bed SET retired_on = '2026-04-01', retired_reason = 'x' WHERE id = ?", raw.other)
    with refused("bed_not_in_use"):
        raw.sleep(raw.ina_stay, raw.other, "2026-03-31T10:00:00Z")


def test_a_reserved_bed_waits_for_its_guest(raw):
    held = raw.put(
        "reservation", bed_id=raw.bed, from_at="2026-03-05T00:00:00Z", to_at="2026-03-06T00:00:00Z",
        lapses_at="2026-03-05T20:00:00Z",
    )  # fmt: skip
    with refused("bed_reserved"):
        raw.sleep(raw.ana_stay, raw.bed, "2026-03-05T10:00:00Z")
    raw.run("UPDATE reservation SET outcome = 'LAPSED' WHERE id = ?", held)
    raw.sleep(raw.ana_stay, raw.bed, "2026-03-05T10:00:00Z")
    with refused("bed_occupied"):
        raw.run("UPDATE reservation SET outcome = NULL WHERE id = ?", held)


def test_a_bed_period_stays_inside_its_stay_and_ends_with_it(raw):
    with refused("outside_stay"):
        raw.sleep(raw.ana_stay, raw.bed, "2026-02-28T10:00:00Z")
    raw.sleep(raw.ana_stay, raw.bed, "2026-03-01T10:00:00Z")
    raw.run(
        "UPDATE stay SET ended_at = '2026-03-04T09:00:00Z', ended_on = '2026-03-04', exit_reason = 'OTHER'"
        " WHERE id = ?",
        raw.ana_stay,
    )
    assert raw.run("SELECT to_at, to_on FROM bed_period").fetchone() == ("2026-03-04T09:00:00Z", "2026-03-04")


@pytest.mark.parametrize(
    ("start", "end"), [("2026-02-01", None), ("2026-02-01", "2026-03-02"), ("2026-05-01", None)]
)
def test_one_person_has_one_stay_at_a_time(raw, start, end):
    with refused("stay_overlap|stay.resident_id"):
        raw.stay(raw.ana, start, end)


def test_a_stay_may_touch_another_and_may_have_no_length(raw):
    raw.stay(raw.ana, "2026-01-10", "2026-03-01")
    raw.stay(raw.ana, "2026-01-20", "2026-01-20")
    assert raw.run("SELECT count(*) FROM stay WHERE resident_id = ?", raw.ana).fetchone()[0] == 3


def test_a_plan_is_not_approved_by_its_author_and_stands_alone(raw):
    plan = {"stay_id": raw.ana_stay, "origin": "IMPORT", "author_id": raw.account, "valid_from": "2026-03-01"}
    first = raw.put("care_plan", number=1, status="IN_FORCE", **plan)
    with refused("own_plan|approver"):
        raw.run("UPDATE care_plan SET approved_by = author_id, approved_at = ? WHERE id = ?", NOW, first)
    with refused("two_plans|care_plan"):
        raw.put("care_plan", number=2, status="IN_FORCE", **plan)
    with refused("approved"):
        raw.put(
            "care_plan", number=1, status="IN_FORCE", **{**plan, "origin": "HOUSE", "stay_id": raw.ina_stay}
        )


def test_a_signed_note_the_trail_and_what_has_history_stay(raw):
    session = raw.put(
        "session", shelter_id=raw.shelter, kind="IND_COUNSEL", planned_on="2026-03-02", counsellor_name="x",
        interpreter=0, status="ATTENDED",
    )  # fmt: skip
    note = raw.put(
        "session_note", session_id=session, resident_id=raw.ana, format="DAP", note_class="PROGRESS",
        body=b"x",
        written_author="x", signed_at=NOW, text_hash="h",
    )  # fmt: skip
    for sql in ("UPDATE session_note SET body = x'00' WHERE id = ?", "DELETE FROM session_note WHERE id = ?"):
        with refused("note_signed"):
            raw.run(sql, note)
    for sql in ("UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"):
        with refused("audit_fixed"):
            raw.run(sql)
    for table, which in (
        ("stay", raw.ana_stay),
        ("room", raw.room),
        ("resident", raw.ana),
        ("shelter", raw.shelter),
    ):
        with refused("has_history"):
            raw.run(f"DELETE FROM {table} WHERE id = ?", which)


def test_only_a_fresh_untouched_open_stay_is_deleted(raw):
    fresh = raw.run("SELECT max(at) FROM audit_event").fetchone()[0]
    other = raw.put("shelter", code="T", name="T", kind="CENTRE")

    def stay(**more):
        return raw.put(
            "stay", resident_id=raw.resident(), shelter_id=other, admitted_at=f"{fresh[:10]}T00:00:00Z",
            admitted_on=fresh[:10], **{"created_at": fresh, **more},
        )  # fmt: skip

    ended = {"ended_at": fresh, "ended_on": fresh[:10], "exit_reason": "OTHER"}
    for more in ({"created_at": NOW}, {"version": 2}, ended):
        with refused("has_history"):
            raw.run("DELETE FROM stay WHERE id = ?", stay(**more))
    slept = stay()
    raw.sleep(slept, raw.bed, fresh)
    with refused("FOREIGN KEY"):
        raw.run("DELETE FROM stay WHERE id = ?", slept)
    assert raw.run("DELETE FROM stay WHERE id = ?", stay()).rowcount == 1


def test_a_code_of_no_list_and_an_orphan_are_refused(raw):
    with refused("unknown_code"):
        raw.run("UPDATE room SET placement_rule = 'NOBODY' WHERE id = ?", raw.room)
    with refused("unknown_code"):
        raw.run('UPDATE bed SET features = \'["QUIET", "GOLDEN"]\' WHERE id = ?', raw.bed)
    with refused("FOREIGN KEY"):
        raw.run("UPDATE bed SET room_id = 'nowhere' WHERE id = ?", raw.bed)
        raw.run("COMMIT")


def test_every_guard_stands_in_a_new_store(raw):
    found = raw.run("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()[0]
    assert found == len(guards.statements())
