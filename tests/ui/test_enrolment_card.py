"""Somebody new takes up an invitation in the window, and signs in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.app import Program
from shelter_app.db import opening as stores
from shelter_app.domain.errors import MustWait
from shelter_app.services.accounts.acts import AddAccount
from shelter_app.services.acting import Actor, perform
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.signin.enrolment_card import EnrolmentCard

pytestmark = pytest.mark.computer_clock

OWN = "vânt de miazănoapte peste lunci"


@pytest.fixture
def invited(template_store, tmp_path: Path) -> tuple[Path, str]:  # type: ignore[no-untyped-def]
    folder = template_store.copied(tmp_path / "store")
    with stores.unlock(folder, template_store.director, template_store.passphrase) as store:
        director = Actor(store, store.account_id, template_store.director, session_id=store.session_id)
        made = perform(director, AddAccount(name="Dana Pop", roles=("HOUSE_STAFF",)))
    return folder, made.code


@pytest.fixture
def program(invited: tuple[Path, str], program_on: Callable[[Path], Program]) -> Program:
    return program_on(invited[0])


def asked(program: Program) -> EnrolmentCard:
    program.sign_in.account.setText("Dana Pop")
    program.sign_in.code.click()
    page = program.shell.content
    assert isinstance(page, EnrolmentCard)
    assert page.account.text() == "Dana Pop"
    return page


def test_a_code_becomes_a_passphrase_of_ones_own(
    qtbot: QtBot, program: Program, invited: tuple[Path, str]
) -> None:
    page = asked(program)
    page.code.setText(invited[1].lower().replace("-", " "))
    page.passphrase.setText(OWN)
    page.again.setText(OWN)
    page.enter.click()
    qtbot.waitUntil(lambda: program.shell.content is program.sign_in)
    assert program.sign_in.note() == "Your passphrase is set. Sign in with it."
    assert program.sign_in.account.text() == "Dana Pop"
    program.sign_in.passphrase.setText(OWN)
    program.sign_in.enter.click()
    qtbot.waitUntil(lambda: isinstance(program.shell.content, Workspace))


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    qtbot: QtBot, program: Program, invited: tuple[Path, str]
) -> None:
    page = asked(program)
    groups = invited[1].split("-")
    groups[1] = ("0" if groups[1][0] != "0" else "1") + groups[1][1:]
    page.code.setText("-".join(groups))
    page.passphrase.setText(OWN)
    page.again.setText(OWN + "!")
    page.enter.click()
    assert page.sentence() == "The two passphrases do not match. Type both again."
    page.again.setText(OWN)
    page.enter.click()
    qtbot.waitUntil(page.enter.isEnabled)
    assert page.sentence() == "Group 2 of the key is mistyped. Check it again."
    assert (page.code.text(), page.passphrase.text()) == ("-".join(groups), OWN)
    page.code.setText(invited[1])
    for field in (page.passphrase, page.again):
        field.setText("short")
    page.enter.click()
    qtbot.waitUntil(page.enter.isEnabled)
    assert page.sentence().startswith("The passphrase is too short.")


def test_the_seconds_to_wait_are_counted_and_nothing_is_tried_before_they_are_over(
    qtbot: QtBot, program: Program
) -> None:
    page = asked(program)
    page.code.setText("wrong")
    tried: list[str] = []
    page.asked.connect(lambda account, *_secrets: tried.append(account))
    page.refuse(MustWait("Wait.", 2))
    assert page.sentence() == "Too many wrong passphrases. Wait 2 seconds, then try again."
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    qtbot.keyClicks(page.code, "x")
    qtbot.waitUntil(lambda: page.sentence().endswith("Wait 1 second, then try again."))
    assert not page.enter.isEnabled()
    qtbot.waitUntil(page.enter.isEnabled)
    assert (page.sentence(), tried) == ("", [])


def test_one_goes_back_to_the_sign_in(program: Program) -> None:
    asked(program).back.click()
    assert program.shell.content is program.sign_in
    assert program.sign_in.account.text() == "Dana Pop"
