"""A sheet on its way to paper: made in a worker, looked at first, then printed or kept as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shelter_app.domain.clock import system_clock
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, ngettext
from shelter_app.reports.render.writing import write_whole
from shelter_app.services.sheet_files import RenderedFile
from shelter_app.ui.files import ask_place, neutral_name
from shelter_app.ui.printing.preview import Preview, pages
from shelter_app.ui.printing.printer import PER_POINT, PrintDialog, printer_named, printers, send
from shelter_app.ui.widgets.parts import Message, make_button, make_label, set_text
from shelter_app.ui.widgets.spoken import announce


class SheetView(QWidget):
    """Shows a sheet in place of a page's body, with print, keep and back."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheet_view")
        self.show_message: Callable[[str], None] = lambda _sentence: (
            None
        )  # says what was done, where the page says it
        self.sheet: RenderedFile | None = None
        self._book: Callable[[], None] | None = None
        self._title = make_label("heading", "sheet_title")
        self.message = Message("error", "sheet_error")
        self.print = make_button("filled", "sheet_print", "printer", "on_accent")
        self.keep = make_button("lined", "sheet_keep", "download")
        self.book = make_button("lined", "sheet_book", "download")
        self.back = make_button("lined", "sheet_back", "chevron-left")
        self.preview = Preview()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self._title, 1)
        row.addWidget(self.book)
        row.addWidget(self.keep)
        row.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(self.preview, 1)
        self.print.clicked.connect(self._print)
        self.keep.clicked.connect(self._keep)
        self.book.clicked.connect(self._make_book)
        self.back.clicked.connect(self.closed)
        self.retranslate()

    def show_sheet(self, made: RenderedFile, images: list[Any], book: Callable[[], None] | None) -> None:
        """Show a sheet that was made; ``book`` makes it as a workbook, None where there is no such form."""
        self.sheet, self._book = made, book
        self.book.setVisible(book is not None)
        set_text(self._title, made.title)
        self.message.show_text("")
        known = bool(printers())
        self.print.setEnabled(known)
        why = (
            ""
            if known
            else _("This computer has no printer set up. Connect one, or save the sheet as a file.")
        )
        set_text(self.print, _("Print"), "", why)
        self.print.setAccessibleDescription(why)
        self.preview.show_pages(images)
        (self.print if known else self.keep).setFocus()
        total = len(images)
        announce(
            self, ngettext("{title}, {n} page", "{title}, {n} pages", total).format(title=made.title, n=total)
        )

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.print, _("Print"))
        set_text(self.keep, _("Save as PDF"))
        set_text(self.book, _("Save as Excel"))
        set_text(self.back, _("Back"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _print(self) -> None:
        dialog = PrintDialog(self)
        if self.sheet is None or dialog.exec() != QDialog.DialogCode.Accepted:
            return
        printer = printer_named(dialog.printer.currentText(), dialog.copies.value())
        if not send(pages(self.sheet.content, PER_POINT), printer):
            self.message.show_text(
                _("The printer did not accept the sheet. Check that it is on, then try again.")
            )

    def ask_where(self, made: RenderedFile, ending: str) -> None:
        """Ask where to keep a file, and write it there whole or not at all."""
        ask_where(self, made, ending, lambda path: self.write(made, path))

    def write(self, made: RenderedFile, path: Path) -> None:
        """Write a file; what cannot be is said above the sheet."""
        try:
            write_whole(path, made.content, force=True)
        except Refused as refused:
            self.message.show_text(refused.message)
        else:
            self.show_message(_("Saved: {file}").format(file=path.name))

    def _keep(self) -> None:
        if self.sheet is not None:
            self.ask_where(self.sheet, "pdf")

    def _make_book(self) -> None:
        if self._book is not None:
            self._book()


def ask_where(parent: QWidget, made: RenderedFile, ending: str, chosen: Callable[[Path], None]) -> None:
    """Ask where to keep a sheet, under its neutral title and the day."""
    name = neutral_name(made.title, system_clock(), ending)
    ask_place(parent, "keep_dialog", _("Save as PDF"), name, chosen)
