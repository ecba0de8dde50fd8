"""The plan on the overview of a resident: its state, its goals, what matters to the resident."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from shelter_app.domain.codes import label as code_label
from shelter_app.domain.permissions import Access
from shelter_app.domain.plans import GOAL_CLOSED
from shelter_app.i18n import _, day, ngettext
from shelter_app.services.plans.views import GoalView, PlanLine, PlanView
from shelter_app.ui.features.plans.content import PlanContent
from shelter_app.ui.features.plans.goal_rows import state_chip
from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.law import LawButton
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.widgets.cards import Card, write_line
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import Chip, make_label, set_text


def plan_card(case: Case, content: PlanContent | None) -> Card:
    """Return the card of the plan at hand, or of why none is shown."""
    if content is None or content.plan is None:
        card = Card("overview_plan", _("Plan"))
        card.write("muted", _why_none(case, content))
        return card
    card = Card("overview_plan")
    line = content.plan.line
    head = QHBoxLayout()
    head.setSpacing(12)
    title = make_label("heading", "overview_plan_title", wrap=True)
    set_text(title, _("Individual plan, version {number}").format(number=line.number))
    chip = Chip("info", "", "overview_plan_state")
    set_text(chip, code_label("plan_status", line.status))
    head.addWidget(title, 1)
    head.addWidget(chip)
    card.column.addLayout(head)
    if line.next_review_on is not None:
        review = make_label("note", "overview_review")
        set_text(review, _("Next review by {day}").format(day=day(line.next_review_on, "medium")))
        with_law = FlowRow(6)
        with_law.add(review, LawButton(("plan_review",), _("Plan review")))
        card.column.addWidget(with_law)
    if content.in_force is not None:
        card.write("note", _meanwhile(content.in_force.line))
    _add_goals(card, content.plan, case.today)
    return card


def returned_card(plan: PlanView) -> Card:
    """Return the card with what whoever gave the plan back wrote."""
    card = Card("plan_returned")
    card.setProperty("part", "warned_card")
    head = QHBoxLayout()
    head.setSpacing(8)
    sign = QLabel()
    dress(sign, "circle-alert", "warning")
    title = make_label("heading", "plan_returned_title", wrap=True)
    by = plan.returned_by
    set_text(
        title, _("Returned with comments by {name}").format(name=by) if by else _("Returned with comments")
    )
    head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(title, 1)
    card.column.addLayout(head)
    card.write("body", plan.returned_comment or "")
    return card


def wishes_card(wishes: str) -> Card:
    """Return the card of the resident's own words."""
    card = Card("overview_wishes", _("What matters to the resident"))
    card.write("body", wishes)
    return card


def _add_goals(card: Card, plan: PlanView, today: date) -> None:
    for goal in plan.goals:
        card.column.addWidget(_goal(goal, today))


def _why_none(case: Case, content: PlanContent | None) -> str:
    if content is not None and (content.whole_stay or content.lines):
        return _("There is no plan yet. Goals and interventions are shown here.")
    if not Access(case.access.roles).may("plans.plans_of_stay"):  # not even of a case of their own
        return _("You have no access to the plan.")
    if case.access.may("plans.plans_of_stay"):
        return _("There is no plan yet. Goals and interventions are shown here.")
    return _("The plan is shown to those the case is assigned to. A director assigns it.")


def _goal(goal: GoalView, today: date) -> QFrame:
    """Return a goal as a row: what, its domain and what is done for it, how it stands, until when."""
    row = QFrame()
    row.setObjectName("overview_goal")
    row.setProperty("part", "row")
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 4, 0, 6)
    across.setSpacing(12)
    words = QVBoxLayout()
    words.setSpacing(0)
    write_line(words, "body", goal.statement)
    done, planned = sum(one.done_on is not None for one in goal.interventions), len(goal.interventions)
    parts = [code_label("needs_domain", goal.domain)]
    if planned:
        parts.append(
            ngettext("{done} of {n} intervention", "{done} of {n} interventions", planned).format(
                done=done, n=planned
            )
        )
    write_line(words, "note", " · ".join(parts))
    across.addLayout(words, 1)
    is_open = goal.status not in GOAL_CLOSED
    across.addWidget(state_chip(goal, today, "overview_goal_state"))
    if goal.target_on is not None and is_open:
        until = make_label("muted", "overview_goal_until")
        set_text(until, day(goal.target_on, "medium"))
        across.addWidget(until)
    return row


def _meanwhile(line: PlanLine) -> str:
    if line.next_review_on is None:
        return _("Version {number} is in force until this one is approved.").format(number=line.number)
    return _("Version {number} is in force until this one is approved; its review is due by {day}.").format(
        number=line.number, day=day(line.next_review_on, "medium")
    )
