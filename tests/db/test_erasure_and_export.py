"""Each table says what anonymising does to it and whether an export holds it; none is left out."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text

from shelter_app.db.models import Base
from shelter_app.db.models.base import Erasure, Listed, Record

MODELS = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
OF_EVERY_RECORD = {column.key for column in MODELS["resident"].__table__.columns} & set(
    Record.__annotations__
)
TABLES = Base.metadata.sorted_tables


def says_words(column: Column[object]) -> bool:
    """Whether a column may hold what somebody typed: no code, no reference, no day, number or yes and no."""
    coded = {"codes", "codes_many", "without_value"} & set(column.info)
    free = isinstance(column.type, Text | LargeBinary | Listed)
    return free and not coded and not column.foreign_keys and column.key not in OF_EVERY_RECORD


def leads_to_a_resident(table: Table, seen: frozenset[str] = frozenset()) -> bool:
    return table.name == "resident" or any(
        leads_to_a_resident(key.column.table, seen | {table.name})
        for key in table.foreign_keys
        if key.column.table.name not in seen
    )


def test_every_table_says_both_itself() -> None:
    silent = [table.name for table in TABLES if not {"ERASURE", "EXPORTED"} <= set(vars(MODELS[table.name]))]
    assert silent == []


def test_no_table_with_a_way_to_a_resident_is_said_to_be_about_nobody() -> None:
    about = {table.name for table in TABLES if leads_to_a_resident(table)}
    assert {"stay", "intervention", "note_addendum", "handover_read"} <= about
    assert [name for name in sorted(about) if MODELS[name].ERASURE is Erasure.NONE] == []


def test_where_rows_stay_each_column_of_words_says_what_becomes_of_it() -> None:
    staying = [table for table in TABLES if MODELS[table.name].ERASURE in (Erasure.KEEP, Erasure.BLUR)]
    silent = [str(c) for table in staying for c in table.columns if says_words(c) and "erase" not in c.info]
    assert silent == []
    said = {c.info["erase"] for table in TABLES for c in table.columns if "erase" in c.info}
    assert said == {"keep", "remove", "blur"}


def test_a_table_that_is_kept_loses_nothing_and_one_that_is_blurred_something() -> None:
    for table in TABLES:
        changing = {c.key for c in table.columns if c.info.get("erase") in ("remove", "blur")}
        if MODELS[table.name].ERASURE is Erasure.KEEP:
            assert changing == set(), table.name
        if MODELS[table.name].ERASURE is Erasure.BLUR:
            assert changing != set(), table.name


def test_no_sealed_content_is_kept() -> None:
    for table in TABLES:
        for column in table.columns:
            if "sealed" in column.info and MODELS[table.name].ERASURE is not Erasure.NONE:
                assert column.info["erase"] == "remove", str(column)


def test_keys_drafts_and_the_traces_of_a_work_place_leave_in_no_export() -> None:
    assert {name for name, model in MODELS.items() if not model.EXPORTED} == {
        "audit_event", "draft", "import_change", "import_source", "saved_view", "signed_head", "vault_grant",
    }  # fmt: skip
