"""A goal of a plan as a row: the need, the goal with how far it has come, what is done for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from shelter_app.domain import plans
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day, ngettext, pgettext
from shelter_app.services.plans.views import GoalView, InterventionView
from shelter_app.ui.forms.offered_act import Offered
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.theme import look
from shelter_app.ui.widgets import mnemonics
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import (
    Chip,
    Menu,
    MenuButton,
    make_button,
    make_label,
    set_text,
    without_mnemonic,
)

SIDE_BY_SIDE = 640  # steps of width from which need, goal and interventions stand beside one another
CLOSED_LOOK = {"ACHIEVED": ("free", "check"), "PARTLY": ("warning", "check")}
Begin = Callable[[Offered], None]


def days_late(goal: GoalView, today: date) -> int:
    """Return how many days a goal or what is done for it is late."""
    until = (goal.target_on, *(one.due_on for one in goal.interventions if one.done_on is None))
    return plans.days_late(goal.status, until, today)


def state_chip(goal: GoalView, today: date, name: str, *, counts_days: bool = True) -> Chip:
    """Return the chip that says how a goal stands: late before anything else, or what is done for it is."""
    days = plans.days_late(goal.status, (goal.target_on,), today) if counts_days else 0
    late = sum(
        one.done_on is None and bool(plans.days_late(goal.status, (one.due_on,), today))
        for one in goal.interventions
    )
    if counts_days and (days or late):
        made = Chip("danger", "circle-alert", name)
        if days:
            set_text(made, ngettext("{n} day late", "{n} days late", days).format(n=days))
        else:
            set_text(made, ngettext("{n} intervention late", "{n} interventions late", late).format(n=late))
        return made
    if goal.status in plans.GOAL_CLOSED:
        made = Chip(*CLOSED_LOOK.get(goal.status, ("plain", "x")), name)
    else:
        made = Chip("plain" if goal.status == plans.NOT_STARTED else "info", "", name)
    set_text(made, code_label("goal_status", goal.status))
    return made


class GoalRow(QFrame):
    """The row of a goal; ``of_goal`` is what can be done with it, ``of_intervention`` with what is done for it."""

    def __init__(
        self,
        goal: GoalView,
        today: date,
        begin: Begin,
        of_goal: Sequence[Offered],
        of_intervention: Callable[[InterventionView], Sequence[Offered]],
        *,
        counts_days: bool,
    ) -> None:
        super().__init__()
        self.goal = goal
        self.late = days_late(goal, today) if counts_days else 0
        self.setObjectName("plan_goal")
        self.setProperty("part", "row")
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 10, 0, 10)
        self._across.setSpacing(16)
        self._across.addLayout(self._need(), 3)
        self._across.addLayout(self._aim(today, begin, of_goal, counts_days), 4)
        self._across.addLayout(self._done(today, begin, of_intervention, counts_days), 7)

    def mark(self, fresh: bool) -> None:
        """Let the row be seen as the one that was just written, or no more."""
        self.setProperty("part", "fresh_row" if fresh else "row")
        self.style().unpolish(self)
        self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand under one another where the width ends."""
        wide = self.width() >= look.px(SIDE_BY_SIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._across.direction() != way:
            self._across.setDirection(way)
            self._across.setSpacing(16 if wide else 6)
        super().resizeEvent(event)

    def _need(self) -> QVBoxLayout:
        goal, column = self.goal, _column()
        _write(column, "heading", "plan_domain", code_label("needs_domain", goal.domain))
        _write(column, "note", "plan_need", goal.need or "")
        column.addStretch(1)
        return column

    def _aim(self, today: date, begin: Begin, offers: Sequence[Offered], counts_days: bool) -> QVBoxLayout:
        goal, column = self.goal, _column()
        first = QHBoxLayout()
        first.setSpacing(4)
        said = make_label("heading", "plan_statement", wrap=True)
        set_text(said, goal.statement)
        first.addWidget(said, 1)
        if offers:
            spoken = _("What can be done with the goal: {goal}").format(goal=goal.statement)
            first.addWidget(
                _menu("plan_goal_do", goal.id, spoken, offers, begin), 0, Qt.AlignmentFlag.AlignTop
            )
        column.addLayout(first)
        if goal.interventions:
            column.addLayout(_progress(goal))
        state = FlowRow(8)
        state.add(state_chip(goal, today, "plan_goal_state", counts_days=counts_days))
        closed = goal.closed_on is not None and goal.status in plans.GOAL_CLOSED
        until = goal.closed_on if closed else goal.target_on
        if until is not None:
            words = day(until, "medium") if closed else _("until {day}").format(day=day(until, "medium"))
            state.add(_label("note", "plan_goal_until", words))
        column.addWidget(state)
        _write(column, "note", "plan_goal_result", goal.result or "")
        column.addStretch(1)
        return column

    def _done(
        self,
        today: date,
        begin: Begin,
        offers_of: Callable[[InterventionView], Sequence[Offered]],
        counts_days: bool,
    ) -> QVBoxLayout:
        column = _column(6)
        is_open = self.goal.status not in plans.GOAL_CLOSED
        for one in self.goal.interventions:
            late = counts_days and is_open and one.done_on is None
            days = plans.days_late(self.goal.status, (one.due_on,), today) if late else 0
            column.addWidget(_intervention(one, days, offers_of(one), begin))
        if not self.goal.interventions:
            _write(column, "muted", "plan_nothing_done", _("There are no interventions for this goal yet."))
        column.addStretch(1)
        return column


def _progress(goal: GoalView) -> QHBoxLayout:
    done, planned = sum(one.done_on is not None for one in goal.interventions), len(goal.interventions)
    bar = QProgressBar()
    bar.setObjectName("plan_progress")
    bar.setTextVisible(False)
    bar.setRange(0, planned)
    bar.setValue(done)
    words = _("{done} of {n}").format(done=done, n=planned)
    bar.setAccessibleName(
        ngettext("{done} of {n} intervention", "{done} of {n} interventions", planned).format(
            done=done, n=planned
        )
    )
    across = QHBoxLayout()
    across.setSpacing(8)
    across.addWidget(bar, 1)
    across.addWidget(_label("note", "plan_progress_words", words))
    return across


def _intervention(one: InterventionView, late: int, offers: Sequence[Offered], begin: Begin) -> QWidget:
    """Return a line: how it stands, what is done, who does it and until when."""
    made = QWidget()
    made.setObjectName("plan_intervention")
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(8)
    done = one.done_on is not None
    icon, role, spoken = (
        ("check", "free", _("done"))
        if done
        else ("circle-alert", "danger", pgettext("plan", "late"))
        if late
        else ("circle", "muted", _("to be done"))
    )
    sign = QLabel()
    dress(sign, icon, role)
    sign.setAccessibleName(spoken)
    across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    words = _column(0)
    _write(words, "body", "plan_service", code_label("service", one.service))
    who = (code_label("goal_responsible", one.responsible), one.provider or "", one.frequency or "")
    _write(words, "note", "plan_who", " · ".join(part for part in who if part))
    _write(words, "error" if late else "note", "plan_when", _when(one, late))
    _write(words, "note", "plan_result", one.result or "")
    across.addLayout(words, 1)
    called = _("What can be done with the intervention: {intervention}").format(
        intervention=code_label("service", one.service)
    )
    if len(offers) == 1:
        button = make_button("small", "plan_intervention_do", "check")
        set_text(button, _("Record as done"), f"{offers[0].title}: {code_label('service', one.service)}")
        button.setProperty("about", one.id)
        button.clicked.connect(lambda: begin(offers[0]))
        without_mnemonic(button)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    elif offers:
        across.addWidget(
            _menu("plan_intervention_do", one.id, called, offers, begin), 0, Qt.AlignmentFlag.AlignTop
        )
    return made


def _when(one: InterventionView, late: int) -> str:
    if one.done_on is not None:
        return _("done on {day}").format(day=day(one.done_on, "medium"))
    if one.due_on is None:
        return ""
    until = _("until {day}").format(day=day(one.due_on, "medium"))
    if not late:
        return until
    return f"{until} · {ngettext('{n} day late', '{n} days late', late).format(n=late)}"


def _menu(name: str, about: str, spoken: str, offers: Iterable[Offered], begin: Begin) -> MenuButton:
    button = MenuButton("small", name, "ellipsis")
    button.setProperty("arrow", None)
    set_text(button, "", spoken, spoken)
    button.setProperty("about", about)
    without_mnemonic(button)
    menu = Menu(button, f"{name}_menu")
    for one in offers:
        action = menu.addAction(mnemonics.escaped(one.title))
        action.setObjectName(one.kind.NAME)
        action.triggered.connect(lambda _on=False, one=one: begin(one))
    button.setMenu(menu)
    return button


def _column(gap: int = 4) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(gap)
    return made


def _label(part: str, name: str, words: str) -> QLabel:
    made = make_label(part, name)
    set_text(made, words)
    return made


def _write(column: QVBoxLayout, part: str, name: str, words: str) -> None:
    if words:
        made = make_label(part, name, wrap=True)
        set_text(made, words)
        column.addWidget(made)
