"""Indexes that cover what figures count; with the upgrade come the guards as they now read."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_index("ix_service_delivery_given_on", "service_delivery")
    op.create_index(
        "ix_service_delivery_counted",
        "service_delivery",
        ["given_on", "id", "shelter_id", "resident_id", "service", "quantity_hundredths"],
    )
    op.drop_index("ix_session_planned_on", "session")
    op.create_index(
        "ix_session_counted",
        "session",
        ["planned_on", "id", "shelter_id", "status", "kind", "counsellor_id"],
    )
    op.create_index(
        "ix_session_attendance_counted", "session_attendance", ["session_id", "status", "resident_id", "id"]
    )
    op.drop_index("ix_stay_ended_on", "stay")
    op.create_index("ix_stay_ended_on", "stay", ["ended_on", "admitted_on", "shelter_id"])
