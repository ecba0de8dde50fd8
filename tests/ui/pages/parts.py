"""What stands on a page, found by its name as a person's tools find it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget


def button(page: QWidget, name: str) -> QPushButton:
    """Return the button of this name."""
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def label(page: QWidget, name: str) -> QLabel:
    """Return the words of this name."""
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found


def choose_file(page: QWidget, name: str, file: Path) -> None:
    """Choose a file in the dialog of this name that is open over the page."""
    dialog = page.findChild(QFileDialog, name)
    assert isinstance(dialog, QFileDialog), name
    typed = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(typed, QLineEdit)
    typed.setText(str(file))
    dialog.accept()
