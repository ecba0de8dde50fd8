"""Who mends a defect; with the upgrade comes the guard of stays as it now counts the day."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE room_defect ADD COLUMN assignee_id TEXT"
        " CONSTRAINT fk_room_defect_assignee_id REFERENCES account (id) ON DELETE RESTRICT"
    )
    op.create_index("ix_room_defect_assignee_id", "room_defect", ["assignee_id"])
