"""What a keyboard and a screen reader need, on every page: names, cells that say their column, a focus that is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from tests.front import be_in_front
from tests.ui.pages.walking import settle, walk

Open = Callable[[Actor], Workspace]
MOST_CELLS = 600
SMALLEST = 24  # pixels, to press


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """Let Qt tell its accessible objects what changes, as it does while a screen reader runs."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.parametrize("account", ["director", "counsellor"])
def test_every_page_can_be_used_by_keyboard_and_ear(
    request: pytest.FixtureRequest, qtbot: QtBot, open_frame: Open, account: str
) -> None:
    whom = {"director": ("who", ""), "counsellor": ("", "session")}[account]
    about = [str(request.getfixturevalue(name)) if name else "" for name in whom]
    frame = open_frame(request.getfixturevalue(account))
    shell = frame.window()
    assert isinstance(shell, MainWindow)
    found: set[str] = set()
    for name in walk(frame, *about, forms=3):
        settle()
        be_in_front(qtbot, shell)
        for check in (without_a_name, cells_without_words, without_a_seen_focus, too_small):
            found |= {f"{name}: {check.__name__}: {said}" for said in check(shell)}
    assert sorted(found) == []


def takes_the_keyboard(window: QWidget) -> Iterator[QWidget]:
    for part in window.findChildren(QWidget):
        if part.isVisible() and part.isEnabled() and part.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield part


def called(part: QWidget) -> str:
    return part.objectName() or type(part).__name__


def without_a_name(shell: QWidget) -> Iterator[str]:
    for part in takes_the_keyboard(shell):
        told = QAccessible.queryAccessibleInterface(part)
        if told is None or not told.text(QAccessible.Text.Name).strip():
            yield called(part)


def cells_without_words(shell: QWidget) -> Iterator[str]:
    """A cell of a list says its column and its value, one of a drawing what lies there."""
    for view in shell.findChildren(QTableView):
        table = QAccessible.queryAccessibleInterface(view)
        if not view.isVisible() or table is None:
            continue
        for at in range(min(table.childCount(), MOST_CELLS)):
            cell = table.child(at)
            if cell is None or cell.role() != QAccessible.Role.Cell:
                continue
            said = cell.text(QAccessible.Text.Name).strip()
            if not said or (isinstance(view.model(), RowsModel) and ": " not in said):
                yield f"{called(view)} {at}: {said!r}"


def without_a_seen_focus(shell: QWidget) -> Iterator[str]:
    """What gets the keyboard looks otherwise than without it."""
    for part in takes_the_keyboard(shell):
        if isinstance(part.parentWidget(), QComboBox | QAbstractSpinBox):
            continue  # the field of a list shows the list's own focus
        part.setFocus(Qt.FocusReason.TabFocusReason)
        if not part.hasFocus():
            continue
        place = QRect(part.mapTo(shell, QPoint(0, 0)), part.size())
        focused = shell.grab(place).toImage()
        part.clearFocus()
        if shell.grab(place).toImage() == focused:
            yield called(part)


def too_small(shell: QWidget) -> Iterator[str]:
    for part in shell.findChildren(QWidget):
        pressed = isinstance(part, QAbstractButton | QLineEdit | QComboBox)
        if pressed and part.isVisible() and min(part.width(), part.height()) < SMALLEST:
            yield f"{called(part)} {part.width()} x {part.height()}"


def test_the_checks_notice_what_is_missing(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    silent = QPushButton(page)
    silent.setObjectName("silent")
    silent.setStyleSheet(
        "QPushButton, QPushButton:focus { border: 1px solid black; outline: none; min-height: 4px; padding: 0; }"
    )
    silent.setGeometry(0, 0, 20, 20)
    page.resize(400, 300)
    page.show()
    be_in_front(qtbot, page)
    assert list(without_a_name(page)) == ["silent"]
    assert list(too_small(page)) == ["silent 20 x 20"]
    assert list(without_a_seen_focus(page)) == ["silent"]
    silent.setAccessibleName("Admite")
    silent.resize(60, 30)
    silent.setStyleSheet("QPushButton:focus { border: 3px solid black; }")
    assert [*without_a_name(page), *too_small(page), *without_a_seen_focus(page)] == []


def test_a_cell_that_says_nothing_is_noticed(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    model = RowsModel[str]([Column("", lambda: "Cod", lambda row: row)])
    model.show_rows(["CEDRU-14"], 1)
    view = ListView("rows", model)
    view.setParent(page)
    page.show()
    assert list(cells_without_words(page)) == []
    bare = QTableView(page)
    bare.setModel(QStandardItemModel(1, 1, bare))
    bare.show()
    assert len(list(cells_without_words(page))) == 1
