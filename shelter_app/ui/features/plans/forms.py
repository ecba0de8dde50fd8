"""The forms of a plan: written, its goals and what is done for them, proposed, approved, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from shelter_app.domain import plans
from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day
from shelter_app.services.plans.acts import (
    AddGoal,
    AddIntervention,
    ApprovePlan,
    ChangeGoal,
    ChangeIntervention,
    ChangePlan,
    CloseGoal,
    ClosePlan,
    FinishIntervention,
    ProposePlan,
    RemoveGoal,
    RemoveIntervention,
    ReturnPlan,
    StartGoal,
    WritePlan,
)
from shelter_app.services.plans.undo import (
    UndoApprove,
    UndoCloseGoal,
    UndoFinish,
    UndoPropose,
    UndoReturn,
    UndoStartGoal,
)
from shelter_app.services.plans.views import GoalView, InterventionView, PlanView
from shelter_app.ui.features.plans.content import PlanContent
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def _plan_values(plan: PlanView) -> dict[str, Any]:
    return {"plan": plan.line.id, "version": plan.line.version}


def write_plan(stay: str | None, found: PlanContent, today: date) -> FormSpec | None:
    """Return the form that starts the next version of the plan of a stay; None while one is written or proposed.

    Taken back, the draft is stopped: its number is not used again.
    """
    if stay is None or not found.whole_stay or found.plan_in(plans.WRITTEN | plans.PROPOSED):
        return None
    before = found.plan.line.id if found.plan is not None else None
    return FormSpec(
        WritePlan,
        _("Write a plan") if before is None else _("Write the next version"),
        _("The plan was started as a draft."),
        (FieldSpec("own_wishes", _("What matters most to the resident, in their words"), long=True),),
        known={"stay": stay, "goals_of": before},
        undo=lambda _act, made: ClosePlan(plan=made, version=1, outcome="STOPPED", closed_on=today),
        note="" if before is None else _("Goals still open are carried over from the previous plan."),
    )


def change_plan(found: PlanContent) -> FormSpec | None:
    """Return the form that changes the wishes of a draft."""
    plan = found.plan_in(plans.WRITTEN)
    if plan is None:
        return None
    words = _("What matters most to the resident, in their words")
    asks = (FieldSpec("own_wishes", words, long=True, start=plan.own_wishes),)
    return FormSpec(
        ChangePlan,
        _("Change the resident's wishes"),
        _("The draft was saved."),
        asks,
        known=_plan_values(plan),
        restores=True,
    )


def add_goal(found: PlanContent) -> FormSpec | None:
    """Return the form of a new goal of a draft."""
    plan = found.plan_in(plans.WRITTEN)
    if plan is None:
        return None
    return FormSpec(
        AddGoal,
        _("Add a goal"),
        _("The goal was added."),
        (
            FieldSpec("domain", _("Domain"), codes="needs_domain"),
            FieldSpec("statement", _("What the goal aims at"), long=True),
            FieldSpec("need", _("Underlying need")),
            FieldSpec("target_on", _("Deadline"), needed=True),
        ),
        known={"plan": plan.line.id},
        undo=lambda _act, made: RemoveGoal(goal=made, version=1),
    )


def add_intervention(found: PlanContent) -> FormSpec | None:
    """Return the form of what is done for a goal of a draft."""
    plan = found.plan_in(plans.WRITTEN)
    if plan is None or not plan.goals:
        return None
    goals = tuple((goal.id, goal.statement) for goal in plan.goals)
    bare = next((goal for goal in plan.goals if not goal.interventions), plan.goals[-1])
    return FormSpec(
        AddIntervention,
        _("Add an intervention"),
        _("The intervention was added."),
        (
            FieldSpec("goal", _("Goal"), choices=goals, start=bare.id),
            *what_is_done(),
        ),
        undo=lambda _act, made: RemoveIntervention(intervention=made, version=1),
    )


def called(one: InterventionView) -> str:
    """Return the words that tell an intervention from another of the same service."""
    until = _("until {day}").format(day=day(one.due_on, "medium")) if one.due_on is not None else ""
    said = (code_label("service", one.service), one.provider, one.frequency, until)
    return " · ".join(part for part in said if part)


def what_is_done(before: InterventionView | None = None) -> tuple[FieldSpec, ...]:
    """Return what is asked of an intervention, beginning with what it was ``before``."""
    start = (lambda name: None) if before is None else (lambda name: getattr(before, name))
    return (
        FieldSpec("service", _("Intervention"), codes="service", start=start("service")),
        FieldSpec(
            "responsible", _("Person responsible"), codes="goal_responsible", start=start("responsible")
        ),
        FieldSpec("provider", _("To be provided by"), start=start("provider")),
        FieldSpec("frequency", _("How often"), start=start("frequency")),
        FieldSpec("due_on", _("Deadline"), start=start("due_on")),
    )


def propose(found: PlanContent) -> FormSpec | None:
    """Return the form that proposes a draft."""
    plan = found.plan_in(plans.WRITTEN)
    if plan is None:
        return None
    return FormSpec(
        ProposePlan,
        _("Propose the plan"),
        _("The plan was proposed. Another colleague or the director approves it."),
        (FieldSpec("agreed_on", _("Signed by the resident and the case manager"), law=("plan_first",)),),
        known=_plan_values(plan),
        save=_("Propose"),
        undo=lambda act, comment: UndoPropose(plan=act.plan, comment=comment),
    )


def approve(found: PlanContent) -> FormSpec | None:
    """Return the form that puts a proposed plan in force; None for its author, whom the rule refuses."""
    plan = found.plan_in(plans.PROPOSED)
    if plan is None or plan.line.mine:
        return None
    return FormSpec(
        ApprovePlan,
        _("Approve the plan"),
        _("The plan is in force."),
        (FieldSpec("valid_from", _("In force from"), law=("plan_review",)),),
        known=_plan_values(plan),
        note=_("Written by {author}.").format(author=plan.line.author),
        save=_("Approve"),
        undo=lambda act, before: UndoApprove(plan=act.plan, superseded=before),
    )


def give_back(found: PlanContent) -> FormSpec | None:
    """Return the form that gives a proposed plan back."""
    plan = found.plan_in(plans.PROPOSED)
    if plan is None:
        return None
    asks = (FieldSpec("comment", _("What should be changed"), long=True),)
    title = _("Return the plan with a comment")
    return FormSpec(
        ReturnPlan,
        title,
        _("The plan was returned."),
        asks,
        known=_plan_values(plan),
        undo=lambda act, proposed: UndoReturn(plan=act.plan, proposed=proposed),
    )


def close_goal(found: PlanContent) -> FormSpec | None:
    """Return the form that closes a goal of the plan in force."""
    plan = found.plan_in(plans.IN_FORCE)
    goals = () if plan is None else tuple(g for g in plan.goals if g.status not in plans.GOAL_CLOSED)
    if not goals:
        return None
    versions = {goal.id: goal.version for goal in goals}
    ways = tuple((c, code_label("goal_status", c)) for c in codes("goal_status") if c in plans.GOAL_CLOSED)
    return FormSpec(
        CloseGoal,
        _("Close a goal"),
        _("The goal was closed."),
        (
            FieldSpec("goal", _("Goal"), choices=tuple((goal.id, goal.statement) for goal in goals)),
            FieldSpec("status", _("How it ended"), choices=ways),
            FieldSpec("closed_on", _("Closed on")),
            FieldSpec("result", _("Result"), long=True),
        ),
        compose=lambda typed: {**typed, "version": versions[typed["goal"]]},
        undo=lambda act, before: UndoCloseGoal(goal=act.goal, status=before),
    )


def finish(found: PlanContent) -> FormSpec | None:
    """Return the form of an intervention that was done."""
    plan = found.plan_in(plans.IN_FORCE)
    left = () if plan is None else tuple(i for g in plan.goals for i in g.interventions if i.done_on is None)
    if not left:
        return None
    versions = {one.id: one.version for one in left}
    return FormSpec(
        FinishIntervention,
        _("Record an intervention as done"),
        _("The intervention was recorded as done."),
        (
            FieldSpec(
                "intervention",
                _("Intervention"),
                choices=tuple((one.id, called(one)) for one in left),
            ),
            FieldSpec("done_on", _("Done on")),
            FieldSpec("result", _("Result"), long=True),
        ),
        compose=lambda typed: {**typed, "version": versions[typed["intervention"]]},
        undo=lambda act, _result: UndoFinish(intervention=act.intervention),
    )


def start_goal(found: PlanContent) -> FormSpec | None:
    """Return the form that says that work on a goal has begun."""
    plan = found.plan_in(plans.IN_FORCE)
    if plan is None:
        return None
    waiting = [goal for goal in plan.goals if goal.status == plans.NOT_STARTED]
    if not waiting:
        return None
    versions = {goal.id: goal.version for goal in waiting}
    return FormSpec(
        StartGoal,
        _("Start work on a goal"),
        _("Work on the goal has started."),
        (
            FieldSpec(
                "goal",
                _("Goal"),
                choices=tuple((goal.id, goal.statement) for goal in waiting),
                start=waiting[0].id,
            ),
        ),
        compose=lambda typed: {**typed, "version": versions[typed["goal"]]},
        undo=lambda act, _result: UndoStartGoal(goal=act.goal),
    )


def change_goal(found: PlanContent) -> FormSpec | None:
    """Return the form that changes the last goal of a draft; each of the others has its own in the plan's list."""
    plan = found.plan_in(plans.WRITTEN)
    if plan is None or not plan.goals:
        return None
    return change_of(plan.goals[-1], _("Change the last goal"))


