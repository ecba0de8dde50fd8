"""Records from before a column came are proven by the digests that they have."""

from __future__ import annotations

import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import create_engine, inspect

from shelter_app.db import audit, migrations
from shelter_app.db.models import Base
from shelter_app.db.models.stays import Stay

FIRST = ("0003", "0007")  # revisions with records in the field, or in the houses that tried the program


@pytest.mark.parametrize("revision", FIRST)
def test_every_column_that_came_to_an_older_table_is_left_out_while_it_is_empty(revision: str) -> None:
    engine = create_engine("sqlite://")
    scripts = migrations._scripts()
    with engine.connect() as connection, EnvironmentContext(Config(), scripts) as environment:
        environment.configure(
            connection=connection,
            fn=lambda now, _context: scripts._upgrade_revs(revision, now),
            render_as_batch=True,
        )
        environment.run_migrations()
        then = inspect(connection)
        tables = set(then.get_table_names())
        for table in Base.metadata.sorted_tables:
            if table.name in tables:
                came = set(table.columns.keys()) - {c["name"] for c in then.get_columns(table.name)}
                assert came <= set(audit._LATER.get(table.name, ())), table.name


def test_an_empty_later_column_is_as_if_it_were_not_there_and_a_full_one_counts() -> None:
    values = {"id": "x", "exit_reason": None}
    empty = {**values, "unanswered": None, "leaves_on": None}
    full = {**values, "unanswered": {"exit_destination": "REFUSED"}, "leaves_on": None}
    assert audit.values_digest(Stay.__tablename__, empty) == audit.values_digest(Stay.__tablename__, values)
    assert audit.values_digest(Stay.__tablename__, full) != audit.values_digest(Stay.__tablename__, values)
    assert audit.values_digest("other", empty) != audit.values_digest("other", values)
