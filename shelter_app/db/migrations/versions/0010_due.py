"""Indexes that cover what is asked for what is due, so that a day begins without reading every plan."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_care_plan_due", "care_plan", ["status", "next_review_on", "stay_id", "id"])
    op.drop_index("ix_goal_plan_id", "goal")
    op.create_index("ix_goal_due", "goal", ["plan_id", "status", "target_on", "domain", "id"])
    op.drop_index("ix_intervention_goal_id", "intervention")
    op.create_index("ix_intervention_due", "intervention", ["goal_id", "done_on", "due_on", "service"])
    op.drop_index("ix_milestone_reached_on", "milestone")
    op.create_index("ix_milestone_due", "milestone", ["reached_on", "target_on", "resident_id", "kind"])
