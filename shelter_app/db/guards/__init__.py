"""Triggers that keep what must never be false, and how their refusals are said.

Each ``*.sql`` file holds one family of rules in SQLite's dialect; the triggers that keep unknown codes
out are made from the models, one for each coded column. A trigger refuses with a word; ``refusal``
turns the word, or the name of a constraint, into the sentence that a person reads.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from importlib.resources import files

from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError

from shelter_app.db.models import Base
from shelter_app.db.models.base import Listed
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _

FAMILIES = (
    "bed_overlap",
    "bed_use",
    "stay_bounds",
    "stay_overlap",
    "frozen",
    "plan_approval",
    "history",
    "day_book",
    "own_codes",
    "imports",
)

SENTENCES = {
    "bed_taken": N_("Somebody has this bed in that time. Choose another bed or other dates."),
    "two_beds": N_("This person already has a bed in that time. Use a move instead."),
    "bed_not_in_use": N_("This bed is not in use in that time. Choose another bed."),
    "bed_out_of_service": N_("This bed is out of service in that time. Choose another bed."),
    "bed_reserved": N_("This bed is reserved in that time. Choose another bed or cancel the reservation."),
    "bed_occupied": N_("Somebody sleeps in this bed in that time. Move the person first."),
    "outage_overlap": N_("This bed is already out of service in that time."),
    "outside_stay": N_("This lies outside the stay. Check the dates of the stay."),
    "stay_overlap": N_("This person already has a stay in that time. Check the dates."),
    "note_signed": N_("A signed note does not change. Write an addendum instead."),
    "note_not_signed": N_("Sign the note before you add to it."),
    "correction_fixed": N_("A correction does not change. Enter another one."),
    "handover_fixed": N_("A line of the handover does not change. Withdraw it and write another one."),
    "audit_fixed": N_("The audit trail does not change."),
    "report_sent": N_("A sent report does not change. Make a new one; it shows the difference."),
    "disclosure_fixed": N_("The register of what left the house does not change."),
    "import_fixed": N_(
        "What an import brought is not said differently afterwards. Take the import back instead."
    ),
    "import_too_old": N_("This import is older than a day. Correct its records one by one."),
    "import_built_upon": N_("Records of this import were changed since. Correct them one by one."),
    "own_plan": N_("Nobody approves their own plan. Ask a colleague or the director."),
    "plan_author_fixed": N_("The author of a plan does not change."),
    "two_plans": N_("This stay already has a plan in force in that time."),
    "has_history": N_("What has a history is not deleted. End or retire it instead."),
    "answered_twice": N_("This has a value and is marked as not known too. Keep one of the two."),
    "code_fixed": N_("A code is never deleted or renamed. Retire it instead."),
    "not_own_code": N_("This is no code of the house. Check its letters and its words."),
    "code_shipped": N_("The words of a code of the program do not change. Add a code of your own instead."),
    "unknown_code": N_("This value is not in its list. Choose one from the list."),
    "uq_bed_period_open": N_("Somebody has this bed now. Choose another bed."),
    "uq_stay_open": N_("This person is already in the house."),
    "uq_care_plan_in_force": N_("This stay already has a plan in force in that time."),
    "bed_period.bed_id": N_("Somebody has this bed now. Choose another bed."),
    "stay.resident_id": N_("This person is already in the house."),
    "care_plan.stay_id": N_("This stay already has a plan in force in that time."),
    "account.name": N_("There is already an account of this name. Choose another name."),
    "shelter.code": N_("There is already a shelter with this code. Choose another code."),
    "room.name": N_("There is already a room of this name. Choose another name."),
    "presence.stay_id": N_("This evening is already marked for the resident. Refresh the page."),
    "bed.label": N_("There is already a bed with this label in the room. Choose another label."),
    "resident.code": N_("This code name is taken. Try again."),
    "_period": N_("The end lies before the beginning. Check the dates."),
    "_days": N_("The end lies before the beginning. Check the dates."),
    "_approver": N_("Nobody approves their own plan. Ask a colleague or the director."),
    "_approved": N_("A plan is in force only after somebody approved it."),
    "_minutes": N_("Minutes go from 1 to 1440. Check the number."),
    "_quantity": N_("The quantity must be more than nothing. Check the number."),
    "FOREIGN KEY": N_("Something this refers to no longer exists. Go back and refresh."),
    "CHECK": N_("These values do not fit together. Check the form."),
    "UNIQUE": N_("This already exists."),
    "NOT NULL": N_("Something that is needed is missing. Check the form."),
}

# What a refusal is about: the fields under which the acts ask for it, an act has one of them.
_BED, _DAYS = ("bed", "room"), ("at", "since", "from_at", "admitted_at", "from_on", "day", "planned_at")
FIELDS: dict[str, tuple[str, ...]] = {
    "bed_taken": _BED,
    "bed_not_in_use": _BED,
    "bed_out_of_service": _BED,
    "bed_reserved": _BED,
    "bed_occupied": _BED,
    "outage_overlap": _BED,
    "uq_bed_period_open": _BED,
    "bed_period.bed_id": _BED,
    "two_beds": _DAYS,
    "outside_stay": _DAYS,
    "stay_overlap": _DAYS,
    "two_plans": _DAYS,
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
    for word, sentence in SENTENCES.items():
        if word in said:
            about = next((field for field in FIELDS.get(word, ()) if field in asked), None)
            code = word.strip("_").lower().replace(" ", "_").replace(".", "_")
            return Refused(code, _(sentence), () if about is None else (about,))
    return None


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
    here = files("shelter_app.db.guards")
    found: list[str] = []
    for family in FAMILIES:
        text = here.joinpath(f"{family}.sql").read_text(encoding="utf-8")
        found += [s.strip() for s in re.findall(r"CREATE TRIGGER .*?END;", text, re.S)]
    for table in Base.metadata.sorted_tables:
        found += _known_codes(table)
        found += _answers(table)
    return found


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
