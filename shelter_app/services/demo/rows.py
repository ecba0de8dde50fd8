"""Rows on their way into the store: collected by table, written in bulk, in the order that keys need."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shelter_app.db import audit
from shelter_app.db.models import Base, Record
from shelter_app.services.demo.chance import Chance

CHUNK = 5_000


@lru_cache
def _blank(model: type[Record]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in model.__table__.columns:
        default = column.default
        row[column.key] = default.arg if default is not None and default.is_scalar else None
    return row


@lru_cache
def _lists(model: type[Record]) -> tuple[str, ...]:
    return tuple(c.key for c in model.__table__.columns if c.default is not None and c.default.is_callable)


class Rows:
    """What is to be written; ``add`` gives each row its id and its authorship."""

    def __init__(self, chance: Chance, author: str) -> None:
        self.chance = chance
        self.author = author
        self.counts: Counter[str] = Counter()
        self._waiting: dict[type[Record], list[dict[str, Any]]] = {}

    def add(self, model: type[Record], moment: datetime, by: str | None = None, **values: Any) -> str:
        """Take a row written at ``moment`` by an account, and return its id."""
        row = dict(_blank(model))
        for key in _lists(model):
            row[key] = []
        row_id: str = values.pop("id", None) or self.chance.new_id()
        author = by or self.author
        row.update(
            id=row_id,
            created_at=moment,
            created_by=author,
            updated_at=moment,
            updated_by=author,
            version=1,
        )
        row.update(values)
        self._waiting.setdefault(model, []).append(row)
        return row_id

    def write(self, session: Session) -> list[list[Any]]:
        """Insert everything that waits, the tables that others refer to first.

        Returns the records' lines for the audit event: table, id, what was done, and the content's digest.
        """
        told: list[list[Any]] = []
        order = {table: i for i, table in enumerate(Base.metadata.sorted_tables)}
        for model in sorted(self._waiting, key=lambda m: order[m.__table__]):  # type: ignore[index]
            waiting = self._waiting[model]
            self.counts[model.__tablename__] += len(waiting)
            table = model.__table__
            session.connection().dialect.use_insertmanyvalues_wo_returning = True
            statement = insert(table)  # type: ignore[arg-type]
            for start in range(0, len(waiting), CHUNK):
                session.execute(statement, waiting[start : start + CHUNK])
            told += [
                [model.__tablename__, row["id"], "new", [], audit.values_digest(model.__tablename__, row)]
                for row in waiting
            ]
        self._waiting.clear()
        return told
