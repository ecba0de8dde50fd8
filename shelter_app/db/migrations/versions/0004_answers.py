"""What an own code counts as; why a field has no value. With the upgrade come the guards of both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shelter_app.db.migrations.seeding import seed_missing_codes

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("code", sa.Column("counts_as", sa.Text(), nullable=True))
    for table in ("resident", "referral", "stay"):
        op.add_column(table, sa.Column("unanswered", sa.Text(), nullable=True))
    op.add_column("resident_identity", sa.Column("unanswered", sa.LargeBinary(), nullable=True))
    seed_missing_codes()
