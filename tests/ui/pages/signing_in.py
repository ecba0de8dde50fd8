from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.ui.signin.signin import SignIn


class SignInPage:
    """What a person does at the sign-in."""

    def __init__(self, bot: QtBot, page: SignIn) -> None:
        self.bot = bot
        self.page = page

    def enter(self, account: str, passphrase: str) -> None:
        self.page.account.setText(account)
        self.page.passphrase.setText(passphrase)
        self.bot.keyClick(self.page.passphrase, Qt.Key.Key_Return)
