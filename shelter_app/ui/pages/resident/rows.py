"""The rows of a resident's tabs, and what can be done with one: the acts of the menu, about what the row shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from shelter_app.domain import plans
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.services.milestones.views import MilestoneView
from shelter_app.services.plans.acts import PutGoalBack, PutInterventionBack, RemoveGoal, RemoveIntervention
from shelter_app.services.plans.views import GoalView, InterventionView, PlanLine
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.pages.resident import care, casework
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole

WITH_DOINGS = ("plan", "milestones")


@dataclass(frozen=True)
class AtOnce:
    """An act that asks nothing: its words, the act, what is said of it, what takes back what it returned."""

    title: str
    doing: Act[Any]
    done: str
    undo: Callable[[Any], Act[Any]]


def rows_of(whole: Whole, tab: str) -> tuple[Any, ...] | None:
    """Return the rows of a tab, None where they are not shown to the account."""
    if tab == "stay":
        return tuple(
            (stay, bed) for stay in whole.head.stays for bed in (tuple(reversed(stay.beds)) or (None,))
        )
    if tab == "plan":
        if whole.plans is None and whole.plan is None:
            return None
        return tuple(
            (goal, done, plan.line)
            for plan in (whole.plan, whole.in_force)
            if plan is not None
            for goal in plan.goals
            for done in (goal.interventions or (None,))
        )
    if tab == "sessions":
        notes: dict[str, list[Any]] = {}
        for note in whole.notes or ():
            notes.setdefault(note.session_id, []).append(note)
        if whole.sessions is None:
            return None
        return tuple((s, tuple(notes.get(s.id, ())), whole.head.id) for s in whole.sessions)
    if tab == "services":
        return whole.services
    if tab == "milestones":
        return whole.milestones
    return ()


def key_of(tab: str, row: Any) -> object:
    """Return what makes a row the same one when the tab is asked for again."""
    if tab == "stay":
        stay, bed = row
        return stay.id, bed.id if bed is not None else ""
    if tab == "plan":
        goal, done, _line = row
        return goal.id, done.id if done is not None else ""
    return row[0].id if tab == "sessions" else row.id


def of_row(whole: Whole, offers: Offers, tab: str, row: Any) -> list[FormSpec | AtOnce]:
    """Return what the roles may do with a row of a tab now."""
    made: Iterator[FormSpec | AtOnce | None] = iter(())
    if tab == "plan":
        made = _of_plan(whole, offers, *row)
    elif tab == "milestones":
        made = _of_milestone(whole, offers, row)
    return [one for one in made if one is not None and whole.may(_name(one))]


def of_rows(whole: Whole, offers: Offers) -> list[FormSpec]:
    """Return the forms that rows lead to, so that one left with text in it comes back to its row."""
    return [
        one
        for tab in WITH_DOINGS
        for row in rows_of(whole, tab) or ()
        for one in of_row(whole, offers, tab, row)
        if isinstance(one, FormSpec)
    ]


def _name(one: FormSpec | AtOnce) -> str:
    return one.kind.NAME if isinstance(one, FormSpec) else one.doing.NAME


def _of_plan(
    whole: Whole, offers: Offers, goal: GoalView, done: InterventionView | None, line: PlanLine
) -> Iterator[FormSpec | AtOnce | None]:
    if line.status in plans.WRITTEN:
        yield casework.change_of(goal, _("Change the goal"))
        yield _about(care.add_intervention(whole, offers), "goal", goal.id, goal.statement)
        if done is not None:
            yield casework.change_intervention(done)
            yield AtOnce(
                _("Remove the intervention"),
                RemoveIntervention(intervention=done.id, version=done.version),
                _("The intervention was removed."),
                lambda was: PutInterventionBack(goal=goal.id, was=was),
            )
        yield AtOnce(
            _("Remove the goal"),
            RemoveGoal(goal=goal.id, version=goal.version),
            _("The goal was removed with all that is done for it."),
            lambda was: PutGoalBack(was=was),
        )
    elif line.status in plans.IN_FORCE and goal.status not in plans.GOAL_CLOSED:
        if goal.status == "NOT_STARTED":
            yield _about(casework.start_goal(whole, offers), "goal", goal.id, goal.statement)
        if done is not None and done.done_on is None:
            yield _about(care.finish(whole, offers), "intervention", done.id, care.called(done))
        yield _about(care.close_goal(whole, offers), "goal", goal.id, goal.statement)


def _of_milestone(whole: Whole, offers: Offers, row: MilestoneView) -> Iterator[FormSpec | None]:
    words = code_label("reintegration_milestone", row.kind)
    if row.reached_on is None:
        yield _about(care.reach_milestone(whole, offers), "kind", row.kind, words)
    elif row.lost_on is None:
        yield _about(casework.lose_milestone(whole, offers), "milestone", row.id, words)


def _about(sheet: FormSpec | None, name: str, value: str, words: str) -> FormSpec | None:
    return sheet.about(name, value, words) if sheet is not None else None
