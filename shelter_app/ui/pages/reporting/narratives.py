"""The texts that a person writes for a report, beside its pages; kept as they are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.ui.forms.autosave import Autosave, Content, Draft
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text

WIDTH = 320


class Narratives(QFrame):
    """One field for each text; ``finished`` tells that the person is done, ``refused`` why a text was not kept."""

    finished = Signal()
    refused = Signal(Refused)

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
        self._draft: Draft | None = None
        self._autosave = Autosave(self, self._draft_content)
        self._autosave.refused.connect(self.refused)
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

    def show_texts(
        self, draft: Draft, headings: tuple[tuple[str, str], ...], written: dict[str, str]
    ) -> None:
        """Ask for texts, given as key and heading; what is ``written`` stands in them, ``draft`` keeps what is typed."""
        self._draft = draft
        for part in self._parts:
            self._inside.removeWidget(part)
            part.deleteLater()
        self.fields, self._parts = {}, []
        for key, heading in headings:
            title = make_label("body", f"report_text_{key}_label", wrap=True)
            field = QPlainTextEdit(written.get(key, ""))
            title.setBuddy(field)
            set_text(title, heading)
            field.setObjectName(f"report_text_{key}")
            field.setAccessibleName(heading)
            field.setTabChangesFocus(True)
            field.setMinimumHeight(look.px(96))
            field.textChanged.connect(self._autosave.touch)
            self.fields[key] = field
            for part in (title, field):
                self._parts.append(part)
                self._inside.addWidget(part)
        self.setFixedWidth(look.px(WIDTH))
        self.show()
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def texts(self) -> dict[str, str]:
        """Return what is written so far, by key; a text without words is not there."""
        texts = {key: field.toPlainText().strip() for key, field in self.fields.items()}
        return {key: text for key, text in texts.items() if text}

    def finish(self) -> None:
        """Keep what is written, and close."""
        self._autosave.keep()
        self.hide()
        self.finished.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is written when the page is left, the window locks or closes."""
        if self._autosave.is_waiting():
            self._autosave.keep()
        super().hideEvent(event)

    def _draft_content(self) -> tuple[Draft, Content | None] | None:
        return None if self._draft is None else (self._draft, self.texts())

    def retranslate(self) -> None:
        """Say the words around the fields in the language in force."""
        set_text(self._title, _("Texts of the report"))
        set_text(
            self._note, _("These texts are sent with the report: do not write names, code names or places.")
        )
        set_text(self._done, _("Show in the report"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(look.px(WIDTH))
        super().changeEvent(event)
