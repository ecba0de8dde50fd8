from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextBrowser, QVBoxLayout, QWidget
from shiboken6 import delete

from shelter_app import i18n
from shelter_app.ui.features.registry import sections
from shelter_app.ui.frame.help import book
from shelter_app.ui.frame.help.reader import WIDTH, Reader
from tests.front import be_in_front


@pytest.fixture
def desk(qtbot):
    """A field with the keyboard, and the manual beside it."""
    desk = QWidget()
    desk.field = QLineEdit()
    desk.reader = Reader()
    column = QVBoxLayout(desk)
    column.addWidget(desk.field)
    column.addWidget(desk.reader)
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitExposed(desk)
    be_in_front(qtbot, desk)
    desk.field.setFocus()
    return desk


def shown(desk) -> str:
    return desk.reader.findChild(QTextBrowser).toPlainText()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("section", book.SECTIONS)
def test_each_section_is_written_in_each_language(section, language):
    text = book.text(section, language)
    assert text.startswith("# ")
    assert len(text.splitlines()) > 5
    assert "ş" not in text and "ţ" not in text


@pytest.mark.parametrize(
    ("language", "words"), [("ro", "**Plan**, **Ședințe**"), ("en", "**Plan**, **Sessions**")]
)
def test_the_tabs_of_a_resident_s_page_are_listed_as_they_are(language, words):
    text = book.text("resident", language)
    assert words in text
    assert book.TABS not in text
    with i18n.in_language(language):
        assert all(f"**{one.title()}**" in text for one in sections() if one.COLUMNS)


def test_both_languages_have_the_same_steps():
    for section in book.SECTIONS:
        steps = [
            [line[:2] for line in book.text(section, language).splitlines() if line[:2] in ("# ", "1.", "- ")]
            for language in i18n.LANGUAGES
        ]
        assert steps[0] == steps[1], section


def test_help_opens_at_the_page_and_gives_the_keyboard_back(qtbot, desk):
    desk.reader.open_at("reports", desk.field)
    assert desk.reader.isVisible()
    assert "fără date" in shown(desk)
    qtbot.keyClick(desk.reader.findChild(QTextBrowser), Qt.Key.Key_Escape)
    assert not desk.reader.isVisible()
    assert desk.focusWidget() is desk.field


def test_the_manual_closes_when_what_had_the_keyboard_has_gone(qtbot, desk):
    desk.reader.open_at("reports", desk.field)
    delete(desk.field)
    with qtbot.waitSignal(desk.reader.closed):
        qtbot.keyClick(desk.reader.findChild(QTextBrowser), Qt.Key.Key_Escape)
    assert not desk.reader.isVisible()


def test_another_section_is_a_choice_away_and_stays_when_the_language_changes(qtbot, desk):
    desk.reader.open_at("beds", desk.field)
    choice = desk.reader.findChild(QComboBox)
    choice.setCurrentIndex(book.SECTIONS.index("plan"))
    choice.activated.emit(choice.currentIndex())
    assert "altă persoană" in shown(desk)
    i18n.use_language("en")
    desk.reader.retranslate()
    assert "another person" in shown(desk)
    assert choice.currentText() == "The individual plan"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("section", book.SECTIONS)
def test_no_section_is_wider_than_its_column(qtbot, desk, section, language):
    i18n.use_language(language)
    desk.resize(1000, 768)
    desk.reader.setFixedWidth(WIDTH)
    desk.reader.open_at(section, desk.field)
    page = desk.reader.findChild(QTextBrowser)
    qtbot.wait(10)
    assert page.horizontalScrollBar().maximum() == 0
