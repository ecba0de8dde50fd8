"""Qt's own words are said in the program's language; English ones are Qt's, without a catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from shelter_app.i18n import DEFAULT
from shelter_app.ui import texts

EVERY = QDialogButtonBox.StandardButton


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    texts.speak(DEFAULT)


def menu_of_a_field(qtbot: QtBot) -> list[str]:
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    qtbot.addWidget(menu)
    return [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]


def buttons(qtbot: QtBot) -> list[str]:
    box = QDialogButtonBox(EVERY.Ok | EVERY.Cancel | EVERY.Close | EVERY.Yes | EVERY.No)
    qtbot.addWidget(box)
    return [box.button(kind).text() for kind in (EVERY.Ok, EVERY.Cancel, EVERY.Close, EVERY.Yes, EVERY.No)]


def test_a_field_and_the_buttons_of_a_dialog_speak_the_program_s_language(
    application: QApplication, qtbot: QtBot
) -> None:
    texts.speak("en")
    assert menu_of_a_field(qtbot) == ["&Undo", "&Redo", "Cu&t", "&Copy", "&Paste", "Delete", "Select All"]
    assert [name.replace("&", "") for name in buttons(qtbot)] == ["OK", "Cancel", "Close", "Yes", "No"]
    texts.speak("ro")
    assert [name.replace("&", "") for name in menu_of_a_field(qtbot)] == [
        "Anulează", "Refă", "Decupează", "Copiază", "Lipește", "Șterge", "Selectează tot",
    ]  # fmt: skip
    assert [name.replace("&", "") for name in buttons(qtbot)] == ["OK", "Renunță", "Închide", "Da", "Nu"]


def test_every_text_of_qt_s_that_the_program_translates_is_qt_s_own_in_english(
    application: QApplication,
) -> None:
    texts.speak("en")
    assert all(QCoreApplication.translate("QDialog", text) == text for text in texts.SOURCES)
    texts.speak("ro")
    same = {text for text in texts.SOURCES if QCoreApplication.translate("QDialog", text) == text}
    assert same == {"OK", "&OK", "Folder"}  # Romanian has the same word
