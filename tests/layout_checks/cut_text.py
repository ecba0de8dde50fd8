"""Which words have less room than they need: looked for wherever pictures are made, and by the tests.

A word that is shortened on purpose is not cut where its whole stands in the tip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from shelter_app.ui.tape.headers import SPILLS
from shelter_app.ui.widgets.mnemonics import unmarked

SHOWN = Qt.ItemDataRole.DisplayRole
TIP = Qt.ItemDataRole.ToolTipRole
BESIDE_CURSOR = 4  # what Qt leaves free at the two ends of a field


def cut(window: QWidget) -> list[str]:
    """Return the words below ``window`` that are seen and have less room than they need, each with where it is."""
    found = []
    for kind, check in CHECKS:
        for part in window.findChildren(kind):
            if part.isVisible():
                found += [f"{part.objectName() or kind.__name__}: {said}" for said in check(part)]
    return found


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + 1:
            yield f"{text!r} is {need} high, in {label.height()}"
        return
    room = label.contentsRect().width() - max(0, label.indent())
    need = max(_width(label, line) for line in text.splitlines())
    if need > room + 1 and not _told(text, label.toolTip()):
        yield f"{text!r} is {need} wide, in {room}"


def _button(button: QPushButton) -> Iterator[str]:
    if not button.text() or button.property("part") == "tile":
        return
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    need = _width(button, unmarked(button.text())) + icon
    if need > room + 1:
        yield f"{button.text()!r} is {need} wide, in {room}"


def _box(box: QCheckBox | QRadioButton | QToolButton) -> Iterator[str]:
    need = box.sizeHint().width()
    if box.text() and need > box.width():
        yield f"{box.text()!r} is {need} wide, in {box.width()}"


def _choice(choice: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    line = choice.lineEdit()
    field = QStyle.SubControl.SC_ComboBoxEditField
    place = choice.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, choice)
    room = place.width() if line is None else line.width() - BESIDE_CURSOR
    text = choice.currentText()
    if text and _width(choice, text) > room + 1 and not _told(text, choice.toolTip()):
        yield f"{text!r} is {_width(choice, text)} wide, in {room}"


def _tabs(bar: QTabBar) -> Iterator[str]:
    for at in range(bar.count()):
        room = bar.tabRect(at).intersected(bar.rect()).width()
        if _width(bar, bar.tabText(at)) > room:
            yield f"{bar.tabText(at)!r} is {_width(bar, bar.tabText(at))} wide, in {room}"


def _header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.property(SPILLS):
        return
    for at in range(header.count()):
        text = str(model.headerData(at, header.orientation(), SHOWN) or "")
        across = header.orientation() == Qt.Orientation.Horizontal
        room, need = header.sectionSize(at), header.sectionSizeHint(at)
        tip = str(model.headerData(at, header.orientation(), TIP) or "")
        if across and text and not header.isSectionHidden(at) and need > room + 1 and not _told(text, tip):
            yield f"{text!r} is {need} wide, in {room}"


def _field(field: QLineEdit) -> Iterator[str]:
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    margins = field.textMargins()
    room = inside.width() - margins.left() - margins.right() - BESIDE_CURSOR
    text = "" if field.text() else field.placeholderText()
    if text and _width(field, text) > room + 1:
        yield f"{text!r} is {_width(field, text)} wide, in {room}"


def _cells(view: QTableView | QListView) -> Iterator[str]:
    """Go through the cells that are seen; one that is shortened says the whole in its tip."""
    model = view.model()
    if model is None:
        return
    for index in _seen(view):
        text = str(index.data(SHOWN) or "")
        place, need = view.visualRect(index), view.sizeHintForIndex(index)
        room = place.width() if _table(view) else max(place.width(), view.viewport().width())
        wide = not view.wordWrap() and need.width() > room + 1
        high = need.height() > place.height() + 1
        if text and (wide or high) and not _told(text, str(index.data(TIP) or "")):
            yield f"{text!r} needs {need.toTuple()}, in {place.size().toTuple()}"


def _seen(view: QTableView | QListView) -> Iterator[QModelIndex]:
    model, seen = view.model(), view.viewport().rect()
    columns = range(model.columnCount()) if _table(view) else range(1)
    first = view.indexAt(QPoint(1, 1)).row()
    for row in range(max(0, first), model.rowCount()):
        below = view.visualRect(model.index(row, columns[0] if columns else 0)).top() > seen.bottom()
        if below:
            return
        for column in columns:
            index = model.index(row, column)
            if view.visualRect(index).intersects(QRect(seen)):
                yield index


def _table(view: QAbstractItemView) -> bool:
    return isinstance(view, QTableView)


def _width(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _told(text: str, tip: str) -> bool:
    return text.strip() in tip


CHECKS: tuple[tuple[type[QWidget], Callable[[Any], Iterator[str]]], ...] = (
    (QLabel, _label),
    (QPushButton, _button),
    (QCheckBox, _box),
    (QRadioButton, _box),
    (QToolButton, _box),
    (QComboBox, _choice),
    (QTabBar, _tabs),
    (QHeaderView, _header),
    (QLineEdit, _field),
    (QTableView, _cells),
    (QListView, _cells),
)
