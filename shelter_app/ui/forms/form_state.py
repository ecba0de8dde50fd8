"""What a person has typed or ticked and not yet saved: the text, where the cursor is, which field has it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from shelter_app.ui.widgets.parts import OWN_DRAFT

Field = QLineEdit | QPlainTextEdit | QTextEdit


def read_state(page: QWidget) -> dict[str, Any]:
    """Return the texts of the page's fields by name, each with its cursor, and the field that has the keyboard."""
    fields = {field.objectName(): field for field in _fields(page)}
    here = next((name for name, field in fields.items() if field.hasFocus()), "")
    texts = {name: [_text(f), _cursor(f)] for name, f in fields.items() if _text(f)}
    ticks = {name: on for name, on in _ticks(page).items() if on}
    chosen = {box.objectName(): box.currentData() for box in _choices(page) if _chosen(box)}
    return {
        "here": here,
        "fields": texts,
        **({"ticks": ticks} if ticks else {}),
        **({"chosen": chosen} if chosen else {}),
    }


def restore_state(page: QWidget, kept: dict[str, Any]) -> None:
    """Bring the texts back, and the cursor to where it was."""
    texts = kept.get("fields", {})
    for field in _fields(page):
        text, cursor = texts.get(field.objectName(), ("", 0))
        if text:
            _write(field, text, cursor)
        if kept.get("here") == field.objectName():
            field.setFocus()
            _write(field, _text(field), cursor)

    for choice in _choices(page):  # the words of a choice are others in another language
        at = choice.findData(kept.get("chosen", {}).get(choice.objectName()))
        if choice.objectName() in kept.get("chosen", {}) and at >= 0:
            choice.setCurrentIndex(at)
    for box in _boxes(page):
        if box.objectName() in kept.get("ticks", {}):
            box.setChecked(True)
    for name, rows in _lists(page).items():
        ticked = kept.get("ticks", {}).get(name, ())
        for row in range(rows.rowCount()):
            if _value(rows, row) in ticked:
                rows.item(row).setCheckState(Qt.CheckState.Checked)


def _boxes(page: QWidget) -> list[QCheckBox]:
    return [box for box in page.findChildren(QCheckBox) if box.objectName()]


def _lists(page: QWidget) -> dict[str, QStandardItemModel]:
    found = {view.objectName(): view.model() for view in page.findChildren(QListView) if view.objectName()}
    return {name: model for name, model in found.items() if isinstance(model, QStandardItemModel)}


def _choices(page: QWidget) -> list[QComboBox]:
    return [box for box in page.findChildren(QComboBox) if box.objectName() and box.isEditable()]


def _chosen(box: QComboBox) -> bool:
    """Say whether what is typed is one of the offered, with a value that can be kept."""
    return (
        box.currentIndex() >= 0
        and isinstance(box.currentData(), str)
        and box.currentText() == box.itemText(box.currentIndex())
    )


def _ticks(page: QWidget) -> dict[str, list[str | int]]:
    """Return which boxes are ticked, and what is ticked in the lists, by its value: its row is another elsewhere."""
    found: dict[str, list[str | int]] = {box.objectName(): [0] for box in _boxes(page) if box.isChecked()}
    for name, rows in _lists(page).items():
        items = [rows.item(row) for row in range(rows.rowCount())]
        ticked = [i for i in items if i is not None and i.checkState() == Qt.CheckState.Checked]
        found[name] = [_value(rows, item.row()) for item in ticked]
    return found


def _value(rows: QStandardItemModel, row: int) -> str | int:
    said = rows.item(row).data(Qt.ItemDataRole.UserRole)
    return said if isinstance(said, str) else row


def _fields(page: QWidget) -> list[Field]:
    lines = [
        line
        for line in page.findChildren(QLineEdit)
        if line.echoMode() == QLineEdit.EchoMode.Normal and not isinstance(line.parent(), QAbstractSpinBox)
    ]
    found: list[Field] = [*lines, *page.findChildren(QPlainTextEdit), *page.findChildren(QTextEdit)]
    return [
        field
        for field in found
        if field.objectName() and not field.isReadOnly() and not field.property(OWN_DRAFT)
    ]


def _text(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _cursor(field: Field) -> int:
    return field.cursorPosition() if isinstance(field, QLineEdit) else field.textCursor().position()


def _write(field: Field, text: str, cursor: int) -> None:
    if isinstance(field, QLineEdit):
        if field.text() != text:
            field.setText(text)
        field.setCursorPosition(cursor)
        return
    if field.toPlainText() != text:
        field.setPlainText(text)
    at = field.textCursor()
    at.setPosition(min(cursor, len(text)))
    field.setTextCursor(at)
