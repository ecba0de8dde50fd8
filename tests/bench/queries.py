"""The same five queries on the store and on plain SQLite with the same rows, both warm."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from shelter_app.db.store import Store
from tests.bench.measure import Line, seconds, side_by_side

GOAL = 1.15
TIMES = 15
CACHE = "PRAGMA cache_size=-65536"  # the same for both

QUERIES = {
    "tonight's beds": """
        SELECT bed.id, bed.label, room.name, resident.code FROM bed JOIN room ON room.id = bed.room_id
        LEFT JOIN bed_period ON bed_period.bed_id = bed.id AND bed_period.to_at IS NULL
        LEFT JOIN stay ON stay.id = bed_period.stay_id LEFT JOIN resident ON resident.id = stay.resident_id
        ORDER BY room.name, bed.label""",
    "residents and their last stay": """
        SELECT resident.code, resident.preferred_name, max(stay.admitted_on), count(stay.id) FROM resident
        LEFT JOIN stay ON stay.resident_id = resident.id GROUP BY resident.id ORDER BY resident.code""",
    "bed-nights of a year": """
        SELECT sum(julianday(min(coalesce(ended_on, '2026-01-01'), '2026-01-01'))
            - julianday(max(admitted_on, '2025-01-01'))) FROM stay
        WHERE admitted_on < '2026-01-01' AND (ended_on IS NULL OR ended_on > '2025-01-01')""",
    "services by kind and month": """
        SELECT service, substr(given_on, 1, 7), count(*), sum(quantity_hundredths) FROM service_delivery
        GROUP BY service, substr(given_on, 1, 7)""",
    "the last thousand events": """
        SELECT seq, at, actor, action, object_type FROM audit_event ORDER BY seq DESC LIMIT 1000""",
}


def queries(store: Store) -> list[Line]:
    """Copy the rows into a plain file, then run each query on both in turn."""
    place = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        with store.raw() as sealed:
            plain = _plain_copy(sealed, place / "plain.db")
            lines = [_compare(what, sql, sealed, plain) for what, sql in QUERIES.items()]
            plain.close()
    finally:
        shutil.rmtree(place)
    return lines


def _plain_copy(sealed: Any, path: Path) -> Any:
    plain = driver.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute(CACHE)
    plain.execute("BEGIN")
    made = sealed.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
        "AND type IN ('table', 'index') ORDER BY type = 'index'"
    ).fetchall()
    for kind, name, sql in made:
        plain.execute(sql)
        if kind == "table":
            rows = sealed.execute(f'SELECT * FROM "{name}"')
            marks = ",".join("?" * len(rows.description))
            plain.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    plain.execute("COMMIT")
    return plain


def _compare(what: str, sql: str, sealed: Any, plain: Any) -> Line:
    def ask(connection: Any) -> list[Any]:
        found: list[Any] = connection.execute(sql).fetchall()
        return found

    if ask(sealed) != ask(plain):  # also warms both
        raise RuntimeError(f"{what}: the two files answer differently")
    rounds = max(1, round(0.05 / max(seconds(lambda: ask(plain)), 1e-5)))

    def timed(connection: Any) -> float:
        return statistics.fmean(seconds(lambda: ask(connection)) for _ in range(rounds))

    mine, floor = side_by_side(lambda: timed(sealed), lambda: timed(plain), TIMES)
    return Line(f"{what}, store / plain SQLite", _short(mine), _short(floor), mine / floor, GOAL)


def _short(value: float) -> str:
    return f"{value * 1000:.2f} ms"
