"""Upgrades: the schema moves forward on a checked copy, which then takes the database's place.

Interrupted at any moment, the old file or the new one is there, whole. The old one is kept beside it as
``core.db.before-<revision>``.
"""

from __future__ import annotations

import os
import shutil
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine

from shelter_app.db import cipher
from shelter_app.db import folder as data_folder
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

COPY = f"{data_folder.DATABASE}.upgrading"
ROOM = 2.2


def make_schema(engine: Engine) -> None:
    """Make every table and guard in an empty database."""
    from shelter_app.db import migrations  # Alembic takes half a second: only when the schema moves

    with engine.execution_options(writes=True).begin() as connection:
        migrations.upgrade(connection)


def known_revisions() -> tuple[str, ...]:
    """Return the revisions that this program holds, oldest first, without loading Alembic."""
    versions = files("shelter_app.db") / "migrations" / "versions"  # by its package it would load Alembic
    names = (entry.name for entry in versions.iterdir())
    return tuple(sorted(name.partition("_")[0] for name in names if name[:1].isdigit()))


def revision(connection: cipher.Connection) -> str:
    """Return a store's revision; raises Refused when the file holds no store of this program."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
    if row is None:
        raise cipher.damaged()
    return str(row[0])


def upgrade(folder: Path, core: bytes, salt: bytes, before: str) -> str | None:
    """Bring a folder's database from revision ``before`` to this program's schema.

    Returns ``before``, or None when nothing had to be done. Raises Refused ``newer_store`` when a newer
    program has worked on the store.
    """
    known = known_revisions()
    if before == known[-1]:
        return None
    if before not in known:
        raise Refused(
            "newer_store",
            _(
                "This register has been used with a newer version of the program. Install that "
                "version to open it."
            ),
        )
    with data_folder.files_locked(folder):
        _upgrade(folder, core, salt, before)
    return before


def _upgrade(folder: Path, core: bytes, salt: bytes, before: str) -> None:
    path, copy = folder / data_folder.DATABASE, folder / COPY
    for leftover in folder.glob(f"{COPY}*"):
        leftover.unlink()
    data_folder.require_room(folder, int(path.stat().st_size * ROOM))
    holding = cipher.connect(path, core, salt)
    try:
        if not cipher.checkpoint(holding):
            raise Refused("busy", _("Another program is using this register. Try again in a moment."))
        holding.execute("BEGIN IMMEDIATE")  # nobody writes into the old file while the copy moves on
        counts = _copy_and_migrate(path, copy, core, salt)
        _verify(copy, core, salt, counts)
        holding.execute("ROLLBACK")
    except cipher.DRIVER_ERROR as error:
        raise (cipher.refusal(error) or error) from None
    finally:
        holding.close()
    kept = folder / f"{data_folder.DATABASE}.before-{before}"
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(copy, path)
    data_folder.sync_folder(folder)


def _copy_and_migrate(path: Path, copy: Path, core: bytes, salt: bytes) -> dict[str, int]:
    from shelter_app.db import migrations

    source, target = cipher.connect(path, core, salt), cipher.connect(copy, core, salt)
    try:
        cipher.copy(source, target)
        counts = rows(source)
    finally:
        source.close()
        target.close()
    engine = cipher.engine(copy, core, salt)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            migrations.upgrade(connection)
    finally:
        engine.dispose()
    return counts


def _verify(copy: Path, core: bytes, salt: bytes, counts: dict[str, int]) -> None:
    """Prove the migrated copy before it takes the database's place."""
    connection = cipher.connect(copy, core, salt)
    try:
        cipher.checkpoint(connection)
        after = rows(connection)
        wrong = [
            *cipher.damaged_pages(connection),
            *cipher.broken_structure(connection),
            *cipher.orphans(connection),
            *(table for table, count in counts.items() if table in after and after[table] < count),
        ]
        if revision(connection) != known_revisions()[-1]:
            wrong.append("revision")
    finally:
        connection.close()
    if wrong:
        raise Refused(
            "upgrade_failed",
            _(
                "The register could not be upgraded to the new version and was left unchanged. "
                "Contact your technical support."
            ),
        )


def rows(connection: cipher.Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    tables = [
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
    ]
    return {
        table: int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables
    }
