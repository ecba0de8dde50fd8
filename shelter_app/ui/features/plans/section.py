"""The plan as a section of a resident's page: goals and what is done for them, by version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from shelter_app.domain import plans
from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.services.plans.acts import (
    AddGoal,
    AddIntervention,
    ApprovePlan,
    ChangePlan,
    ClosePlan,
    ProposePlan,
    PutGoalBack,
    PutInterventionBack,
    RemoveGoal,
    RemoveIntervention,
    ReturnPlan,
    WritePlan,
)
from shelter_app.services.plans.views import GoalView, InterventionView, PrintPlan
from shelter_app.ui.features.plans import cards, content, forms
from shelter_app.ui.features.plans.content import PlanContent, PlanRow
from shelter_app.ui.features.plans.tab import PlanTab
from shelter_app.ui.features.section import Case, Event, Line, Section
from shelter_app.ui.forms.offered_act import Offered, OfferedAct
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.tables.model import Column
from shelter_app.ui.widgets.cells import day_cell


def _version(row: PlanRow) -> str:
    return f"{row.line.number} · {code_label('plan_status', row.line.status)}"


def _due_on(row: PlanRow) -> date | None:
    return row.intervention.due_on if row.intervention is not None else None


def _done_on(row: PlanRow) -> date | None:
    return row.intervention.done_on if row.intervention is not None else None


VERSION: Column[PlanRow] = Column("", lambda: _("Version"), _version, 3, muted=True)
DOMAIN: Column[PlanRow] = Column(
    "", lambda: _("Domain"), lambda row: code_label("needs_domain", row.goal.domain), 3, muted=True
)
NEED: Column[PlanRow] = Column(
    "", lambda: _("Underlying need"), lambda row: row.goal.need or "", 4, muted=True
)


# What a draft lacks before it can be proposed, and what brings it.
STEPS: dict[str, type[Act[Any]]] = {
    "own_wishes": ChangePlan,
    "goals": AddGoal,
    "interventions": AddIntervention,
}


class PlansSection(Section[PlanContent, PlanRow]):
    """The individual plan; opening a version is an event of the trail."""

    NAME = "plan"
    ORDER = 20
    NEEDS = ("plans.plans_of_stay", "plans.to_approve")
    PRINTS = PrintPlan
    ON_OVERVIEW = True
    ROW_ACTS = True
    HIDDEN = (DOMAIN, NEED)
    LINES = (
        Line(WritePlan, lambda: _("Write a plan")),
        Line(ChangePlan, lambda: _("Change the resident's wishes")),
        Line(AddGoal, lambda: _("Add a goal")),
        Line(ProposePlan, lambda: _("Propose the plan")),
        Line(ApprovePlan, lambda: _("Approve the plan")),
        Line(ReturnPlan, lambda: _("Return the plan with a comment")),
        Line(ClosePlan, lambda: _("End the plan")),
    )
    COLUMNS = (
        Column("", lambda: _("Goal"), lambda row: row.goal.statement, 4, bold=True),
        VERSION,
        Column("", lambda: _("State"), lambda row: code_label("goal_status", row.goal.status), 2),
        Column(
            "",
            lambda: _("Deadline"),
            lambda row: day_cell(row.goal.target_on),
            3,
            order=lambda row: row.goal.target_on,
        ),
        Column("", lambda: _("Intervention"), lambda row: _service(row.intervention), 3),
        Column("", lambda: _("Person responsible"), lambda row: _by_whom(row.intervention), 3),
        Column("", lambda: _("How often"), lambda row: _frequency(row.intervention), 3),
        Column("", lambda: _("Deadline"), lambda row: day_cell(_due_on(row)), 3, order=_due_on),
        Column(
            "",
            lambda: _("Done on"),
            lambda row: day_cell(_done_on(row)),
            2,
            muted=True,
            order=_done_on,
        ),
        DOMAIN,
        NEED,
    )

    def title(self) -> str:
        """Return the title of the tab."""
        return _("Plan")

    def ask(self, case: Case) -> PlanContent:
        """Return the plans that the account is told of."""
        return content.ask(case)

    def make_view(self, page: Page) -> PlanTab:
        """Return the plan as cards, one version at a time."""
        return PlanTab(page, self)

    def rows(self, found: PlanContent) -> Sequence[PlanRow]:
        """Return a row for each goal and each thing done for it, of the plan at hand and the one in force."""
        return [
            row for plan in (found.plan, found.in_force) if plan is not None for row in content.rows(plan)
        ]

    def key(self, row: PlanRow) -> object:
        """Return the ids of the goal and of what is done for it."""
        return row.goal.id, row.intervention.id if row.intervention is not None else ""

    def empty(self, found: PlanContent) -> str:
        """Say that there is no plan, or that its version has no goal yet."""
        if found.plan is None:
            return _("There is no plan yet. Goals and interventions are shown here.")
        return _("There are no goals yet. Goals and interventions are shown here.")

    def steps(self, case: Case, found: PlanContent) -> Iterator[type[Act[Any]]]:
        """Write, complete, propose, approve, end: what the state of the plan at hand asks for next."""
        plan = found.plan
        if plan is not None and plan.line.status in plans.WRITTEN:
            yield STEPS.get(plan.lacks or "", ProposePlan)
        elif plan is not None and plan.line.status in plans.PROPOSED:
            yield ApprovePlan
        elif plan is not None and plan.line.status in plans.IN_FORCE and plans.is_over(plan.goals):
            yield ClosePlan
        yield WritePlan

    def forms(self, case: Case, found: PlanContent) -> Iterator[FormSpec | None]:
        """Write, change, propose, approve, close: what the state of the plan allows."""
        stay = case.head.stay
        yield forms.write_plan(None if stay is None else stay.id, found, case.today)
        for form in (
            forms.change_plan,
            forms.add_goal,
            forms.add_intervention,
            forms.propose,
            forms.approve,
            forms.give_back,
            forms.close_goal,
            forms.start_goal,
            forms.change_goal,
            forms.close_plan,
            forms.finish,
        ):
            yield form(found)

    def of_row(self, case: Case, found: PlanContent, row: PlanRow) -> Iterator[Offered | None]:
        """Change a goal in a draft, go on with it in the plan in force; the same of what is done for it."""
        goal, done = row.goal, row.intervention
        if row.line.status in plans.WRITTEN:
            yield from _in_draft(found, goal) if done is None else _done_in_draft(goal, done)
        elif row.line.status in plans.IN_FORCE and goal.status not in plans.GOAL_CLOSED:
            if done is not None and done.done_on is None:
                yield _about(forms.finish(found), "intervention", done.id, forms.called(done))
            elif done is None:
                if goal.status == plans.NOT_STARTED:
                    yield _about(forms.start_goal(found), "goal", goal.id, goal.statement)
                yield _about(forms.close_goal(found), "goal", goal.id, goal.statement)

    def events(self, case: Case, found: PlanContent) -> Iterator[Event]:
        """Tell of each version that was approved."""
        for line in found.lines:
            if line.approved_at is not None:
                words = _("Plan version {number} approved").format(number=line.number)
                yield Event(local_day(line.approved_at), "file-check", words)

    def cards(self, case: Case, found: PlanContent | None) -> Iterator[QWidget]:
        """Show why the plan was given back, the plan with its goals, and the resident's own wishes."""
        if found is not None and found.plan is not None and found.plan.returned_comment:
            yield cards.returned_card(found.plan)
        yield cards.plan_card(case, found)
        if found is not None and found.plan is not None and found.plan.own_wishes:
            yield cards.wishes_card(found.plan.own_wishes)


