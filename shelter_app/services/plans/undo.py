"""Taking back what was just done to a plan: proposed, returned, approved, a goal begun or closed, an intervention done.

Nothing is deleted: the trail holds both acts, and a version's number is never used again.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.domain import plans
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.plans.acts import ApprovePlan, ProposePlan, ReturnPlan
from shelter_app.services.plans.content import plan_to_change
from shelter_app.services.undo import need_fresh_act, need_fresh_change, nothing_to_undo


@act("plans.undo_propose", told=N_("withdrew a proposed plan"))
class UndoPropose(Act[None]):
    """Take back that a plan was proposed: it is a draft again, with the ``comment`` that it was returned with before."""

    plan: str
    comment: str | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, and neither approved nor returned since."""
        plan = plan_to_change(uow, self.plan, None, plans.PROPOSED)
        need_fresh_act(uow, plan, ProposePlan.NAME)
        plan.status = "DRAFT"
        plan.signed_on = plan.agreed_on = plan.proposed_at = None
        plan.returned_comment = self.comment


@act("plans.undo_return", told=N_("undid returning a plan"))
class UndoReturn(Act[None]):
    """Take back that a plan was given back: it is proposed again. ``proposed`` is what giving it back returned."""

    plan: str
    proposed: tuple[date | None, datetime | None]

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, while its author has changed nothing in it: what was signed is proposed."""
        plan = plan_to_change(uow, self.plan, None, plans.WRITTEN)
        since = need_fresh_act(uow, plan, ReturnPlan.NAME)
        if _changed_since(uow, plan, since):
            raise _built_upon()
        plan.status = "SIGNED"
        signed_on, plan.proposed_at = self.proposed
        plan.signed_on = plan.agreed_on = signed_on
        plan.returned_comment = None


@act("plans.undo_approve", told=N_("undid approving a plan"))
class UndoApprove(Act[None]):
    """Take an approval back: the plan is proposed again, and the one before it is in force again.

    ``superseded`` is what the approval returned: the id of that one, and the status that it had.
    """

    plan: str
    superseded: tuple[str, str] | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, with nothing done on the plan and no later version begun."""
        plan = plan_to_change(uow, self.plan, None, plans.IN_FORCE)
        since = need_fresh_act(uow, plan, ApprovePlan.NAME)
        later = select(CarePlan.id).where(CarePlan.stay_id == plan.stay_id, CarePlan.number > plan.number)
        if _changed_since(uow, plan, since) or uow.session.scalar(later.limit(1)) is not None:
            raise _built_upon()
        plan.status = "SIGNED"
        plan.valid_from = plan.next_review_on = plan.approved_by = plan.approved_at = None
        uow.session.flush()  # one plan is in force at a time
        if self.superseded is not None:
            earlier, status = self.superseded
            before = uow.find(CarePlan, earlier)
            fits = before.stay_id == plan.stay_id and before.status == "SUPERSEDED"
            if not fits or status not in plans.IN_FORCE:
                raise nothing_to_undo()
            before.status, before.valid_to = status, None


@act("plans.undo_start_goal", told=N_("undid starting a goal"))
class UndoStartGoal(Act[None]):
    """Take back that work on a goal has begun."""

    goal: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, and not closed since."""
        goal = uow.find(Goal, self.goal)
        plan_to_change(uow, goal.plan_id, None, plans.IN_FORCE)
        need_fresh_change(uow, goal)
        if goal.status != "IN_PROGRESS":
            raise nothing_to_undo()
        goal.status = plans.NOT_STARTED


@act("plans.undo_close_goal", told=N_("undid closing a goal"))
class UndoCloseGoal(Act[None]):
    """Take back that a goal was closed: it has the ``status`` that it had."""

    goal: str
    status: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, while the plan is in force."""
        goal = uow.find(Goal, self.goal)
        plan_to_change(uow, goal.plan_id, None, plans.IN_FORCE)
        need_fresh_change(uow, goal)
        if goal.status not in plans.GOAL_CLOSED or self.status in plans.GOAL_CLOSED:
            raise nothing_to_undo()
        goal.status, goal.closed_on, goal.result = self.status, None, None


@act("plans.undo_finish", told=N_("undid recording an intervention as done"))
class UndoFinish(Act[None]):
    """Take back that an intervention was done."""

    intervention: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, while the plan is in force."""
        made = uow.find(Intervention, self.intervention)
        plan_to_change(uow, uow.find(Goal, made.goal_id).plan_id, None, plans.IN_FORCE)
        need_fresh_change(uow, made)
        if made.done_on is None:
            raise nothing_to_undo()
        made.done_on = made.result = None


def _changed_since(uow: UnitOfWork, plan: CarePlan, since: datetime) -> bool:
    """Say whether a plan, its goals or what is done for them were changed after an act on the plan."""
    goals = select(Goal.id).where(Goal.plan_id == plan.id)
    changes = (
        select(CarePlan.id).where(CarePlan.id == plan.id, CarePlan.updated_at > since),
        goals.where(Goal.updated_at > since),
        select(Intervention.id).where(Intervention.goal_id.in_(goals), Intervention.updated_at > since),
    )
    return any(uow.session.scalar(one.limit(1)) is not None for one in changes)


def _built_upon() -> Refused:
    return Refused(
        "plan_built_upon",
        _("Something has already been changed in this plan. Continue from its current form."),
    )
