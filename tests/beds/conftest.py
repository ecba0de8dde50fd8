"""A small house of one shelter with two rooms, and a way to let people in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.preferences import Preferences


@dataclass
class House:
    """The ids of a shelter, its rooms and its beds by label."""

    director: Actor
    shelter: str
    rooms: dict[str, str] = field(default_factory=dict)
    beds: dict[str, str] = field(default_factory=dict)

    def resident(self, **about: object) -> str:
        return perform(self.director, RegisterResident(**{"sex": "F", "birth_year": 1999, **about}))

    def admit(self, since: datetime, bed: str | None = None, **about: object) -> tuple[str, str]:
        """Return the ids of a new resident and her stay."""
        who = self.resident(**about)
        held = None if bed is None else self.beds[bed]
        return who, perform(self.director, Admit(resident=who, shelter=self.shelter, at=since, bed=held))


@pytest.fixture
def build_house(director: Actor) -> Callable[..., House]:
    def build(code: str = "NORD", rooms: dict[str, str] | None = None, capacity: int | None = None) -> House:
        shelter = perform(
            director,
            AddShelter(code=code, name=f"Casa {code}", capacity=capacity, capacity_from=date(2025, 1, 1)),
        )
        made = House(director, shelter)
        for name, labels in (rooms or {"1": "ABC", "2": "AB"}).items():
            made.rooms[name] = perform(director, AddRoom(shelter=shelter, name=name))
            for letter in labels:
                label = f"{name}{letter}"
                made.beds[label] = perform(
                    director, AddBed(room=made.rooms[name], label=label, in_use_from=date(2025, 1, 1))
                )
        return made

    return build


@pytest.fixture
def house(build_house: Callable[..., House]) -> House:
    return build_house()


@pytest.fixture
def open_window(qtbot: QtBot, english: None) -> Iterator[Callable[[Actor], Workspace]]:
    """Return a function that opens the window for whoever signs in."""

    def open_for(actor: Actor) -> Workspace:
        shell = MainWindow(Preferences("en", "light", 100))
        qtbot.addWidget(shell)
        frame = Workspace(actor, signed_in_user(actor), shell)
        shell.show_content(frame)
        shell.show()
        return frame

    yield open_for
    work.finish()
