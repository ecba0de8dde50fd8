"""The fields that are chosen from a list: one of it with search, or several with ticks."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from shelter_app.domain.errors import Refused
from shelter_app.domain.names import fold
from shelter_app.i18n import _
from shelter_app.ui.forms.fields import Field
from shelter_app.ui.forms.spec import Choices
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import POPUP_ROWS, ComboBox

AT_A_GLANCE = 7  # rows of a list of ticks
TICK = 48  # a tick with the edges of its row
PADDING = 7


class ChoiceField(Field):
    """One of a list; any part of its words finds it, without diacritics too."""

    def __init__(self, name: str, words: str, choices: Choices, *, needed: bool) -> None:
        self.box = ComboBox(f"field_{name}")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        for value, text in choices:
            self.box.addItem(text, value)
        self.box.setCurrentIndex(-1)
        self._finder = _Finder(self.box)
        self._finder.know([text for _value, text in choices])
        line = self.box.lineEdit()
        assert line is not None
        line.setCompleter(self._finder)
        line.setObjectName(f"field_{name}_line")
        super().__init__(name, words, self.box, needed=needed)
        line.setAccessibleName(self.control.accessibleName())
        self._elsewhere: Choices = ()
        self._missing = ""
        self._searched: Choices = ()
        self.box.currentIndexChanged.connect(lambda _row: self.edited.emit())
        line.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        """Return the chosen value; one that only one entry's words hold counts as chosen."""
        typed = self.box.currentText().strip()
        if not typed:
            return self.need(None)
        fits = [row for row in range(self.box.count()) if fold(self.box.itemText(row)) == fold(typed)]
        fits = fits or [row for row in range(self.box.count()) if fold(typed) in fold(self.box.itemText(row))]
        at = self.box.currentIndex()
        if at in fits or len(fits) == 1:
            return self.box.itemData(at if at in fits else fits[0])
        sought = [value for value, words in self._searched if fold(words) == fold(typed)]
        sought = sought or [value for value, words in self._searched if fold(typed) in fold(words)]
        if not fits and len(sought) == 1:
            return sought[0]
        sentence = _("This is not on the list. Type part of the word and choose from the list.")
        if not fits:
            told = [why for words, why in self._elsewhere if fold(typed) in fold(words)]
            sentence = told[0] if len(told) == 1 else self._missing or sentence
        raise Refused("not_in_list", sentence, (self.name,))

    def say_why_not(self, elsewhere: Choices, missing: str) -> None:
        """Say why some words are not offered, and of all others what to do."""
        self._elsewhere, self._missing = elsewhere, missing

    def let_search(self, searched: Choices) -> None:
        """Let these be found too by who types a part of their words; the open list does not show them."""
        self._searched = searched
        self._know()

    def begin(self, value: Any) -> None:
        """Show the value to begin with."""
        self.box.setCurrentIndex(self.box.findData(value))

    def offer(self, choices: Choices) -> None:
        """Offer these choices from now on; what is typed or chosen stays as it reads."""
        shown, chosen = self.box.currentText(), self.box.currentData()
        blocked = self.box.blockSignals(True)
        self.box.clear()
        for value, text in choices:
            self.box.addItem(text, value)
        self.box.setCurrentIndex(self.box.findData(chosen))
        self.box.setEditText(shown)
        self.box.blockSignals(blocked)
        self._know()

    def _know(self) -> None:
        offered = [self.box.itemText(row) for row in range(self.box.count())]
        self._finder.know(offered, [text for _value, text in self._searched])

    def words(self, value: Any) -> str:
        """Return the words of a stored value."""
        row = self.box.findData(value)
        return self.box.itemText(row) if row >= 0 else str(value)


