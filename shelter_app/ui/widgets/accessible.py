"""How a screen reader reads a part of the window that scrolls, whenever it asks.

A screen reader asks how many parts something holds, then for each of them by its number. In between the window goes
on: a scroll bar hides, with its page or for want of something to scroll. Qt's own description of what scrolls looks
at no bounds (``QAccessibleAbstractScrollArea::child``, Qt 6.11.3): asked for a scroll bar that has just gone it reads
beyond its list, and what it finds there may end the program. Here what scrolls gets Qt's plain description of a
widget, which answers that there is nothing.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QApplication

SCROLLING = frozenset(("QScrollArea", "QAbstractScrollArea"))


@cache
def install() -> None:
    """Describe what scrolls so from now on; a second time does nothing.

    Qt asks for a description only while something reads the window.
    """
    QAccessible.installFactory(_described)
    if QAccessible.isActive():
        for area in QApplication.allWidgets():
            if isinstance(area, QAbstractScrollArea):  # one that was read already is described anew
                QAccessible.deleteAccessibleInterface(
                    QAccessible.uniqueId(QAccessible.queryAccessibleInterface(area))
                )


def _described(class_name: str, part: QObject) -> QAccessibleInterface | None:
    """Return the description of a part of this class, or None where Qt's own is right.

    Qt asks with each class of a part, from its own up, until one is answered. Nothing may be raised here: PySide
    leaves the error to whatever comes next.
    """
    if class_name in SCROLLING and isinstance(part, QAbstractScrollArea):
        return QAccessibleWidget(part, QAccessible.Role.Client)
    return None
