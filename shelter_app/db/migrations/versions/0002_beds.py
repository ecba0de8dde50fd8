"""Roll call, decisions on beds, rooms looked at, defects, corrections; codes that the store does not know yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shelter_app.db.migrations.seeding import seed_missing_codes

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "presence",
        sa.Column("stay_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.Text(), nullable=False),
        sa.Column("on_paper", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_presence_stay_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("stay_id", "day", name=op.f("uq_presence_stay_id_day")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_presence_day"), "presence", ["day"], unique=False)
    op.create_table(
        "bed_decision",
        sa.Column("stay_id", sa.Text(), nullable=False),
        sa.Column("bed_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bed_id"], ["bed.id"], name=op.f("fk_bed_decision_bed_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_bed_decision_stay_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_decision")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_bed_decision_bed_id"), "bed_decision", ["bed_id"], unique=False)
    op.create_index(op.f("ix_bed_decision_stay_id"), "bed_decision", ["stay_id"], unique=False)
    op.create_table(
        "extra_bed",
        sa.Column("bed_id", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bed_id"], ["bed.id"], name=op.f("fk_extra_bed_bed_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_bed")),
        sa.UniqueConstraint("bed_id", name=op.f("uq_extra_bed_bed_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "room_inspection",
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("inspected_on", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_room_inspection_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_inspection")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_room_inspection_room_id"), "room_inspection", ["room_id"], unique=False)
    op.create_table(
        "room_defect",
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("bed_id", sa.Text(), nullable=True),
        sa.Column("inspection_id", sa.Text(), nullable=True),
        sa.Column("outage_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("fixed_on", sa.Text(), nullable=True),
        sa.Column("fixed_note", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("fixed_on IS NULL OR fixed_on >= found_on", name=op.f("ck_room_defect_period")),
        sa.ForeignKeyConstraint(
            ["bed_id"], ["bed.id"], name=op.f("fk_room_defect_bed_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["room_inspection.id"],
            name=op.f("fk_room_defect_inspection_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["outage_id"], ["bed_outage.id"], name=op.f("fk_room_defect_outage_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_room_defect_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_defect")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_room_defect_bed_id"), "room_defect", ["bed_id"], unique=False)
    op.create_index(op.f("ix_room_defect_fixed_on"), "room_defect", ["fixed_on"], unique=False)
    op.create_index(op.f("ix_room_defect_inspection_id"), "room_defect", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_room_defect_outage_id"), "room_defect", ["outage_id"], unique=False)
    op.create_index(op.f("ix_room_defect_room_id"), "room_defect", ["room_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("record_table", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("stay_id", sa.Text(), nullable=True),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_correction_stay_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_correction_record_id"), "correction", ["record_id"], unique=False)
    op.create_index(op.f("ix_correction_stay_id"), "correction", ["stay_id"], unique=False)
    seed_missing_codes()
