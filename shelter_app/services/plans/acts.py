"""Acts on the plan of a stay: write, propose, return, approve, close.

A plan's content changes only while it is a draft; what was agreed and approved is changed by the next
version. Its course (goals closed, interventions finished) is recorded while it is in force.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from shelter_app.db.models.care import CarePlan, Goal
from shelter_app.db.models.stays import Stay
from shelter_app.domain import plans
from shelter_app.domain.deadlines import due_on
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_resident
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.house.rules import deadline_rules
from shelter_app.services.plans.content import copy_open_goals, outlines, plan_to_change
from shelter_app.services.plans.goals import (
    AddGoal,
    AddIntervention,
    ChangeGoal,
    ChangeIntervention,
    CloseGoal,
    FinishIntervention,
    PutGoalBack,
    PutInterventionBack,
    RemoveGoal,
    RemoveIntervention,
    StartGoal,
)

__all__ = [
    "AddGoal",
    "AddIntervention",
    "ApprovePlan",
    "ChangeGoal",
    "ChangeIntervention",
    "ChangePlan",
    "CloseGoal",
    "ClosePlan",
    "FinishIntervention",
    "ProposePlan",
    "PutGoalBack",
    "PutInterventionBack",
    "RemoveGoal",
    "RemoveIntervention",
    "ReturnPlan",
    "StartGoal",
    "WritePlan",
]

LACKS = {
    "own_wishes": N_("Write down what matters most to the resident before you propose the plan."),
    "goals": N_("Add at least one goal before you propose the plan."),
    "statement": N_("Write what each goal aims at before you propose the plan."),
    "target_on": N_("Give each goal a deadline before you propose the plan."),
    "interventions": N_("Add at least one intervention to each goal before you propose the plan."),
}


@act("plans.write_plan", told=N_("wrote a plan"))
class WritePlan(Act[str]):
    """Start the next version of a stay's plan, as a draft; returns its id.

    With ``goals_of`` the goals of an earlier version that are still open, and their unfinished interventions,
    are carried over.
    """

    stay: str
    own_wishes: str | None = None
    goals_of: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Give it the next number; one draft at a time."""
        stay = uow.find(Stay, self.stay)
        need_resident(uow, stay.resident_id)
        if stay.ended_at is not None:
            raise Refused(
                "stay_ended", _("This stay has ended. A plan can only be written during a stay."), ("stay",)
            )
        pending = select(CarePlan.id).where(
            CarePlan.stay_id == stay.id, CarePlan.status.in_(plans.WRITTEN | plans.PROPOSED)
        )
        if uow.session.scalar(pending.limit(1)) is not None:
            raise Refused(
                "draft_exists",
                _("This stay already has a plan that is not approved yet. Finish that one first."),
                ("stay",),
            )
        latest = uow.session.scalar(select(func.max(CarePlan.number)).where(CarePlan.stay_id == stay.id))
        plan = uow.add(
            CarePlan(
                stay_id=stay.id,
                number=(latest or 0) + 1,
                status="DRAFT",
                author_id=uow.actor.account_id,
                own_wishes=self.own_wishes,
            )
        )
        uow.session.flush()
        if self.goals_of is not None:
            copy_open_goals(uow, self.goals_of, plan)
        uow.audit_subject(plan, case_id=stay.resident_id)
        return plan.id


@act("plans.change_plan", told=N_("changed a plan"))
class ChangePlan(Act[None]):
    """Change the resident's own wishes in a draft."""

    plan: str
    version: int
    own_wishes: str | None

    def apply(self, uow: UnitOfWork) -> None:
        """Only a draft changes."""
        plan = plan_to_change(uow, self.plan, self.version, plans.WRITTEN)
        plan.own_wishes = self.own_wishes


@act("plans.propose_plan", told=N_("proposed a plan"))
class ProposePlan(Act[str | None]):
    """Propose a complete draft, signed by resident and case manager on a day, for approval by another.

    Returns the comment that it was returned with before, if it was.
    """

    plan: str
    version: int
    agreed_on: date

    def apply(self, uow: UnitOfWork) -> str | None:
        """Complete drafts only; agreed during the stay and not in the future."""
        plan = plan_to_change(uow, self.plan, self.version, plans.WRITTEN)
        stay = uow.find(Stay, plan.stay_id)
        if not stay.admitted_on <= self.agreed_on <= uow.today:
            raise Refused(
                "agreed_day",
                _("The date of signing must be between the admission and today. Check the date."),
                ("agreed_on",),
            )
        lacks = plans.missing(plan.own_wishes, outlines(uow.session, plan.id))
        if lacks is not None:
            raise Refused("plan_incomplete", _(LACKS[lacks]), (lacks,))
        plan.status = "SIGNED"
        plan.agreed_on = plan.signed_on = self.agreed_on
        plan.proposed_at = uow.now
        comment, plan.returned_comment = plan.returned_comment, None
        return comment


