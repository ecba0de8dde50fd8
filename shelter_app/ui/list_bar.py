"""What every list has above it: search, how many rows, which columns, paper and workbook; and words when it is empty.

One line gives it to a list: ``column.addWidget(ListBar(page, list, PrintWaiting))``, above the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from shelter_app.domain.permissions import Access
from shelter_app.i18n import _, ngettext, number
from shelter_app.services.lists.printing import PrintShown
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.tables.model import Column
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Menu, MenuButton, SearchField, make_button, make_label, set_text

PAUSE = 150
SEARCH_WIDTH, SEARCH_NARROW = 220, 130


class ListBar(QWidget):
    """The bar of one list.

    ``prints`` is the act that makes the list as a sheet: without a row in the roles table for one's role there is
    no such button. ``empty`` says what would be here while nothing is; ``offer`` returns the form of the first step
    then, None where there is none. ``resident`` tells whose list it is and ``access`` what may be done about that person,
    where that is another than on the page: a colleague's case is not printed. Where the store searches because it holds
    more rows than have come, ``seek_wanted`` carries the words and ``every`` asks in the worker for all that match.
    ``paper`` are the columns on paper of a list whose cells hold several lines; no column of it is chosen then.
    """

    seek_wanted = Signal(str)

    def __init__(
        self,
        page: Page,
        view: ListView,
        prints: type[PrintShown] | None,
        *,
        empty: Callable[[], str] | None = None,
        offer: Callable[[], FormSpec | None] | None = None,
        resident: Callable[[], str] | None = None,
        access: Callable[[], Access] | None = None,
        every: Callable[[], Callable[[], Sequence[Any]]] | None = None,
        paper: Sequence[Column[Any]] | None = None,
    ) -> None:
        super().__init__()
        self._page, self._view, self._prints = page, view, prints
        self._empty_words, self._offer, self._resident, self._every = empty, offer, resident, every
        self._paper, self._access = paper, access
        self._rows = view.rows()
        name = view.objectName()
        self.setObjectName(f"{name}_bar")
        self.setProperty("part", "bare")
        self.search = SearchField(f"{name}_search")
        self.count = make_label("note", f"{name}_shown")
        self.of_row = MenuButton("lined", f"{name}_of_row")
        self.columns = MenuButton("lined", f"{name}_columns")
        self.print = MenuButton("lined", f"{name}_print", "printer")
        self.nothing = make_label("muted", f"{name}_nothing", wrap=True)
        self.first = make_button("filled", f"{name}_first")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._soon = QTimer(
            self
        )  # rows that come anew have none chosen for a moment; the button keeps the keyboard
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._follow_row)
        self._lay_out()
        self._retranslate()

    def words(self) -> str:
        """Return what is searched."""
        return " ".join(self.search.text().split())

    def _lay_out(self) -> None:
        self._line = QWidget()
        self._line.setProperty("part", "bare")
        self._left = _together(self.search, self.count)
        self._right = _together(self.of_row, self.columns, self.print)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._line)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._left)
        self._row.addStretch(1)
        self._row.addWidget(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addWidget(self.nothing)
        column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeft)
        filled = (
            (self.of_row, self._fill_of_row),
            (self.columns, self._fill_columns),
            (self.print, self._fill_print),
        )
        for made, fill in filled:
            menu = Menu(made, f"{made.objectName()}_menu")
            menu.aboutToShow.connect(lambda menu=menu, fill=fill: fill(menu))
            made.setMenu(menu)
        self._pause.timeout.connect(self._seek)
        self.search.textChanged.connect(lambda _words: self._pause.start())
        self.search.returnPressed.connect(self._into_list)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search, self._into_list)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        clear = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search, self.search.clear)
        clear.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._rows.modelReset.connect(self.follow)
        self._rows.rowsInserted.connect(self.follow)
        self._view.selectionModel().currentChanged.connect(lambda *_rows: self._soon.start())
        self.first.clicked.connect(self._begin)

    def _retranslate(self) -> None:
        self.search.say_words(_("Search in the list"))
        self.search.setAccessibleName(_("Search in the list"))
        set_text(self.of_row, _("Actions"), _("Actions for the chosen row"))
        set_text(self.columns, _("Columns"), _("Which columns are shown"))
        set_text(self.print, _("Print"), _("Print the list, or save it as Excel"))
        self.follow()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._fit_search()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep both halves in sight."""
        super().resizeEvent(event)
        self._fit_search()

    def showEvent(self, event: QShowEvent) -> None:
        """Offer paper to whom the roles table offers it."""
        super().showEvent(event)
        self._fit_search()
        self.follow()

    def _fit_search(self) -> None:
        for width in (SEARCH_WIDTH, SEARCH_NARROW):
            self.search.setFixedWidth(look.px(width))
            needed = self._left.sizeHint().width() + self._right.sizeHint().width() + self._row.spacing()
            if needed <= self.width():
                self._row.setDirection(QBoxLayout.Direction.LeftToRight)
                return
        self.search.setFixedWidth(look.px(SEARCH_WIDTH))
        self._row.setDirection(QBoxLayout.Direction.TopToBottom)

    def _may_print(self) -> bool:
        access = self._page.access if self._access is None else self._access()
        return self._prints is not None and access.may(self._prints.NAME)

    def follow(self) -> None:
        """Show what the list holds now: the bar while there is something, otherwise what would be here."""
        rows, total = len(self._rows.rows), self._rows.total
        anything = total > 0 or bool(self.words())
        self._line.setVisible(anything)
        self.print.setVisible(self._may_print())
        self.columns.setVisible(self._paper is None)
        searched = bool(self.words()) and not rows
        if rows or searched or self._empty_words is not None:
            self._view.setVisible(rows > 0)
        words = self._empty_words() if self._empty_words is not None and not anything else ""
        if searched:
            words = _("No results. Try part of the words.")
        set_text(self.nothing, words)
        self.nothing.setVisible(bool(words))
        first = self._offer() if self._offer is not None and not anything else None
        self.first.setVisible(first is not None)
        set_text(self.first, first.title if first is not None else "")
        if self._rows.whole() and rows < total:
            said = _("{n} of {total}").format(n=number(rows), total=number(total))
        else:
            said = ngettext("{n} row", "{n} rows", total).format(n=number(total))
        set_text(self.count, said)
        self._soon.start()

    def _follow_row(self) -> None:
        offers = self._view.offers_for_rows()
        if offers == self.of_row.isHidden():
            self.of_row.setVisible(offers)
            self._fit_search()
        self.of_row.setEnabled(bool(self._view.row_offers()))

    def _fill_of_row(self, menu: QMenu) -> None:
        menu.clear()
        self._view.fill_row_menu(menu)

    def _begin(self) -> None:
        first = self._offer() if self._offer is not None else None
        if first is not None:
            self._page.open_form(first)

    def _seek(self) -> None:
        if self._every is not None:
            self.seek_wanted.emit(self.words())
        else:
            self._view.keep_selection(lambda: self._rows.seek(self.words()))

    def _into_list(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._seek()
        if self._rows.rows:
            self._view.setFocus()
            self._view.point_at(max(0, self._view.currentIndex().row()))

    def _fill_columns(self, menu: QMenu) -> None:
        menu.clear()
        self._view.fill_columns(menu)

    def _fill_print(self, menu: QMenu) -> None:
        fill_print(menu, self._page, self._making)

    def _making(self, form: str) -> Callable[[str], PrintShown]:
        """Return what makes the act in the worker: the texts as they stand now, in the language in force."""
        kind = self._prints
        assert kind is not None
        columns = self._paper or [self._rows.columns[at] for at in self._view.shown_columns()]
        titles = tuple(column.title() for column in columns)
        shares = tuple(column.share for column in columns)
        every = self._every() if self._every is not None else None
        rows, words = list(self._rows.rows), self.words()
        resident = self._resident() if self._resident is not None else None

        def make(tongue: str) -> PrintShown:
            found = every() if every is not None else rows
            texts = tuple(tuple(column.text(row) for column in columns) for row in found)
            return kind(
                columns=titles,
                shares=shares,
                rows=texts,
                search=words,
                resident=resident,
                language=tongue,
                form=form,
            )

        return make


def fill_print(menu: QMenu, page: Page, making: Callable[[str], Callable[[str], PrintShown]]) -> None:
    """Put into a menu the paper and the workbook of a list; ``making`` returns, of a form, what makes the act."""
    menu.clear()
    paper = menu.addAction(_("Print, with preview"))
    paper.setObjectName("list_on_paper")
    paper.triggered.connect(lambda _on=False: page.show_paper(making("pdf")))
    book = menu.addAction(_("Save as Excel"))
    book.setObjectName("list_as_workbook")
    book.triggered.connect(lambda _on=False: page.keep_book(making("xlsx")))


def _together(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setProperty("part", "bare")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return made
