"""The list of reports: what it is in bold, who it is for below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import BODY, NOTE

CODE = Qt.ItemDataRole.UserRole
PAD = 12
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
SEPARATOR = " - "
Index = QModelIndex | QPersistentModelIndex


class TemplateList(QListWidget):
    """The templates by title; ``chosen`` says that another one was chosen."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_list")
        self.setWordWrap(True)
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_TwoTexts(self))
        self.itemSelectionChanged.connect(self._follow_selection)

    def _follow_selection(self) -> None:
        """Take what is selected, by a screen reader too, for what is chosen: what is marked is what is printed."""
        selected = self.selectedItems()
        if selected and self.currentItem() is not selected[0]:
            self.setCurrentItem(selected[0])
        self.chosen.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose nothing by coming here: Qt makes the first row current, whose pages nobody asked for."""
        super().focusInEvent(event)
        if not self.selectedItems():
            self.selectionModel().clearCurrentIndex()

    def set_templates(self, titles: list[tuple[str, str]]) -> None:
        """Show the templates, given as code and title; the chosen one stays chosen."""
        if [self.item(row).data(CODE) for row in range(self.count())] != [code for code, _title in titles]:
            self.clear()
            for code, _title in titles:
                item = QListWidgetItem()
                item.setData(CODE, code)
                self.addItem(item)
        for row, (_code, title) in enumerate(titles):
            self.item(row).setText(title)
        self.scheduleDelayedItemsLayout()

    def code(self) -> str | None:
        """Return the code of the chosen template."""
        selected = self.selectedItems()
        return str(selected[0].data(CODE)) if selected else None

    def choose(self, code: str | None) -> None:
        """Choose a template by its code."""
        for row in range(self.count()):
            if self.item(row).data(CODE) == code:
                self.setCurrentRow(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _TwoTexts(QStyledItemDelegate):
    """Draws the title's first part in bold and what follows the dash below it, in muted."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, then the two texts."""
        colour = look.colours()
        box = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, QColor(colour.accent_soft if chosen else colour.surface))
        painter.setPen(QColor(colour.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        title, below = _parts(index)
        inside = box.adjusted(look.px(PAD), look.px(PAD) - 2, -look.px(PAD), 0)
        painter.setPen(QColor(colour.text))
        painter.setFont(look.font(BODY, bold=True))
        used = painter.drawText(inside, WRAP, title)
        painter.setPen(QColor(colour.muted))
        painter.setFont(look.font(NOTE))
        painter.drawText(inside.adjusted(0, used.height() + 2, 0, 0), WRAP, below)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of both texts at the list's width."""
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else 200
        room = QRect(0, 0, width - 2 * look.px(PAD), 10_000)
        title, below = _parts(index)
        high = QFontMetrics(look.font(BODY, bold=True)).boundingRect(room, WRAP, title).height()
        low = QFontMetrics(look.font(NOTE)).boundingRect(room, WRAP, below).height() if below else 0
        return QSize(width, high + low + 2 * look.px(PAD))


def _parts(index: Index) -> tuple[str, str]:
    title, _dash, below = str(index.data()).partition(SEPARATOR)
    return title, below
