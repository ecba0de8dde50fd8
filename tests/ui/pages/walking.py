"""Every page of the window, one after the other, each with a form open beside it where it has one."""

from __future__ import annotations

from collections.abc import Iterator

from shelter_app.ui.window import Frame

PAGES = (
    "today",
    "beds",
    "tape",
    "rollcall",
    "census",
    "waiting",
    "rooms",
    "residents",
    "resident",
    "importing",
    "calendar",
    "session",
    "reports",
    "settings",
)


def walk(frame: Frame, resident: str, session: str = "") -> Iterator[str]:
    """Go to every page that the account sees, and say each one's name; then with a form open, where it has one."""
    for name in PAGES:
        if name == "resident":
            frame.go_to_resident(resident)
        elif name == "session":
            if not session or name not in frame.pages:
                continue
            frame.go_to_session(session)
        elif name in frame.pages:
            frame.go(name)
        else:
            continue
        yield name
        for title, do in frame.pages[name].doings():
            do()
            yield f"{name}, {title}"
            panel = frame.pages[name].panel()
            if panel is not None:
                panel.leave()
