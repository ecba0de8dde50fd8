"""What a resident's page knows of plans: the versions of the stay, the one at hand, the one in force meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shelter_app.domain import plans
from shelter_app.services.plans import views
from shelter_app.services.plans.views import GoalView, InterventionView, PlanLine, PlanView
from shelter_app.ui.features.section import Case


@dataclass(frozen=True)
class PlanContent:
    """``lines`` are the versions that the account is told of, the newest first; ``plan`` the one that is worked on.

    ``in_force`` is the one in force meanwhile, where that is another. ``whole_stay`` says that all versions of the
    stay are told, not only those that wait for one's approval.
    """

    lines: tuple[PlanLine, ...]
    plan: PlanView | None = None
    in_force: PlanView | None = None
    whole_stay: bool = False

    def plan_in(self, states: Collection[str]) -> PlanView | None:
        """Return the plan that is in one of these states, None where none is."""
        both = (self.plan, self.in_force)
        return next((one for one in both if one is not None and one.line.status in states), None)


@dataclass(frozen=True)
class PlanRow:
    """A goal of a version of the plan, or one thing that is done for it."""

    goal: GoalView
    intervention: InterventionView | None
    line: PlanLine


def ask(case: Case) -> PlanContent:
    """Return the plans of the newest stay, or those of the resident that wait for the account's approval."""
    stay = case.head.stay or (case.head.stays[0] if case.head.stays else None)
    if stay is None or not case.access.may("plans.plans_of_stay"):
        return _to_approve(case)
    lines = views.plans_of_stay(case.actor, stay.id)
    at = plans.current_plan_index([line.status for line in lines])
    if at is None:
        return PlanContent(lines, whole_stay=True)
    meanwhile = next(
        (line for line in lines if line.status in plans.IN_FORCE and line is not lines[at]), None
    )
    return PlanContent(
        lines,
        _opened(case, lines[at]),
        None if meanwhile is None else _opened(case, meanwhile),
        whole_stay=True,
    )


def rows(plan: PlanView) -> tuple[PlanRow, ...]:
    """Return a row for each goal of a version and one for each thing that is done for it."""
    return tuple(
        PlanRow(goal, done, plan.line) for goal in plan.goals for done in (None, *goal.interventions)
    )


def printed_rows(plan: PlanView) -> tuple[PlanRow, ...]:
    """Return the rows as paper has them: a goal with one thing that is done for it, alone where nothing is."""
    return tuple(
        PlanRow(goal, done, plan.line) for goal in plan.goals for done in (goal.interventions or (None,))
    )


def _opened(case: Case, line: PlanLine) -> PlanView | None:
    return views.plan(case.actor, line.id) if case.access.may("plans.plan") else None


def _to_approve(case: Case) -> PlanContent:
    if not case.access.may("plans.to_approve"):
        return PlanContent(())
    waiting = tuple(line for line in views.to_approve(case.actor) if line.resident_id == case.resident)
    proposed = views.proposed_plan(case.actor, waiting[0].id) if waiting else None
    return PlanContent(waiting, proposed)