def change_of(goal: GoalView, title: str) -> FormSpec:
    """Return the form that changes a goal of a draft."""
    return FormSpec(
        ChangeGoal,
        title,
        _("The goal was changed."),
        (
            FieldSpec("domain", _("Domain"), codes="needs_domain", start=goal.domain),
            FieldSpec("statement", _("What the goal aims at"), long=True, start=goal.statement),
            FieldSpec("need", _("Underlying need"), start=goal.need),
            FieldSpec("target_on", _("Deadline"), start=goal.target_on),
        ),
        known={"goal": goal.id, "version": goal.version},
        restores=True,
    )


def change_intervention(one: InterventionView) -> FormSpec:
    """Return the form that changes what is done for a goal of a draft."""
    return FormSpec(
        ChangeIntervention,
        _("Change the intervention"),
        _("The intervention was changed."),
        what_is_done(one),
        known={"intervention": one.id, "version": one.version},
        restores=True,
    )


def close_plan(found: PlanContent) -> FormSpec | None:
    """Return the form that ends the plan in force."""
    plan = found.plan_in(plans.IN_FORCE)
    if plan is None:
        return None
    outcomes = tuple((code, code_label("plan_status", code)) for code in sorted(plans.CLOSING))
    return FormSpec(
        ClosePlan,
        _("End the plan"),
        _("The plan was ended."),
        (FieldSpec("outcome", _("How it ends"), choices=outcomes), FieldSpec("closed_on", _("Ended on"))),
        known={"plan": plan.line.id, "version": plan.line.version},
        final=_("An ended plan cannot be reopened; a new version takes its place."),
    )
