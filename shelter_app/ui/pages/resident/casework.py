"""Further forms of the work with a resident: who works with her, who she is, goals under way, a lost milestone."""

from __future__ import annotations

from shelter_app.domain import plans
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.milestones.acts import LoseMilestone
from shelter_app.services.plans.acts import ChangeGoal, ChangeIntervention, ClosePlan, StartGoal
from shelter_app.services.plans.views import GoalView, InterventionView
from shelter_app.services.residents.acts import AssignCase, EndAssignment, SetIdentity
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.pages.resident.care import what_is_done
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole


def assign(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form that gives a colleague a role in the case."""
    if not offers.colleagues:
        return None
    return FormSpec(
        AssignCase,
        _("Assign the case"),
        _("The case was assigned."),
        (
            FieldSpec("account", _("Colleague"), choices=offers.colleagues),
            FieldSpec("role", _("Role"), codes="case_role"),
            FieldSpec("from_on", _("From")),
        ),
        known={"resident": whole.head.id},
    )


def end_assignment(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that ends a colleague's role in the case."""
    choices = tuple(
        (one.id, _("{role}: {name}").format(role=code_label("case_role", one.role), name=one.name))
        for one in whole.head.team
    )
    if not choices:
        return None
    only = choices[0][0] if len(choices) == 1 else None
    return FormSpec(
        EndAssignment,
        _("End an assignment"),
        _("The assignment ends on that day."),
        (FieldSpec("assignment", _("Whose"), choices=choices, start=only), FieldSpec("on", _("Ends on"))),
    )


def identity(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of what is sealed about who she is; a field left empty stays as it is."""
    return FormSpec(
        SetIdentity,
        _("Write the identity"),
        _("The identity was sealed."),
        (
            FieldSpec("legal_name", _("Name on papers"), unknown=True),
            FieldSpec("other_names", _("Other names")),
            FieldSpec("birth_date", _("Date of birth"), law=("minor",), unknown=True),
            FieldSpec("cnp", _("Personal code (CNP)"), law=("personal_code",), unknown=True),
            FieldSpec("phones", _("Telephone"), unknown=True),
            FieldSpec("contact_rules", _("How the person may be reached safely"), long=True),
            FieldSpec("home_address", _("Home address"), unknown=True),
            FieldSpec("notes", _("Note"), long=True),
        ),
        known={"resident": whole.head.id},
        note=_("Everything here is sealed. What you leave empty stays as it was written before."),
    )


def start_goal(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that says that work on a goal has begun."""
    plan = whole.plan_in(plans.IN_FORCE)
    if plan is None:
        return None
    waiting = [goal for goal in plan.goals if goal.status == "NOT_STARTED"]
    if not waiting:
        return None
    versions = {goal.id: goal.version for goal in waiting}
    return FormSpec(
        StartGoal,
        _("Begin a goal"),
        _("The goal is under way."),
        (
            FieldSpec(
                "goal",
                _("Goal"),
                choices=tuple((goal.id, goal.statement) for goal in waiting),
                start=waiting[0].id,
            ),
        ),
        compose=lambda typed: {**typed, "version": versions[typed["goal"]]},
    )


def change_goal(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that changes the last goal of a draft; each of the others has its own in the plan's list."""
    plan = whole.plan_in(plans.WRITTEN)
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
            FieldSpec("statement", _("What is to be reached"), long=True, start=goal.statement),
            FieldSpec("need", _("The need behind it"), start=goal.need),
            FieldSpec("target_on", _("Reached by"), start=goal.target_on),
        ),
        known={"goal": goal.id, "version": goal.version},
        undo=lambda _act, _result: ChangeGoal(
            goal=goal.id,
            version=goal.version + 1,
            domain=goal.domain,
            statement=goal.statement,
            need=goal.need,
            target_on=goal.target_on,
        ),
    )


def change_intervention(one: InterventionView) -> FormSpec:
    """Return the form that changes what is done for a goal of a draft."""
    return FormSpec(
        ChangeIntervention,
        _("Change the intervention"),
        _("The intervention was changed."),
        what_is_done(one),
        known={"intervention": one.id, "version": one.version},
        undo=lambda _act, _result: ChangeIntervention(
            intervention=one.id,
            version=one.version + 1,
            service=one.service,
            responsible=one.responsible,
            provider=one.provider,
            frequency=one.frequency,
            due_on=one.due_on,
        ),
    )


def close_plan(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that ends the plan in force."""
    plan = whole.plan_in(plans.IN_FORCE)
    if plan is None:
        return None
    outcomes = tuple((code, code_label("plan_status", code)) for code in sorted(plans.CLOSING))
    return FormSpec(
        ClosePlan,
        _("End the plan"),
        _("The plan was ended."),
        (FieldSpec("outcome", _("How it ends"), choices=outcomes), FieldSpec("closed_on", _("Ended on"))),
        known={"plan": plan.line.id, "version": plan.line.version},
        note=_("A plan that was ended is not opened again; a new version takes its place."),
    )


def lose_milestone(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a milestone that was lost again."""
    held = [one for one in whole.milestones or () if one.reached_on is not None and one.lost_on is None]
    if not held:
        return None
    versions = {one.id: one.version for one in held}
    choices = tuple((one.id, code_label("reintegration_milestone", one.kind)) for one in held)
    return FormSpec(
        LoseMilestone,
        _("Record a milestone as lost"),
        _("It was recorded that the milestone was lost."),
        (FieldSpec("milestone", _("Milestone"), choices=choices), FieldSpec("lost_on", _("Lost on"))),
        compose=lambda typed: {**typed, "version": versions[typed["milestone"]]},
    )
