"""Residents whom only named accounts see."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def _of_every_record() -> tuple[sa.Column[str] | sa.Column[int], ...]:
    return (
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "restriction",
        sa.Column("resident_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        *_of_every_record(),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_restriction_resident_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
        sqlite_strict=True,
    )
    op.create_index("ix_restriction_resident_id", "restriction", ["resident_id"])
    op.create_index(
        "uq_restriction_open",
        "restriction",
        ["resident_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "restriction_name",
        sa.Column("restriction_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        *_of_every_record(),
        sa.ForeignKeyConstraint(
            ["restriction_id"],
            ["restriction.id"],
            name=op.f("fk_restriction_name_restriction_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_restriction_name_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction_name")),
        sa.UniqueConstraint(
            "restriction_id", "account_id", name=op.f("uq_restriction_name_restriction_id_account_id")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_restriction_name_account_id", "restriction_name", ["account_id"])
