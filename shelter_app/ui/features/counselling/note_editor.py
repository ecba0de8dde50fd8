"""The fields of a note: its format, its kind, a field for each section. What is typed here is sealed by its page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from shelter_app.domain import notes
from shelter_app.domain.codes import code, codes
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.ui.features.counselling import words
from shelter_app.ui.features.counselling.note_draft import ADDENDUM, Typed
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import OWN_DRAFT, ComboBox, make_label, set_text

MOST_SECTIONS = 4
FIELD_HEIGHT = 84


class SectionField(QPlainTextEdit):
    """A field that asks for a few lines and takes what room there is; Tab goes on."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty(OWN_DRAFT, True)
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        """Return a few lines."""
        return QSize(super().sizeHint().width(), look.px(FIELD_HEIGHT))


class NoteEditor(QFrame):
    """Shows what is typed in a note or an addendum; ``edited`` tells of each change, ``save_wanted`` of Ctrl+Enter."""

    edited = Signal()
    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("note")
        self.setProperty("part", "card")
        self._addendum = False
        self._names: tuple[str, ...] = ()
        self._filling = False
        self._here = ""
        self._heading = make_label("heading", "note_heading", wrap=True)
        self.format = ComboBox("note_format")
        self.note_class = ComboBox("note_class")
        self._format_word = make_label("note", "note_format_word")
        self._class_word = make_label("note", "note_class_word")
        self.choices = FlowRow(16)
        self._labels: list[QLabel] = []
        self.fields: list[SectionField] = []
        self._lay_out()
        self.format.activated.connect(lambda _row: self._change_format())
        self.note_class.activated.connect(lambda _row: self._emit_edited())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.save_wanted.emit)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_note(self, typed: Typed, *, addendum: bool, begun: bool, classes: tuple[str, ...]) -> None:
        """Show a note or an addendum; one that is ``begun`` keeps its kind."""
        self._filling = True
        self._addendum = addendum
        self.choices.setVisible(not addendum)
        self.note_class.clear()
        for note_class in classes:
            self.note_class.addItem(code_label("note_class", note_class), note_class)
        self.note_class.setEnabled(not begun)
        self.note_class.setCurrentIndex(self.note_class.findData(typed.note_class))
        self.format.setCurrentIndex(self.format.findData(typed.format))
        self._fill(typed.texts)
        self._here = typed.here
        if (field := self._field(typed.here)) is not None:
            at = field.textCursor()
            at.setPosition(min(typed.cursor, len(field.toPlainText())))
            field.setTextCursor(at)
        self._filling = False
        self.retranslate()

    def typed(self, version: int) -> Typed:
        """Return what is typed and where the cursor is."""
        self._look_where()
        field = self._field(self._here)
        cursor = 0 if field is None else field.textCursor().position()
        return Typed(self._format(), self._class(), self.texts(), version, self._here, cursor)

    def texts(self) -> dict[str, str]:
        """Return the words of each section."""
        return {name: field.toPlainText() for name, field in zip(self._names, self.fields, strict=False)}

    def text(self) -> str:
        """Return the text as one, as it is sealed."""
        return (
            self.texts()[ADDENDUM].strip() if self._addendum else notes.compose(self._format(), self.texts())
        )

    def empty(self) -> tuple[str, ...]:
        """Return the sections without words."""
        return () if self._addendum else notes.empty_sections(self._format(), self.texts())

    def put(self, texts: dict[str, str]) -> None:
        """Write other words into the sections, as if they were typed."""
        self._fill(texts)
        self._emit_edited()

    def rest(self, resting: bool) -> None:
        """Let nothing be typed while what is typed is being saved."""
        for field in self.fields:
            field.setReadOnly(resting)
        self.choices.setEnabled(not resting)

    def start(self) -> None:
        """Put the keyboard where the cursor was left, else into the first section without words."""
        shown = self.fields[: len(self._names)]
        bare = next((field for field in shown if not field.toPlainText()), None)
        (self._field(self._here) or bare or self.fields[0]).setFocus()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._heading, _("Addendum to a signed note") if self._addendum else _("Note"))
        set_text(self._format_word, _("Format"))
        set_text(self._class_word, _("Kind of note"))
        self.format.setAccessibleName(_("Format"))
        self.note_class.setAccessibleName(_("Kind of note"))
        for at, note_format in enumerate(codes("note_format")):
            whole = code_label("note_format", note_format)
            self.format.setItemText(at, whole.partition(" (")[0])
            self.format.setItemData(at, whole, Qt.ItemDataRole.ToolTipRole)
        for at in range(self.note_class.count()):
            self.note_class.setItemText(at, code_label("note_class", self.note_class.itemData(at)))
        for name, title, field in zip(self._names, self._labels, self.fields, strict=False):
            set_text(title, words.section(name))
            field.setAccessibleName(words.section(name))

    def resize_fields(self) -> None:
        """Follow the text size."""
        for field in self.fields:
            field.setMinimumHeight(look.px(FIELD_HEIGHT))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for word, choice in ((self._format_word, self.format), (self._class_word, self.note_class)):
            pair = QWidget()
            under = QHBoxLayout(pair)
            under.setContentsMargins(0, 0, 0, 4)
            under.setSpacing(6)
            word.setBuddy(choice)
            under.addWidget(word)
            under.addWidget(choice)
            self.choices.add(pair)
        for note_format in codes("note_format"):
            self.format.addItem("", note_format)
        column.addWidget(self._heading)
        column.addWidget(self.choices)
        for at in range(MOST_SECTIONS):
            title = make_label("note", f"note_section_{at}_word", wrap=True)
            field = SectionField(f"note_section_{at}")
            field.textChanged.connect(self._emit_edited)
            title.setBuddy(field)
            column.addWidget(title)
            column.addWidget(field, 1)
            self._labels.append(title)
            self.fields.append(field)
        self.resize_fields()

    def _format(self) -> str:
        return str(self.format.currentData() or "NARRATIVE")

    def _class(self) -> str:
        return str(self.note_class.currentData() or "PROGRESS")

    def _fill(self, texts: dict[str, str]) -> None:
        filling, self._filling = self._filling, True
        self._names = (ADDENDUM,) if self._addendum else tuple(notes.sections(self._format()))
        for at, (title, field) in enumerate(zip(self._labels, self.fields, strict=True)):
            used = at < len(self._names)
            title.setVisible(used)
            field.setVisible(used)
            wanted = texts.get(self._names[at], "") if used else ""
            if field.toPlainText() != wanted:
                field.setPlainText(wanted)
        self._filling = filling

    def _change_format(self) -> None:
        """Keep the words of sections that both formats have; the others go into the first one."""
        before = self.texts()
        names = code("note_format", self._format()).extra["sections"]
        after = {name: before.get(name, "") for name in names}
        homeless = [text for name, text in before.items() if name not in after and text.strip()]
        after[names[0]] = "\n\n".join(part for part in (after[names[0]], *homeless) if part)
        self._fill(after)
        self.retranslate()
        self._emit_edited()

    def _field(self, name: str) -> SectionField | None:
        return self.fields[self._names.index(name)] if name in self._names else None

    def _look_where(self) -> None:
        """Remember the section that has the keyboard; when the page is hidden none has it any more."""
        focus = self.window().focusWidget()
        for name, field in zip(self._names, self.fields, strict=False):
            if field is focus:
                self._here = name

    def _emit_edited(self) -> None:
        if not self._filling:
            self._look_where()
            self.edited.emit()
