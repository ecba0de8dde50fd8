"""A list: rows that a keyboard walks, headers that sort, widths that share the room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from shelter_app.i18n import _
from shelter_app.ui.forms.offered_act import Offered
from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.tables.widths import column_widths
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Menu

FRESH = 2000  # milliseconds for which a changed row is seen
ACT_FOLLOWS = 5.0  # seconds in which the rows that an act changed are asked for again
MOST_FRESH = 2  # rows that one act brings or changes; where more differ, other rows are shown
ROW = 44
MEASURED = 60  # rows whose texts are measured when rows come: those that can be seen, and a few more
LONGEST = 60  # signs of a text that a column is made wide for; a longer one wraps
CELL = 24  # pixels beside the text of a cell
MARK = 22  # pixels of its icon, with what parts it from the text


class ListView(QTableView):
    """A table view of a ``RowsModel``.

    ``sort_wanted(column, descending)`` asks for another order; ``columns_chosen`` comes after
    columns were hidden or shown.

    Columns are as wide as what stands in them; where that is more than there is room for, the widest wrap in two lines.
    Only where the titles and single words do not fit does the list scroll sideways.
    """

    sort_wanted = Signal(str, bool)
    columns_chosen = Signal()

    def __init__(self, name: str, model: RowsModel[Any], *, many: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._rows = model
        self._withheld: set[int] = set()
        self._awaited: object = None
        self._acted_at = -ACT_FOLLOWS
        self._shown_a_while = QTimer(self)
        self._shown_a_while.setSingleShot(True)
        self._shown_a_while.setInterval(FRESH)
        self._shown_a_while.timeout.connect(lambda: self._rows.mark_fresh([]))
        self._offered: Callable[[Any], Sequence[Offered]] | None = None
        self._begin: Callable[[Offered], None] | None = None
        self.setModel(model)
        self._natural: dict[int, int] = {}
        self._words: dict[int, int] = {}
        model.modelReset.connect(self._measure)
        model.rowsInserted.connect(lambda _parent, first, _last: self._measure(first))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
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
        for part in (header, self):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            part.customContextMenuRequested.connect(lambda at, part=part: self._menu(part.mapToGlobal(at)))
        self._size()

    def rows(self) -> RowsModel[Any]:
        """Return the rows that are shown."""
        return self._rows

    def offer_for_rows(
        self, offered: Callable[[Any], Sequence[Offered]], begin: Callable[[Offered], None]
    ) -> None:
        """Offer forms and acts for a row: by Enter or a double click on it, and in its menu; ``begin`` begins one."""
        self._offered, self._begin = offered, begin
        self.activated.connect(self._open_row_menu)

    def offers_for_rows(self) -> bool:
        """Say whether something can be done with rows of this list at all."""
        return self._offered is not None

    def row_offers(self) -> Sequence[Offered]:
        """Return what can be done with the row one stands on."""
        row = self._rows.at(self.currentIndex())
        return () if self._offered is None or row is None else self._offered(row)

    def fill_row_menu(self, menu: QMenu) -> None:
        """Put into a menu what can be done with the row one stands on."""
        begin = self._begin
        if begin is not None:
            for one in self.row_offers():
                menu.addAction(one.title).triggered.connect(lambda _on=False, one=one: begin(one))

    def point_at(self, row: int) -> None:
        """Select a row and bring it into sight."""
        if 0 <= row < len(self._rows.rows):
            self.setCurrentIndex(self._rows.index(row, 0))

    def point_to(self, key: object) -> None:
        """Select the row of a key and bring it into sight: at once, or when the rows come the next time."""
        at = self._row_of(key)
        self._awaited = key if at is None else None
        if at is not None:
            self.point_at(at)

    def _row_of(self, key: object) -> int | None:
        return next((at for at, row in enumerate(self._rows.rows) if self._rows.key(row) == key), None)

    def keep_selection(self, how: Callable[[], None], otherwise: int = 0) -> None:
        """Sort, search or renew the rows; the one that one stood on stays chosen where it is still shown.

        A list that was asked for anew may come in another order: what is done next is done to the same row. Where
        it is shown no more, row ``otherwise`` is chosen, or the last one.
        """
        rows = self._rows
        before = rows.at(self.currentIndex())
        key = None if before is None else rows.key(before)
        how()
        same = (n for n, row in enumerate(rows.rows) if before is not None and rows.key(row) == key)
        self.point_at(next(same, min(otherwise, len(rows.rows) - 1)))

    def renew(self, shown: Sequence[Any]) -> None:
        """Show these rows, the whole list; where the selected row is gone, the row that took its place is selected."""
        at = max(0, self.currentIndex().row())
        acted = monotonic() - self._acted_at < ACT_FOLLOWS
        before = {str(self._rows.key(row)): row for row in self._rows.come} if acted else {}
        self.keep_selection(lambda: self._rows.show_rows(shown, len(shown)), at)
        if self._awaited is not None:
            awaited, self._awaited = self._awaited, None
            found = self._row_of(awaited)
            if found is not None:
                self.point_at(found)
        if before:
            self._show_change(before)

    def expect_change(self) -> None:
        """Mark what differs in the rows that come next as fresh: an act was just done on this page."""
        self._acted_at = monotonic()

    def _show_change(self, before: dict[str, Any]) -> None:
        """Let the row that is new or other than before be seen for a while, a new one in sight and chosen."""
        keys = (self._rows.key(row) for row in self._rows.rows)
        now = zip(keys, self._rows.rows, strict=True)
        fresh = [key for key, row in now if before.get(str(key)) != row]
        if not 0 < len(fresh) <= MOST_FRESH:
            return
        self._acted_at = -ACT_FOLLOWS
        added = [key for key in fresh if str(key) not in before]
        if len(added) == 1:
            self.point_to(added[0])
        self._rows.mark_fresh(fresh)
        self._shown_a_while.start()

    def chosen(self) -> list[int]:
        """Return the rows that are selected, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def shown_columns(self) -> list[int]:
        """Return the columns that are shown, in their order."""
        return [at for at in range(len(self._rows.columns)) if not self.isColumnHidden(at)]

    def hide_columns(self, hidden: list[int]) -> None:
        """Show all columns but these; the first one always stays."""
        for at in range(len(self._rows.columns)):
            self.setColumnHidden(at, (at in hidden and at > 0) or at in self._withheld)
        self._share()

    def withhold(self, columns: set[int]) -> None:
        """Leave out columns that the roles are told nothing of; nobody chooses them."""
        hidden, self._withheld = self.hidden_columns(), columns
        self.hide_columns(hidden)

    def hidden_columns(self) -> list[int]:
        """Return the columns that the person has hidden."""
        every = range(len(self._rows.columns))
        return [at for at in every if self.isColumnHidden(at) and at not in self._withheld]

    def copy(self) -> None:
        """Put the selected rows on the clipboard: the columns that are shown, parted by tabs."""
        columns = [self._rows.columns[at] for at in self.shown_columns()]
        lines = [
            "\t".join(" ".join(column.text(self._rows.rows[row]).split()) for column in columns)
            for row in self.chosen()
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def fill_menu(self, menu: QMenu) -> None:
        """Put into a menu what can be done with the list."""
        copied = menu.addAction(_("Copy the chosen rows"), QKeySequence.StandardKey.Copy, self.copy)
        copied.setEnabled(bool(self.chosen()))
        self.fill_columns(menu.addMenu(_("Columns")))

    def fill_columns(self, columns: QMenu) -> None:
        """Put into a menu which columns are shown."""
        for at, column in enumerate(self._rows.columns):
            if at in self._withheld:
                continue
            made = columns.addAction(column.title())
            made.setCheckable(True)
            made.setChecked(not self.isColumnHidden(at))
            made.setEnabled(at > 0)
            made.toggled.connect(lambda on, at=at: self._show_column(at, on))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the keys that copy everywhere."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _menu(self, at: QPoint) -> None:
        menu = Menu(self, f"{self.objectName()}_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_row_menu(menu)
        if not menu.isEmpty():
            menu.addSeparator()
        self.fill_menu(menu)
        menu.popup(at)

    def _open_row_menu(self) -> None:
        menu = Menu(self, f"{self.objectName()}_row_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_row_menu(menu)
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.popup(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))

    def _show_column(self, at: int, on: bool) -> None:
        self.setColumnHidden(at, not on)
        self._share()
        self.columns_chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns; the row one stands on stays in sight."""
        super().resizeEvent(event)
        self._share()
        if event.size().height() < event.oldSize().height() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        resized = event.type() == QEvent.Type.StyleChange and hasattr(self, "_percent")
        if resized and self._percent != look.percent():
            self._size()
            self._measure_anew()
        elif event.type() == QEvent.Type.LanguageChange:
            self._measure_anew()
        super().changeEvent(event)

    def _size(self) -> None:
        self._percent = look.percent()
        self.verticalHeader().setDefaultSectionSize(look.px(ROW))
        self.horizontalHeader().setFixedHeight(look.px(36))

    def _measure_anew(self) -> None:
        self._natural.clear()
        self._words.clear()
        self._measure()

    def _measure(self, first: int = 0) -> None:
        """Measure the texts of rows that have come; a column does not become narrower while one searches in it."""
        plain, bold = self.fontMetrics(), QFontMetrics(look.font(bold=True))
        for at, column in enumerate(self._rows.columns):
            width = (bold if column.bold else plain).horizontalAdvance
            widest, word = self._natural.get(at, 0), self._words.get(at, 0)
            for row in self._rows.rows[first : first + MEASURED]:
                text = column.text(row)[:LONGEST]
                beside = look.px(CELL) + (look.px(MARK) if column.mark(row) is not None else 0)
                if text:
                    widest = max(widest, width(text) + beside)
                    word = max(word, width(max(text.split(), key=len, default="")) + beside)
            self._natural[at], self._words[at] = widest, word
        self._share()

    def _share(self) -> None:
        shown = self.shown_columns()
        header = self.horizontalHeader()
        widths = column_widths(
            [max(header.sectionSizeHint(at), self._words.get(at, 0)) for at in shown],
            [self._natural.get(at, 0) for at in shown],
            [self._rows.columns[at].share for at in shown],
            self.viewport().width(),
        )
        for at, width in zip(shown, widths, strict=True):
            self.setColumnWidth(at, width)

    def _sort(self, section: int) -> None:
        rows = self._rows
        key = rows.columns[section].key
        if key:
            self.sort_wanted.emit(key, key == rows.sorted_by and not rows.descending)
        elif rows.whole():
            downwards = section == rows.sorted_at and not rows.descending
            self.keep_selection(lambda: rows.sort_here(section, downwards))
