"""The real pages of a PDF, drawn as pictures: for the preview and for the printer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.ui.theme import look

SHARP = 2.0
WIDEST = 860
GAP = 16
AFTER = 60
WORDS = "words"  # under which a picture carries the text of its page
FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBX8888,
}


def pages(pdf: bytes, per_point: float) -> list[QImage]:
    """Return each page of a PDF as a picture of ``per_point`` pixels a point, with its text for who cannot see it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_image(document[number], per_point) for number in range(len(document))]
    finally:
        document.close()


def _image(page: object, per_point: float) -> QImage:
    bitmap = page.render(scale=per_point, rev_byteorder=True)  # type: ignore[attr-defined]
    drawn = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, FORMATS[bitmap.n_channels])
    image = drawn.copy()
    image.setText(WORDS, page.get_textpage().get_text_range())  # type: ignore[attr-defined]
    return image


class Preview(QScrollArea):
    """Pages below one another, as wide as there is room; arrows and Page keys scroll."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inner = QWidget()
        self._inner.setProperty("part", "bare")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._inner)
        self._images: list[QImage] = []
        self._sheets: list[QLabel] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER)
        self._later.timeout.connect(self._fit)

    def show_pages(self, images: list[QImage]) -> None:
        """Show these pages instead of those before."""
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.deleteLater()
        self._images = images
        self._sheets = []
        for number in range(1, len(images) + 1):
            sheet = QLabel()
            sheet.setObjectName(f"sheet_{number}")
            sheet.setProperty("part", "sheet")
            self._column.addWidget(sheet)
            self._sheets.append(sheet)
        self.retranslate()
        self._fit()
        self.verticalScrollBar().setValue(0)

    def sheets(self) -> list[QLabel]:
        """Return the pages that are shown."""
        return list(self._sheets)

    def retranslate(self) -> None:
        """Say which page each is."""
        self.setAccessibleName(_("Preview of the report"))
        for number, (sheet, image) in enumerate(zip(self._sheets, self._images, strict=True), 1):
            sheet.setAccessibleName(_("page {n} of {total}").format(n=number, total=len(self._sheets)))
            sheet.setAccessibleDescription(image.text(WORDS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the width, once it rests."""
        super().resizeEvent(event)
        self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_sheets"):
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first or last page with Home and End."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        width = min(self.viewport().width() - 2, look.px(WIDEST))
        ratio = self.devicePixelRatio()
        for image, sheet in zip(self._images, self._sheets, strict=True):
            pixmap = QPixmap.fromImage(
                image.scaledToWidth(round((width - 2) * ratio), Qt.TransformationMode.SmoothTransformation)
            )
            pixmap.setDevicePixelRatio(ratio)
            sheet.setPixmap(pixmap)
            sheet.setFixedSize(QSize(width, round(pixmap.height() / ratio) + 2))
