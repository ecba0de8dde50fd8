"""The real program as a process: what is typed when the power goes, and a first look without a store."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from shelter_app.db import opening as stores
from shelter_app.services.acting import Actor
from shelter_app.services.residents.views import residents
from tests.e2e.screen import OF_A_PERSON, Screen, wait_for

pytestmark = [pytest.mark.system, pytest.mark.computer_clock]
WORDS = "contract vazut la angajator"
LOST_AT_MOST = 5


def test_a_kill_while_typing_loses_five_seconds_at_most(
    screen: Screen, store_folder: Path, accounts: dict[str, dict[str, str]]
) -> None:
    director = accounts["DIRECTOR"]
    with stores.unlock(store_folder, director["name"], director["passphrase"]) as store:
        here = residents(Actor(store, store.account_id, director["name"])).rows
        code = here[0].code
    window = screen.start("--data", str(store_folder))
    window.sign_in(director)
    window.wait("Cont: ")
    window.press("Beneficiari")
    window.wait("Cod: ")
    window.write("Caută un beneficiar", code)
    wait_for(lambda: sum(name.startswith("Cod: ") for name in window.names()) == 1)
    screen.ask("focus", "Caută un beneficiar")
    window.tab_to_list()
    screen.keys("Home", "Return")
    window.wait(OF_A_PERSON)
    window.find("reper atins")
    window.wait("Dovadă")
    window.write("Dovadă", WORDS[:8])
    screen.ask("focus", "Dovadă")
    screen.keys("End")
    screen.type(WORDS[8:])
    wait_for(lambda: window.text("Dovadă") == WORDS)
    time.sleep(LOST_AT_MOST)
    window.process.kill()
    window.process.wait()
    screen.forget_hand()

    window = screen.start("--data", str(store_folder))
    window.sign_in(director)
    wait_for(lambda: window.text("Dovadă") == WORDS, lambda: str(sorted(window.names())))
    assert window.close() == 0
    assert window.told == ""


MAKING_A_DEMONSTRATION = 180.0  # a year of a house, on a computer that does other things too


def test_a_first_look_round_needs_no_account_of_ones_own(screen: Screen, store_folder: Path) -> None:
    window = screen.start("--data", str(store_folder))
    window.press("Deschide o demonstrație cu date fictive")
    window.wait("Aceste conturi sunt pentru a încerca", MAKING_A_DEMONSTRATION)
    told = next(name for name in window.names() if "Ioana Exemplu" in name)
    first = told.splitlines()[0]
    passphrase = first.partition("): ")[2]
    window.press("Intră")
    window.sign_in({"name": "Ioana Exemplu", "passphrase": passphrase})
    window.wait("Date fictive")
    assert window.close() == 0
