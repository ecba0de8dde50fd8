"""Triggers that keep what must never be false, and how their refusals are said.

Each ``*.sql`` file holds one family of rules in SQLite's dialect; the triggers that keep unknown codes
out are made from the models, one for each coded column. A trigger refuses with a word; ``refusal``
turns the word, or the name of a constraint, into the sentence that a person reads. The file says the sentence of each
of its words in a comment, with the fields of an act that it is about:

    -- said bed_taken (bed, room): Somebody has this bed in that time. Choose another bed or other dates.

A new file is found by itself, its sentences are collected for translation with those of the code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from shelter_app.db.models import Base
from shelter_app.db.models.base import Listed
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _

SAID = re.compile(r"^-- said (\w+)(?: \(([\w, ]+)\))?: (.+)$", re.MULTILINE)

# The sentences of the triggers that are made from the models, and of the constraints of tables.
SENTENCES = {
    "answered_twice": N_("This has a value and is also marked as not known. Keep one of the two."),
    "unknown_code": N_("This value is not on the list. Choose one from the list."),
    "uq_bed_period_open": N_("This bed is occupied now. Choose another bed."),
    "uq_stay_open": N_("This person is already in the shelter."),
    "uq_care_plan_in_force": N_("This stay already has a plan in force for that period."),
    "bed_period.bed_id": N_("This bed is occupied now. Choose another bed."),
    "stay.resident_id": N_("This person is already in the shelter."),
    "care_plan.stay_id": N_("This stay already has a plan in force for that period."),
    "account.name": N_("There is already an account with this name. Choose another name."),
    "shelter.code": N_("There is already a shelter with this code. Choose another code."),
    "room.name": N_("There is already a room with this name. Choose another name."),
    "presence.stay_id": N_("This evening is already marked for the resident. Refresh the page."),
    "bed.label": N_("There is already a bed with this label in the room. Choose another label."),
    "resident.code": N_("This code name is taken. Try again."),
    "_period": N_("The end is before the beginning. Check the dates."),
    "_days": N_("The end is before the beginning. Check the dates."),
    "_approver": N_("People cannot approve their own plan. Ask a colleague or the director."),
    "_approved": N_("A plan comes into force only after somebody has approved it."),
    "_minutes": N_("Enter between 1 and 1440 minutes. Check the number."),
    "_quantity": N_("The quantity must be more than zero. Check the number."),
    "FOREIGN KEY": N_("An item that this refers to no longer exists. Go back and refresh the page."),
    "CHECK": N_("These values do not go together. Check the form."),
    "UNIQUE": N_("This already exists."),
    "NOT NULL": N_("Required information is missing. Check the form."),
}

# What a refusal is about: the fields under which the acts ask for it, an act has one of them.
_BED = ("bed", "room")
FIELDS: dict[str, tuple[str, ...]] = {
    "uq_bed_period_open": _BED,
    "bed_period.bed_id": _BED,
    "uq_stay_open": ("resident",),
    "stay.resident_id": ("resident",),
    "account.name": ("name",),
    "shelter.code": ("code",),
    "room.name": ("name",),
    "bed.label": ("label",),
    "presence.stay_id": ("stay",),
    "_period": ("to_at", "until", "ended_at", "to_on", "at"),
    "_days": ("to_on", "until"),
    "_minutes": ("minutes",),
    "_quantity": ("quantity",),
}


def refusal(error: IntegrityError, asked: Collection[str] = ()) -> Refused | None:
    """Return the refusal that a guard's or constraint's error means, or None for an error of ours.

    ``asked`` are the fields of the act: the refusal names the one that it is about.
    """
    said = str(error.orig)
    kind, _constraint, where = said.partition(" constraint failed")
    if kind == "NOT NULL":
        column = where.rpartition(".")[2]
        return Refused("needed", _(SENTENCES[kind]), (column,))
    if said in sentences():
        sentence, fields = sentences()[said]
        return _refused(said, sentence, fields, asked)
    for word, sentence in SENTENCES.items():
        if word in said:
            code = word.strip("_").lower().replace(" ", "_").replace(".", "_")
            return _refused(code, sentence, FIELDS.get(word, ()), asked)
    return None


def _refused(code: str, sentence: str, fields: Collection[str], asked: Collection[str]) -> Refused:
    about = next((field for field in fields if field in asked), None)
    return Refused(code, _(sentence), () if about is None else (about,))


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return what the files say of each word that a trigger refuses with: the sentence, in English, and its fields.

    Raises ValueError where a word is said twice.
    """
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for text in _families():
        for word, fields, sentence in SAID.findall(text):
            if word in found:
                raise ValueError(f"{word} is said twice")
            found[word] = sentence, tuple(fields.split(", ")) if fields else ()
    return MappingProxyType(found)


