"""Codes that the program ships and a store does not know yet."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from shelter_app.db.models import new_id
from shelter_app.domain import codes


def seed_missing_codes() -> None:
    """Put every shipped code into the store that it lacks."""
    stamps = ("id", "created_at", "created_by", "updated_at", "updated_by", "version")
    table = sa.table(
        "code", *(sa.column(n) for n in (*stamps, "list", "code", "ro", "en", "position", "origin"))
    )
    known = {(row[0], row[1]) for row in op.get_bind().execute(sa.select(table.c.list, table.c.code))}
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    missing = [
        {
            "id": new_id(),
            "created_at": now,
            "created_by": "setup",
            "updated_at": now,
            "updated_by": "setup",
            "version": 1,
            "list": name,
            "code": code.code,
            "ro": code.ro,
            "en": code.en,
            "position": code.position,
            "origin": "shipped",
        }
        for name, entries in codes.shipped().items()
        for code in entries
        if (name, code.code) not in known
    ]
    if missing:
        op.bulk_insert(table, missing)
