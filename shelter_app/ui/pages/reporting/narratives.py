"""The texts that a person writes for a report, beside its pages; kept as they are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text

WIDTH = 320
KEEPS_AFTER = 2000


class Narratives(QFrame):
    """One field for each text; ``typed`` brings them all by key, ``over`` says that the person is done."""

    typed = Signal(dict)
    over = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_texts")
        self.setProperty("part", "card")
        self.fields: dict[str, QPlainTextEdit] = {}
        self._parts: list[QWidget] = []
        self._title = make_label("heading", "report_texts_title")
        self._note = make_label("muted", "report_texts_note", wrap=True)
        self._done = make_button("filled", "report_texts_done", "check", "on_accent")
        self._done.clicked.connect(self.finish)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEPS_AFTER)
        self._timer.timeout.connect(self.keep)
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 8, 0)
        self._inside.setSpacing(8)
        inner = QWidget()
        inner.setProperty("part", "bare")
        inner.setLayout(self._inside)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        foot = QHBoxLayout()
        foot.addWidget(self._done, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (self._title, self._note):
            column.addWidget(part)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        self.hide()

    def show_texts(self, asked: tuple[tuple[str, str], ...], written: dict[str, str]) -> None:
        """Ask for these texts, given as key and heading; what is written stands in them."""
        for part in self._parts:
            self._inside.removeWidget(part)
            part.deleteLater()
        self.fields, self._parts = {}, []
        for key, heading in asked:
            title = make_label("body", f"report_text_{key}_label", wrap=True)
            field = QPlainTextEdit(written.get(key, ""))
            title.setBuddy(field)
            set_text(title, heading)
            field.setObjectName(f"report_text_{key}")
            field.setAccessibleName(heading)
            field.setTabChangesFocus(True)
            field.setMinimumHeight(look.px(96))
            field.textChanged.connect(self._timer.start)
            self.fields[key] = field
            for part in (title, field):
                self._parts.append(part)
                self._inside.addWidget(part)
        self.setFixedWidth(look.px(WIDTH))
        self.show()
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def keep(self) -> None:
        """Bring what is typed so far."""
        texts = {key: field.toPlainText().strip() for key, field in self.fields.items()}
        self.typed.emit({key: text for key, text in texts.items() if text})

    def finish(self) -> None:
        """Bring what is typed, and close."""
        self._timer.stop()
        self.keep()
        self.hide()
        self.over.emit()

    def retranslate(self) -> None:
        """Say the words around the fields in the language in force."""
        set_text(self._title, _("Texts of the report"))
        set_text(
            self._note, _("They leave the house with the report: write no name, no code name, no place.")
        )
        set_text(self._done, _("Show in the pages"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(look.px(WIDTH))
        super().changeEvent(event)
