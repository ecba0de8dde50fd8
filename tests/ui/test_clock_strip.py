"""The strip that asks about a clock which cannot be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shelter_app.db.store import DoubtedClock
from shelter_app.domain.clock_doubt import BEHIND
from shelter_app.services.accounts.clock import clock_question
from shelter_app.services.acting import Actor
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.parts import label

Open = Callable[[Actor], Workspace]


def test_it_says_both_times_and_goes_by_one_press(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str]
) -> None:
    director.store.clock_doubt = DoubtedClock(BEHIND, director.clock() + timedelta(days=400))
    frame = open_frame(director)
    strip = frame.clock
    assert strip.isVisible()
    words = label(frame, "clock_strip_words").text()
    assert "24 Nov 2026" in words and "29 Dec 2027" in words
    frame.go("beds")
    qtbot.waitUntil(frame.pages["beds"].is_settled)
    button = frame.findChild(QPushButton, "clock_is_right")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: not strip.isVisible())
    assert clock_question(director) is None


def test_a_clock_that_is_believed_is_not_spoken_of(director: Actor, open_frame: Open) -> None:
    assert not open_frame(director).clock.isVisible()
