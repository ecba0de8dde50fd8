"""Alt and a letter: each word has its own, on every page in both languages, and it presses or reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcutEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.widgets.mnemonics import PLAIN, Letters, escaped, marked, share, unmarked
from shelter_app.ui.widgets.parts import make_button, make_label, set_text
from tests.front import be_in_front
from tests.ui.pages.walking import PAGES, settle, walk

Open = Callable[[Actor], Workspace]
NAME = "Mira & Ana"
ALT = Qt.KeyboardModifier.AltModifier

texts = st.lists(st.text(alphabet="abcdefîșțăâ ABCMN&-123", max_size=14), max_size=30)


@given(texts)
def test_no_two_words_share_a_letter_and_each_letter_is_of_its_word(words: list[str]) -> None:
    letters = share(words)
    used = [letter for letter in letters if letter]
    assert len(used) == len(set(used))
    for word, letter in zip(words, letters, strict=True):
        assert letter == "" or (letter in word.lower() and letter in PLAIN)


@given(texts)
def test_a_word_goes_without_only_where_all_its_letters_are_given(words: list[str]) -> None:
    letters = share(words)
    for word, letter in zip(words, letters, strict=True):
        if not letter:
            assert {sign for sign in word.lower() if sign in PLAIN} <= set(letters)


@given(texts, texts)
def test_letters_stay_when_other_words_come_and_go_unless_one_would_go_without(
    words: list[str], more: list[str]
) -> None:
    letters = share(words)
    assert share(words, letters) == letters
    both = share([*words, *more], letters)
    kept = [letter for letter in both if letter]
    assert len(kept) == len(set(kept))
    reached = {sign for letter, word in zip(letters, words, strict=True) if letter for sign in word.lower()}
    if all(set(word.lower()) & (PLAIN - reached) or not set(word.lower()) & PLAIN for word in more[:1]):
        assert share([*words, *more[:1]], letters)[: len(words)] == letters
    fewer = share(words[1:], letters[1:])
    if all(letters[1:]):
        assert fewer == letters[1:]


@given(texts)
def test_the_mark_stands_before_the_letter_and_qt_reads_it_so(words: list[str]) -> None:
    for word, letter in zip(words, share(words), strict=True):
        said = marked(word, letter)
        assert unmarked(said) == word
        assert QKeySequence.mnemonic(said) == QKeySequence(f"Alt+{letter}" if letter else "")
        assert QKeySequence.mnemonic(escaped(word)).isEmpty()


def test_first_letters_of_words_come_first_and_letters_that_not_every_keyboard_has_never() -> None:
    assert share(["Save", "Show all", "Șterge", "30 days", "90 days"]) == ["s", "a", "t", "3", "9"]
    assert marked("Show all", "a") == "Show &all"


def in_form(made: QWidget) -> bool:
    """Beside a long form a button of the page may go without a letter; in the form nothing does."""
    above = made.parentWidget()
    while above is not None and above.objectName() != "panel":
        above = above.parentWidget()
    return above is not None


class Catcher(QObject):
    """Takes what a letter would do, so that each can be tried one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.caught: list[tuple[QObject, bool]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QShortcutEvent):
            self.caught.append((watched, event.isAmbiguous()))
            return True
        return super().eventFilter(watched, event)


def wordy(page: QWidget) -> Iterator[QPushButton | QLabel]:
    """Everything that is seen and ought to have a letter."""
    labels = [one for one in page.findChildren(QLabel) if one.buddy() is not None]
    for made in [*page.findChildren(QPushButton), *labels]:
        if made.isVisible() and made.text().strip() and not made.property("no_letter"):
            yield made


@pytest.mark.parametrize("language", ["ro", "en"])
def test_on_every_page_each_letter_reaches_one_thing(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str], language: str
) -> None:
    who = perform(director, RegisterResident(preferred_name=NAME, sex="F", birth_year=1999))
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    frame = open_frame(director)
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    shell.choose_language(language)
    seen, without = 0, list[str]()
    for name in walk(frame, who):
        settle()
        be_in_front(qtbot, shell)
        shell.letters.give()
        letters = shell.letters.shared()
        left = [made for made in wordy(frame) if made not in letters.values()]
        without += [f"{name}: {made.text()}" for made in left if ", " not in name or in_form(made)]
        catcher = Catcher()
        for widget in letters.values():
            widget.installEventFilter(catcher)
        keyboard = shell.windowHandle()
        QTest.keyPress(keyboard, Qt.Key.Key_Alt)
        marks = {letter: QKeySequence.mnemonic(widget.text()) for letter, widget in letters.items()}
        assert marks == {letter: QKeySequence(f"Alt+{letter}") for letter in letters}
        for letter, widget in letters.items():
            catcher.caught.clear()
            QTest.keyPress(keyboard, Qt.Key(ord(letter.upper())), ALT)
            QTest.keyRelease(keyboard, Qt.Key(ord(letter.upper())))  # Alt stays down, as the hand leaves it
            wanted = [(widget, False)] if widget.isEnabled() else []
            assert catcher.caught == wanted, f"{name}: {letter} {widget.text()}"
            seen += 1
        QTest.keyRelease(keyboard, Qt.Key.Key_Alt)
        for widget in letters.values():
            widget.removeEventFilter(catcher)
            assert QKeySequence.mnemonic(widget.text()).isEmpty()
        spoken = [widget.accessibleName().replace(NAME, "") for widget in frame.findChildren(QWidget)]
        assert not [said for said in spoken if "&" in said]
    shell.choose_language("en")
    assert without == []
    assert seen > 10 * len(PAGES)


def test_alt_and_a_letter_presses_a_button_and_goes_to_a_field(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    frame = open_frame(director)
    frame.go("residents")
    settle()
    page = frame.pages["residents"]
    dict(page.offered())["Register a person"]()
    settle()
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    be_in_front(qtbot, shell)
    shell.letters.give()
    letters = {widget.objectName(): letter for letter, widget in shell.letters.shared().items()}

    def press(name: str) -> None:
        QTest.keyClick(shell.windowHandle(), Qt.Key(ord(letters[name].upper())), ALT)

    year = page.findChild(QLineEdit, "field_birth_year")
    everybody = page.findChild(QPushButton, "residents_all")
    assert year is not None
    assert everybody is not None
    assert not year.hasFocus()
    assert not everybody.isChecked()
    press("label_birth_year")
    assert year.hasFocus()
    press("residents_all")
    qtbot.waitUntil(everybody.isChecked)


def test_a_name_with_the_sign_of_a_mark_is_shown_as_it_is_written(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    made, word, field = make_button("lined", "made"), make_label("body", "word"), QLineEdit(page)
    for one in (made, word):
        one.setParent(page)
    word.setBuddy(field)
    for one in (made, word):
        set_text(one, NAME)
        assert QKeySequence.mnemonic(one.text()).isEmpty()
        assert unmarked(one.text()) == NAME
        assert one.accessibleName() == NAME
    letters = Letters(page)
    page.show()
    letters.give()
    assert letters.shared() == {"m": made, "a": word}
