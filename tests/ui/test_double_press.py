"""A button pressed twice in a hurry does its act once, says so, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from shelter_app.db.models.trust import AuditEvent
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling import views
from shelter_app.services.handover.acts import WriteHandover
from shelter_app.services.handover.views import lines
from shelter_app.services.house.views import house, shelters
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.page import Page
from tests.conftest import FixedClock
from tests.ui.pages.calendar import CalendarDesk
from tests.ui.pages.parts import button
from tests.ui.pages.session import SessionDesk

Open = Callable[[Actor], Workspace]


def events(actor: Actor, action: str) -> int:
    """Return how often an act stands in the trail."""
    with actor.store.reading() as session:
        chosen = select(func.count(AuditEvent.seq)).where(AuditEvent.action == action)
        return session.scalar(chosen) or 0


def pressed_twice(qtbot: QtBot, page: Page, press: Callable[[], Any]) -> list[object]:
    """Press twice without waiting, wait until the page is at rest, and return what was told as done."""
    done: list[object] = []
    page.did.connect(done.append)
    press()
    press()
    qtbot.waitUntil(page.is_settled)
    assert page.error.text() == ""
    return done


def test_a_session_is_held_once_on_its_page(
    qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open, clock: FixedClock
) -> None:
    clock.forward(hours=2)
    desk = SessionDesk(qtbot, open_frame(counsellor))
    desk.go_to(session)
    done = pressed_twice(qtbot, desk.page, desk.page.state_card.hold.click)
    assert len(done) == 1
    assert events(counsellor, "counselling.hold_session") == 1
    assert desk.frame.undo_bar.button.isVisible()


def test_a_note_is_saved_once(
    qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open, clock: FixedClock
) -> None:
    clock.forward(hours=2)
    desk = SessionDesk(qtbot, open_frame(counsellor))
    desk.go_to(session)
    desk.type_into(0, "A dormit mai bine.")
    done = pressed_twice(qtbot, desk.page, desk.page.keep_button.click)
    assert len(done) == 1
    assert len(views.session(counsellor, session).notes) == 1


def test_a_session_is_recorded_once_from_the_calendar(
    qtbot: QtBot, counsellor: Actor, session: str, open_frame: Open, clock: FixedClock
) -> None:
    clock.forward(hours=2)
    desk = CalendarDesk(qtbot, open_frame(counsellor))
    desk.go()
    qtbot.waitUntil(lambda: desk.selected() == session and desk.page.is_settled())
    desk.page.fill_menu()
    nobody = next(action for action in desk.page.menu.actions() if action.objectName() == "calendar_nobody")
    done = pressed_twice(qtbot, desk.page, nobody.trigger)
    assert len(done) == 1
    assert events(counsellor, "counselling.cancel_session") == 1
    assert views.session(counsellor, session).session.status == "NO_SHOW"


def test_a_line_is_withdrawn_once_from_the_page_of_the_day(
    qtbot: QtBot, director: Actor, beds: dict[str, str], open_frame: Open
) -> None:
    perform(director, WriteHandover(shelter=beds["NORD"], text="Keys are with the night shift."))
    frame = open_frame(director)
    page = frame.pages["today"]
    qtbot.waitUntil(lambda: page.shown is not None and page.is_settled())  # type: ignore[attr-defined]
    done = pressed_twice(qtbot, page, button(page, "handover_withdraw").click)
    assert len(done) == 1
    assert events(director, "handover.withdraw") == 1
    frame.undo_bar.button.click()
    qtbot.waitUntil(lambda: len(lines(director, "NORD")) == 1)


def test_the_name_of_the_house_is_saved_once(qtbot: QtBot, director: Actor, open_frame: Open) -> None:
    frame = open_frame(director)
    frame.go("settings")
    page = frame.pages["settings"]
    qtbot.waitUntil(page.is_settled)
    name = page.findChild(QLineEdit, "organisation")
    assert isinstance(name, QLineEdit)
    name.setText("Casa Speranței")
    pressed_twice(qtbot, page, button(page, "save_organisation").click)
    assert house(director).organisation == "Casa Speranței"
    assert events(director, "house.name_organisation") == 1


@pytest.mark.usefixtures("beds")
def test_a_shelter_is_opened_once(qtbot: QtBot, director: Actor, open_frame: Open) -> None:
    frame = open_frame(director)
    frame.go("settings")
    page = frame.pages["settings"]
    qtbot.waitUntil(page.is_settled)
    for field, words in (("shelter_code", "SUD"), ("shelter_name", "Casa Sud"), ("room_pattern", "2 x 2")):
        line = page.findChild(QLineEdit, field)
        assert isinstance(line, QLineEdit)
        line.setText(words)
    pressed_twice(qtbot, page, button(page, "add_shelter").click)
    assert events(director, "house.lay_out") == 1
    assert [row.code for row in shelters(director)] == ["NORD", "SUD"]
