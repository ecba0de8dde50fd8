from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.panel import Panel
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.page import Page
from shelter_app.ui.pages.resident.page import ResidentPage
from tests.front import be_in_front


def agree(bot: QtBot, panel: Panel | None) -> None:
    """Agree, once it can have been read, to what the form asks of an act that is not taken back."""
    assert panel is not None
    bar = panel.confirmation
    bot.waitUntil(lambda: bar.isVisible() and bar.is_ready())
    bar.go.click()


class PageForms:
    """What a person does with the form beside a page."""

    def __init__(self, bot: QtBot, frame: Workspace, page: Page) -> None:
        self.bot = bot
        self.frame = frame
        self.beside = page

    def form(self) -> Form:
        panel = self.beside.panel()
        assert panel is not None
        assert panel.form is not None
        return panel.form

    def fill(self, name: str, text: str) -> None:
        control: Any = self.form().fields[name].control
        if isinstance(control, QPlainTextEdit):
            control.setPlainText(text)
        elif isinstance(control, QComboBox):
            control.setEditText(text)
        else:
            assert isinstance(control, QLineEdit)
            control.setText(text)

    def begin(self, name: str, value: Any) -> None:
        """Put a value into a field, a moment for one."""
        self.form().fields[name].begin(value)

    def be_in_front(self) -> None:
        """Take the keyboard back, which a virtual screen without a window manager leaves to a closed list."""
        be_in_front(self.bot, self.frame)

    def save(self) -> None:
        self.be_in_front()
        self.bot.keyClick(self.form(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def agree(self) -> None:
        agree(self.bot, self.beside.panel())

    def said_under(self, name: str) -> str:
        return self.form().fields[name].error.text()

    def closed(self) -> bool:
        panel = self.beside.panel()
        return panel is None or panel.form is None


class ResidentForms(PageForms):
    """What a person does on a resident's page."""

    def __init__(self, bot: QtBot, frame: Workspace) -> None:
        page = frame.pages["resident"]
        assert isinstance(page, ResidentPage)
        super().__init__(bot, frame, page)
        self.page = page

    def go_to(self, resident: str) -> None:
        self.frame.go_to_resident(resident)
        self.settle()

    def come_back(self, resident: str) -> None:
        """Go away from the resident and come back, as after a look at somebody else."""
        self.page.show_resident("")
        self.go_to(resident)

    def settle(self) -> None:
        """Wait until the page is at rest with its case."""
        self.bot.waitUntil(lambda: self.page.case is not None and self.page.is_settled())

    def content(self, section: str) -> Any:
        """Return what a section of the page knows."""
        return self.page.content(section)

    def ask_offered(self) -> None:
        """Ask all sections what can be recorded, as is done when something is looked for by words."""
        come: list[bool] = []
        self.page.ask_offered(lambda: come.append(True))
        self.bot.waitUntil(lambda: bool(come))

    def offered(self) -> set[str]:
        """Return what can be recorded, on whatever tab."""
        self.ask_offered()
        return {form.kind.NAME for form in self.page.forms()}

    def step(self) -> str:
        """Return the words of the filled button, empty while there is none."""
        button = self.page.acts.step
        return "" if button.isHidden() else button.text().replace("&", "").strip()

    def open(self, act: str) -> Form:
        """Open a form as one does who finds it by words."""
        self.ask_offered()
        self.page.open_form(next(form for form in self.page.forms() if act == form.kind.NAME))
        self.bot.waitUntil(self.page.is_settled)  # what the form chooses from has come
        return self.form()

    def chips(self) -> list[QLabel]:
        return self.page.findChildren(QLabel, "resident_chip")

    def texts(self, card: str) -> str:
        part = self.page.findChild(QFrame, card)
        return "" if part is None else "\n".join(one.text() for one in part.findChildren(QLabel))
