"""Former names of accounts; what the house says of itself on paper and to an ambulance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "former_name",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until_at", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_former_name_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_former_name_account_id"), "former_name", ["account_id"], unique=False)
    op.add_column("organisation", sa.Column("head_office", sa.Text(), nullable=True))
    op.add_column("shelter", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("shelter", sa.Column("ambulance_to", sa.Text(), nullable=True))
