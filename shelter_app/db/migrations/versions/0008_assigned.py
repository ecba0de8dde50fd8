"""Who mends a defect; with the upgrade comes the guard of stays as it now counts the day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("room_defect", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("assignee_id", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_room_defect_assignee_id"), "account", ["assignee_id"], ["id"], ondelete="RESTRICT"
        )
    op.create_index("ix_room_defect_assignee_id", "room_defect", ["assignee_id"])
