"""A row of small parts that goes on in the next line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class Flow(QLayout):
    """Lays its items out in lines, each against the right edge (``to_right``) or the left."""

    def __init__(self, gap: int, *, to_right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._to_right = to_right
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item at the end."""
        self._items.append(item)

    def add(self, *widgets: QWidget) -> None:
        """Take widgets at the end."""
        for widget in widgets:
            self.addWidget(widget)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that only the width is wanted."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Return true: the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the lines are together."""
        lines = self._lines(width)
        return sum(height for _items, _width, height in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """Return the room of one line."""
        shown = self._visible_items()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the room of the largest item."""
        size = QSize(0, 0)
        for item in self._visible_items():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        lines = self._lines(rect.width())
        top = rect.top()
        if len(lines) == 1:
            top += max(0, (rect.height() - lines[0][2]) // 2)
        for items, width, height in lines:
            left = rect.right() + 1 - width if self._to_right else rect.left()
            for item in items:
                hint = _size(item, rect.width())
                item.setGeometry(QRect(QPoint(left, top + (height - hint.height()) // 2), hint))
                left += hint.width() + self.spacing()
            top += height + self.spacing()

    def _visible_items(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[tuple[list[QLayoutItem], int, int]]:
        lines: list[tuple[list[QLayoutItem], int, int]] = []
        for item in self._visible_items():
            hint = _size(item, width)
            if lines and lines[-1][1] + self.spacing() + hint.width() <= width:
                items, taken, height = lines[-1]
                lines[-1] = (
                    [*items, item],
                    taken + self.spacing() + hint.width(),
                    max(height, hint.height()),
                )
            else:
                lines.append(([item], hint.width(), hint.height()))
        return lines


def _size(item: QLayoutItem, width: int) -> QSize:
    """Return how large an item is in lines of this width: what wraps is no wider than the line."""
    hint = item.sizeHint()
    if hint.width() <= width or not item.hasHeightForWidth():
        return hint
    return QSize(width, item.heightForWidth(width))


class FlowRow(QWidget):
    """A widget that holds such a row, and is as high as its lines."""

    def __init__(self, gap: int = 8, *, to_right: bool = False) -> None:
        super().__init__()
        self._flow = Flow(gap, to_right=to_right)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *widgets: QWidget) -> None:
        """Take widgets at the end."""
        self._flow.add(*widgets)