class ManyField(Field):
    """Several of a list, ticked with the space bar."""

    def __init__(self, name: str, words: str, choices: Choices, *, needed: bool) -> None:
        self.list = _Ticks()
        self._rows = QStandardItemModel(self.list)
        self.list.setModel(self._rows)
        self._fill(choices, ())
        super().__init__(name, words, self.list, needed=needed)
        self._rows.itemChanged.connect(lambda _item: self.edited.emit())

    def value(self) -> Any:
        """Return the ticked values."""
        items = [self._rows.item(row) for row in range(self._rows.rowCount())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return self.need(tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked))

    def begin(self, value: Any) -> None:
        """Tick the values to begin with."""
        for row in range(self._rows.rowCount()):
            item = self._rows.item(row)
            on = item.data(Qt.ItemDataRole.UserRole) in value
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def offer(self, choices: Choices) -> None:
        """Offer these choices from now on; what is ticked stays ticked."""
        rows = [self._rows.item(row) for row in range(self._rows.rowCount())]
        ticked = [
            item.data(Qt.ItemDataRole.UserRole) for item in rows if item.checkState() == Qt.CheckState.Checked
        ]
        self._fill(choices, ticked)

    def _fill(self, choices: Choices, ticked: Sequence[Any]) -> None:
        self._rows.clear()
        for value, text in choices:
            item = QStandardItem(text)
            item.setCheckable(True)
            item.setEditable(False)
            item.setData(value, Qt.ItemDataRole.UserRole)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
            self._rows.appendRow(item)
        self.list.fit()


class _Lines(QStyledItemDelegate):
    """Gives words that are longer than the list their second line, and ticks a row wherever it is clicked.

    Qt forgets the tick and the edges, and ticks only where the tick is drawn.
    """

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tick or untick with a click on the row; keys are Qt's."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        if event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
            now = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            model.setData(index, now, Qt.ItemDataRole.CheckStateRole)
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room of the words beside their tick."""
        size = super().sizeHint(option, index)
        view = self.parent()
        assert isinstance(view, QListView)
        room = QRect(0, 0, view.viewport().width() - look.px(TICK), 0)
        words = view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(view.viewport().width(), max(size.height(), words.height() + look.px(2 * PADDING)))


class _Ticks(QListView):
    """A list as high as its rows, up to those that one sees at a glance."""

    def __init__(self) -> None:
        super().__init__()
        self._typed, self._typed_at = "", 0.0
        self.setProperty("part", "ticks")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setItemDelegate(_Lines(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyboardSearch(self, search: str) -> None:
        """Go to the row that begins with what is typed, whatever the diacritics, as everywhere else."""
        now = monotonic()
        pause = QApplication.keyboardInputInterval() / 1000
        self._typed = search if now - self._typed_at > pause else self._typed + search
        self._typed_at = now
        rows = self.model()
        for row in range(rows.rowCount()):
            index = rows.index(row, 0)
            if fold(str(index.data())).startswith(fold(self._typed)):
                self.setCurrentIndex(index)
                return

    def fit(self) -> None:
        """Take the height of the rows."""
        rows = self.model().rowCount()
        edges = look.px(10)
        shown = min(rows, AT_A_GLANCE) if rows != AT_A_GLANCE + 1 else rows
        cut = 0 if shown == rows else self.sizeHintForRow(0) // 2  # half a row says that there are more
        self.setFixedHeight(max(0, self.sizeHintForRow(0)) * shown + cut + edges)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.model() is not None:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break long words anew where the width has changed."""
        super().resizeEvent(event)
        self.doItemsLayout()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the rows have in the look."""
        super().showEvent(event)
        self.fit()


class _Finder(QCompleter):
    """Finds entries by any part of their words, whatever the diacritics."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._words: list[str] = []
        self._searched: list[str] = []
        self._found = QStringListModel(self)
        self.setModel(self._found)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(POPUP_ROWS)

    def know(self, words: Sequence[str], searched: Sequence[str] = ()) -> None:
        """Find among these words from now on, and among those ``searched`` once something is typed."""
        self._words, self._searched = list(words), list(searched)
        self._found.setStringList(self._words)

    def splitPath(self, path: str) -> list[str]:
        """Keep the entries that hold what is typed."""
        popup = self.popup()
        if popup is not None:
            popup.setProperty("part", "found")  # a window of its own: no ground of another shines through
        wanted = fold(path)
        among = [*self._words, *self._searched] if wanted else self._words
        self._found.setStringList([text for text in among if wanted in fold(text)])
        return [""]
