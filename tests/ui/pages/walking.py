"""Every page of the window, one after the other, each with a form open beside it where it has one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.page import Page
from shelter_app.ui.pages.resident.page import ResidentPage
from shelter_app.ui.pages.settings.page import SettingsPage

PAGES = (
    "today",
    "beds",
    "tape",
    "finding",
    "rollcall",
    "census",
    "occupancy",
    "waiting",
    "held",
    "rooms",
    "residents",
    "resident",
    "importing",
    "calendar",
    "session",
    "reports",
    "settings",
)
OF_SESSIONS = ("calendar", "session")


def settle() -> None:
    """Wait until everything that was asked is shown."""
    for _round in range(8):
        QThreadPool.globalInstance().waitForDone(500)
        QApplication.processEvents()


def parts(page: Page) -> Iterator[str]:
    """Open each part of a page that has several, and say its name."""
    if isinstance(page, SettingsPage):
        for tab in page.tabs():
            tab.click()
            yield tab.objectName()
    elif isinstance(page, ResidentPage):
        for tab_name in page.tabs():
            page.open_tab(tab_name)
            yield tab_name


def walk(frame: Workspace, resident: str, session: str = "", *, forms: int = 99) -> Iterator[str]:
    """Go to every page that the account sees, and say each one's name; then its parts, then its first ``forms``.

    With a ``session``, only to the pages that a counsellor has beyond the others'.
    """
    for name in OF_SESSIONS if session else PAGES:
        if name == "resident":
            frame.go_to_resident(resident)
        elif name == "session":
            if not session:
                continue
            frame.go_to_session(session)
        elif name in frame.pages:
            frame.go(name)
        else:
            continue
        yield name
        settle()
        for part in parts(frame.pages[name]):
            yield f"{name}: {part}"
        for title, do in frame.pages[name].offered()[:forms]:
            do()
            yield f"{name}, {title}"
            panel = frame.pages[name].panel()
            if panel is not None:
                panel.leave()
