"""Where the note is written: the editor, what is typed in it kept every few seconds, two texts side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Actor
from shelter_app.ui.features.counselling import words
from shelter_app.ui.features.counselling.note_cards import ConflictCard
from shelter_app.ui.pages.session.drafts import Drafts, Keeper
from shelter_app.ui.pages.session.editor import NoteEditor
from shelter_app.ui.pages.session.note_draft import NEW, OF_COUNSELLOR, NoteDraft
from shelter_app.ui.pages.session.queries import OpenedSession
from shelter_app.ui.work import run

KEEPS_AFTER = 2500  # milliseconds after the first letter that is not kept yet


class NotePanel(QWidget):
    """Holds what is being written; ``changed`` tells of each change, ``refused`` why something was not kept."""

    changed = Signal()
    refused = Signal(Refused)

    def __init__(self, actor: Actor, keeper: Keeper) -> None:
        super().__init__()
        self.writing: NoteDraft | None = None
        self._actor = actor
        self._keeper = keeper
        self._version = 0
        self._kept_at = ""
        self.conflict = ConflictCard()
        self.editor = NoteEditor()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(KEEPS_AFTER)
        self.timer.timeout.connect(self.keep_draft)
        self.editor.edited.connect(self._edited)
        self.conflict.mine_wanted.connect(lambda: self._settle(mine=True, theirs=False))
        self.conflict.theirs_wanted.connect(lambda: self._settle(mine=False, theirs=True))
        self.conflict.both_wanted.connect(lambda: self._settle(mine=True, theirs=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.conflict)
        column.addWidget(self.editor, 1)

    def forget(self) -> None:
        """Hand what is typed over to be kept, and hold nothing any more."""
        self.give()
        self.writing = None
        self._kept_at = ""
        self.conflict.hide()
        self.editor.hide()

    def show_whole(self, whole: OpenedSession) -> None:
        """Show what the store says now; what is typed stays."""
        if self.writing is None:
            self.writing = NoteDraft(whole, self._actor.account_id, whole.drafts)
            self.writing.begin()
            self._fill()
            return
        key, touched = self.writing.key, self.touched()
        self.writing.keep(self.editor.typed(self._version) if touched else None)
        self.writing.meet(whole)
        if self.writing.key != key or not touched:
            self._fill()
        else:
            self._look_for_conflict(self.writing)

    def key(self) -> str | None:
        """Return what is in hand: a new note, a note, an addendum; None for nothing."""
        return None if self.writing is None else self.writing.key

    def touched(self) -> bool:
        """Say whether something is typed that is in no note yet."""
        writing = self.writing
        if writing is None or writing.key is None:
            return False
        return self.editor.text() != writing.base_text()

    def take(self, key: str) -> None:
        """Write something else; what was typed before is kept."""
        if self.writing is not None:
            self.keep_draft()
            self.writing.key, self.writing.chosen = key, True
            self._fill()
            self.changed.emit()
            self.editor.start()

    def give(self) -> None:
        """Hand what is typed over to be kept by the next worker."""
        self.timer.stop()
        if self.writing is not None:
            self.writing.keep(self.editor.typed(self._version) if self.touched() else None)
            self._keeper.give(self.writing.session(), self.writing.whole.resident, self.writing.drafts)

    def keep_draft(self) -> None:
        """Keep what is typed now, in a worker."""
        self.give()
        run(
            self,
            lambda _p: self._keeper.store(),
            done=lambda _nothing: self._tell_kept(),
            refused=self.refused.emit,
        )

    def doing(self, *, sign: bool) -> Act[Any] | None:
        """Return the act that saves or signs what is in hand; None for nothing in hand."""
        if self.writing is None or self.writing.key is None:
            return None
        typed, text = self.editor.typed(self._version), self.editor.text()
        return self.writing.sign(typed, text) if sign else self.writing.save(typed, text)

    def hand_over(self) -> Drafts:
        """Let nothing more be typed, keep what there is, and return the drafts as they are once it is saved."""
        assert self.writing is not None
        self.give()
        self.editor.rest(True)
        return self.writing.without()

    def saved(self) -> None:
        """Hold nothing: what was typed is in the store, and is shown again from there."""
        self.timer.stop()
        self.writing = None

    def go_on(self) -> None:
        """Let be typed again: what was typed could not be saved."""
        self.editor.rest(False)
        self.keep_draft()

    def said(self) -> str:
        """Return how the draft stands, in words; "" when there is none."""
        if self.writing is None or self.writing.key is None:
            return ""
        if not self.touched():
            return _("draft, not signed") if self._version and not self.writing.is_addendum() else ""
        if self.timer.isActive() or not self._kept_at:
            return _("draft")
        return _("draft, kept at {time}").format(time=self._kept_at)

    def left_empty(self) -> str:
        """Return the names of the sections without words."""
        return ", ".join(words.section(name).partition(" · ")[0] for name in self.editor.empty())

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.editor.retranslate()
        self.conflict.retranslate()

    def _fill(self) -> None:
        assert self.writing is not None
        writing = self.writing
        self.editor.rest(False)
        self.editor.setVisible(writing.key is not None)
        self.conflict.hide()
        if writing.key is None:
            return
        kept = writing.typed()
        typed = kept or writing.base()
        begun = writing.key != NEW and not writing.is_addendum()
        classes = OF_COUNSELLOR if typed.note_class in OF_COUNSELLOR else (typed.note_class,)
        self.editor.show_note(typed, addendum=writing.is_addendum(), begun=begun, classes=classes)
        self._version = typed.version
        if kept is None:
            self._kept_at = ""
        self._look_for_conflict(writing)

    def _look_for_conflict(self, writing: NoteDraft) -> None:
        stored = writing.stored()
        if stored is None or stored.note is None or writing.is_addendum():
            return
        if stored.line.version != self._version:
            self.conflict.show_text(stored.line.format, stored.note.text)

    def _edited(self) -> None:
        if not self.timer.isActive():
            self.timer.start()
        self.changed.emit()

    def _tell_kept(self) -> None:
        self._kept_at = f"{self._actor.clock().astimezone(LOCAL):%H:%M}"
        self.changed.emit()

    def _settle(self, *, mine: bool, theirs: bool) -> None:
        """End a conflict as it was chosen."""
        stored = None if self.writing is None else self.writing.stored()
        if self.writing is None or stored is None:
            return
        self.conflict.hide()
        base = self.writing.base().texts
        if not mine:
            self.writing.keep(None)
            self._fill()
        elif theirs:
            typed = self.editor.texts()
            both = {name: [text, base.get(name, "")] for name, text in typed.items()}
            both[next(iter(typed))] += [text for name, text in base.items() if name not in typed]
            self.editor.put({name: "\n\n".join(t for t in texts if t) for name, texts in both.items()})
        self._version = stored.line.version
        self._edited()
        self.editor.start()
