"""The real program as a process: a director looks round the house and changes the language on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.screen import Screen, wait_for

pytestmark = [pytest.mark.system, pytest.mark.computer_clock]


def test_a_director_sees_beds_residents_and_a_report_in_two_languages(
    screen: Screen, store_folder: Path, accounts: dict[str, dict[str, str]]
) -> None:
    window = screen.start("--data", str(store_folder))
    window.sign_in(accounts["DIRECTOR"])
    window.wait("Paturi libere")
    screen.keys("ctrl+2")
    wait_for(lambda: [name for name in window.names() if ", patul 1" in name])

    window.press("Beneficiari")
    window.wait("Cod: ")

    window.press("Rapoarte")
    window.wait("Situație statistică")
    wait_for(lambda: [role for role, _name, _text, focused in window.parts() if focused and role == "list"])
    screen.keys("Down")
    window.wait("pagina 1 din ")

    screen.ask("focus", "Limba: Română")
    screen.ask("heard")
    screen.keys("space")
    screen.keys("Up")
    wait_for(lambda: ["menu item", "English", "Limba: Română"] in screen.ask("heard"))
    screen.keys("Return")
    window.wait("Language: English")
    window.wait("page 1 of ")
    assert "Rapoarte" not in window.names()

    assert window.close() == 0
    assert window.told == ""
    log = store_folder / "program.log"
    assert not log.exists() or "defect" not in log.read_text(encoding="utf-8")
