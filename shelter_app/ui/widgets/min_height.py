"""A part of a page that scrolls as a whole where the window is small or the text large, so that nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import NOTE

SIDES = 30


def fit_filter_buttons(*buttons: QPushButton) -> None:
    """Give filter buttons and tabs room for their words in bold, as they are written while they are on."""
    small, usual = (QFontMetrics(font) for font in (look.font(NOTE, bold=True), look.font(bold=True)))
    for made in buttons:
        metrics = usual if made.property("part") == "tab" else small
        icon = look.px(22) if not made.icon().isNull() else 0
        made.setMinimumWidth(metrics.horizontalAdvance(made.text()) + look.px(SIDES) + icon)


class MinHeightScrollArea(QScrollArea):
    """Holds ``inner``; each part in ``heights`` keeps at least its height, in steps of the 100 % design."""

    def __init__(self, inner: QWidget, heights: dict[QWidget, int]) -> None:
        super().__init__()
        self._heights = heights
        inner.setProperty("part", "bare")
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._keep()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_heights"):
            self._keep()
        super().changeEvent(event)

    def _keep(self) -> None:
        for part, steps in self._heights.items():
            part.setMinimumHeight(look.px(steps))
