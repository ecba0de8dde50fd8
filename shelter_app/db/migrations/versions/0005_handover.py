"""The shift handover and who has read it; the codes of shifts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shelter_app.db.migrations.seeding import seed_missing_codes

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("shelter_id", sa.Text(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("resident_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shelter_id"], ["shelter.id"], name=op.f("fk_handover_shelter_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_handover_resident_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_handover_resident_id"), "handover", ["resident_id"], unique=False)
    op.create_index("ix_handover_shelter_id_written_at", "handover", ["shelter_id", "written_at"], unique=False)
    op.create_table(
        "handover_read",
        sa.Column("handover_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_read_handover_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_handover_read_account_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_read")),
        sa.UniqueConstraint("handover_id", "account_id", name=op.f("uq_handover_read_handover_id_account_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_handover_read_account_id"), "handover_read", ["account_id"], unique=False)
    seed_missing_codes()
