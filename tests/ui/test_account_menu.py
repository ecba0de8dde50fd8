"""The menu of the account, at the top right: what one sets for oneself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.settings.page import SettingsPage

Open = Callable[[Actor], Workspace]


def test_it_leads_to_ones_own_passphrase(
    qtbot: QtBot, make_actor: Callable[..., Actor], open_frame: Open
) -> None:
    frame = open_frame(make_actor("AUDITOR"))
    menu = frame.top.who.menu()
    assert menu is not None
    (entry,) = (action for action in menu.actions() if action.objectName() == "own_passphrase")
    assert isinstance(entry, QAction)
    assert entry.text() == "Change my passphrase…"
    entry.trigger()
    page = frame.pages["settings"]
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(page.isVisible)
    (shown,) = (tab.objectName() for tab in page.tabs() if tab.isChecked())
    assert shown == "settings_own"
