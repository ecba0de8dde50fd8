"""Which controls and words a window shows where nobody can see them: outside of what holds them and does not scroll."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QLabel, QWidget


def lost(window: QWidget) -> list[str]:
    """Return what has no size, or lies outside a part of the window that cannot be scrolled to show it."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or not _matters(part):
            continue
        said = f"{part.objectName() or type(part).__name__} ({part.accessibleName()!r})"
        if part.width() <= 0 or part.height() <= 0:
            found.append(f"{said} has no size")
            continue
        within = _outside(part, window)
        if within is not None:
            found.append(f"{said} lies outside {within.objectName() or type(within).__name__}")
    return found


def _matters(part: QWidget) -> bool:
    if isinstance(part, QLabel):
        return bool(part.text())
    return part.focusPolicy() != Qt.FocusPolicy.NoFocus


def _outside(part: QWidget, window: QWidget) -> QWidget | None:
    """Return what cuts the part off for good, or None; what can be scrolled to counts from its scroll area on."""
    rect, at = part.rect(), part
    while at is not window:
        above = at.parentWidget()
        if above is None or at.isWindow():
            return None
        rect = rect.translated(at.pos())
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and above is area.viewport():
            if isinstance(area, QAbstractItemView):
                return None
            rect = _scrolled(rect, area)
        if not above.rect().contains(rect):
            return above
        at = above
    return None


def _scrolled(rect: QRect, area: QAbstractScrollArea) -> QRect:
    """Return where the rectangle can be brought to by the scroll bars of ``area``, as near as they go."""
    room = area.viewport().rect()
    left, top = rect.left(), rect.top()
    across, down = area.horizontalScrollBar(), area.verticalScrollBar()
    if across.minimum() < across.maximum() and _may(area.horizontalScrollBarPolicy()):
        left, width = room.left(), min(rect.width(), room.width())
    else:
        width = rect.width()
    if down.minimum() < down.maximum() and _may(area.verticalScrollBarPolicy()):
        top, height = room.top(), min(rect.height(), room.height())
    else:
        height = rect.height()
    return QRect(left, top, width, height)


def _may(policy: Qt.ScrollBarPolicy) -> bool:
    return policy != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
