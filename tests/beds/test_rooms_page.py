"""The rooms' page in the window: looked at, reported, out of service, mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor
from shelter_app.services.beds.rooms import defects, rooms
from shelter_app.services.house.views import beds_tonight
from shelter_app.ui import work
from shelter_app.ui.choices import Choices
from shelter_app.ui.pages.rooms.page import RoomsPage
from shelter_app.ui.shell import Shell
from shelter_app.ui.window import Frame, standing
from tests.beds.conftest import House


@pytest.fixture
def page(qtbot: QtBot, director: Actor, house: House, english: None) -> Iterator[RoomsPage]:
    shell = Shell(Choices("en", "light", 100))
    qtbot.addWidget(shell)
    frame = Frame(director, standing(director), shell)
    shell.show_content(frame)
    shell.show()
    frame.go("rooms")
    made = frame.pages["rooms"]
    assert isinstance(made, RoomsPage)
    qtbot.waitUntil(lambda: len(made.rooms.rows) == 2)
    yield made
    work.finish()


def test_a_room_is_looked_at(page: RoomsPage, qtbot: QtBot, director: Actor) -> None:
    page.in_order.click()
    qtbot.waitUntil(lambda: rooms(director, "NORD")[-1].inspected_on == date(2026, 11, 24))
    assert page._defect_title.text() == "Nothing is broken."


def test_a_defect_takes_its_bed_out_of_service_until_it_is_mended(
    page: RoomsPage, qtbot: QtBot, director: Actor, clock
) -> None:
    page.report.click()
    qtbot.waitUntil(lambda: page.error._text.text() == "This is needed. Type something.")
    page.text.setText("broken slats")
    page.bed.setCurrentIndex(1)
    page.out.setChecked(True)
    page.report.click()
    qtbot.waitUntil(lambda: beds_tonight(director, "NORD").out == 1)
    qtbot.waitUntil(page.mended.isVisible)
    assert page._defect_title.text() == "1 defect to mend"
    clock.forward(hours=2)
    page.mended.click()
    qtbot.waitUntil(lambda: defects(director, "NORD") == ())
    assert beds_tonight(director, "NORD").out == 0
