"""Acts on the goals and interventions of a plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.db.models.stays import Stay
from shelter_app.domain import plans
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Work, act
from shelter_app.services.plans.content import plan_to_change
from shelter_app.services.reach import need_code, need_near


def _goal_to_change(work: Work, goal_id: str, version: int, states: Collection[str]) -> tuple[Goal, CarePlan]:
    goal = work.change(Goal, goal_id, version)
    plan = plan_to_change(work, goal.plan_id, None, states)
    if goal.status in plans.GOAL_CLOSED:
        raise Refused("goal_closed", _("This goal is closed. Add a new one to the next version of the plan."))
    return goal, plan


def _need_text(text: str, field: str) -> str:
    if not text.strip():
        raise Refused("text_needed", _("Say in a few words what is to be reached."), (field,))
    return text.strip()


def _need_target(work: Work, plan: CarePlan, target_on: date | None) -> None:
    need_near(work, target_on, "target_on")
    stay = work.find(Stay, plan.stay_id)
    if target_on is not None and target_on < stay.admitted_on:
        raise Refused(
            "target_before_stay", _("The day to reach the goal by lies before the admission."), ("target_on",)
        )


@dataclass(frozen=True, slots=True)
class WhatIsDone:
    """What is done for a goal: a service, who is responsible, who gives it, how often, until when."""

    service: str
    responsible: str
    provider: str | None = None
    frequency: str | None = None
    due_on: date | None = None


def _write(work: Work, goal: Goal, done: WhatIsDone) -> Intervention:
    need_code(work, "service", done.service, "service")
    need_code(work, "goal_responsible", done.responsible, "responsible")
    need_near(work, done.due_on, "due_on")
    return work.add(Intervention(goal_id=goal.id, **asdict(done)))


@act("plans.add_goal")
class AddGoal(Act[str]):
    """Add a goal to a draft, with what is done for it where that is known already; returns its id."""

    plan: str
    domain: str
    statement: str
    need: str | None = None
    target_on: date | None = None
    interventions: tuple[WhatIsDone, ...] = ()
    under_way: bool = False

    def apply(self, work: Work) -> str:
        """Only a draft takes goals; an approved plan is changed by its next version."""
        plan = plan_to_change(work, self.plan, None, plans.WRITTEN)
        need_code(work, "needs_domain", self.domain, "domain")
        _need_target(work, plan, self.target_on)
        goal = work.add(
            Goal(
                plan_id=plan.id,
                domain=self.domain,
                need=self.need,
                statement=_need_text(self.statement, "statement"),
                target_on=self.target_on,
                status="IN_PROGRESS" if self.under_way else "NOT_STARTED",
            )
        )
        for done in self.interventions:
            _write(work, goal, done)
        return goal.id


@act("plans.change_goal")
class ChangeGoal(Act[None]):
    """Change a goal of a draft."""

    goal: str
    version: int
    domain: str
    statement: str
    need: str | None = None
    target_on: date | None = None

    def apply(self, work: Work) -> None:
        """Change drafts only: what was agreed stays as it was."""
        goal, plan = _goal_to_change(work, self.goal, self.version, plans.WRITTEN)
        need_code(work, "needs_domain", self.domain, "domain")
        _need_target(work, plan, self.target_on)
        goal.domain = self.domain
        goal.statement = _need_text(self.statement, "statement")
        goal.need = self.need
        goal.target_on = self.target_on


@act("plans.remove_goal")
class RemoveGoal(Act[AddGoal]):
    """Remove a goal from a draft with what is done for it; returns the act that brings it back."""

    goal: str
    version: int

    def apply(self, work: Work) -> AddGoal:
        """Remove from drafts only: what was agreed stays as it was, and is closed."""
        goal, plan = _goal_to_change(work, self.goal, self.version, plans.WRITTEN)
        done = work.session.scalars(
            select(Intervention)
            .where(Intervention.goal_id == goal.id)
            .order_by(Intervention.created_at, Intervention.id)
        ).all()
        again = AddGoal(
            plan=plan.id,
            domain=goal.domain,
            statement=goal.statement,
            need=goal.need,
            target_on=goal.target_on,
            interventions=tuple(_as_planned(one) for one in done),
            under_way=goal.status == "IN_PROGRESS",
        )
        for one in done:
            work.session.delete(one)
        work.session.flush()  # before the goal that they refer to
        work.session.delete(goal)
        return again


def _as_planned(row: Intervention) -> WhatIsDone:
    return WhatIsDone(row.service, row.responsible, row.provider, row.frequency, row.due_on)


@act("plans.start_goal")
class StartGoal(Act[None]):
    """Say that work on a goal of the plan in force has begun."""

    goal: str
    version: int

    def apply(self, work: Work) -> None:
        """Only while the plan is in force."""
        goal, _plan = _goal_to_change(work, self.goal, self.version, plans.IN_FORCE)
        goal.status = "IN_PROGRESS"


@act("plans.close_goal")
class CloseGoal(Act[None]):
    """Close a goal of the plan in force: achieved, partly, not achieved, or dropped by agreement."""

    goal: str
    version: int
    status: str
    closed_on: date
    result: str | None = None

    def apply(self, work: Work) -> None:
        """Between the day the plan came into force and today."""
        goal, plan = _goal_to_change(work, self.goal, self.version, plans.IN_FORCE)
        if self.status not in plans.GOAL_CLOSED:
            raise Refused("goal_status", _("A goal closes with a result: choose one."), ("status",))
        if self.closed_on > work.today or (plan.valid_from is not None and self.closed_on < plan.valid_from):
            raise Refused(
                "closed_on",
                _("A goal closes between the day the plan came into force and today. Check the date."),
                ("closed_on",),
            )
        goal.status = self.status
        goal.closed_on = self.closed_on
        goal.result = self.result


@act("plans.add_intervention")
class AddIntervention(Act[str]):
    """Add to a goal of a draft what is done for it, by whom and until when; returns its id."""

    goal: str
    service: str
    responsible: str
    provider: str | None = None
    frequency: str | None = None
    due_on: date | None = None

    def apply(self, work: Work) -> str:
        """Only a draft takes interventions."""
        goal = work.find(Goal, self.goal)
        plan_to_change(work, goal.plan_id, None, plans.WRITTEN)
        done = WhatIsDone(self.service, self.responsible, self.provider, self.frequency, self.due_on)
        return _write(work, goal, done).id


def _in_draft(work: Work, intervention: str, version: int) -> Intervention:
    row = work.change(Intervention, intervention, version)
    plan_to_change(work, work.find(Goal, row.goal_id).plan_id, None, plans.WRITTEN)
    return row


@act("plans.change_intervention")
class ChangeIntervention(Act[None]):
    """Change in a draft what is done for a goal."""

    intervention: str
    version: int
    service: str
    responsible: str
    provider: str | None = None
    frequency: str | None = None
    due_on: date | None = None

    def apply(self, work: Work) -> None:
        """Change drafts only: what was agreed stays as it was."""
        row = _in_draft(work, self.intervention, self.version)
        need_code(work, "service", self.service, "service")
        need_code(work, "goal_responsible", self.responsible, "responsible")
        need_near(work, self.due_on, "due_on")
        row.service = self.service
        row.responsible = self.responsible
        row.provider = self.provider
        row.frequency = self.frequency
        row.due_on = self.due_on


@act("plans.remove_intervention")
class RemoveIntervention(Act[AddIntervention]):
    """Remove from a draft what is done for a goal; returns the act that brings it back."""

    intervention: str
    version: int

    def apply(self, work: Work) -> AddIntervention:
        """Remove from drafts only: what was agreed stays as it was."""
        row = _in_draft(work, self.intervention, self.version)
        again = AddIntervention(goal=row.goal_id, **asdict(_as_planned(row)))
        work.session.delete(row)
        return again


@act("plans.finish_intervention")
class FinishIntervention(Act[None]):
    """Record that an intervention of the plan in force was done, when, and with which result."""

    intervention: str
    version: int
    done_on: date
    result: str | None = None

    def apply(self, work: Work) -> None:
        """Once, and not in the future."""
        made = work.change(Intervention, self.intervention, self.version)
        goal = work.find(Goal, made.goal_id)
        plan = plan_to_change(work, goal.plan_id, None, plans.IN_FORCE)
        if made.done_on is not None:
            raise Refused("already_done", _("This intervention is already finished."))
        stay = work.find(Stay, plan.stay_id)
        if not stay.admitted_on <= self.done_on <= work.today:
            raise Refused(
                "done_on", _("The day lies between the admission and today. Check the date."), ("done_on",)
            )
        made.done_on = self.done_on
        made.result = self.result
