"""What stands on a page, found by its name as a person's tools find it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QWidget


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
