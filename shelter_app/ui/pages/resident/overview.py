"""The overview of a resident: her plan, her own words, and her way so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from shelter_app.domain import permissions
from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.plans import GOAL_CLOSED
from shelter_app.i18n import _, day, moment, ngettext
from shelter_app.services.plans.views import GoalView, PlanLine
from shelter_app.ui.forms.law import LawButton
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.pages.resident import facts
from shelter_app.ui.pages.resident.whole import Whole
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea
from shelter_app.ui.widgets.parts import Chip, make_card, make_label, set_text

MOST = 12


class Overview(QWidget):
    """Cards: plan and wishes at the left, the way so far at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._plan, self._wishes, self._keys, self._way, self._facts, self._right = (
            make_card("overview_plan"),
            make_card("overview_wishes"),
            make_card("overview_keys"),
            make_card("overview_way"),
            make_card("overview_facts"),
            make_card("overview_right"),
        )
        inner = QWidget()
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._plan)
        left.addWidget(self._wishes)
        left.addWidget(self._facts)
        left.addWidget(self._keys)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self._way)
        right.addWidget(self._right)
        right.addStretch(1)
        across = QHBoxLayout(inner)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(MinHeightScrollArea(inner, {}))

    def show_whole(self, whole: Whole) -> None:
        """Show the cards anew."""
        self._show_plan(whole)
        self._show_keys(whole)
        self._show_corrections(whole)
        self._wishes.setVisible(whole.plan is not None and bool(whole.plan.own_wishes))
        if whole.plan is not None:
            column = _emptied(self._wishes)
            _write(column, "heading", _("What matters to the resident"))
            _write(column, "body", whole.plan.own_wishes or "")
        self._facts.setVisible(whole.facts is not None)
        if whole.facts is not None:
            column = _emptied(self._facts)
            _write(column, "heading", _("What is known of the person"))
            for words, value in facts.told(whole.facts):
                _write(column, "body", _("{label}: {value}").format(label=words, value=value))
        column = _emptied(self._way)
        _write(column, "heading", _("The way so far"))
        events = sorted(_events(whole), reverse=True)[:MOST]
        for when, icon, what in events:
            column.addWidget(_event(when, icon, what))
        if not events:
            _write(column, "muted", _("Nothing yet. What happens is shown here, the newest first."))

    def _show_plan(self, whole: Whole) -> None:
        column = _emptied(self._plan)
        if whole.plan is None:
            _write(column, "heading", _("Plan"))
            missing = _("No plan yet. The goals and what is done for them are shown here.")
            unseen = _("Your role does not see the plan.")
            if permissions.scope(whole.roles, "plans.plans_of_stay") is not None:
                unseen = _("The plan is shown to whom the case is assigned. A director assigns it.")
            _write(column, "muted", missing if whole.plans is not None else unseen)
            return
        line = whole.plan.line
        head = QHBoxLayout()
        head.setSpacing(12)
        title = make_label("heading", "overview_plan_title", wrap=True)
        set_text(title, _("Individual plan, version {number}").format(number=line.number))
        chip = Chip("free" if line.approved_at else "info", "", "overview_plan_state")
        set_text(chip, code_label("plan_status", line.status))
        head.addWidget(title, 1)
        head.addWidget(chip)
        column.addLayout(head)
        if line.next_review_on is not None:
            said = _("Next review by {day}").format(day=day(line.next_review_on, "medium"))
            review = make_label("note", "overview_review")
            set_text(review, said)
            with_law = FlowRow(6)
            with_law.add(review, LawButton(("plan_review",), _("Plan review")))
            column.addWidget(with_law)
        if whole.in_force is not None:
            _write(column, "note", _meanwhile(whole.in_force.line))
        for goal in whole.plan.goals:
            column.addWidget(_goal(goal, whole.asked_on))

    def _show_keys(self, whole: Whole) -> None:
        self._keys.setVisible(bool(whole.keys))
        column = _emptied(self._keys)
        _write(column, "heading", _("Who holds the keys of the notes"))
        for one in whole.keys or ():
            who = one.name or _("the recovery sheet")
            words = _("{name}: {notes}").format(name=who, notes=code_label("compartment", one.compartment))
            _write(column, "body", words)
            _write(column, "note", _("since {day}").format(day=day(local_day(one.given_at), "medium")))

    def _show_corrections(self, whole: Whole) -> None:
        self._right.setVisible(bool(whole.corrections))
        column = _emptied(self._right)
        _write(column, "heading", _("Put right in the stay"))
        for one in whole.corrections:
            head = _("{when}, {who}: {reason}")
            when = moment(one.at.astimezone(LOCAL))
            _write(column, "body", head.format(when=when, who=one.who, reason=one.reason))
            _write(column, "note", _("Before: {what}").format(what=_stood(one.was, one.beds)))
            _write(column, "note", _("Now: {what}").format(what=_stood(one.became, one.beds)))


