"""Notes as they are read: a card for each, with its text where the keys allow, and who signed it when."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from shelter_app.domain import notes
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, moment, pgettext
from shelter_app.ui.features.counselling import words
from shelter_app.ui.features.counselling.note_draft import ADDED, NOTE
from shelter_app.ui.features.counselling.opened_session import OpenedNote, OpenedSession
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text, without_mnemonic

READ = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class NoteCard(QFrame):
    """One note; ``addendum_wanted`` and ``note_wanted`` carry its id."""

    addendum_wanted = Signal(str)
    note_wanted = Signal(str)

    def __init__(self, opened: OpenedNote, *, adds: bool, goes_on: bool) -> None:
        super().__init__()
        line = opened.line
        self.setObjectName("note_card")
        self.setProperty("part", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        head = FlowRow()
        title = make_label("heading", "note_card_title")
        set_text(title, code_label("note_class", line.note_class))
        head.add(title)
        signed = line.signed_at is not None
        state = Chip("free" if signed else "plain", "check" if signed else "pen-line", "note_card_state")
        set_text(state, pgettext("note", "signed") if signed else pgettext("note", "not signed"))
        head.add(state)
        if line.late_entry:
            late = Chip("plain", "hourglass", "note_card_late")
            set_text(late, _("written more than 72 hours after the session"))
            head.add(late)
        column.addWidget(head)
        who = make_label("note", "note_card_who", wrap=True)
        set_text(who, words.signed(line))
        column.addWidget(who)
        if opened.note is None:
            closed = make_label("muted", "note_card_closed", wrap=True)
            set_text(closed, opened.closed)
            column.addWidget(closed)
        else:
            for name, text in notes.split(line.format, opened.note.text).items():
                if text:
                    _add_section(column, words.section(name), text)
            for added in opened.note.addenda:
                when = moment(added.signed_at.astimezone(LOCAL))
                told = _("Addendum by {author}, {when}").format(author=added.author, when=when)
                _add_section(column, told, added.text)
        doing = FlowRow()
        if adds:
            made = make_button("lined", "note_card_add", "pen-line")
            set_text(made, _("Write an addendum"))
            without_mnemonic(made)
            made.clicked.connect(lambda: self.addendum_wanted.emit(line.id))
            doing.add(made)
        if goes_on:
            made = make_button("lined", "note_card_go_on", "pen-line")
            set_text(made, _("Continue writing"))
            without_mnemonic(made)
            made.clicked.connect(lambda: self.note_wanted.emit(line.id))
            doing.add(made)
        if adds or goes_on:
            column.addWidget(doing)


class NoteCards(QWidget):
    """The notes that are read, one card under the other; ``wanted`` carries the key of what is to be written on."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[NoteCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)

    def show_notes(self, session: OpenedSession, author: str, written: str | None, *, may_add: bool) -> None:
        """Show all notes but the one that is being ``written``; who ``may_add`` writes addenda to signed ones."""
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for opened in session.notes:
            line = opened.line
            if written == NOTE + line.id:
                continue
            readable, signed = opened.note is not None, line.signed_at is not None
            mine = line.author_id == author
            card = NoteCard(
                opened, adds=may_add and signed and readable, goes_on=mine and not signed and readable
            )
            card.addendum_wanted.connect(lambda note: self.wanted.emit(ADDED + note))
            card.note_wanted.connect(lambda note: self.wanted.emit(NOTE + note))
            self._column.addWidget(card)
            self.cards.append(card)
        self.setVisible(bool(self.cards))


class ConflictCard(QFrame):
    """The stored text beside the one that is typed, and the three ways to go on."""

    mine_wanted = Signal()
    theirs_wanted = Signal()
    both_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("conflict")
        self.setProperty("part", "card")
        self._title = make_label("heading", "conflict_title", wrap=True)
        self._words = make_label("caution", "conflict_words", wrap=True)
        self.theirs = QPlainTextEdit()
        self.theirs.setObjectName("conflict_theirs")
        self.theirs.setReadOnly(True)
        self.theirs.setTabChangesFocus(True)
        self.mine = make_button("lined", "conflict_mine")
        self.other = make_button("lined", "conflict_other")
        self.both = make_button("lined", "conflict_both")
        self.mine.clicked.connect(self.mine_wanted)
        self.other.clicked.connect(self.theirs_wanted)
        self.both.clicked.connect(self.both_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        doing = FlowRow()
        doing.add(self.mine, self.other, self.both)
        for part in (self._title, self._words, self.theirs, doing):
            column.addWidget(part)
        self.hide()

    def show_text(self, note_format: str, text: str) -> None:
        """Show the text that is stored."""
        parts = notes.split(note_format, text)
        many = len(parts) > 1
        said = (f"{words.section(n)}\n{t}" if many else t for n, t in parts.items() if t)
        self.theirs.setPlainText("\n\n".join(said))
        self.theirs.setMinimumHeight(look.px(104))
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self._title, _("This note was changed in the meantime"))
        set_text(
            self._words,
            _("This is the saved text; yours is below, and none of it is lost. Choose how to continue."),
        )
        self.theirs.setAccessibleName(_("The saved text"))
        set_text(self.mine, _("Keep my text"))
        set_text(self.other, _("Use the saved text"))
        set_text(self.both, _("Combine both"))


def _add_section(column: QVBoxLayout, head: str, text: str) -> None:
    above = make_label("note", "note_card_section", wrap=True)
    set_text(above, head)
    body: QLabel = make_label("body", "note_card_text", wrap=True)
    set_text(body, text)
    body.setTextInteractionFlags(READ)
    column.addWidget(above)
    column.addWidget(body)
