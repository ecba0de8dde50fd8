"""A part of a page that scrolls as a whole where the window is small or the text large, so that nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from shelter_app.ui.theme import look


class Roomy(QScrollArea):
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
