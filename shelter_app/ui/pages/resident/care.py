"""The forms of the work with a resident: plan, sessions and notes, services, milestones."""

from __future__ import annotations

from typing import Any

from shelter_app.domain import plans
from shelter_app.domain.codes import codes
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day
from shelter_app.services.counselling.notes import AddAddendum, SignNote, WriteNote
from shelter_app.services.counselling.views import NoteLine
from shelter_app.services.deliveries.acts import RecordService, UndoBatch
from shelter_app.services.milestones.acts import PlanMilestone, ReachMilestone
from shelter_app.services.plans.acts import (
    AddGoal,
    AddIntervention,
    ApprovePlan,
    ChangePlan,
    CloseGoal,
    FinishIntervention,
    ProposePlan,
    RemoveGoal,
    RemoveIntervention,
    ReturnPlan,
    WritePlan,
)
from shelter_app.services.plans.views import InterventionView, PlanView
from shelter_app.ui.features.counselling import forms
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole


def _known(plan: PlanView) -> dict[str, Any]:
    return {"plan": plan.line.id, "version": plan.line.version}


def write_plan(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that starts the next version of the plan."""
    stay = whole.head.stay
    if stay is None or whole.plans is None or whole.plan_in(plans.WRITTEN | plans.PROPOSED):
        return None
    before = whole.plan.line.id if whole.plan is not None else None
    return FormSpec(
        WritePlan,
        _("Write a plan"),
        _("The plan was started as a draft."),
        (FieldSpec("own_wishes", _("What matters most to the resident, in their words"), long=True),),
        known={"stay": stay.id, "goals_of": before},
        note="" if before is None else _("Goals still open are carried over from the plan before."),
    )


def change_plan(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that changes the wishes of a draft."""
    plan = whole.plan_in(plans.WRITTEN)
    if plan is None:
        return None
    words = _("What matters most to the resident, in their words")
    asks = (FieldSpec("own_wishes", words, long=True, start=plan.own_wishes),)
    return FormSpec(
        ChangePlan, _("Change the resident's wishes"), _("The draft was saved."), asks, known=_known(plan)
    )


def add_goal(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a new goal of a draft."""
    plan = whole.plan_in(plans.WRITTEN)
    if plan is None:
        return None
    return FormSpec(
        AddGoal,
        _("Add a goal"),
        _("The goal was added."),
        (
            FieldSpec("domain", _("Domain"), codes="needs_domain"),
            FieldSpec("statement", _("What is to be reached"), long=True),
            FieldSpec("need", _("The need behind it")),
            FieldSpec("target_on", _("Reached by"), needed=True),
        ),
        known={"plan": plan.line.id},
        undo=lambda _act, made: RemoveGoal(goal=made, version=1),
    )


def add_intervention(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of what is done for a goal of a draft."""
    plan = whole.plan_in(plans.WRITTEN)
    if plan is None or not plan.goals:
        return None
    goals = tuple((goal.id, goal.statement) for goal in plan.goals)
    return FormSpec(
        AddIntervention,
        _("Add an intervention"),
        _("The intervention was added."),
        (
            FieldSpec("goal", _("Goal"), choices=goals, start=goals[-1][0]),
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
        FieldSpec("service", _("What is done"), codes="service", start=start("service")),
        FieldSpec(
            "responsible", _("Who is responsible"), codes="goal_responsible", start=start("responsible")
        ),
        FieldSpec("provider", _("Who gives it"), start=start("provider")),
        FieldSpec("frequency", _("How often"), start=start("frequency")),
        FieldSpec("due_on", _("Done by"), start=start("due_on")),
    )


def propose(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that proposes a draft."""
    plan = whole.plan_in(plans.WRITTEN)
    if plan is None:
        return None
    return FormSpec(
        ProposePlan,
        _("Propose the plan"),
        _("The plan was proposed. A colleague or the director approves it."),
        (FieldSpec("agreed_on", _("Signed by the resident and the case manager"), law=("plan_first",)),),
        known=_known(plan),
        save=_("Propose"),
    )


def approve(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that puts a proposed plan in force."""
    plan = whole.plan_in(plans.PROPOSED)
    if plan is None:
        return None
    return FormSpec(
        ApprovePlan,
        _("Approve the plan"),
        _("The plan is in force."),
        (FieldSpec("valid_from", _("In force from"), law=("plan_review",)),),
        known=_known(plan),
        note=_("Written by {author}.").format(author=plan.line.author),
        save=_("Approve"),
    )


def give_back(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that gives a proposed plan back."""
    plan = whole.plan_in(plans.PROPOSED)
    if plan is None:
        return None
    asks = (FieldSpec("comment", _("What should be changed"), long=True),)
    title = _("Return the plan with a comment")
    return FormSpec(ReturnPlan, title, _("The plan was returned."), asks, known=_known(plan))


def close_goal(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that closes a goal of the plan in force."""
    plan = whole.plan_in(plans.IN_FORCE)
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
    )


def finish(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of an intervention that was done."""
    plan = whole.plan_in(plans.IN_FORCE)
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
    )


def plan_session(whole: Whole, offers: Offers) -> FormSpec | None:
    """Return the form of a session to come, with her or with a group."""
    stay = whole.head.stay
    if stay is None:
        return None
    return forms.plan(stay.shelter_id, offers.own_people, (whole.head.id,))


def hold_session(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of the earliest session that was planned and not yet recorded."""
    planned = [s for s in whole.sessions or () if s.status == "PLANNED"]
    if not planned:
        return None
    return forms.hold(planned[-1])


def write_note(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a note on one of her sessions."""
    held = [s for s in whole.sessions or () if s.status != "PLANNED"]
    if not held:
        return None
    sessions = tuple(
        (s.id, _("{day} · {kind}").format(day=day(s.planned_on), kind=code_label("session_type", s.kind)))
        for s in held
    )
    return FormSpec(
        WriteNote,
        _("Write a note"),
        _("The note was saved as a draft. Sign it when it is complete."),
        (
            FieldSpec("session", _("Session"), choices=sessions, start=sessions[0][0]),
            FieldSpec("format", _("Format"), codes="note_format", start="SOAP"),
            FieldSpec("note_class", _("Kind of note"), codes="note_class", start="PROGRESS"),
            FieldSpec("text", _("Note"), long=True),
        ),
        known={"resident": whole.head.id},
    )


def _notes(lines: list[NoteLine]) -> Choices:
    return tuple(
        (n.id, _("{day} · {kind}").format(day=day(n.session_on), kind=code_label("note_class", n.note_class)))
        for n in lines
    )


def sign_note(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form that signs a note."""
    open_notes = [n for n in whole.notes or () if n.signed_at is None and n.readable]
    if not open_notes:
        return None
    versions = {note.id: note.version for note in open_notes}
    return FormSpec(
        SignNote,
        _("Sign a note"),
        _("The note was signed."),
        (FieldSpec("note", _("Note"), choices=_notes(open_notes), start=open_notes[0].id),),
        note=_("A signed note never changes and cannot be taken back. Later words are added to it."),
        compose=lambda typed: {**typed, "version": versions[typed["note"]]},
        save=_("Sign"),
    )


def add_addendum(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of later words on a signed note."""
    signed = [n for n in whole.notes or () if n.signed_at is not None and n.readable]
    if not signed:
        return None
    return FormSpec(
        AddAddendum,
        _("Add to a signed note"),
        _("The addition was signed."),
        (
            FieldSpec("note", _("Note"), choices=_notes(signed), start=signed[0].id),
            FieldSpec("text", _("What is added"), long=True),
        ),
        note=_("What is added is signed at once and never changes."),
    )


def service(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a service given to her."""
    return FormSpec(
        RecordService,
        _("Record a service"),
        _("The service was recorded."),
        (
            FieldSpec("service", _("Service"), codes="service"),
            FieldSpec("given_on", _("Given on")),
            FieldSpec("quantity", _("Quantity")),
            FieldSpec("minutes", _("Length"), unit=_("minutes")),
            FieldSpec("provider", _("Who gave it")),
        ),
        known={"resident": whole.head.id},
        undo=lambda _act, batch: UndoBatch(batch=batch),
    )


def plan_milestone(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a milestone to reach."""
    return FormSpec(
        PlanMilestone,
        _("Plan a milestone"),
        _("The milestone was planned."),
        (
            FieldSpec("kind", _("Milestone"), codes="reintegration_milestone"),
            FieldSpec("target_on", _("To be reached by")),
        ),
        known={"resident": whole.head.id},
    )


def reach_milestone(whole: Whole, _offers: Offers) -> FormSpec | None:
    """Return the form of a milestone that was reached."""
    return FormSpec(
        ReachMilestone,
        _("Record a milestone as reached"),
        _("The milestone was recorded."),
        (
            FieldSpec("kind", _("Milestone"), codes="reintegration_milestone"),
            FieldSpec("reached_on", _("Reached on")),
            FieldSpec("evidence", _("Proof")),
        ),
        known={"resident": whole.head.id},
    )