@act("plans.return_plan", told=N_("returned a plan"))
class ReturnPlan(Act[tuple[date | None, datetime | None]]):
    """Give a proposed plan back to its author with a comment; returns when it was signed and when proposed."""

    plan: str
    version: int
    comment: str

    def apply(self, uow: UnitOfWork) -> tuple[date | None, datetime | None]:
        """Ask for a comment: the author has to know what to change."""
        plan = plan_to_change(uow, self.plan, self.version, plans.PROPOSED)
        if not self.comment.strip():
            raise Refused("comment_needed", _("Write what should be changed in the plan."), ("comment",))
        proposed = plan.signed_on, plan.proposed_at
        plan.status = "DRAFT"
        plan.signed_on = plan.agreed_on = plan.proposed_at = None
        plan.returned_comment = self.comment.strip()
        return proposed


@act("plans.approve_plan", told=N_("approved a plan"))
class ApprovePlan(Act[tuple[str, str] | None]):
    """Put a proposed plan in force from a day on; the one before it is superseded that day.

    Returns the id of that one and the status that it had.
    """

    plan: str
    version: int
    valid_from: date

    def apply(self, uow: UnitOfWork) -> tuple[str, str] | None:
        """Never one's own plan; in force from no earlier than the signing or the plan before it."""
        plan = plan_to_change(uow, self.plan, self.version, plans.PROPOSED)
        if not plans.may_approve(plan.author_id, uow.actor.account_id):
            raise Refused(
                "own_plan", _("People cannot approve their own plan. Ask a colleague or the director.")
            )
        earlier = uow.session.scalar(
            select(CarePlan).where(CarePlan.stay_id == plan.stay_id, CarePlan.status.in_(plans.IN_FORCE))
        )
        since = [d for d in (plan.signed_on, earlier.valid_from if earlier else None) if d is not None]
        if self.valid_from > uow.today or any(self.valid_from < d for d in since):
            raise Refused(
                "valid_from",
                _(
                    "The plan comes into force on the date of signing at the earliest, and today at the "
                    "latest."
                ),
                ("valid_from",),
            )
        (review,) = deadline_rules(uow, "D_PLAN_REVIEW")
        (next_review_on,) = due_on(review, self.valid_from)
        before = None
        if earlier is not None:
            before = earlier.id, earlier.status
            earlier.status = "SUPERSEDED"
            earlier.valid_to = self.valid_from
            uow.session.flush()
        plan.status = "IN_FORCE"
        plan.valid_from = self.valid_from
        plan.approved_by = uow.actor.account_id
        plan.approved_at = uow.now
        plan.next_review_on = next_review_on
        return before


@act("plans.close_plan", told=N_("ended a plan"))
class ClosePlan(Act[None]):
    """End a plan: completed, or stopped before its goals were decided."""

    plan: str
    version: int
    outcome: str
    closed_on: date

    def apply(self, uow: UnitOfWork) -> None:
        """Complete a plan only when it was in force and each goal is closed."""
        where = plans.IN_FORCE if self.outcome == "COMPLETED" else plans.IN_FORCE | plans.WRITTEN
        if self.outcome not in plans.CLOSING:
            raise Refused("outcome", _("A plan ends as completed or as stopped."), ("outcome",))
        plan = plan_to_change(uow, self.plan, self.version, where)
        if self.closed_on > uow.today or (plan.valid_from is not None and self.closed_on < plan.valid_from):
            raise Refused(
                "closed_on",
                _(
                    "The end of the plan must be between the day it came into force and today. Check the "
                    "date."
                ),
                ("closed_on",),
            )
        open_goal = select(Goal.id).where(Goal.plan_id == plan.id, Goal.status.not_in(plans.GOAL_CLOSED))
        if self.outcome == "COMPLETED" and uow.session.scalar(open_goal.limit(1)) is not None:
            raise Refused("goals_open", _("Close each goal of the plan first, then complete the plan."))
        plan.status = self.outcome
        plan.next_review_on = None
        if plan.valid_from is not None:
            plan.valid_to = self.closed_on
