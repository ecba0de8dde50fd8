"""Acts on the goals and interventions of a plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import select

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.db.models.stays import Stay
from shelter_app.domain import plans
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_near
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.plans.content import plan_to_change
from shelter_app.services.undo import nothing_to_undo


def _goal_to_change(
    uow: UnitOfWork, goal_id: str, version: int, states: Collection[str]
) -> tuple[Goal, CarePlan]:
    plan = plan_to_change(
        uow, uow.find(Goal, goal_id).plan_id, None, states
    )  # reached, before the version tells
    goal = uow.change(Goal, goal_id, version)
    if goal.status in plans.GOAL_CLOSED:
        raise Refused("goal_closed", _("This goal is closed. Add a new one to the next version of the plan."))
    return goal, plan


def _need_text(text: str, field: str) -> str:
    if not text.strip():
        raise Refused("text_needed", _("Write briefly what the goal aims at."), (field,))
    return text.strip()


def _need_target(uow: UnitOfWork, plan: CarePlan, target_on: date | None) -> None:
    need_near(uow, target_on, "target_on")
    stay = uow.find(Stay, plan.stay_id)
    if target_on is not None and target_on < stay.admitted_on:
        raise Refused(
            "target_before_stay", _("The deadline of the goal is before the admission."), ("target_on",)
        )


@dataclass(frozen=True, slots=True)
class WasDone:
    """An intervention that was removed, as it stood."""

    id: str
    service: str
    responsible: str
    provider: str | None
    frequency: str | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class WasGoal:
    """A goal that was removed, as it stood, with what was done for it."""

    id: str
    plan_id: str
    domain: str
    origin: str
    need: str | None
    statement: str
    target_on: date | None
    status: str
    unlisted_domain: str | None
    interventions: tuple[WasDone, ...]


GOAL_PARTS = tuple(part.name for part in fields(WasGoal) if part.name != "interventions")


def _need_intervention(uow: UnitOfWork, service: str, responsible: str, due_on: date | None) -> None:
    need_code(uow, "service", service, "service")
    need_code(uow, "goal_responsible", responsible, "responsible")
    need_near(uow, due_on, "due_on")


@act("plans.add_goal", told=N_("added a goal"))
class AddGoal(Act[str]):
    """Add a goal to a draft; returns its id."""

    plan: str
    domain: str
    statement: str
    need: str | None = None
    target_on: date | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Only a draft takes goals; an approved plan is changed by its next version."""
        plan = plan_to_change(uow, self.plan, None, plans.WRITTEN)
        need_code(uow, "needs_domain", self.domain, "domain")
        _need_target(uow, plan, self.target_on)
        goal = uow.add(
            Goal(
                plan_id=plan.id,
                domain=self.domain,
                need=self.need,
                statement=_need_text(self.statement, "statement"),
                target_on=self.target_on,
                status="NOT_STARTED",
            )
        )
        return goal.id


@act("plans.change_goal", told=N_("changed a goal"))
class ChangeGoal(Act[None]):
    """Change a goal of a draft."""

    goal: str
    version: int
    domain: str
    statement: str
    need: str | None = None
    target_on: date | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Change drafts only: what was agreed stays as it was."""
        goal, plan = _goal_to_change(uow, self.goal, self.version, plans.WRITTEN)
        need_code(uow, "needs_domain", self.domain, "domain")
        _need_target(uow, plan, self.target_on)
        goal.domain = self.domain
        goal.statement = _need_text(self.statement, "statement")
        goal.need = self.need
        goal.target_on = self.target_on


@act("plans.remove_goal", told=N_("removed a goal from a draft"))
class RemoveGoal(Act[WasGoal]):
    """Remove a goal from a draft with what is done for it; returns all of it, for ``PutGoalBack``."""

    goal: str
    version: int

    def apply(self, uow: UnitOfWork) -> WasGoal:
        """Remove from drafts only: what was agreed stays as it was, and is closed."""
        goal, _plan = _goal_to_change(uow, self.goal, self.version, plans.WRITTEN)
        done = uow.session.scalars(
            select(Intervention).where(Intervention.goal_id == goal.id).order_by(Intervention.id)
        ).all()
        as_it_stood = {name: getattr(goal, name) for name in GOAL_PARTS}
        was = WasGoal(**as_it_stood, interventions=tuple(_was(one) for one in done))
        for one in done:
            uow.session.delete(one)
        uow.session.flush()  # before the goal that they refer to
        uow.session.delete(goal)
        return was


def _was(row: Intervention) -> WasDone:
    return WasDone(row.id, row.service, row.responsible, row.provider, row.frequency, row.due_on)


@act("plans.put_goal_back", told=N_("restored a removed goal"))
class PutGoalBack(Act[None]):
    """Take the removal of a goal back: it stands where it stood, with what is done for it."""

    was: WasGoal

    def apply(self, uow: UnitOfWork) -> None:
        """Only into a draft, and once."""
        plan_to_change(uow, self.was.plan_id, None, plans.WRITTEN)
        if uow.session.get(Goal, self.was.id) is not None:
            raise nothing_to_undo()
        uow.add(Goal(**{name: getattr(self.was, name) for name in GOAL_PARTS}))
        uow.session.flush()
        for one in self.was.interventions:
            uow.add(Intervention(goal_id=self.was.id, **asdict(one)))


@act("plans.start_goal", told=N_("started a goal"))
class StartGoal(Act[None]):
    """Say that work on a goal of the plan in force has begun."""

    goal: str
    version: int

    def apply(self, uow: UnitOfWork) -> None:
        """Only while the plan is in force."""
        goal, _plan = _goal_to_change(uow, self.goal, self.version, plans.IN_FORCE)
        goal.status = "IN_PROGRESS"


@act("plans.close_goal", told=N_("closed a goal"))
class CloseGoal(Act[str]):
    """Close a goal of the plan in force: achieved, partly, not achieved, or dropped by agreement.

    Returns the status that it had.
    """

    goal: str
    version: int
    status: str
    closed_on: date
    result: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Between the day the plan came into force and today."""
        goal, plan = _goal_to_change(uow, self.goal, self.version, plans.IN_FORCE)
        if self.status not in plans.GOAL_CLOSED:
            raise Refused("goal_status", _("A goal is closed with a result: choose one."), ("status",))
        if self.closed_on > uow.today or (plan.valid_from is not None and self.closed_on < plan.valid_from):
            raise Refused(
                "closed_on",
                _(
                    "The closing date of a goal must be between the day the plan came into force and "
                    "today. Check the date."
                ),
                ("closed_on",),
            )
        before, goal.status = goal.status, self.status
        goal.closed_on = self.closed_on
        goal.result = self.result
        return before


