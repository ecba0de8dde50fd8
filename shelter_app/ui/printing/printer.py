"""Sending pages to a printer, without a file left anywhere; what is asked is asked in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
PER_POINT = DOTS_PER_INCH / POINTS_PER_INCH


def printers() -> list[str]:
    """Return the names of the printers that this computer knows."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def send(images: list[QImage], printer: QPrinter) -> bool:
    """Print each picture on a sheet of its own, turned as it is; false when the printer did not take it."""
    printer.setFullPage(True)
    painter = QPainter()
    for number, image in enumerate(images):
        wide = image.width() > image.height()
        turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(turned)
        if number == 0:
            if not painter.begin(printer):
                return False
        else:
            printer.newPage()
        paper = painter.viewport()
        size = image.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPoint((paper.width() - size.width()) // 2, (paper.height() - size.height()) // 2)
        painter.drawImage(QRect(corner, size), image)
    return painter.end()


def printer_named(name: str, copies: int) -> QPrinter:
    """Return a printer set up for A4."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    made = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setResolution(DOTS_PER_INCH)
    made.setCopyCount(copies)
    made.setDocName(_("Register"))
    return made


class PrintDialog(QDialog):
    """Asks which printer and how many copies."""

    def __init__(self, parent: QWidget) -> None:
        from PySide6.QtPrintSupport import QPrinterInfo

        super().__init__(parent)
        self.setObjectName("print_dialog")
        self.setWindowTitle(_("Print"))
        self.printer = ComboBox("printer")
        self.printer.addItems(printers())
        default = self.printer.findText(QPrinterInfo.defaultPrinterName())
        self.printer.setCurrentIndex(max(0, default))
        self.printer.setAccessibleName(_("Printer"))
        self.copies = QSpinBox()
        self.copies.setObjectName("copies")
        self.copies.setRange(1, 50)
        self.copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.copies.setAccessibleName(_("Copies"))
        self.go = make_button("filled", "print_now", "printer", "on_accent")
        self.go.clicked.connect(self.accept)
        leave = make_button("lined", "print_cancel")
        leave.clicked.connect(self.reject)
        set_text(self.go, _("Print"))
        set_text(leave, _("Stop"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(4)
        for words, field in ((_("Printer"), self.printer), (_("Copies"), self.copies)):
            above = make_label("note", f"{field.objectName()}_label")
            above.setBuddy(field)
            set_text(above, words)
            column.addWidget(above)
            column.addWidget(field)
            column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.go)
        column.addLayout(row)
