"""No word of a page is cut: in both languages, at 100 and 200 % text, in a window of 1366 × 768."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.shell import SIZE, Shell
from shelter_app.ui.window import Frame

Open = Callable[[Actor], Frame]
PAGES = (
    "today",
    "beds",
    "finding",
    "rollcall",
    "census",
    "waiting",
    "rooms",
    "residents",
    "resident",
    "importing",
    "reports",
    "settings",
)


def cut(page: QWidget) -> list[str]:
    """Return the texts that have less room than they need."""
    found = []
    for label in page.findChildren(QLabel):
        text = label.text()
        if not label.isVisible() or not text or label.wordWrap() or not label.pixmap().isNull():
            continue
        room = label.contentsRect().width() - max(0, label.indent())
        widest = max(label.fontMetrics().horizontalAdvance(line) for line in text.splitlines())
        if widest > room + 1:
            found.append(f"{label.objectName()}: {text!r} {widest} > {room}")
    for button in page.findChildren(QPushButton):
        if button.isVisible() and button.text() and button.property("part") != "tile":
            need = button.fontMetrics().horizontalAdvance(button.text().replace("&", "")) + (
                button.iconSize().width() if not button.icon().isNull() else 0
            )
            if need > button.width():
                found.append(f"{button.objectName()}: {button.text()!r} {need} > {button.width()}")
    return found


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["ro", "en"])
def test_no_word_of_a_page_is_cut(
    qtbot: QtBot, director: Actor, open_frame: Open, beds: dict[str, str], language: str, percent: int
) -> None:
    who = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    perform(director, Admit(resident=who, shelter=beds["NORD"], at=director.clock(), bed=beds["1A"]))
    frame = open_frame(director)
    shell = frame.window()
    assert isinstance(shell, Shell)
    shell.resize(*SIZE)
    shell.choose_language(language)
    shell.choose_percent(percent)
    found = []
    for name in PAGES:
        if name == "resident":
            frame.go_to_resident(who)
        else:
            frame.go(name)
        for _round in range(8):
            QThreadPool.globalInstance().waitForDone(500)
            QApplication.processEvents()
        found += [f"{name}: {text}" for text in cut(frame)]
    shell.choose_percent(100)
    shell.choose_language("en")
    assert found == []


def test_the_check_notices_a_cut_word(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label, button = QLabel("Rezidenți în casă", page), QPushButton("Înregistrează", page)
    label.setGeometry(0, 0, 40, 20)
    button.setGeometry(0, 30, 30, 30)
    page.show()
    assert len(cut(page)) == 2
    label.resize(400, 20)
    button.resize(400, 30)
    assert cut(page) == []
