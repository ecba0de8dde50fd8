"""From an empty folder to a house with rooms, and on after a break."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shelter_app.db import opening as stores
from shelter_app.db.vault import slots
from shelter_app.domain.errors import Refused
from shelter_app.domain.room_pattern import rooms_of
from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts
from shelter_app.services.house.views import beds_tonight
from shelter_app.ui import work
from shelter_app.ui.signin.firstrun import steps
from shelter_app.ui.signin.firstrun.page import DONE, HOUSE, ROOMS, SHEET, YOU, FirstRun
from tests.conftest import CHEAP, PASSPHRASE
from tests.front import be_in_front
from tests.sheets import group_asked
from tests.ui.pages.parts import button

pytestmark = pytest.mark.computer_clock


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda limit=0.7: CHEAP)


@pytest.fixture
def run(qtbot: QtBot, tmp_path: Path, english: None) -> Iterator[FirstRun]:
    made = FirstRun(tmp_path / "store")
    qtbot.addWidget(made)
    made.show()
    yield made
    work.finish()
    if made.actor is not None:
        made.actor.store.close()


def until_step(qtbot: QtBot, run: FirstRun, step: int) -> None:
    qtbot.waitUntil(lambda: run.step() == step and run.next.isEnabled())


def found(qtbot: QtBot, run: FirstRun) -> None:
    run.organisation.setText("Asociația Casa Încercării")
    run.next.click()
    run.account.setText("Ileana Cornea")
    run.passphrase.setText(PASSPHRASE)
    run.again.setText(PASSPHRASE)
    run.next.click()
    until_step(qtbot, run, SHEET)


def group_on_paper(run: FirstRun, file: Path) -> str:
    run.sheet.save_to(file)
    return group_asked(run.sheet, file)


def test_one_button_of_a_step_is_filled_and_it_goes_on(qtbot: QtBot, run: FirstRun, tmp_path: Path) -> None:
    def filled() -> list[str]:
        shown = (made for made in run.findChildren(QPushButton) if made.isVisible())
        return [made.objectName() for made in shown if made.property("part") == "filled"]

    go_on = ["first_run_next"]
    assert filled() == go_on
    found(qtbot, run)
    assert filled() == go_on
    run.sheet.group.setText(group_on_paper(run, tmp_path / "sheet.pdf"))
    qtbot.keyClick(run.sheet.group, Qt.Key.Key_Return)
    until_step(qtbot, run, ROOMS)
    assert filled() == go_on


def test_five_steps_make_a_house_with_numbered_rooms_and_beds(
    qtbot: QtBot, run: FirstRun, tmp_path: Path
) -> None:
    found(qtbot, run)
    run.sheet.group.setText("00000")
    run.next.click()
    qtbot.waitUntil(lambda: bool(run.sentence()))
    assert run.step() == SHEET
    qtbot.waitUntil(run.next.isEnabled)
    run.sheet.group.setText(group_on_paper(run, tmp_path / "sheet.pdf").lower())
    run.next.click()
    until_step(qtbot, run, ROOMS)
    qtbot.waitUntil(run.next.isEnabled)
    for wrong, begins in (
        ("0 x 3", "Write rooms × beds"),
        ("100 x 6", "A shelter can have at most 500 beds"),
    ):
        run.pattern.setText(wrong)
        run.next.click()
        qtbot.waitUntil(lambda begins=begins: run.sentence().startswith(begins) and run.next.isEnabled())
        assert (run.step(), run.pattern.text()) == (ROOMS, wrong)
        assert not run.preview.text()
    run.since.setText("31.02.2026")
    run.pattern.setText("2 x 3, 1")
    run.next.click()
    assert run.sentence().startswith("This is not a date.")
    run.since.setText("01/03/2026")
    assert run.preview.text() == "7 beds in total – rooms 1–2: 3 beds each; room 3: 1 bed"
    assert not run.back.isVisible(), "what was made before the rooms is made"
    run.next.click()
    until_step(qtbot, run, DONE)
    board = beds_tonight(run.actor)
    assert board.shelter.name == "Asociația Casa Încercării"
    assert [len(room.beds) for room in board.rooms] == [3, 3, 1]
    with run.actor.store.raw() as connection:
        assert connection.execute("SELECT DISTINCT in_use_from FROM bed").fetchall() == [("2026-03-01",)]
    assert drafts.load(run.actor, steps.FORM) is None
    wanted = []
    run.over.connect(lambda _actor, page, part: wanted.append((page, part)))
    for name in ("house", "rooms", "colleagues", "register"):
        button(run, f"first_run_{name}").click()
    run.next.click()
    leads = [("settings", "house"), ("rooms", ""), ("settings", "accounts"), ("importing", ""), ("", "")]
    assert wanted == leads


def test_one_goes_back_to_the_house_while_nothing_is_made(
    qtbot: QtBot, run: FirstRun, tmp_path: Path
) -> None:
    run.organisation.setText("Centrul")
    assert not run.back.isVisible()
    run.next.click()
    run.account.setText("Ileana Cornea")
    run.back.click()
    assert (run.step(), run.organisation.text()) == (HOUSE, "Centrul")
    run.organisation.setText("Casa Nord")
    run.next.click()
    assert (run.step(), run.account.text()) == (YOU, "Ileana Cornea")
    assert not (tmp_path / "store").exists()


def test_a_weak_passphrase_or_two_different_ones_make_nothing(
    qtbot: QtBot, run: FirstRun, tmp_path: Path
) -> None:
    run.organisation.setText("Centrul")
    run.next.click()
    run.account.setText("Ileana Cornea")
    for first, second in (("short", "short"), (PASSPHRASE, PASSPHRASE + "x")):
        run.passphrase.setText(first)
        run.again.setText(second)
        run.next.click()
        qtbot.waitUntil(lambda: bool(run.sentence()) and run.next.isEnabled())
        assert run.step() == YOU
        assert not (tmp_path / "store" / "keyring.json").exists()


def type_and_enter(qtbot: QtBot, run: FirstRun, *texts: str) -> None:
    """Type each text where the keyboard is, and press Enter behind it."""
    for text in texts:
        field = run.focusWidget()
        assert isinstance(field, QLineEdit)
        field.insert(text)
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_enter_goes_on_to_the_next_field_and_behind_the_last_one_does_the_step(
    qtbot: QtBot, run: FirstRun
) -> None:
    be_in_front(qtbot, run)
    run.organisation.setFocus()
    type_and_enter(qtbot, run, "Asociatia Incercarii")
    assert run.step() == YOU
    type_and_enter(qtbot, run, "Ileana Cornea", PASSPHRASE)
    assert (run.account.text(), run.passphrase.text()) == ("Ileana Cornea", PASSPHRASE)
    assert run.step() == YOU
    type_and_enter(qtbot, run, PASSPHRASE)
    until_step(qtbot, run, SHEET)


def test_a_refusal_stands_under_its_field_with_the_keyboard_in_it(qtbot: QtBot, run: FirstRun) -> None:
    be_in_front(qtbot, run)
    run.organisation.setFocus()
    run.next.click()
    below = run.findChild(QLabel, "first_run_error_organisation")
    assert isinstance(below, QLabel)
    assert below.isVisible()
    assert run.organisation.hasFocus()
    type_and_enter(qtbot, run, "Asociatia Incercarii")
    type_and_enter(qtbot, run, "Ileana Cornea", PASSPHRASE, f"{PASSPHRASE} x")
    qtbot.waitUntil(
        lambda: run.sentence().startswith("The two passphrases do not match") and run.next.isEnabled()
    )
    assert run.again.hasFocus()


def test_a_name_that_holds_the_passphrase_makes_nothing(qtbot: QtBot, run: FirstRun, tmp_path: Path) -> None:
    run.organisation.setText("Centrul")
    run.next.click()
    run.account.setText(f"Ileana {PASSPHRASE.upper()}")
    run.passphrase.setText(PASSPHRASE)
    run.again.setText(PASSPHRASE)
    run.next.click()
    qtbot.waitUntil(
        lambda: run.sentence().startswith("The name contains the passphrase") and run.next.isEnabled()
    )
    assert run.step() == YOU
    assert not (tmp_path / "store" / "keyring.json").exists()


def test_left_before_the_sheet_is_confirmed_it_goes_on_with_the_same_sheet(
    qtbot: QtBot, run: FirstRun, tmp_path: Path
) -> None:
    found(qtbot, run)
    key = run.sheet.key
    run.actor.store.close()
    opened = stores.unlock(tmp_path / "store", "Ileana Cornea", PASSPHRASE)
    actor = Actor(opened, opened.account_id, "Ileana Cornea", session_id=opened.session_id)
    again = FirstRun(tmp_path / "store", actor, drafts.load(actor, steps.FORM))
    qtbot.addWidget(again)
    assert again.step() == SHEET
    assert again.sheet.key == key
    opened.close()


def test_a_draft_opens_for_its_author_alone(make_actor, director: Actor) -> None:  # type: ignore[no-untyped-def]
    drafts.keep(director, "window", {"text": "zambilă"})
    other = make_actor("DIRECTOR")
    assert drafts.load(other, "window") is None
    with director.store.raw() as connection:
        (body,) = connection.execute("SELECT body FROM draft").fetchone()
    assert b"zambil" not in body
    assert drafts.load(director, "window") == {"text": "zambilă"}
    drafts.drop(director, "window")
    assert drafts.load(director, "window") is None


def test_rooms_are_read_from_a_pattern() -> None:
    assert rooms_of("4 × 3") == (3, 3, 3, 3)
    assert rooms_of("2x2, 5;1") == (2, 2, 5, 1)
    for wrong in ("", "0 x 3", "3 x 0", "rooms", "-1", "3 x"):
        with pytest.raises(Refused) as refused:
            rooms_of(wrong)
        assert refused.value.code == "pattern"
    with pytest.raises(Refused) as refused:
        rooms_of("100 x 6")
    assert refused.value.code == "too_many_beds"
