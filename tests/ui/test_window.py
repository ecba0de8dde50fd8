from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from shelter_app.app import Program
from shelter_app.services.accounts.acts import RenameAccount
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house import acts
from shelter_app.services.house.layout import LayOutHouse
from shelter_app.ui import work
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.single_instance import SingleInstance
from shelter_app.ui.theme import look
from shelter_app.ui.theme.tokens import LOOKS, tokens
from tests.front import be_in_front
from tests.ui.pages.parts import label
from tests.ui.pages.signing_in import SignInPage


@pytest.fixture
def frame(qtbot: QtBot, director: Actor) -> Iterator[Workspace]:
    shelter = perform(director, acts.AddShelter(code="NORD", name="Casa Nord"))
    room = perform(director, acts.AddRoom(shelter=shelter, name="1", placement_rule="WOMEN"))
    for name in ("1A", "1B"):
        perform(director, acts.AddBed(room=room, label=name, in_use_from=director.clock().date()))
    shell = MainWindow(Preferences("en", "light", 100))
    qtbot.addWidget(shell)
    made = Workspace(director, signed_in_user(director), shell)
    shell.show_content(made)
    shell.show()
    made.go("beds")
    qtbot.waitUntil(lambda: len(made.pages["beds"].board.cards()) == 2)
    yield made
    work.finish()


def test_the_board_shows_a_free_bed_by_word(frame: Workspace) -> None:
    card = frame.pages["beds"].board.cards()[0]
    assert card.text() == "Free"
    assert card.accessibleName().startswith("Room 1, bed 1A, Free")
    assert frame.pages["beds"].free.text() == "2 free"


def test_arrows_go_from_bed_to_bed(frame: Workspace, qtbot: QtBot) -> None:
    page: Any = frame.pages["beds"]
    qtbot.waitUntil(page.is_settled)  # cards are made anew with each answer
    board = page.board
    first, second = board.cards()
    qtbot.waitUntil(lambda: second.y() > first.y())  # new cards get their places at the next turn
    be_in_front(qtbot, frame)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert board.current() is second
    assert frame.focusWidget() is second


def test_a_language_switch_changes_every_label_at_once(frame: Workspace, qtbot: QtBot) -> None:
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    before = {button.accessibleName() for button in frame.findChildren(type(frame.top.lock))}
    shell.choose_language("ro")
    qtbot.waitUntil(lambda: frame.pages["beds"].board.cards()[0].text() == "Liber")
    assert shell.windowTitle() == "Registru"
    assert frame.top.lock.accessibleName() == "Blochează"
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    assert [button.text() for button in box.buttons()] == ["Renunță"]
    after = {button.accessibleName() for button in frame.findChildren(type(frame.top.lock))}
    assert "Lock" in before
    assert "Lock" not in after
    shell.choose_language("en")


def test_back_and_forward_bring_a_page_as_it_was_left(frame: Workspace, qtbot: QtBot) -> None:
    frame.go("residents")
    frame.pages["residents"].search.setText("cedru")
    frame.go("beds")
    frame.pages["residents"].search.setText("")
    frame.step(-1)
    assert frame.pages["residents"].isVisible()
    assert frame.pages["residents"].search.text() == "cedru"


def test_an_empty_list_says_what_would_be_here(frame: Workspace, qtbot: QtBot) -> None:
    frame.go("residents")
    qtbot.waitUntil(label(frame.pages["residents"], "residents_empty").isVisible)
    assert "Nobody is in the shelter" in label(frame.pages["residents"], "residents_empty").text()


@pytest.mark.parametrize("percent", look.SCALES)
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_draws_at_every_text_size(frame: Workspace, name: str, percent: int) -> None:
    look.apply(name, percent)
    assert not frame.grab().isNull()
    assert look.colours() == tokens(name)
    look.apply("light", 100)


def test_every_control_that_takes_the_keyboard_has_a_name(frame: Workspace) -> None:
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in frame.findChildren(QLineEdit) + frame.findChildren(type(frame.top.lock))
        if widget.isVisible() and not widget.accessibleName()
    ]
    assert nameless == []


@pytest.fixture
def program(template_store, tmp_path: Path, program_on: Callable[[Path], Program]) -> Program:  # type: ignore[no-untyped-def]
    return program_on(template_store.copied(tmp_path / "store"))


def test_a_wrong_passphrase_shows_a_sentence_and_keeps_the_account(qtbot: QtBot, program: Program) -> None:
    SignInPage(qtbot, program.sign_in).enter("Ileana Cornea", "not this one at all")
    qtbot.waitUntil(lambda: bool(program.sign_in.sentence()))
    assert program.sign_in.account.text() == "Ileana Cornea"
    assert program.sign_in.passphrase.text() == ""


def test_the_right_passphrase_opens_the_frame(qtbot: QtBot, program: Program, template_store) -> None:  # type: ignore[no-untyped-def]
    SignInPage(qtbot, program.sign_in).enter(template_store.director, template_store.passphrase)
    qtbot.waitUntil(lambda: isinstance(program.shell.content, Workspace))


