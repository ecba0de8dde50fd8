"""The plan as it is read: one version at a time, each goal with its need and with what is done for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QPushButton, QVBoxLayout, QWidget

from shelter_app.domain import plans
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, ngettext
from shelter_app.services.lists.printing import PrintShown
from shelter_app.services.plans import views
from shelter_app.services.plans.views import GoalView, PlanView, PrintPlan
from shelter_app.ui.features.plans import cards, comparison
from shelter_app.ui.features.plans.content import PlanContent, PlanRow, printed_rows
from shelter_app.ui.features.plans.goal_rows import GoalRow
from shelter_app.ui.features.plans.state_bar import StateBar
from shelter_app.ui.features.section import Case, Section, SectionView, offered_row
from shelter_app.ui.forms.offered_act import Offered
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.list_bar import fill_print
from shelter_app.ui.page import Page
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.cards import Card
from shelter_app.ui.widgets.min_height import MinHeightScrollArea
from shelter_app.ui.widgets.parts import Menu, make_button, make_label, set_text, without_mnemonic

if TYPE_CHECKING:
    from collections.abc import Mapping

BESIDE = 900  # steps of width from which wishes and comparison stand beside the goals
FRESH = 2000  # milliseconds for which a goal just written is seen as such


class PlanTab(SectionView):
    """The tab; which version is in sight, whether it is compared and whether closed goals are unfolded is its own."""

    def __init__(self, page: Page, section: Section[PlanContent, PlanRow]) -> None:
        super().__init__()
        self.setProperty("part", "bare")
        self._page, self._section = page, section
        self._case: Case | None = None
        self._content: PlanContent | None = None
        self._chosen = ""
        self._unfolded = False
        self._opened: dict[str, PlanView] = {}
        self._parts: list[QWidget] = []
        self._was: Mapping[str, GoalView] = {}
        self._acted = False
        self.rows: list[GoalRow] = []
        self.nothing = make_label("muted", "plan_nothing", wrap=True)
        self.state = StateBar()
        self.fold = _fold_button()
        self._inner = QWidget()
        below = QVBoxLayout(self._inner)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(12)
        below.addWidget(self.state)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        below.addLayout(self._across, 1)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(16)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, share in ((self._left, 3), (self._right, 1)):
            column.setSpacing(16)
            column.addStretch(1)
            self._across.addLayout(column, share)
        self._scroll = MinHeightScrollArea(self._inner, {})
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.nothing)
        whole.addWidget(self._scroll, 1)
        whole.addStretch(0)
        self._paper = Menu(self.state.print, "plan_print_menu")
        self._paper.aboutToShow.connect(lambda: fill_print(self._paper, page, self._making))
        self.state.print.setMenu(self._paper)
        self.state.version_wanted.connect(self.choose)
        self.state.compare.toggled.connect(self._compare)
        self.fold.clicked.connect(self._turn)
        page.did.connect(self._expect_change)
        self._show()

    def show_content(self, case: Case | None, content: PlanContent | None) -> None:
        """Show the version that was in sight, the plan at hand where none was; no case takes everything away."""
        if case is None or self._case is None or case.resident != self._case.resident:
            self._chosen, self._opened, self._was = "", {}, {}
            self._unfolded = False
            self._forget_comparison()
        self._case, self._content = case, content
        self._show()
        self.sight_changed.emit()

    def shown(self) -> PlanView | None:
        """Return the version that is in sight."""
        found = self._content
        if found is None:
            return None
        known = {one.line.id: one for one in (found.plan, found.in_force) if one is not None}
        told = {line.id for line in found.lines}
        return {**self._opened, **known}.get(self._chosen if self._chosen in told else "", found.plan)

    def choose(self, version: str) -> None:
        """Show another version; one that was not opened yet is asked for, which the trail tells of."""
        self._forget_comparison()
        self._with(version, lambda _opened: self._choose(version))

    def fits(self, form: FormSpec) -> bool:
        """Say whether a form is about the version in sight."""
        shown = self.shown()
        about = form.known.get("plan", form.known.get("goals_of"))
        return about is None or shown is None or about == shown.line.id

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put wishes and comparison under the goals where the width ends."""
        wide = self.width() >= look.px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._across.direction() != way:
            self._across.setDirection(way)
        super().resizeEvent(event)

    def _choose(self, version: str) -> None:
        self._chosen = version
        self._show()
        self._scroll.verticalScrollBar().setValue(0)
        self.sight_changed.emit()

    def _with(self, version: str, come: Callable[[PlanView], None]) -> None:
        """Call ``come`` with a version, asked for if it is not known."""
        found, case = self._content, self._case
        if found is None or case is None:
            return
        known = {one.line.id: one for one in (found.plan, found.in_force) if one is not None}
        one = known.get(version, self._opened.get(version))
        if one is not None:
            come(one)
            return

        def show(opened: PlanView) -> None:
            if self._case is not None and self._case.resident == case.resident:
                self._opened[version] = opened
                come(opened)

        self._page.ask("plan_version", lambda _progress: views.plan(case.actor, version), show)

    def _compare(self, on: bool) -> None:
        before = self.state.before()
        if on and before is not None:
            self._with(before.id, lambda _opened: self._show())
        else:
            self._show()

    def _forget_comparison(self) -> None:
        self.state.compare.blockSignals(True)
        self.state.compare.setChecked(False)
        self.state.compare.blockSignals(False)

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self._show()

    def _expect_change(self, _done: object) -> None:
        self._acted = True

    def _show(self) -> None:
        """Show everything anew; the keyboard stays on what it was on, and what an act brought is seen."""
        held = self._held()
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts, self.rows = [], []
        self.fold.setParent(None)
        case, plan = self._case, self.shown()
        set_text(self.nothing, self._said_of_none())
        self.nothing.setVisible(bool(self.nothing.text()))
        self._scroll.setVisible(plan is not None)
        if case is None or plan is None or self._content is None:
            return
        lines = self._content.lines if case.access.may("plans.plan") else (plan.line,)
        self.state.show_version(lines, plan.line, case.today)
        self.state.print.setVisible(self._page.access.may(PrintPlan.NAME))
        if plan.returned_comment:
            self._add(self._left, cards.returned_card(plan))
        self._add(self._left, self._goals(case, plan))
        if plan.own_wishes:
            self._add(self._right, cards.wishes_card(plan.own_wishes))
        self._show_comparison(plan)
        self._follow_change()
        if held is not None:
            self._hold(held)

    def _said_of_none(self) -> str:
        if self._case is None:
            return ""
        if self._content is None:
            return _("Restricted access: this part is for the colleagues who work on the case.")
        return self._section.empty(self._content) if self.shown() is None else ""

    def _add(self, column: QVBoxLayout, part: QWidget) -> None:
        column.insertWidget(column.count() - 1, part)
        self._parts.append(part)

    def _goals(self, case: Case, plan: PlanView) -> Card:
        card = Card("plan_goals")
        card.column.setSpacing(0)
        counts_days = plan.line.status in plans.WRITTEN | plans.PROPOSED | plans.IN_FORCE
        rows = [self._row(case, plan, goal, counts_days) for goal in plan.goals]
        left = [row for row in rows if row.goal.status not in plans.GOAL_CLOSED]
        closed = [row for row in rows if row.goal.status in plans.GOAL_CLOSED]
        left.sort(key=lambda row: (-row.late, row.goal.target_on is None, row.goal.target_on))
        self.rows = [*left, *closed]
        card.write("note", _counted(left, closed) if rows else self._nothing_in(plan))
        for row in left:
            card.column.addWidget(row)
        if closed:
            say_fold(self.fold, closed, self._unfolded)
            card.column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
            for row in closed:
                row.setVisible(self._unfolded)
                card.column.addWidget(row)
        return card

    def _nothing_in(self, plan: PlanView) -> str:
        if plan.line.status in plans.WRITTEN:
            return _("There are no goals yet. Goals and interventions are shown here.")
        return _("This version has no goals.")

    def _row(self, case: Case, plan: PlanView, goal: GoalView, counts_days: bool) -> GoalRow:
        def offers(done: Any) -> Sequence[Offered]:
            assert self._content is not None
            return offered_row(self._section, case, self._content, PlanRow(goal, done, plan.line))

        return GoalRow(goal, case.today, self._page.begin, offers(None), offers, counts_days=counts_days)

    def _show_comparison(self, plan: PlanView) -> None:
        before = self.state.before()
        if before is None or self._content is None or not self.state.compare.isChecked():
            return
        found = self._content.in_force
        earlier = found if found is not None and found.line.id == before.id else self._opened.get(before.id)
        if earlier is not None:
            self._add(self._right, comparison.comparison_card(earlier, plan))

    def _follow_change(self) -> None:
        """Let a goal that an act brought or changed be seen for a while, in sight."""
        before, self._was = self._was, {row.goal.id: row.goal for row in self.rows}
        if not self._acted or not before:
            return
        fresh = [row for row in self.rows if before.get(row.goal.id) != row.goal]
        if len(fresh) != 1:
            return
        self._acted = False
        (row,) = fresh
        row.mark(True)
        QTimer.singleShot(0, row, lambda: self._scroll.ensureWidgetVisible(row))
        QTimer.singleShot(FRESH, row, lambda: row.mark(False))

    def _held(self) -> tuple[str, str] | None:
        """Return which button of a row has the keyboard: its name and what it is about."""
        focus = QApplication.focusWidget()
        if focus is None or not self._inner.isAncestorOf(focus):
            return None
        return focus.objectName(), str(focus.property("about") or "")

    def _hold(self, held: tuple[str, str]) -> None:
        name, about = held
        for button in self._inner.findChildren(QPushButton, name):
            if button.isVisible() and str(button.property("about") or "") == about:
                button.setFocus()
                return

    def _making(self, form: str) -> Callable[[str], PrintShown]:
        """Return what makes the sheet of the version in sight in the worker: the texts in the language in force."""
        plan = self.shown()
        columns = [one for one in self._section.COLUMNS if one not in self._section.HIDDEN]
        rows = printed_rows(plan) if plan is not None else ()
        texts = tuple(tuple(column.text(row) for column in columns) for row in rows)
        titles, shares = (
            tuple(column.title() for column in columns),
            tuple(column.share for column in columns),
        )
        resident = self._page.subject()

        def make(tongue: str) -> PrintShown:
            return PrintPlan(
                columns=titles, shares=shares, rows=texts, resident=resident, language=tongue, form=form
            )

        return make


def _fold_button() -> QPushButton:
    made = make_button("bare", "plan_fold", "chevron-right")
    without_mnemonic(made)
    return made


def say_fold(button: QPushButton, closed: Sequence[GoalRow], unfolded: bool) -> None:
    """Say how many goals are closed and how, and whether they are unfolded."""
    dress(button, "chevron-down" if unfolded else "chevron-right", "muted")
    words = _("Closed goals: {goals}").format(goals=", ".join(_by_state(closed)))
    set_text(button, words, f"{words}, {_('unfolded') if unfolded else _('folded')}")
    button.show()


def _by_state(rows: Sequence[GoalRow]) -> Iterator[str]:
    states = [row.goal.status for row in rows]
    for state in dict.fromkeys(states):
        yield f"{states.count(state)} {code_label('goal_status', state).lower()}"


def _counted(left: Sequence[GoalRow], closed: Sequence[GoalRow]) -> str:
    total, late = len(left) + len(closed), sum(bool(row.late) for row in left)
    parts = [ngettext("{n} goal", "{n} goals", total).format(n=total)]
    if late:
        parts.append(_("late: {n}").format(n=late))
    parts += _by_state([row for row in left if not row.late])
    return " · ".join(parts)
