"""The manual beside the page: opened by F1 at the section of the page one is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget
from shiboken6 import isValid

from shelter_app.i18n import _, language
from shelter_app.ui.frame.help import book
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_text

WIDTH = 380
MARGIN = 16


class Reader(QFrame):
    """A column at the right of the frame; Esc closes it and the keyboard goes back where it was."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help")
        self.setProperty("part", "card")
        self._section = book.SECTIONS[0]
        self._before: QWidget | None = None
        self._title = make_label("heading", "help_title")
        self._choice = ComboBox("help_section")
        self._choice.activated.connect(lambda row: self._turn_to(book.SECTIONS[row]))
        self._close = make_button("bare", "help_close", "x")
        self._close.clicked.connect(self.close_book)
        self._page = QTextBrowser()
        self._page.setObjectName("help_text")
        self._page.setOpenLinks(False)
        self._page.anchorClicked.connect(lambda link: self._follow(link.toString()))
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._choice)
        column.addWidget(self._page, 1)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close_book)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()
        self.hide()

    def open_at(self, page: str, before: QWidget | None) -> None:
        """Show the section of a page; ``before`` has the keyboard again when the manual is closed."""
        if not self.isVisible():
            self._before = before
        self.fit()
        self._turn_to(book.section_of(page))
        self.show()
        self._page.setFocus()

    def fit(self) -> None:
        """Be as wide as the text size asks for, but leave the page more room than the manual."""
        self.setFixedWidth(min(look.px(WIDTH), max(WIDTH, self.window().width() * 2 // 5)))

    def close_book(self) -> None:
        """Hide the manual."""
        self.hide()
        if self._before is not None and isValid(self._before):  # what had the keyboard may be gone meanwhile
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._title, _("Help"))
        set_text(self._close, "", _("Close help"), _("Close help"))
        self._choice.setAccessibleName(_("Section of the manual"))
        self._page.setAccessibleName(_("Manual"))
        spoken = language()
        self._choice.clear()
        for section in book.SECTIONS:
            self._choice.addItem(book.heading(section, spoken))
        self._turn_to(self._section)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.fit()
        super().changeEvent(event)

    def _follow(self, link: str) -> None:
        """Turn to the section that a link names; the manual has no links out of itself."""
        section = link.removesuffix(".md")
        if section in book.SECTIONS:
            self._turn_to(section)

    def _turn_to(self, section: str) -> None:
        self._section = section
        self._choice.setCurrentIndex(book.SECTIONS.index(section))
        self._page.setMarkdown(book.text(section, language()))
        self._show_picture()
        self._page.moveCursor(QTextCursor.MoveOperation.Start)

    def _show_picture(self) -> None:
        """Put the section's picture under its text, as wide as the column."""
        path = book.picture(self._section, language())
        if path is None:
            return
        document = self._page.document()
        document.addResource(QTextDocument.ResourceType.ImageResource, path.name, QImage(str(path)))
        end = QTextCursor(document)
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertBlock(QTextBlockFormat())  # the text ends in a list: the picture stands outside it
        drawn = QTextImageFormat()
        drawn.setName(path.name)
        drawn.setWidth(self.width() - 2 * MARGIN - look.px(24))
        end.insertImage(drawn)