def _in_draft(found: PlanContent, goal: GoalView) -> Iterator[Offered | None]:
    yield forms.change_of(goal, _("Change the goal"))
    yield _about(forms.add_intervention(found), "goal", goal.id, goal.statement)
    yield _remove_goal(goal)


def _done_in_draft(goal: GoalView, done: InterventionView) -> Iterator[Offered]:
    yield forms.change_intervention(done)
    yield _remove_intervention(goal, done)


def _remove_intervention(goal: GoalView, done: InterventionView) -> OfferedAct:
    return OfferedAct(
        _("Remove the intervention"),
        RemoveIntervention,
        {"intervention": done.id, "version": done.version},
        _("The intervention was removed."),
        lambda was: PutInterventionBack(goal=goal.id, was=was),
    )


def _remove_goal(goal: GoalView) -> OfferedAct:
    return OfferedAct(
        _("Remove the goal"),
        RemoveGoal,
        {"goal": goal.id, "version": goal.version},
        _("The goal was removed, with its interventions."),
        lambda was: PutGoalBack(was=was),
    )


def _about(form: FormSpec | None, name: str, value: str, words: str) -> FormSpec | None:
    return form.about(name, value, words) if form is not None else None


def _service(done: InterventionView | None) -> str:
    return code_label("service", done.service) if done is not None else ""


def _by_whom(done: InterventionView | None) -> str:
    if done is None:
        return ""
    responsible = code_label("goal_responsible", done.responsible)
    return " · ".join(part for part in (responsible, done.provider) if part)


def _frequency(done: InterventionView | None) -> str:
    return (done.frequency or "") if done is not None else ""


SECTIONS = (PlansSection(),)
