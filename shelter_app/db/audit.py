"""The trail: one chained row for every act, look and sign-in, in the transaction that it tells of.

``hash`` is SHA-256 over the hash before it and the row written in one canonical way, so that a row that
is changed, removed, put in or moved breaks the chain. ``detail`` holds field names, codes, counts and
content digests, never content.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, object_mapper

from shelter_app.db.models.base import Base, new_id
from shelter_app.db.models.trust import AuditEvent

GENESIS = "0" * 64
HEAD = "audit_head"
COUNT = "audit_count"
_BATCH = 2000
_UNDIGESTED = frozenset({"version"})
# Columns that came to a table after its first records: empty, they are as if they were not there.
_LATER: Mapping[str, frozenset[str]] = {
    "code": frozenset({"counts_as"}),
    "import_run": frozenset({"withdrawn_at"}),
    "organisation": frozenset({"head_office"}),
    "referral": frozenset({"unanswered"}),
    "resident": frozenset({"unanswered"}),
    "resident_identity": frozenset({"unanswered"}),
    "room_defect": frozenset({"assignee_id"}),
    "shelter": frozenset({"ambulance_to", "phone"}),
    "stay": frozenset({"leaves_on", "unanswered"}),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the trail: its number and its hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A row at which the chain does not hold: ``gap``, ``changed`` or ``unlinked``."""

    kind: str
    seq: int


@lru_cache
def boot_id() -> str:
    """Return what distinguishes this start of the computer from others."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return f"process-{new_id()}"


def head(session: Session) -> Head:
    """Return the head of the trail as the session sees it."""
    row = session.execute(
        select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    ).one_or_none()
    return Head(0, GENESIS) if row is None else Head(row[0], row[1])


def append(
    session: Session,
    *,
    at: datetime,
    session_id: str,
    actor: str,
    roles: str,
    action: str,
    object_type: str | None = None,
    object_id: str | None = None,
    case_id: str | None = None,
    reason: str | None = None,
    detail: str = "{}",
) -> None:
    """Append an event to the trail, in the transaction of ``session``."""
    session.flush()
    last = head(session)
    row: dict[str, Any] = {
        "seq": last.seq + 1,
        "at": at.astimezone(UTC).replace(microsecond=0),
        "mono_ns": time.monotonic_ns(),
        "boot_id": boot_id(),
        "session": session_id,
        "actor": actor,
        "roles": roles,
        "action": action,
        "object_type": object_type,
        "object_id": object_id,
        "case_id": case_id,
        "reason": reason,
        "detail": detail,
        "prev_hash": last.hash,
    }
    row["hash"] = _hash(row)
    session.execute(insert(AuditEvent), row)
    session.info[HEAD] = Head(row["seq"], row["hash"])
    session.info[COUNT] = session.info.get(COUNT, 0) + 1


_FIELDS = (
    "seq",
    "at",
    "mono_ns",
    "boot_id",
    "session",
    "actor",
    "roles",
    "action",
    "object_type",
    "object_id",
    "case_id",
    "reason",
    "detail",
)


def _hash(row: Any) -> str:
    values = [row[name] for name in _FIELDS]
    values[1] = _stamp(values[1])
    body = json.dumps(values, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{row['prev_hash']}{body}".encode()).hexdigest()


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"  # strftime costs ten times more


def verify(session: Session, progress: Callable[[int], None] | None = None) -> list[Broken]:
    """Walk the whole chain and return every place where it does not hold."""
    broken: list[Broken] = []
    expected, previous = 1, GENESIS
    columns = [getattr(AuditEvent, name) for name in (*_FIELDS, "prev_hash", "hash")]
    rows = session.execute(
        select(*columns).order_by(AuditEvent.seq), execution_options={"yield_per": _BATCH}
    ).mappings()
    for row in rows:
        if row["seq"] != expected:
            broken.append(Broken("gap", expected))
        elif row["prev_hash"] != previous:
            broken.append(Broken("unlinked", row["seq"]))
        if row["hash"] != _hash(row):
            broken.append(Broken("changed", row["seq"]))
        expected, previous = row["seq"] + 1, row["hash"]
        if progress is not None and expected % _BATCH == 0:
            progress(expected)
    return broken


def content_digest(record: Base) -> str:
    """Return the SHA-256 of a record's column values, written in one canonical way.

    The optimistic lock's ``version`` is left out: it rises within the very flush that this tells of.
    """
    values = {a.key: getattr(record, a.key) for a in object_mapper(record).column_attrs}
    return values_digest(record.__tablename__, values)


def values_digest(table: str, values: Mapping[str, Any]) -> str:
    """Return the digest of a record that is written in bulk, from its column values."""
    later = _LATER.get(table, frozenset())
    plain = {
        key: _plain(value)
        for key, value in values.items()
        if key not in _UNDIGESTED and not (value is None and key in later)
    }
    body = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int):
        return value
    plain: Any = value
    if isinstance(value, datetime):
        plain = _stamp(value)
    elif isinstance(value, date):
        plain = value.isoformat()
    elif isinstance(value, bool):
        plain = int(value)
    elif isinstance(value, bytes):
        plain = hashlib.sha256(value).hexdigest()
    elif isinstance(value, list | tuple):
        plain = [_plain(item) for item in value]
    elif isinstance(value, dict):
        plain = {str(key): _plain(item) for key, item in value.items()}
    return plain


def recorded(record: Base, what: str, changed: tuple[str, ...] = ()) -> list[Any]:
    """Return a record's line in the ``records`` of an event's detail: ``new``, ``changed`` or ``deleted``."""
    table, record_id = record.__tablename__, getattr(record, "id", "")
    return [table, record_id, what, sorted(changed), "" if what == "deleted" else content_digest(record)]
