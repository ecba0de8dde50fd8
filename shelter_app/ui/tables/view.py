"""A list: rows that a keyboard walks, headers that sort, widths that share the room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.theme import look

ROW = 44
SHARE = 48


class ListView(QTableView):
    """Shows a ``RowsModel``; ``sort_wanted`` carries a column's name and whether it goes downwards.

    Where the width does not hold all columns the list scrolls sideways, so that no word is cut.
    """

    sort_wanted = Signal(str, bool)

    def __init__(self, name: str, model: RowsModel[Any]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._rows = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.sectionClicked.connect(self._sort)
        self._size()

    def point_at(self, row: int) -> None:
        """Select a row and bring it into sight."""
        if 0 <= row < len(self._rows.rows):
            self.setCurrentIndex(self._rows.index(row, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_rows"):
            self._size()
            self._share()
        super().changeEvent(event)

    def _size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look.px(ROW))
        self.horizontalHeader().setFixedHeight(look.px(36))

    def _share(self) -> None:
        least = look.px(SHARE)
        whole = sum(column.share for column in self._rows.columns)
        for index, column in enumerate(self._rows.columns):
            self.setColumnWidth(
                index, max(self.viewport().width() * column.share // whole, least * column.share)
            )

    def _sort(self, section: int) -> None:
        key = self._rows.columns[section].key
        if key:
            downwards = key == self._rows.sorted_by and not self._rows.descending
            self.sort_wanted.emit(key, downwards)