def install(connection: Connection) -> None:
    """Make every guard; they must not be there yet."""
    for statement in statements():
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take every guard away, for the time of a migration."""
    for name in _present(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def count(connection: Connection) -> int:
    """Return how many guards stand; equals ``len(statements())`` in a sound store."""
    return len(_present(connection))


def statements() -> list[str]:
    """Return each guard as one CREATE TRIGGER statement."""
    found: list[str] = []
    for text in _families():
        found += [s.strip() for s in re.findall(r"CREATE TRIGGER .*?END;", text, re.S)]
    for table in Base.metadata.sorted_tables:
        found += _known_codes(table)
        found += _answers(table)
    return found


def _families() -> list[str]:
    """Return the text of each file of rules, in the order of their names: every store gets its guards in one order."""
    found = [file for file in files("shelter_app.db.guards").iterdir() if file.name.endswith(".sql")]
    return [file.read_text(encoding="utf-8") for file in sorted(found, key=lambda file: file.name)]


def _present(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard!_%' ESCAPE '!'"
    )
    return [str(row[0]) for row in rows]


def _known_codes(table: Table) -> list[str]:
    tests: list[tuple[str, str]] = []
    for column in table.columns:
        one, many = column.info.get("codes"), column.info.get("codes_many")
        if one:
            held = f"EXISTS (SELECT 1 FROM code WHERE list = '{one}' AND code = NEW.{column.name})"
            tests.append((column.name, f"NEW.{column.name} IS NOT NULL AND NOT {held}"))
        elif many and isinstance(column.type, Listed):
            strange = (
                f"SELECT 1 FROM json_each(NEW.{column.name}) v WHERE NOT EXISTS"
                f" (SELECT 1 FROM code WHERE list = '{many}' AND code = v.value)"
            )
            tests.append(
                (
                    column.name,
                    f"NEW.{column.name} <> '[]' AND (json_type(NEW.{column.name}) <> 'array' OR EXISTS ({strange}))",
                )
            )
    if not tests:
        return []
    table_name = f'"{table.name}"'
    made = []
    for when, columns in (("INSERT", ""), ("UPDATE", " OF " + ", ".join(name for name, _test in tests))):
        body = "".join(f"SELECT RAISE(ABORT, 'unknown_code') WHERE {test};" for _name, test in tests)
        made.append(
            f"CREATE TRIGGER guard_codes_{table.name}_{when.lower()} BEFORE {when}{columns} ON {table_name}"
            f" BEGIN {body} END;"
        )
    return made


def _answers(table: Table) -> list[str]:
    """Return the guards of a column that says why others have no value: they have none, and it says why."""
    column = next((c for c in table.columns if "without_value" in c.info), None)
    if column is None:
        return []
    fields = column.info["without_value"]
    names = ", ".join(f"'{field}'" for field in fields)
    strange = (
        f"SELECT 1 FROM json_each(NEW.{column.name}) a WHERE a.key NOT IN ({names})"
        " OR NOT EXISTS (SELECT 1 FROM code WHERE list = 'answer' AND code = a.value)"
    )
    both = " OR ".join(
        f"(json_extract(NEW.{column.name}, '$.{field}') IS NOT NULL"
        f" AND coalesce(NEW.{field}, '') NOT IN ('', '[]', 'UNKNOWN'))"
        for field in fields
    )
    made = []
    for when, columns in (("INSERT", ""), ("UPDATE", f" OF {', '.join((column.name, *fields))}")):
        made.append(
            f'CREATE TRIGGER guard_answers_{table.name}_{when.lower()} BEFORE {when}{columns} ON "{table.name}"'
            f" WHEN NEW.{column.name} IS NOT NULL BEGIN"
            f" SELECT RAISE(ABORT, 'unknown_code') WHERE json_type(NEW.{column.name}) <> 'object'"
            f" OR EXISTS ({strange}); SELECT RAISE(ABORT, 'answered_twice') WHERE {both}; END;"
        )
    return made
