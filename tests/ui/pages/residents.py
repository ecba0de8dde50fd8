from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.ui.forms.form import Form
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.residents.former import FormerSearch
from shelter_app.ui.pages.residents.page import ResidentsPage
from tests.ui.pages.forms import PageForms
from tests.ui.pages.parts import button


class ResidentsList(PageForms):
    """What a person does on the list of residents; its forms are filled as on any page."""

    def __init__(self, bot: QtBot, frame: Workspace) -> None:
        frame.go("residents")
        page = frame.pages["residents"]
        assert isinstance(page, ResidentsPage)
        super().__init__(bot, frame, page)
        self.list_page = page
        bot.waitUntil(page.do.isEnabled)

    def open(self, act: str) -> Form:
        self.list_page.fill_menu()
        actions = self.list_page.menu.actions()
        next(action for action in actions if action.objectName() == act).trigger()
        return self.form()

    def offered(self) -> set[str]:
        self.list_page.fill_menu()
        return {action.objectName() for action in self.list_page.menu.actions() if action.objectName()}

    def codes(self) -> list[str]:
        return [row.code for row in self.list_page.model.rows]

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.bot.keyClick(self.list_page.list, key, held)

    def show_all(self) -> None:
        """Show those who left too."""
        button(self.list_page, "residents_all").click()

    @property
    def former(self) -> FormerSearch:
        """The search for somebody who left."""
        return self.list_page.former

    def look_for_former(self, words: str, reason: str) -> None:
        """Open the search for somebody who left, type both and search."""
        self.former.open.setChecked(True)
        self.former.words.setText(words)
        self.former.reason.setText(reason)
        self.former.search.click()
