"""What can be done with one row of a tab: the same acts as in the menu, begun on what the row shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shelter_app.domain import permissions, plans
from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.services.milestones.views import MilestoneView
from shelter_app.services.plans.acts import RemoveGoal, RemoveIntervention
from shelter_app.services.plans.views import GoalView, InterventionView, PlanLine
from shelter_app.ui.forms.sheet import Sheet
from shelter_app.ui.pages.resident import care, casework
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole


@dataclass(frozen=True)
class AtOnce:
    """An act that asks nothing: its words, the act, which returns what takes it back, and what is said of it."""

    title: str
    doing: Act[Any]
    done: str


def of_row(whole: Whole, offers: Offers, tab: str, row: Any) -> list[Sheet | AtOnce]:
    """Return what the roles may do with a row of a tab now."""
    made: Iterator[Sheet | AtOnce | None] = iter(())
    if tab == "plan":
        made = _of_plan(whole, offers, *row)
    elif tab == "milestones":
        made = _of_milestone(whole, offers, row)
    return [one for one in made if one is not None and permissions.scope(whole.roles, _name(one)) is not None]


def of_drafts(whole: Whole) -> list[Sheet]:
    """Return the forms that only the rows of a plan lead to, so that one left with text in it comes back."""
    plan = whole.plan_in(plans.WRITTEN)
    goals = plan.goals if plan is not None else ()
    found = [casework.change_of(goal, _("Change the goal")) for goal in goals]
    found += [casework.change_intervention(one) for goal in goals for one in goal.interventions]
    return [sheet for sheet in found if permissions.scope(whole.roles, sheet.kind.NAME) is not None]


def _name(one: Sheet | AtOnce) -> str:
    return one.kind.NAME if isinstance(one, Sheet) else one.doing.NAME


def _of_plan(
    whole: Whole, offers: Offers, goal: GoalView, done: InterventionView | None, line: PlanLine
) -> Iterator[Sheet | AtOnce | None]:
    if line.status in plans.WRITTEN:
        yield casework.change_of(goal, _("Change the goal"))
        yield care.add_intervention(whole, offers, goal.id)
        if done is not None:
            yield casework.change_intervention(done)
            yield AtOnce(
                _("Remove the intervention"),
                RemoveIntervention(intervention=done.id, version=done.version),
                _("The intervention was removed."),
            )
        yield AtOnce(
            _("Remove the goal"),
            RemoveGoal(goal=goal.id, version=goal.version),
            _("The goal was removed with all that is done for it."),
        )
    elif line.status in plans.IN_FORCE and goal.status not in plans.GOAL_CLOSED:
        if goal.status == "NOT_STARTED":
            yield casework.start_goal(whole, offers, goal.id)
        if done is not None and done.done_on is None:
            yield care.finish(whole, offers, done.id)
        yield care.close_goal(whole, offers, goal.id)


def _of_milestone(whole: Whole, offers: Offers, row: MilestoneView) -> Iterator[Sheet | None]:
    if row.reached_on is None:
        yield care.reach_milestone(whole, offers, row.kind)
    elif row.lost_on is None:
        yield casework.lose_milestone(whole, offers, row.id)
