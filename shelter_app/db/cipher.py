"""SQLCipher: the one recipe for a connection, and everything that only SQLite understands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from shelter_app.db import folder as data_folder
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

KNOWN_BUILDS = frozenset({"4.19.0 community", "4.12.0 community"})

# What is asked, and what must come back: a value that did not take is a defect, never a warning.
_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("temp_store", "2", 2),
    ("cipher_memory_security", "ON", "1"),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("cache_size", "-65536", -65536),
    ("busy_timeout", "5000", 5000),
)
_FROZEN_PRAGMAS = frozenset(
    {"temp_store", "temp_store_directory", "writable_schema", "key", "rekey", "cipher_plaintext_header_size"}
)

Connection = Any
DRIVER_ERROR = dbapi2.DatabaseError
PAGE = 4096
ROWS_LOOKED_AT = 400  # of each index
EVERY_TABLE = 0x10002  # not only those that this connection has asked


class Unreadable(Exception):
    """The key does not open the file: it is damaged, cut, or belongs to another store."""


def _authorise(action: int, one: str | None, two: str | None, *_rest: object) -> int:
    forbidden = (
        action == dbapi2.SQLITE_ATTACH
        or (action == dbapi2.SQLITE_PRAGMA and two is not None and (one or "").lower() in _FROZEN_PRAGMAS)
        or (action == dbapi2.SQLITE_FUNCTION and (two or "").lower() == "load_extension")
    )
    return int(dbapi2.SQLITE_DENY if forbidden else dbapi2.SQLITE_OK)


def connect(path: Path, key: bytes, salt: bytes) -> Connection:
    """Open the encrypted file by its raw key and salt; raises Unreadable when they do not fit."""
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=5, cached_statements=512
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        _require_known_build(connection)
        for name, value, _expected in _PRAGMAS:
            connection.execute(f"PRAGMA {name}={value}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for name, _value, expected in _PRAGMAS:
            found = connection.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != expected:
                raise RuntimeError(f"the database did not take {name}")
    except dbapi2.DatabaseError as error:
        connection.close()
        if "locked" in str(error) or "full" in str(error):
            raise
        raise Unreadable from None
    except BaseException:
        connection.close()
        raise
    connection.set_authorizer(_authorise)
    return connection


def _require_known_build(connection: Connection) -> None:
    row = connection.execute("PRAGMA cipher_version").fetchone()
    if row is None or row[0] not in KNOWN_BUILDS:
        raise Refused(
            "unknown_cipher",
            _("This computer has an unknown version of the encryption library. Install the program again."),
        )


def engine(path: Path, key: bytes, salt: bytes) -> Engine:
    """Return the engine of a store; a transaction with the option ``writes`` begins IMMEDIATE."""
    made = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, salt),
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=10,
        hide_parameters=True,
        echo=False,
    )

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        cursor = connection.connection.cursor()
        # A reader that writes by mistake is stopped by the database, not by review.
        cursor.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        cursor.close()

    return made


def checkpoint(connection: Connection) -> bool:
    """Bring the journal into the file and empty it; say whether nobody else was in the way."""
    busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def weigh(connection: Connection) -> None:
    """Count how many rows the indexes hold, where that changed much, so that the best one is taken for a question.

    Samples of what the indexes hold are not kept: a name would live on in them after it is made anonymous.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
        connection.execute(f"PRAGMA optimize={EVERY_TABLE}")
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'").fetchone():
            connection.execute("DELETE FROM sqlite_stat4")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def copy(source: Connection, target: Connection) -> None:
    """Copy a whole database into an empty encrypted one, page by page, under the target's own key."""
    source.backup(target, pages=4096)


def damaged_pages(connection: Connection) -> list[str]:
    """Return what ``cipher_integrity_check`` finds; only true after a TRUNCATE checkpoint."""
    return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]


def broken_structure(connection: Connection) -> list[str]:
    """Return what ``integrity_check`` finds, without the content of any record."""
    rows = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(100)")]
    return [] if rows == ["ok"] else rows


def orphans(connection: Connection) -> list[str]:
    """Return the tables with a row that refers to nothing."""
    return sorted({str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")})


def is_full(error: BaseException) -> bool:
    """Say whether an error of the driver means that the disk is full."""
    return "database or disk is full" in str(error)


def refusal(error: BaseException) -> Refused | None:
    """Return the sentence for an error of the driver that is nobody's mistake; None for a defect."""
    text = str(error)
    if is_full(error):
        return data_folder.disk_full()
    if "database is locked" in text:
        return Refused("busy", _("Another program is using this register. Try again in a moment."))
    if "malformed" in text or "not a database" in text or "disk I/O error" in text:
        return damaged()
    return None


def damaged() -> Refused:
    """Return the refusal of a database that its keys do not open, or whose pages are damaged."""
    return Refused(
        "database_damaged",
        _("The register is damaged or belongs to another data folder. Restore the latest backup."),
    )


@contextmanager
def plain_words() -> Iterator[None]:
    """Say a full disk, a second writer and a damaged page as sentences; let every other error pass."""
    try:
        yield
    except DatabaseError as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from None
    except DRIVER_ERROR as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from None
