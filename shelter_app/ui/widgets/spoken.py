"""What a screen reader is told at once: a result, a refusal, a warning; all of it is shown somewhere too."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say ``words`` now, wherever the keyboard is."""
    if words:
        _announce(widget, words)


def _announce(widget: QWidget, words: str) -> None:
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # the first paint says nothing aloud

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
