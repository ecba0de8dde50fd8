"""The four steps over the board as a person uses them: keys, clicks, what is read; each input is counted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shelter_app.ui.features.stays.arrival_panel import ArrivalPanel
from shelter_app.ui.features.stays.arrival_steps import ArrivalSteps
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.beds.board.page import BedsPage
from tests.beds.steps import settle
from tests.front import be_in_front, type_letters


class ArrivalPage:
    """The board with its panel; ``inputs`` counts clicks, keys and typed words."""

    def __init__(self, qtbot: QtBot, frame: Workspace) -> None:
        self.qtbot, self.frame = qtbot, frame
        self.inputs = 0

    @property
    def page(self) -> BedsPage:
        made = self.frame.pages["beds"]
        assert isinstance(made, BedsPage)
        return made

    @property
    def panel(self) -> ArrivalPanel:
        return self.page.arrival

    @property
    def steps(self) -> ArrivalSteps:
        assert self.panel.steps is not None
        return self.panel.steps

    def settle(self) -> None:
        settle(self.qtbot, self.page)

    def click(self, part: QWidget) -> None:
        self.inputs += 1
        self.qtbot.mouseClick(part, Qt.MouseButton.LeftButton)

    def type(self, words: str) -> None:
        """Type words where the keyboard is."""
        self.inputs += len(words.split())
        type_letters(self._here(), words)

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        """Press a key where the keyboard is."""
        self.inputs += 1
        if ctrl or key == Qt.Key.Key_Escape:
            be_in_front(self.qtbot, self.frame)  # these keys belong to the window that is in front
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self._here(), key, held)

    def _here(self) -> QWidget:
        here = self.page.window().focusWidget()
        assert here is not None
        return here

    def go_to(self, name: str) -> None:
        """Go on with Tab until the keyboard is in a field."""
        for _each in range(20):
            here = self._here()
            if here.objectName().startswith(f"field_{name}"):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(name)

    def begin_at_today(self) -> None:
        """Come to the steps from the button of the page of the day."""
        self.frame.go("today")
        today = self.frame.pages["today"]
        settle(self.qtbot, today)
        self.click(today.came)  # type: ignore[attr-defined]
        self.settle()

    def people(self) -> list[str]:
        return [row.choice.words for row in self.steps.people._rows]

    def beds(self) -> list[str]:
        return [row.choice.words for row in self.steps.beds._rows]

    def choose(self, words: str) -> None:
        """Click the row of these words, of the people or of the beds."""
        rows = [*self.steps.people._rows, *self.steps.beds._rows]
        self.click(next(row.button for row in rows if row.choice.words.startswith(words)))
        self.settle()
