"""What every table shares: identity, who and when, the optimistic lock, portable types.

On SQLite every column is TEXT, INTEGER, REAL or BLOB (STRICT tables); on PostgreSQL
the same models take that system's own types. A column's ``info`` carries what the
rest of the house needs to know: ``codes`` names the code list that its values come
from, ``sealed`` the compartment that its content is encrypted for, ``erase`` what
anonymising does to it (keep, remove, blur).
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import uuid_utils
from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> str:
    """Return a UUIDv7 as text: records of several workstations never collide, and sort by birth."""
    return str(uuid_utils.uuid7())


class Instant(TypeDecorator[datetime]):
    """A moment, UTC, second precision, kept as ``2026-11-24T00:21:21Z``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"  # strftime costs ten times more

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A day that people mean as a day, without a zone, kept as ``2026-11-24``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, kept as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Listed(TypeDecorator[Any]):
    """A small JSON value: a list of codes, or the parameters of an act."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Erasure(StrEnum):
    """What anonymising a resident does to the rows of a table that are about this person.

    NONE: no row is about a resident. KEEP: the rows stay as they are, they hold days, codes and counts. BLUR: the rows
    stay, so that past figures come out the same, and lose what their columns say (``erase`` in a column's ``info``).
    REMOVE: the rows go.
    """

    NONE = "none"
    KEEP = "keep"
    BLUR = "blur"
    REMOVE = "remove"


class Base(DeclarativeBase):
    """The declarative base; one metadata for the whole store.

    Each table says in ``ERASURE`` what anonymising does to it, and in ``EXPORTED`` whether an export of the whole store
    holds it: keys, drafts and traces of a work place stay where they are.
    """

    ERASURE: ClassVar[Erasure]
    EXPORTED: ClassVar[bool]

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text,
        int: Integer,
        bool: Flag,
        date: Day,
        datetime: Instant,
        bytes: LargeBinary,
    }


class Record(Base):
    """A row with identity, authorship and an optimistic lock.

    ``created_by`` and ``updated_by`` hold an account's id, or ``setup`` for rows made with the store. ``LABEL`` is
    what people read where the audit trail says on what something was done: English, marked by ``N_``.
    """

    __abstract__ = True
    LABEL: ClassVar[str]

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def coded(codes: str, *, nullable: bool = False, **kwargs: Any) -> Any:
    """Return a column whose value is a code of the list ``codes`` (kept true by a guard)."""
    return mapped_column(Text, nullable=nullable, info={"codes": codes, "erase": "keep"}, **kwargs)


def coded_many(codes: str, **kwargs: Any) -> Any:
    """Return a column that holds a JSON list of codes of the list ``codes``."""
    return mapped_column(Listed, nullable=False, default=list, info={"codes_many": codes}, **kwargs)


def without_value(*fields: str) -> Any:
    """Return a column that says of some of these ``fields`` why they have no value: unknown or refused."""
    return mapped_column(Listed, nullable=True, info={"without_value": fields, "erase": "keep"})


def erased(how: str, *args: Any, **kwargs: Any) -> Any:
    """Return a column of words that say something of a person: anonymising does ``how`` (keep, remove, blur) to it."""
    return mapped_column(*args, info={"erase": how}, **kwargs)


def sealed(compartment: str) -> Any:
    """Return a column whose content is encrypted for ``compartment`` on top of the store's own key."""
    return mapped_column(LargeBinary, nullable=True, info={"sealed": compartment, "erase": "remove"})


def refers(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    """Return a foreign key to ``target`` (``table.column``) that refuses orphans and deletions."""
    return mapped_column(Text, ForeignKey(target, ondelete="RESTRICT"), nullable=nullable, index=index)


def ordered(start: str, end: str, *, name: str, strictly: bool = True) -> CheckConstraint:
    """Return the check that a period, if it ends, ends after it begins (``strictly``) or not before."""
    sign = ">" if strictly else ">="
    return CheckConstraint(f"{end} IS NULL OR {end} {sign} {start}", name=name)


def only_one(name: str, *columns: str, where: str) -> Index:
    """Return the unique index that allows one row for ``columns`` among those where ``where`` holds."""
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))