def test_caps_lock_is_noticed_from_what_the_keys_bring(qtbot: QtBot, program: Program) -> None:
    qtbot.keyClick(program.sign_in.passphrase, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert program.sign_in._caps.text() == ""
    program.sign_in.passphrase.caps_lock_seen.emit(True)
    assert program.sign_in._caps.text() == "Caps Lock is on."


def test_the_first_paint_comes_before_the_database_is_loaded(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from shelter_app.app import Program
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.single_instance import SingleInstance
application = QApplication(["registru"])
folder = Path({str(tmp_path)!r})
program = Program(folder, "", Preferences(), SingleInstance(folder))
program.shell.first_painted.disconnect()
program.shell.first_painted.connect(application.quit)
program.shell.show()
application.exec()
heavy = {{"sqlalchemy", "alembic", "reportlab", "pydantic", "babel", "dataclasses"}} & set(sys.modules)
sys.exit(f"loaded too early: {{heavy}}" if heavy else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_second_window_on_the_same_store_finds_it_taken(
    template_store, tmp_path: Path, qtbot: QtBot
) -> None:  # type: ignore[no-untyped-def]
    folder = template_store.copied(tmp_path / "store")
    first, second = SingleInstance(folder), SingleInstance(folder)
    assert first.claim()
    assert not second.claim()
    first.listen()
    with qtbot.waitSignal(first.asked_to_front):
        assert second.bring_to_front()
        QApplication.processEvents()
    first.release()


@pytest.mark.parametrize("what", ["look", "language"])
def test_a_change_is_made_for_the_page_in_sight_and_the_others_come_back_as_they_were_left(
    frame: Workspace, qtbot: QtBot, what: str
) -> None:
    frame.go("residents")
    page: Any = frame.pages["residents"]
    qtbot.waitUntil(lambda: page.do.isEnabled() and page.is_settled())
    page.search.setText("cires")
    qtbot.waitUntil(page.is_settled)
    frame.go("beds")
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    qtbot.waitUntil(lambda: all(one.can_unload() for one in frame.pages.loaded()))
    if what == "look":
        shell.choose_look("dark")
    else:
        shell.choose_language("ro")
    qtbot.waitUntil(lambda: [one.NAME for one in frame.pages.loaded()] == ["beds"])
    qtbot.waitUntil(
        lambda: (look.look(), shell.windowTitle()) in {("dark", "Register"), ("light", "Registru")}
    )
    frame.go("residents")
    assert frame.pages["residents"] is not page
    assert frame.pages["residents"].search.text() == "cires"  # type: ignore[attr-defined]
    shell.choose_look("light")
    shell.choose_language("en")


def test_a_language_and_a_look_chosen_at_once_are_both_in_force_in_the_end(
    frame: Workspace, qtbot: QtBot
) -> None:
    for name in ("residents", "tape", "beds"):
        frame.go(name)
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    qtbot.waitUntil(lambda: all(one.can_unload() for one in frame.pages.loaded()))
    kept: list[tuple[str, str]] = []
    shell.chosen.connect(lambda choices: kept.append((choices.language, choices.look)))
    shell.choose_language("ro")
    shell.choose_look("dark")
    qtbot.waitUntil(lambda: bool(kept))
    assert kept == [("ro", "dark")]
    assert (shell.windowTitle(), look.look()) == ("Registru", "dark")
    shell.choose_look("light")
    shell.choose_language("en")


def test_a_page_with_an_open_form_stays_when_the_look_changes(frame: Workspace, qtbot: QtBot) -> None:
    frame.go("residents")
    page: Any = frame.pages["residents"]
    qtbot.waitUntil(lambda: page.do.isEnabled() and page.is_settled())
    dict(page.offered())["Register a person"]()
    frame.go("beds")
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    shell.choose_look("dark")
    assert frame.pages["residents"] is page
    shell.choose_look("light")


def test_looks_chosen_one_after_the_other_are_drawn_once_and_the_last_stays(
    frame: Workspace, qtbot: QtBot
) -> None:
    for name in ("residents", "tape", "beds"):
        frame.go(name)
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    qtbot.waitUntil(lambda: all(one.can_unload() for one in frame.pages.loaded()))
    drawn: list[str] = []
    shell.chosen.connect(lambda choices: drawn.append(choices.look))
    for name in ("dark", "high_contrast"):
        shell.choose_look(name)
    qtbot.waitUntil(lambda: bool(drawn))
    for _turn in range(8):  # as many turns as a second going over the pages would take
        QApplication.processEvents()
    assert drawn == ["high_contrast"]
    assert look.look() == "high_contrast"
    shell.choose_look("light")


def test_who_was_renamed_is_called_so_in_the_window_and_at_the_next_sign_in(
    qtbot: QtBot, director: Actor, open_frame: Callable[[Actor], Workspace]
) -> None:
    frame = open_frame(director)
    perform(director, RenameAccount(account=director.account_id, name="Ileana Pop"))
    frame.pages["settings"].house_changed.emit()
    qtbot.waitUntil(lambda: "Ileana Pop" in frame.top.who.accessibleName())
    assert frame.account() == "Ileana Pop"


def test_a_shelter_that_was_just_opened_can_be_chosen(
    qtbot: QtBot, director: Actor, open_frame: Callable[[Actor], Workspace]
) -> None:
    frame = open_frame(director)
    perform(director, LayOutHouse(code="SUD", name="Casa Sud", pattern="2 x 2"))
    frame.pages["settings"].house_changed.emit()
    qtbot.waitUntil(lambda: len(frame.top.shelter.menu().actions()) == 2)
    assert frame.top.shelter.text().strip() == "Casa Nord"
    frame.top.shelter.menu().actions()[1].trigger()
    frame.go("beds")
    qtbot.waitUntil(lambda: len(frame.pages["beds"].board.cards()) == 4)  # type: ignore[attr-defined]
