"""A director who forgot the passphrase comes back in the window, with the sheet from the safe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shelter_app.app import Program
from shelter_app.db import opening as stores
from shelter_app.db import recovery
from shelter_app.db.vault import slots
from shelter_app.domain.errors import Refused
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.signin.recovery_card import NewSheet, RecoveryCard
from tests.conftest import CHEAP, Template
from tests.sheets import group_asked, groups_on

pytestmark = pytest.mark.computer_clock

OWN = "vânt de miazănoapte peste lunci"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda limit=0.7: CHEAP)


@pytest.fixture
def folder(template_store: Template, tmp_path: Path) -> Path:
    return template_store.copied(tmp_path / "store")


@pytest.fixture
def program(folder: Path, program_on: Callable[[Path], Program]) -> Program:
    return program_on(folder)


def asked(program: Program, account: str) -> RecoveryCard:
    program.sign_in.account.setText(account)
    program.sign_in.forgotten.click()
    page = program.shell.content
    assert isinstance(page, RecoveryCard)
    assert page.account.text() == account
    return page


def typed(page: RecoveryCard, key: str) -> None:
    page.code.setText(key)
    page.passphrase.setText(OWN)
    page.again.setText(OWN)
    page.enter.click()


def new_sheet(qtbot: QtBot, program: Program, key: str, account: str) -> NewSheet:
    typed(asked(program, account), key.lower().replace("-", " "))
    qtbot.waitUntil(lambda: isinstance(program.shell.content, NewSheet))
    page = program.shell.content
    assert isinstance(page, NewSheet)
    return page


def test_the_sheet_gives_a_new_passphrase_and_a_new_sheet_takes_its_place(
    qtbot: QtBot, program: Program, folder: Path, template_store: Template, tmp_path: Path
) -> None:
    page = new_sheet(qtbot, program, template_store.recovery_key, template_store.director)
    paper = tmp_path / "sheet.pdf"
    page.sheet.save_to(paper)
    page.sheet.group.setText(group_asked(page.sheet, paper).lower())
    page.enter.click()
    qtbot.waitUntil(lambda: program.shell.content is program.sign_in)
    assert program.sign_in.account.text() == template_store.director
    program.sign_in.passphrase.setText(OWN)
    program.sign_in.enter.click()
    qtbot.waitUntil(lambda: isinstance(program.shell.content, Workspace))
    program.close()

    # The old sheet opens nothing any more, the one on paper does.
    with pytest.raises(Refused):
        recovery.prepare(folder, template_store.recovery_key, template_store.director, OWN)
    recovery.prepare(folder, "-".join(groups_on(paper)), template_store.director, OWN)


def test_until_the_new_sheet_is_on_paper_nothing_has_changed(
    qtbot: QtBot, program: Program, folder: Path, template_store: Template
) -> None:
    page = new_sheet(qtbot, program, template_store.recovery_key, template_store.director)
    page.sheet.group.setText("00000")
    page.enter.click()
    assert page.sentence() == f"This is not group {page.sheet.number} on the sheet. Check it again."
    assert page.sheet.group.text() == "00000"
    page.back.click()
    assert program.shell.content is program.sign_in
    assert program.sign_in.note().startswith("Nothing was changed.")
    assert page.sheet.key == ""
    stores.unlock(folder, template_store.director, template_store.passphrase).close()
    assert recovery.prepare(folder, template_store.recovery_key, template_store.director, OWN)


def test_many_wrong_tries_before_do_not_stand_in_the_way(
    qtbot: QtBot, program: Program, folder: Path, template_store: Template, tmp_path: Path
) -> None:
    for _try in range(8):
        with pytest.raises(Refused):
            stores.unlock(folder, template_store.director, "nu mai știu care era parola mea")
    page = new_sheet(qtbot, program, template_store.recovery_key, template_store.director)
    paper = tmp_path / "sheet.pdf"
    page.sheet.save_to(paper)
    page.sheet.group.setText(group_asked(page.sheet, paper))
    page.enter.click()
    qtbot.waitUntil(lambda: program.shell.content is program.sign_in)
    assert (
        program.sign_in.note()
        == "Your new passphrase and the new sheet are in force. Sign in, and destroy the old "
        "sheet: it no longer works."
    )
    stores.unlock(folder, template_store.director, OWN).close()


def test_a_sheet_left_alone_goes_away(
    qtbot: QtBot, program: Program, template_store: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NewSheet, "WAITS", 50)
    typed(asked(program, template_store.director), template_store.recovery_key)
    qtbot.waitUntil(lambda: program.shell.content is program.sign_in)
    assert program.sign_in.note().startswith("Nothing was changed.")


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    qtbot: QtBot, program: Program, template_store: Template
) -> None:
    page = asked(program, "Nimeni Altul")
    typed(page, template_store.recovery_key)
    qtbot.waitUntil(page.enter.isEnabled)
    assert page.sentence().startswith("There is no active director with this name.")
    assert (page.code.text(), page.passphrase.text()) == (template_store.recovery_key, OWN)
    page.account.setText(template_store.director)
    groups = template_store.recovery_key.split("-")
    groups[4] = groups[4][:4] + ("0" if groups[4][4] != "0" else "1")
    typed(page, "-".join(groups))
    qtbot.waitUntil(page.enter.isEnabled)
    assert page.sentence() == "Group 5 of the key is mistyped. Check it again."
    page.code.clear()
    page.enter.click()
    assert page.sentence() == "Type the key printed on the recovery sheet."
