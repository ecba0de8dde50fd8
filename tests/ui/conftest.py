"""The real window on a real store with one shelter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.app import Program
from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling.acts import PlanSession
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.single_instance import SingleInstance
from tests.services import casework


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
def open_frame(qtbot: QtBot, beds: dict[str, str], english: None) -> Iterator[Callable[[Actor], Workspace]]:
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


@pytest.fixture
def who(director: Actor, beds: dict[str, str]) -> str:
    made = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    perform(director, Admit(resident=made, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    return made


@pytest.fixture
def session(store: Store, beds: dict[str, str], counsellor: Actor) -> str:
    case = casework.resident_in(store, beds["NORD"])
    casework.assign(store, case, counsellor.account_id, "COUNSELLOR")
    at = counsellor.clock() + timedelta(hours=1)
    return perform(
        counsellor,
        PlanSession(
            shelter=beds["NORD"], kind="IND_COUNSEL", planned_at=at, residents=(case.resident,), minutes=50
        ),
    )


@pytest.fixture
def counsellor(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor("COUNSELLOR", name="Dorina Vâlcan")


@pytest.fixture
def program_on(qtbot: QtBot) -> Iterator[Callable[[Path], Program]]:
    """Open the program on a store's folder, at its sign-in with everything loaded; it is closed in the end."""
    hook, opened = sys.excepthook, []

    def open_on(folder: Path) -> Program:
        made = Program(folder, "", Preferences("en", "light", 100), SingleInstance(folder))
        opened.append(made)
        qtbot.addWidget(made.shell)
        made.shell.show()
        qtbot.waitUntil(lambda: made.loading.over)
        return made

    yield open_on
    for made in opened:
        made.close()
    sys.excepthook = hook
