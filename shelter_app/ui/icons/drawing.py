"""Lucide icons drawn in a colour of the look; they follow when the look changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from shelter_app.ui.theme import look

SMALL = 16
LARGE = 20

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    source = (_FOLDER / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, role: str = "text", size: int = SMALL, ratio: float | None = None) -> QPixmap:
    """Return the icon ``name`` in the colour ``role`` of the look, ``size`` at 100 % text."""
    if ratio is None:
        screen = QApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen is not None else 1.0
    return _drawn(name, getattr(look.colours(), role), look.px(size), ratio)


def dress(widget: QAbstractButton | QLabel, name: str, role: str = "text", size: int = SMALL) -> None:
    """Give a button or label an icon that is drawn anew when the look changes."""
    widget.setProperty("lucide", f"{name} {role} {size}")
    _draw(widget)


def redraw() -> None:
    """Draw every dressed widget anew."""
    for widget in QApplication.allWidgets():
        if widget.property("lucide") and isinstance(widget, QAbstractButton | QLabel):
            _draw(widget)


def _draw(widget: QAbstractButton | QLabel) -> None:
    name, role, size = str(widget.property("lucide")).split(" ")
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, role, int(size)))
        return
    made = QIcon(pixmap(name, role, int(size)))
    made.addPixmap(pixmap(name, "muted", int(size)), QIcon.Mode.Disabled)
    widget.setIcon(made)
    widget.setIconSize(QSize(look.px(int(size)), look.px(int(size))))
