"""The real program: the calendar as a screen reader hears it, and a note that the power cannot take."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.screen import Screen, Window, wait_for

pytestmark = [pytest.mark.system, pytest.mark.computer_clock]
WORDS = "a dormit mai bine"
FIELD = "Subiectiv · ce spune persoana"
LOST_AT_MOST = 5


def open_session(window: Window) -> None:
    """Open the session that the calendar stands on, and a note to write."""
    window.press("Calendar")
    wait_for(lambda: any(name.count(", ") >= 3 for name in window.focused()), lambda: str(window.focused()))
    window.press_until("Return", "Ședința următoare")
    if FIELD not in window.names():
        window.press("Scrie altă notă")
    window.wait(FIELD)


def test_a_kill_while_a_note_is_written_loses_five_seconds_at_most(
    screen: Screen, store_folder: Path, accounts: dict[str, dict[str, str]]
) -> None:
    window = screen.start("--data", str(store_folder))
    window.sign_in(accounts["COUNSELLOR"])
    open_session(window)
    screen.ask("focus", FIELD)
    screen.type(WORDS)
    wait_for(lambda: window.text(FIELD) == WORDS, lambda: window.text(FIELD))
    time.sleep(LOST_AT_MOST)
    window.process.kill()
    window.process.wait()
    screen.forget_hand()

    window = screen.start("--data", str(store_folder))
    window.sign_in(accounts["COUNSELLOR"])
    open_session(window)
    wait_for(lambda: window.text(FIELD) == WORDS, lambda: str(sorted(window.names())))
    window.wait("ciornă")
    assert window.close() == 0
    assert window.told == ""