def _stood(side: Mapping[str, Any], beds: Mapping[str, str]) -> str:
    """Return what a record said, in words: bed, from when, until when."""
    if not side:
        return _("nothing")

    def at(name: str) -> str:
        return moment(datetime.fromisoformat(side[name]).astimezone(LOCAL)) if side.get(name) else "…"

    parts = [beds.get(side.get("bed_id", ""), "")]
    for first, last in (("from_at", "to_at"), ("admitted_at", "ended_at")):
        if first in side or last in side:
            parts.append(f"{at(first)} – {at(last)}")
    return " · ".join(part for part in parts if part)


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
    _write(words, "body", goal.statement)
    done, planned = sum(one.done_on is not None for one in goal.interventions), len(goal.interventions)
    parts = [code_label("needs_domain", goal.domain)]
    if planned:
        parts.append(
            ngettext("{done} of {n} intervention", "{done} of {n} interventions", planned).format(
                done=done, n=planned
            )
        )
    _write(words, "note", " · ".join(parts))
    across.addLayout(words, 1)
    open_ = goal.status not in GOAL_CLOSED
    late = open_ and goal.target_on is not None and goal.target_on < today
    chip = Chip(
        "danger" if late else "info" if open_ else "free",
        "circle-alert" if late else "",
        "overview_goal_state",
    )
    days = (today - goal.target_on).days if goal.target_on is not None else 0
    said = ngettext("{n} day late", "{n} days late", days).format(n=days) if late else ""
    set_text(chip, said or code_label("goal_status", goal.status))
    across.addWidget(chip)
    if goal.target_on is not None and open_:
        until = make_label("muted", "overview_goal_until")
        set_text(until, day(goal.target_on, "medium"))
        across.addWidget(until)
    return row


def _events(whole: Whole) -> Iterator[tuple[date, str, str]]:
    """Yield what happened: the day, the icon, the words."""
    for stay in whole.head.stays:
        yield (
            stay.admitted_at.astimezone(LOCAL).date(),
            "log-in",
            _("Admitted to {shelter}").format(shelter=stay.shelter),
        )
        for bed in stay.beds:
            at = bed.from_at.astimezone(LOCAL).date()
            yield at, "bed-double", _("Bed {bed}").format(bed=bed.room_bed)
        if stay.ended_at is not None and stay.exit_reason is not None:
            reason = code_label("exit_reason", stay.exit_reason)
            at = stay.ended_at.astimezone(LOCAL).date()
            yield at, "door-open", _("Left: {reason}").format(reason=reason)
    for line in whole.plans or ():
        if line.approved_at is not None:
            words = _("Plan version {number} approved").format(number=line.number)
            yield line.approved_at.astimezone(LOCAL).date(), "file-check", words
    for session in whole.sessions or ():
        if session.held_at is not None:
            yield session.planned_on, "message-circle", code_label("session_type", session.kind)
    for milestone in whole.milestones or ():
        if milestone.reached_on is not None:
            words = code_label("reintegration_milestone", milestone.kind)
            yield milestone.reached_on, "milestone", _("Milestone: {milestone}").format(milestone=words)


def _event(when: date, icon: str, what: str) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 2, 0, 2)
    across.setSpacing(12)
    sign = QLabel()
    dress(sign, icon, "muted")
    told = make_label("muted", "overview_when")
    set_text(told, day(when, "medium"))
    told.setMinimumWidth(look.px(96))
    words = make_label("body", "overview_what", wrap=True)
    set_text(words, what)
    top = Qt.AlignmentFlag.AlignTop
    across.addWidget(sign, 0, top)
    across.addWidget(told, 0, top)
    across.addWidget(words, 1)
    return row


def _emptied(frame: QFrame) -> QVBoxLayout:
    column = frame.layout()
    if not isinstance(column, QVBoxLayout):
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
    _clear(column)
    return column


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)


def _write(column: QVBoxLayout, part: str, words: str) -> None:
    made = make_label(part, "overview_line", wrap=True)
    set_text(made, words)
    column.addWidget(made)


def _meanwhile(line: PlanLine) -> str:
    if line.next_review_on is None:
        return _("Version {number} is in force until this one is approved.").format(number=line.number)
    return _("Version {number} is in force until this one is approved; its review is due by {day}.").format(
        number=line.number, day=day(line.next_review_on, "medium")
    )
