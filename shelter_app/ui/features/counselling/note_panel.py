"""Where a note is written: its editor, what is typed in it kept as a draft, two texts side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Actor
from shelter_app.ui.features.counselling import words
from shelter_app.ui.features.counselling.note_cards import ConflictCard
from shelter_app.ui.features.counselling.note_draft import NEW, OF_COUNSELLOR, NoteDraft
from shelter_app.ui.features.counselling.note_editor import NoteEditor
from shelter_app.ui.features.counselling.opened_session import OpenedSession
from shelter_app.ui.forms.autosave import Autosave, Content, Draft


class NotePanel(QWidget):
    """Shows and keeps what is being written; ``changed`` tells of each change, ``refused`` why it was not kept."""

    changed = Signal()
    refused = Signal(Refused)

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.note: NoteDraft | None = None
        self._actor = actor
        self._version = 0
        self._kept_at = ""
        self._saving = False
        self.conflict = ConflictCard()
        self.editor = NoteEditor()
        self._autosave = Autosave(self, self._draft_content)
        self._autosave.kept.connect(self._tell_kept)
        self._autosave.refused.connect(self.refused)
        self.editor.edited.connect(self._edited)
        self.conflict.mine_wanted.connect(lambda: self._end_conflict(mine=True, theirs=False))
        self.conflict.theirs_wanted.connect(lambda: self._end_conflict(mine=False, theirs=True))
        self.conflict.both_wanted.connect(lambda: self._end_conflict(mine=True, theirs=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.conflict)
        column.addWidget(self.editor, 1)

    def clear(self) -> None:
        """Keep what is typed, and show nothing any more."""
        self._autosave.keep()
        self._drop()
        self.conflict.hide()
        self.editor.hide()

    def show_session(self, opened: OpenedSession, *, may_write: bool) -> None:
        """Show what the store says now; what is typed stays."""
        if self.note is None:
            self.note = NoteDraft(opened, self._actor.account_id, may_write=may_write)
            self._fill(self.note)
            return
        key, touched = self.note.key, self.touched()
        self.note.keep(self.editor.typed(self._version) if touched else None)
        self.note.meet(opened)
        if self.note.key != key or not touched:
            self._fill(self.note)
        else:
            self._look_for_conflict(self.note)

    def key(self) -> str | None:
        """Return what is being written: a new note, a note, an addendum; None for nothing."""
        return None if self.note is None else self.note.key

    def touched(self) -> bool:
        """Say whether something is typed that is in no note yet."""
        if self.note is None or self.note.key is None:
            return False
        return self.editor.text() != self.note.base_text()

    def write(self, key: str) -> None:
        """Write something else; what was typed before is kept."""
        if self.note is not None:
            self._autosave.keep()
            self.note.key, self.note.chosen = key, True
            self._fill(self.note)
            self.changed.emit()
            self.editor.start()

    def keep_waiting(self) -> None:
        """Keep in a worker what was typed in the last seconds: the page is left, or the window goes away."""
        if self._autosave.is_waiting():
            self._autosave.keep()

    def act(self, *, sign: bool) -> Act[Any] | None:
        """Return the act that saves or signs what is being written; None for nothing."""
        if self.note is None or self.note.key is None:
            return None
        typed, text = self.editor.typed(self._version), self.editor.text()
        return self.note.sign(typed, text) if sign else self.note.save(typed, text)

    def save(self) -> tuple[Draft, Content | None]:
        """Let nothing more be typed; return the draft, with what is left in it once the act is done."""
        note = self.note
        assert note is not None
        self._autosave.rest()
        note.keep(self.editor.typed(self._version) if self.touched() else None)
        note.draft.put(note.content())  # stored by whoever comes next, should the act be refused
        self._saving = True
        self.editor.rest(True)
        return note.draft, note.content(without=note.key)

    def saved(self) -> None:
        """Hold nothing: what was typed is in the store, and is shown again from there."""
        self._autosave.rest()
        self._drop()

    def go_on(self) -> None:
        """Let be typed again: what was typed could not be saved."""
        self._saving = False
        self.editor.rest(False)
        self._autosave.keep()

    def state(self) -> str:
        """Return how the draft stands, in words; "" when there is none."""
        if self.note is None or self.note.key is None:
            return ""
        if not self.touched():
            return _("draft, not signed") if self._version and not self.note.is_addendum() else ""
        if self._autosave.is_waiting() or not self._kept_at:
            return _("draft")
        return _("draft, saved at {time}").format(time=self._kept_at)

    def left_empty(self) -> str:
        """Return the names of the sections without words."""
        return ", ".join(words.section(name).partition(" · ")[0] for name in self.editor.empty())

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.editor.retranslate()
        self.conflict.retranslate()

    def _draft_content(self) -> tuple[Draft, Content | None] | None:
        """Return all that is typed and its draft; None while nothing is written, and once its act is on its way."""
        if self.note is None or self._saving:
            return None
        self.note.keep(self.editor.typed(self._version) if self.touched() else None)
        return self.note.draft, self.note.content()

    def _drop(self) -> None:
        self.note = None
        self._kept_at = ""
        self._saving = False

    def _fill(self, note: NoteDraft) -> None:
        self.editor.rest(False)
        self.editor.setVisible(note.key is not None)
        self.conflict.hide()
        if note.key is None:
            return
        kept = note.typed()
        typed = kept or note.base()
        begun = note.key != NEW and not note.is_addendum()
        classes = OF_COUNSELLOR if typed.note_class in OF_COUNSELLOR else (typed.note_class,)
        self.editor.show_note(typed, addendum=note.is_addendum(), begun=begun, classes=classes)
        self._version = typed.version
        if kept is None:
            self._kept_at = ""
        self._look_for_conflict(note)

    def _look_for_conflict(self, note: NoteDraft) -> None:
        stored = note.stored()
        if stored is None or stored.note is None or note.is_addendum():
            return
        if stored.line.version != self._version:
            self.conflict.show_text(stored.line.format, stored.note.text)

    def _edited(self) -> None:
        self._autosave.touch()
        self.changed.emit()

    def _tell_kept(self, draft: Draft) -> None:
        if self.note is not None and self.note.draft is draft:
            self._kept_at = f"{self._actor.clock().astimezone(LOCAL):%H:%M}"
            self.changed.emit()

    def _end_conflict(self, *, mine: bool, theirs: bool) -> None:
        """End a conflict as it was chosen."""
        note = self.note
        stored = None if note is None else note.stored()
        if note is None or stored is None:
            return
        self.conflict.hide()
        base = note.base().texts
        if not mine:
            note.keep(None)
            self._fill(note)
        elif theirs:
            typed = self.editor.texts()
            both = {name: [text, base.get(name, "")] for name, text in typed.items()}
            both[next(iter(typed))] += [text for name, text in base.items() if name not in typed]
            self.editor.put({name: "\n\n".join(t for t in texts if t) for name, texts in both.items()})
        self._version = stored.line.version
        self._edited()
        self.editor.start()
