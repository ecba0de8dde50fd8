"""The bar above a plan: which version, how far it has come and by whom, comparison and paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shelter_app.domain import plans
from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day, pgettext
from shelter_app.services.plans.views import PlanLine
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.widgets.due_days import due_words
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_button, make_label, set_text

DONE, NOW, TO_COME, LATE = "done", "now", "to come", "late"
LOOK = {
    DONE: ("circle-check", "free"),
    NOW: ("circle-dot", "accent"),
    TO_COME: ("circle", "muted"),
    LATE: ("circle-alert", "danger"),
}
ENDED = frozenset({"SUPERSEDED", *plans.CLOSING})


class StateBar(QFrame):
    """The bar; ``version_wanted`` carries the id of the version that is chosen."""

    version_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plan_state")
        self.setProperty("part", "card")
        self.versions = MenuButton("lined", "plan_versions")
        self.menu = Menu(self.versions, "plan_versions_menu")
        self.menu.aboutToShow.connect(self._fill)
        self.versions.setMenu(self.menu)
        self.compare: QPushButton = make_button("bare", "plan_compare")
        self.compare.setCheckable(True)
        self.print = MenuButton("bare", "plan_print", "printer")
        self._lines: tuple[PlanLine, ...] = ()
        self._shown: PlanLine | None = None
        self._states: FlowRow | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        self._column = column
        above = FlowRow(8)
        above.add(self.versions, self.compare, self.print)
        column.addWidget(above)

    def show_version(self, lines: tuple[PlanLine, ...], shown: PlanLine, today: date) -> None:
        """Show where this version stands, among the versions that there are (the newest first)."""
        self._lines, self._shown = lines, shown
        words = called(shown)
        set_text(self.versions, words, _("{version}: choose another version").format(version=words))
        self.versions.setEnabled(len(lines) > 1)
        before = self.before()
        self.compare.setVisible(before is not None)
        if before is not None:
            set_text(self.compare, _("Compare with version {number}").format(number=before.number))
        set_text(self.print, _("Print"), _("Print this version, or save it as Excel"))
        if self._states is not None:
            self._states.hide()
            self._states.deleteLater()
        self._states = FlowRow(16)
        for state, word, beside in steps(shown, today):
            self._states.add(_step(state, word, beside))
        self._column.addWidget(self._states)

    def before(self) -> PlanLine | None:
        """Return the version before the one that is shown."""
        shown = self._shown
        if shown is None:
            return None
        return next((line for line in self._lines if line.number < shown.number), None)

    def _fill(self) -> None:
        self.menu.clear()
        for line in self._lines:
            words = f"{called(line)} · {code_label('plan_status', line.status)}"
            action = self.menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(line is self._shown)
            action.triggered.connect(lambda _on=False, line=line: self.version_wanted.emit(line.id))


def called(line: PlanLine) -> str:
    """Return what a version is called."""
    return _("Version {number}").format(number=line.number)


def steps(line: PlanLine, today: date) -> Iterator[tuple[str, str, str]]:
    """Go through the states of a version: how it stands to each, the state's word, when and by whom."""
    status = line.status
    yield (NOW if status in plans.WRITTEN else DONE, pgettext("plan", "Written"), line.author)
    begun = status not in plans.WRITTEN
    if line.proposed_at is not None or not begun:
        stands = TO_COME if not begun else NOW if status in plans.PROPOSED else DONE
        yield stands, pgettext("plan", "Proposed"), _day(line.proposed_at)
    if line.approved_at is not None:
        beside = " · ".join(part for part in (_day(line.approved_at), line.approved_by or "") if part)
        yield DONE, pgettext("plan", "Approved"), beside
    elif status in plans.WRITTEN | plans.PROPOSED:
        yield TO_COME, pgettext("plan", "Approved"), _("by a colleague or the director")
    if status in plans.IN_FORCE:
        since = _("since {day}").format(day=_day(line.valid_from)) if line.valid_from is not None else ""
        yield NOW, code_label("plan_status", status), since
        review = line.next_review_on
        if review is not None:
            late = review < today
            until = _("until {day}").format(day=_day(review))
            beside = f"{until} · {due_words(review, today)}" if late else until
            yield LATE if late else TO_COME, pgettext("plan", "Review"), beside
    elif status in ENDED:
        yield NOW, code_label("plan_status", status), _day(line.valid_to)


def _day(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        value = local_day(value)
    return day(value, "medium") if value is not None else ""


def _step(state: str, word: str, beside: str) -> QWidget:
    made = QWidget()
    made.setObjectName("plan_step")
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(6)
    icon, role = LOOK[state]
    sign = QLabel()
    dress(sign, icon, role)
    said = make_label("heading" if state in (NOW, LATE) else "body", "plan_step_word")
    set_text(said, word)
    note = make_label("error" if state == LATE else "note", "plan_step_beside")
    set_text(note, beside)
    note.setVisible(bool(beside))
    for part in (sign, said, note):
        across.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    spoken = {
        DONE: _("done"),
        NOW: _("now"),
        TO_COME: pgettext("plan", "upcoming"),
        LATE: pgettext("plan", "late"),
    }[state]
    made.setAccessibleName(", ".join(part for part in (word, spoken, beside) if part))
    return made
