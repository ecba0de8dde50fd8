"""The recovery sheet in the window: it is printed or saved, and one of its groups is typed back from the paper."""

from __future__ import annotations

import secrets
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.ui.widgets.parts import OWN_DRAFT, make_button, make_label, set_text

GROUPS = 6


class RecoverySheet(QWidget):
    """Prints the sheet of ``key`` and asks for a group of it.

    ``failed`` carries a sentence, an empty one once it went well; ``entered`` is Enter.
    """

    failed = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "bare")
        self.key = ""
        self.number = secrets.randbelow(GROUPS) + 1
        self._explanation = make_label("muted", "sheet_told", wrap=True)
        self.print = make_button("lined", "print_sheet", "printer")
        self.print.clicked.connect(self._print)
        self.save = make_button("lined", "save_sheet", "download")
        self.save.clicked.connect(self._save)
        self._asked = make_label("muted", "sheet_asked", wrap=True)
        self.group = QLineEdit()
        self.group.setObjectName("sheet_group")
        self.group.setMaxLength(40)
        self.group.setProperty(OWN_DRAFT, True)  # nothing of it is kept
        self._asked.setBuddy(self.group)
        self.group.returnPressed.connect(self.entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._explanation, self.print, self.save, self._asked, self.group):
            column.addWidget(part)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(
            self._explanation,
            _(
                "If every passphrase is forgotten, only this sheet can open the register. Print it, "
                "put it in a sealed envelope, and put the envelope in a safe."
            ),
        )
        set_text(self.print, _("Print the sheet"))
        set_text(self.save, _("Save as a file, on a USB stick kept in the safe"))
        set_text(self._asked, _("Type group {number} from the recovery sheet").format(number=self.number))
        self.group.setAccessibleName(_("Group from the sheet"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def need_group(self) -> None:
        """Take what is typed as proof that the sheet is on paper; raises Refused where it is not the group."""
        from shelter_app.db.vault.printed import need_group

        need_group(self.key, self.number, self.group.text(), "group")

    def _sheet(self) -> bytes:
        from shelter_app.domain.clock import local_day, system_clock
        from shelter_app.reports.render.recovery_sheet import recovery_sheet

        return recovery_sheet(self.key, local_day(system_clock()))

    def _print(self) -> None:
        from shelter_app.ui.printing.preview import pages
        from shelter_app.ui.printing.printer import (
            PER_POINT,
            PrintDialog,
            printer_named,
            printers,
            send,
        )

        if not printers():
            self.failed.emit(
                _("This computer has no printer set up. Connect one, or save the sheet as a file.")
            )
            return
        dialog = PrintDialog(self)
        if not dialog.exec():
            return
        printer = printer_named(dialog.printer.currentText(), dialog.copies.value())
        if send(pages(self._sheet(), PER_POINT), printer):
            self._go_on()
        else:
            self.failed.emit(_("The printer did not accept the sheet. Check the printer, then print again."))

    def _save(self) -> None:
        from shelter_app.ui.files import ask_place

        ask_place(
            self, "sheet_dialog", _("Save the recovery sheet"), _("recovery-sheet") + ".pdf", self.save_to
        )

    def save_to(self, file: Path) -> None:
        """Write the sheet as PDF."""
        try:
            file.write_bytes(self._sheet())
        except OSError:
            self.failed.emit(_("The sheet could not be saved there. Choose another place."))
            return
        self._go_on()

    def _go_on(self) -> None:
        """Ask for the group; what went wrong before is over."""
        self.failed.emit("")
        self.group.setFocus()
