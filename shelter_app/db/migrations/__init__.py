"""Schema changes, forward only, shipped with the program.

They run on a connection that the caller opened and holds a transaction on. Alembic's batch mode rebuilds
tables and silently drops their triggers, so every guard goes away before and comes back, counted, after.
"""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from shelter_app.db import guards

HERE = Path(__file__).parent


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def head() -> str:
    """Return the revision that this program writes."""
    revision = _scripts().get_current_head()
    if revision is None:
        raise RuntimeError("the program was built without its migrations")
    return revision


def knows(revision: str) -> bool:
    """Say whether this program holds ``revision``; a store of a newer program has one it does not."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def current(connection: Connection) -> str | None:
    """Return the revision of a store, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection) -> str:
    """Bring a store to ``head()`` and return it; the guards stand when it returns.

    Raises
    ------
    RuntimeError
        A guard did not come back.
    """
    scripts = _scripts()
    guards.drop(connection)
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    with EnvironmentContext(config, scripts) as environment:
        environment.configure(
            connection=connection,
            fn=lambda revision, _context: scripts._upgrade_revs("head", revision),
            render_as_batch=True,
            transactional_ddl=True,
        )
        environment.run_migrations()
    guards.install(connection)
    if guards.count(connection) != len(guards.statements()):
        raise RuntimeError("a guard is missing after the migration")
    return head()
