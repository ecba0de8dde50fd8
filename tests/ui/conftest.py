"""The real window on a real store with one shelter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.ui import work
from shelter_app.ui.choices import Choices
from shelter_app.ui.shell import Shell
from shelter_app.ui.window import Frame, standing


@pytest.fixture
def beds(director: Actor) -> dict[str, str]:
    """Return the ids of a shelter's beds by label; the shelter's own id is under its code."""
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    room = perform(director, AddRoom(shelter=shelter, name="1"))
    made = {"NORD": shelter}
    for label in ("1A", "1B"):
        made[label] = perform(director, AddBed(room=room, label=label, in_use_from=date(2025, 1, 1)))
    return made


@pytest.fixture
def open_frame(qtbot: QtBot, beds: dict[str, str], english: None) -> Iterator[Callable[[Actor], Frame]]:
    """Return a function that opens the window for whoever signs in."""

    def open_for(actor: Actor) -> Frame:
        shell = Shell(Choices("en", "light", 100))
        qtbot.addWidget(shell)
        frame = Frame(actor, standing(actor), shell)
        shell.show_content(frame)
        shell.show()
        return frame

    yield open_for
    work.finish()
