"""A store made many times as large by copying its rows: quick, for measuring how reading grows; never for tests."""

from __future__ import annotations

from shelter_app.db.store import Store

COPIED = (
    "resident", "room", "bed", "bed_outage", "referral", "stay", "bed_period", "absence", "session",
    "session_attendance", "service_delivery", "care_plan", "goal", "intervention", "milestone", "identification",
    "trafficking_event", "household", "household_member", "case_assignment", "follow_up",
)  # fmt: skip
OWN_NAMES = {"resident": "code", "room": "name"}


def multiply(store: Store, times: int) -> None:
    """Copy every record about people and beds until there are ``times`` of each; guards rest meanwhile."""
    with store.raw() as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        for name, _sql in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        copies = [_copy(connection, table) for table in COPIED]
        for at in range(1, times):
            for copy in copies:
                connection.execute(copy, {"end": f"-{at}"})
        for _name, sql in guards:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def _copy(connection: object, table: str) -> str:
    """Return the statement that copies what was there first under other ids."""
    execute = connection.execute  # type: ignore[attr-defined]
    columns = [row[1] for row in execute(f'PRAGMA table_info("{table}")')]
    follows = {row[3] for row in execute(f'PRAGMA foreign_key_list("{table}")') if row[2] in COPIED}
    renewed = {"id", OWN_NAMES.get(table, "id"), *follows}
    values = [f'"{c}" || :end' if c in renewed else f'"{c}"' for c in columns]
    names = ", ".join(f'"{c}"' for c in columns)
    return f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" WHERE length(id) = 36'
