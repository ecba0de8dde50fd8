"""What a version changed against the one before, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from shelter_app.domain.codes import label as code_label
from shelter_app.domain.plan_comparison import Change, What, compare
from shelter_app.i18n import _, day
from shelter_app.services.plans.views import PlanView
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.widgets.cards import Card
from shelter_app.ui.widgets.parts import make_label, set_text

ICONS = {
    What.NEW: ("plus", "free"),
    What.ADDED: ("plus", "free"),
    What.CLOSED: ("check", "free"),
    What.LEFT_OUT: ("x", "warning"),
    What.REMOVED: ("x", "warning"),
    What.TERM: ("calendar-days", "info"),
    What.MOVED: ("calendar-days", "info"),
}


def comparison_card(before: PlanView, after: PlanView) -> Card:
    """Return the card that tells what ``after`` changed against ``before``."""
    number = before.line.number
    card = Card("plan_comparison", _("What changed since version {number}").format(number=number))
    told = list(sentences(before, after))
    for icon, role, words in told:
        across = QHBoxLayout()
        across.setSpacing(8)
        sign = QLabel()
        dress(sign, icon, role, 14)
        said = make_label("body", "plan_change", wrap=True)
        set_text(said, words)
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(said, 1)
        card.column.addLayout(across)
    if not told:
        card.write("muted", _("The goals, interventions and wishes are unchanged."))
    return card


def sentences(before: PlanView, after: PlanView) -> Iterator[tuple[str, str, str]]:
    """Go through the changes, each with its icon, the icon's colour and a sentence."""
    if (before.own_wishes or "").strip() != (after.own_wishes or "").strip():
        yield "pen-line", "info", _("The resident's wishes were rewritten.")
    for change in compare(before.goals, after.goals):
        icon, role = ICONS.get(change.what, ("pen-line", "info"))
        yield icon, role, _sentence(change)


def _sentence(change: Change) -> str:
    was, now = _words(change.was), _words(change.now)
    of_service = {What.ADDED: change.now, What.REMOVED: change.was, What.MOVED: change.was}.get(change.what)
    service = code_label("service", str(of_service)) if of_service is not None else ""
    words = {
        What.NEW: _("New goal: {goal}"),
        What.WORDS: _("The goal “{was}” is now: {goal}"),
        What.NEED: _("The need was rewritten: {goal}"),
        What.TERM: _("Deadline moved from {was} to {now}: {goal}"),
        What.CLOSED: _("Closed as {state}: {goal}"),
        What.LEFT_OUT: _("Not carried over, although it was open: {goal}"),
        What.ADDED: _("New intervention: {service}, for the goal “{goal}”"),
        What.REMOVED: _("No longer planned: {service}, for the goal “{goal}”"),
        What.MOVED: _("Deadline moved to {now}: {service}, for the goal “{goal}”"),
    }[change.what]
    state = code_label("goal_status", str(change.now)).lower() if change.what is What.CLOSED else ""
    return words.format(goal=change.goal, was=was, now=now, service=service, state=state)


def _words(value: str | date | None) -> str:
    if isinstance(value, date):
        return day(value, "medium")
    return value if value is not None else _("no deadline")
