from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.session.page import SessionPage
from tests.front import be_in_front


class SessionDesk:
    """What a person does on a session's page; ``inputs`` counts keys and clicks besides typing."""

    def __init__(self, bot: QtBot, frame: Workspace) -> None:
        self.bot = bot
        self.frame = frame
        page = frame.pages["session"]
        assert isinstance(page, SessionPage)
        self.page = page
        self.inputs = 0

    def go_to(self, session: str) -> None:
        self.frame.go_to_session(session)
        self.wait()

    def wait(self) -> None:
        self.bot.waitUntil(
            lambda: (
                self.page.opened is not None
                and self.page.note_panel.note is not None
                and self.page.is_settled()
            )
        )

    def reload(self) -> None:
        """Ask again, and wait for the answer."""
        self.page.refresh()
        self.bot.waitUntil(self.page.is_settled)

    def press(self, button: QPushButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.inputs += 1
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def type_into(self, section: int, text: str) -> None:
        field = self.page.note_panel.editor.fields[section]
        assert field.isVisible()
        self.bot.waitUntil(lambda: not field.isReadOnly())
        field.setFocus()
        self.bot.keyClicks(field, text)

    def section(self, at: int) -> str:
        return self.page.note_panel.editor.fields[at].toPlainText()

    def be_in_front(self) -> None:
        be_in_front(self.bot, self.frame)

    def keep_drafts(self) -> None:
        """Let the seconds pass after which what is typed is kept."""
        self.bot.waitUntil(lambda: "saved at" in self.page.draft.text())

    def sign(self) -> None:
        self.press(self.page.sign_button)
        self.bot.waitUntil(self.page.confirmation.is_ready)
        self.press(self.page.confirmation.go)

    def texts(self) -> list[str]:
        """Return all words of the notes that are read on the page."""
        return [made.text() for card in self.page.note_cards.cards for made in card.findChildren(QLabel)]
