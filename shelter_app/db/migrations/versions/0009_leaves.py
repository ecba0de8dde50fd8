"""The day on which somebody in the house is expected to leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("stay", sa.Column("leaves_on", sa.Text(), nullable=True))
