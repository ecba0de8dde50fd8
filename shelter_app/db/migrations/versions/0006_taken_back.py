"""An import that is taken back: when, and what it had changed; with the upgrade come the guards as they now read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("import_run", sa.Column("withdrawn_at", sa.Text(), nullable=True))
    op.create_table(
        "import_change",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("record_table", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("was", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_import_change_run_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_change")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_import_change_run_id"), "import_change", ["run_id"], unique=False)
    op.create_index(op.f("ix_import_change_record_id"), "import_change", ["record_id"], unique=False)