@act("plans.add_intervention", told=N_("added an intervention"))
class AddIntervention(Act[str]):
    """Add to a goal of a draft what is done for it, by whom and until when; returns its id."""

    goal: str
    service: str
    responsible: str
    provider: str | None = None
    frequency: str | None = None
    due_on: date | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Only a draft takes interventions."""
        goal = uow.find(Goal, self.goal)
        plan_to_change(uow, goal.plan_id, None, plans.WRITTEN)
        _need_intervention(uow, self.service, self.responsible, self.due_on)
        made = uow.add(
            Intervention(
                goal_id=goal.id,
                service=self.service,
                responsible=self.responsible,
                provider=self.provider,
                frequency=self.frequency,
                due_on=self.due_on,
            )
        )
        return made.id


def _intervention_to_change(
    uow: UnitOfWork, intervention: str, version: int, states: Collection[str]
) -> tuple[Intervention, CarePlan]:
    """Return what is to be changed; whether the case is reached is asked before its version tells anything of it."""
    goal = uow.find(Goal, uow.find(Intervention, intervention).goal_id)
    plan = plan_to_change(uow, goal.plan_id, None, states)
    return uow.change(Intervention, intervention, version), plan


@act("plans.change_intervention", told=N_("changed an intervention"))
class ChangeIntervention(Act[None]):
    """Change in a draft what is done for a goal."""

    intervention: str
    version: int
    service: str
    responsible: str
    provider: str | None = None
    frequency: str | None = None
    due_on: date | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Change drafts only: what was agreed stays as it was."""
        row, _plan = _intervention_to_change(uow, self.intervention, self.version, plans.WRITTEN)
        _need_intervention(uow, self.service, self.responsible, self.due_on)
        row.service = self.service
        row.responsible = self.responsible
        row.provider = self.provider
        row.frequency = self.frequency
        row.due_on = self.due_on


@act("plans.remove_intervention", told=N_("removed an intervention from a draft"))
class RemoveIntervention(Act[WasDone]):
    """Remove from a draft what is done for a goal; returns it, for ``PutInterventionBack``."""

    intervention: str
    version: int

    def apply(self, uow: UnitOfWork) -> WasDone:
        """Remove from drafts only: what was agreed stays as it was."""
        row = _intervention_to_change(uow, self.intervention, self.version, plans.WRITTEN)[0]
        uow.session.delete(row)
        return _was(row)


@act("plans.put_intervention_back", told=N_("restored a removed intervention"))
class PutInterventionBack(Act[None]):
    """Take the removal of an intervention back: it stands where it stood."""

    goal: str
    was: WasDone

    def apply(self, uow: UnitOfWork) -> None:
        """Only into a draft, and once."""
        plan_to_change(uow, uow.find(Goal, self.goal).plan_id, None, plans.WRITTEN)
        if uow.session.get(Intervention, self.was.id) is not None:
            raise nothing_to_undo()
        uow.add(Intervention(goal_id=self.goal, **asdict(self.was)))


@act("plans.finish_intervention", told=N_("recorded an intervention as done"))
class FinishIntervention(Act[None]):
    """Record that an intervention of the plan in force was done, when, and with which result."""

    intervention: str
    version: int
    done_on: date
    result: str | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Once, and not in the future."""
        made, plan = _intervention_to_change(uow, self.intervention, self.version, plans.IN_FORCE)
        if made.done_on is not None:
            raise Refused("already_done", _("This intervention is already finished."))
        stay = uow.find(Stay, plan.stay_id)
        if not stay.admitted_on <= self.done_on <= uow.today:
            raise Refused(
                "done_on",
                _("The date must be between the admission and today. Check the date."),
                ("done_on",),
            )
        made.done_on = self.done_on
        made.result = self.result
