"""Cells of several lines: the first one bold, the second plain, the rest small and muted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from shelter_app.ui.theme import look
from shelter_app.ui.theme.style import NOTE

SIDE = 11  # pixels before the words, as in every other cell


class LinesDelegate(QStyledItemDelegate):
    """Draws the lines of a cell's text below each other; one that does not fit ends in an ellipsis."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground as the style does, then the lines."""
        self.initStyleOption(option, index)
        lines = [line for line in option.text.splitlines() if line]
        option.text = ""
        view = self.parent()
        assert isinstance(view, QTableView)
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        colours = look.colours()
        kinds = [(look.font(bold=True), colours.text), (look.font(), colours.text)]
        small = (look.font(NOTE), colours.muted)
        drawn = [(line, *(kinds[at] if at < len(kinds) else small)) for at, line in enumerate(lines)]
        if len(drawn) == len(kinds):  # of two lines the second is said in passing
            drawn[1] = (lines[1], *small)
        heights = [QFontMetrics(font).height() for _line, font, _colour in drawn]
        room: QRect = option.rect.adjusted(look.px(SIDE), 0, -look.px(SIDE), 0)
        top = room.top() + max(0, (room.height() - sum(heights)) // 2)
        painter.save()
        for (line, font, colour), height in zip(drawn, heights, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            words = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(
                QRect(room.left(), top, room.width(), height),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                words,
            )
            top += height
        painter.restore()
