"""Shared by the acts of plans: a plan in a required status, goals for the completeness check, the copy of open goals."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.db.models.stays import Stay
from shelter_app.domain import plans
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.access import need_resident
from shelter_app.services.acting import UnitOfWork


def plan_to_change(uow: UnitOfWork, plan_id: str, version: int | None, states: Collection[str]) -> CarePlan:
    """Return the plan when the account reaches its case and its status is one of ``states``."""
    plan = uow.change(CarePlan, plan_id, version)
    stay = uow.find(Stay, plan.stay_id)
    need_resident(uow, stay.resident_id)
    if plan.status not in states:
        raise Refused(
            "plan_state",
            _("The plan's current status does not allow this. Write a new version if it must be changed."),
        )
    uow.audit_subject(plan, case_id=stay.resident_id)
    return plan


def outlines(session: Session, plan_id: str) -> list[plans.GoalOutline]:
    """Return statement, target day and number of interventions of each goal of a plan, for the check of completeness."""
    rows = session.execute(
        select(Goal.statement, Goal.target_on, func.count(Intervention.id))
        .outerjoin(Intervention, Intervention.goal_id == Goal.id)
        .where(Goal.plan_id == plan_id)
        .group_by(Goal.id)
    )
    return [plans.GoalOutline(*row) for row in rows]


def copy_open_goals(uow: UnitOfWork, from_plan: str, plan: CarePlan) -> None:
    """Copy the open goals of an earlier plan of the same stay into this one, with their unfinished interventions."""
    earlier = uow.find(CarePlan, from_plan)
    if earlier.stay_id != plan.stay_id:
        raise Refused("other_stay", _("Goals can be carried over only within the same stay."), ("goals_of",))
    open_goals = uow.session.scalars(
        select(Goal)
        .where(Goal.plan_id == earlier.id, Goal.status.not_in(plans.GOAL_CLOSED))
        .order_by(Goal.id)
    ).all()
    for old in open_goals:
        new = uow.add(
            Goal(
                plan_id=plan.id,
                domain=old.domain,
                need=old.need,
                statement=old.statement,
                target_on=old.target_on,
                status=old.status,
            )
        )
        unfinished = uow.session.scalars(
            select(Intervention)
            .where(Intervention.goal_id == old.id, Intervention.done_on.is_(None))
            .order_by(Intervention.id)
        ).all()
        uow.session.flush()
        for what in unfinished:
            uow.add(
                Intervention(
                    goal_id=new.id,
                    service=what.service,
                    responsible=what.responsible,
                    provider=what.provider,
                    frequency=what.frequency,
                    due_on=what.due_on,
                )
            )
