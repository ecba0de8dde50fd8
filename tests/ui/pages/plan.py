from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from shelter_app.ui.features.plans.goal_rows import GoalRow
from shelter_app.ui.features.plans.tab import PlanTab
from tests.ui.pages.forms import ResidentForms


class PlanPage:
    """What a person sees and does on the plan's tab of a resident's page."""

    def __init__(self, forms: ResidentForms) -> None:
        self.forms = forms
        forms.page.open_tab("plan")
        forms.settle()

    @property
    def tab(self) -> PlanTab:
        QApplication.processEvents()  # what was shown anew is laid out
        view = self.forms.page.view_of("plan")
        assert isinstance(view, PlanTab)
        return view

    def goals(self) -> list[str]:
        """Return the goals that are in sight, from the top."""
        return [row.goal.statement for row in self.tab.rows if not row.isHidden()]

    def row(self, goal: str) -> GoalRow:
        return next(row for row in self.tab.rows if row.goal.statement == goal)

    def words(self, goal: str) -> list[str]:
        return _words(self.row(goal))

    def shown(self, name: str) -> list[str]:
        """Return the words of the cards of this name."""
        parts = self.tab.findChildren(QWidget, name)
        return [text for part in parts if part.isVisible() for text in _words(part)]

    def version(self) -> str:
        return self.tab.state.versions.text().replace("&", "").strip()

    def choose(self, version: str) -> None:
        """Choose from the menu of versions, by the words that stand there."""
        state = self.tab.state
        state.menu.aboutToShow.emit()
        found = {action.text(): action for action in state.menu.actions()}
        found[version].trigger()
        self.forms.settle()

    def step_now(self) -> str:
        """Return the state that the version is in: it is the one in bold."""
        (said,) = [
            one.text()
            for one in self.tab.state.findChildren(QLabel, "plan_step_word")
            if one.property("part") == "heading" and one.isVisible()
        ]
        return said

    def compare(self) -> list[str]:
        """Press the button that compares, and return the sentences."""
        self.tab.state.compare.click()
        self.forms.settle()
        return [one.text() for one in self.tab.findChildren(QLabel, "plan_change") if one.isVisible()]

    def offers(self, goal: str, intervention: int | None = None) -> list[str]:
        return [action.text().replace("&", "") for action in self._actions(goal, intervention)]

    def do(self, goal: str, words: str, intervention: int | None = None) -> None:
        """Choose from the menu of a goal, or of an intervention of it by its place."""
        found = {action.text().replace("&", ""): action for action in self._actions(goal, intervention)}
        found[words].trigger()

    def press(self, goal: str, intervention: int) -> None:
        """Press the one button of an intervention."""
        self._button(goal, intervention).click()
        self.forms.settle()

    def _actions(self, goal: str, intervention: int | None) -> list[QAction]:
        return self._button(goal, intervention).menu().actions()

    def _button(self, goal: str, intervention: int | None) -> QPushButton:
        name = "plan_goal_do" if intervention is None else "plan_intervention_do"
        return self.row(goal).findChildren(QPushButton, name)[intervention or 0]


def _words(part: QWidget) -> list[str]:
    return [one.text() for one in part.findChildren(QLabel) if one.text()]
