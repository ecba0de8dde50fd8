"""No word of a page is cut and nothing lies outside, in both languages, at 100 and 200 % and in a small window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor
from shelter_app.ui.frame.main_window import SIZE, MainWindow
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.signin.signin import SignIn
from tests.layout_checks.covered import lost
from tests.layout_checks.cut_text import cut
from tests.ui.pages.walking import settle, walk

Open = Callable[[Actor], Workspace]
SMALL = (1024, 700)


def faults(
    frame: Workspace, shown: Preferences, size: tuple[int, int], *, who: str = "", session: str = ""
) -> list[str]:
    """Return what is cut or lost on the pages of a window of this size, with and without their forms."""
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    shell.resize(*size)
    shell.choose_language(shown.language)
    shell.choose_look(shown.look)
    shell.choose_percent(shown.percent)
    found = []
    every = (shown.language, shown.percent) == ("ro", 100)  # forms differ in their words only, and those wrap
    for name in walk(frame, who, session, forms=99 if every else 1):
        settle()
        assert (shell.width(), shell.height()) == size
        found += [f"{name}: {said}" for said in [*cut(shell), *lost(shell)]]
    shell.choose_look("light")
    shell.choose_percent(100)
    shell.choose_language("en")
    return found


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["ro", "en"])
def test_no_word_of_a_page_is_cut_or_lost(
    qtbot: QtBot, director: Actor, open_frame: Open, who: str, language: str, percent: int
) -> None:
    assert faults(open_frame(director), Preferences(language, "light", percent), SIZE, who=who) == []


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["ro", "en"])
def test_no_word_of_calendar_and_session_is_cut_or_lost(
    qtbot: QtBot, counsellor: Actor, open_frame: Open, session: str, language: str, percent: int
) -> None:
    frame = open_frame(counsellor)
    assert {"calendar", "session"} <= set(frame.pages)
    assert faults(frame, Preferences(language, "light", percent), SIZE, session=session) == []


@pytest.mark.parametrize("language", ["ro", "en"])
def test_in_a_small_window_everything_can_still_be_reached(
    qtbot: QtBot,
    director: Actor,
    counsellor: Actor,
    open_frame: Open,
    who: str,
    session: str,
    language: str,
) -> None:
    shown = Preferences(language, "light", 100)
    assert faults(open_frame(director), shown, SMALL, who=who) == []
    assert faults(open_frame(counsellor), shown, SMALL, session=session) == []


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", ["ro", "en"])
def test_no_word_of_the_sign_in_is_cut_or_lost(qtbot: QtBot, language: str, percent: int) -> None:
    shell = MainWindow(Preferences(language, "high_contrast", percent))
    qtbot.addWidget(shell)
    shell.resize(*SMALL)
    shell.show_content(SignIn("Ileana Cornea"))
    shell.show()
    settle()
    assert [*cut(shell), *lost(shell)] == []
    shell.choose_look("light")
    shell.choose_percent(100)
    shell.choose_language("en")


def parts(page: QWidget) -> dict[str, QWidget]:
    """One of each kind, with words that need about 130 pixels."""
    words = "Rezidenți în casă"
    choice, tabs, table, field = QComboBox(page), QTabBar(page), QTableView(page), QLineEdit(page)
    choice.addItem(words)
    tabs.addTab(words)
    tabs.setUsesScrollButtons(False)
    model = QStandardItemModel(table)
    model.setHorizontalHeaderLabels([words])
    model.appendRow(QStandardItem(words))
    table.setModel(model)
    table.setWordWrap(False)
    field.setPlaceholderText(words)
    wrapped, tool = QLabel(f"{words} {words} {words}", page), QToolButton(page)
    wrapped.setWordWrap(True)
    tool.setText(words)
    return {
        "label": QLabel(words, page),
        "wrapped label": wrapped,
        "button": QPushButton(words, page),
        "tool": tool,
        "tick": QCheckBox(words, page),
        "choice": choice,
        "tabs": tabs,
        "placeholder": field,
        "table": table,
    }


def test_the_check_notices_a_cut_word_of_every_kind(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    made = parts(page)
    page.resize(600, 700)
    page.show()
    for name, part in made.items():
        for other in made.values():
            other.setVisible(other is part)
        if isinstance(part, QTableView):
            part.resize(500, 200)
            part.setColumnWidth(0, 50)
        else:
            part.resize(50, 30)
        settle()
        assert cut(page), f"{name} is cut, and nobody notices"
        if isinstance(part, QTableView):
            part.setColumnWidth(0, 400)
        else:
            part.resize(400, 60)
        settle()
        assert cut(page) == []


def test_a_shortened_cell_is_not_cut_where_its_tip_says_the_whole(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 300)
    table = QTableView(page)
    table.resize(300, 200)
    model = QStandardItemModel(table)
    item = QStandardItem("Rezidenți în casă")
    model.appendRow(item)
    table.setModel(model)
    table.setWordWrap(False)
    table.setColumnWidth(0, 40)
    page.show()
    assert len(cut(page)) == 1
    item.setData("Rezidenți în casă", Qt.ItemDataRole.ToolTipRole)
    assert cut(page) == []


def test_the_check_notices_what_lies_outside_and_knows_what_can_be_scrolled_to(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(200, 200)
    made = QPushButton("Admite", page)
    area = QScrollArea(page)
    inner = QWidget()
    inner.resize(100, 900)
    below = QPushButton("Salvează", inner)
    below.setGeometry(QRect(0, 800, 90, 30))
    area.setWidget(inner)
    area.setGeometry(0, 60, 150, 100)
    page.show()
    made.setGeometry(150, 0, 90, 30)
    assert len(lost(page)) == 1
    made.setGeometry(10, 0, 90, 30)
    assert lost(page) == []
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    assert len(lost(page)) == 1
    made.resize(0, 0)
    assert len(lost(page)) == 2
