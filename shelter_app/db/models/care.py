"""The individualized plan: versions, goals, interventions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from shelter_app.db.models.base import Erasure, Record, coded, erased, only_one, ordered, refers
from shelter_app.i18n import N_


class CarePlan(Record):
    """One version of the plan of a stay; in force once another person approved it."""

    __tablename__ = "care_plan"
    LABEL = N_("plan")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        UniqueConstraint("stay_id", "number"),
        ordered("valid_from", "valid_to", name="period", strictly=False),
        CheckConstraint("approved_by IS NULL OR approved_by <> author_id", name="approver"),
        CheckConstraint(
            "origin = 'IMPORT' OR status NOT IN ('IN_FORCE', 'UNDER_REVIEW', 'SUPERSEDED', 'COMPLETED')"
            " OR approved_by IS NOT NULL",
            name="approved",
        ),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_both"),
        only_one("uq_care_plan_in_force", "stay_id", where="status IN ('IN_FORCE', 'UNDER_REVIEW')"),
        Index("ix_care_plan_due", "status", "next_review_on", "stay_id", "id"),
    )

    stay_id: Mapped[str] = refers("stay.id")
    number: Mapped[int]
    status: Mapped[str] = coded("plan_status")
    origin: Mapped[str] = erased("keep", default="HOUSE")
    author_id: Mapped[str] = refers("account.id")
    signed_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    next_review_on: Mapped[date | None]
    own_wishes: Mapped[str | None] = erased("remove")
    agreed_on: Mapped[date | None]
    proposed_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = refers("account.id", nullable=True)
    approved_at: Mapped[datetime | None]
    returned_comment: Mapped[str | None] = erased("remove")


class Goal(Record):
    """What the plan wants to reach in one domain of need."""

    __tablename__ = "goal"
    LABEL = N_("goal of a plan")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        CheckConstraint(
            "origin = 'IMPORT' OR (closed_on IS NOT NULL)"
            " = (status IN ('ACHIEVED', 'PARTLY', 'NOT_ACHIEVED', 'DROPPED'))",
            name="closed",
        ),
        Index("ix_goal_closed_on", "closed_on"),
        Index("ix_goal_due", "plan_id", "status", "target_on", "domain", "id"),
    )

    plan_id: Mapped[str] = refers("care_plan.id", index=False)
    domain: Mapped[str] = coded("needs_domain")
    origin: Mapped[str] = erased("keep", default="HOUSE")
    need: Mapped[str | None] = erased("remove")
    statement: Mapped[str] = erased("remove")
    target_on: Mapped[date | None]
    status: Mapped[str] = coded("goal_status")
    closed_on: Mapped[date | None]
    result: Mapped[str | None] = erased("remove")
    unlisted_domain: Mapped[str | None] = erased("remove")


class Intervention(Record):
    """What is done for a goal, by whom, how often, until when."""

    __tablename__ = "intervention"
    LABEL = N_("intervention")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (Index("ix_intervention_due", "goal_id", "done_on", "due_on", "service"),)

    goal_id: Mapped[str] = refers("goal.id", index=False)
    service: Mapped[str] = coded("service")
    responsible: Mapped[str] = coded("goal_responsible")
    provider: Mapped[str | None] = erased("remove")
    frequency: Mapped[str | None] = erased("remove")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    result: Mapped[str | None] = erased("remove")
