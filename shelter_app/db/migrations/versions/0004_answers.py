"""What an own code counts as; with the upgrade come the guards of the shelter's own codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("code", sa.Column("counts_as", sa.Text(), nullable=True))
