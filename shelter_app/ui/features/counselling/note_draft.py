"""What is being written on a session's page: which note, from which version, and what was typed in each.

No widget here: this is the memory of the page, which the page shows and the keeper seals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from shelter_app.domain import notes
from shelter_app.services.acting import Act
from shelter_app.services.counselling.acts import AddAddendum, ChangeNote, SignNote, WriteNote
from shelter_app.ui.pages.session.drafts import Drafts, Typed
from shelter_app.ui.pages.session.editor import ADDENDUM
from shelter_app.ui.pages.session.queries import OpenedNote, OpenedSession

NEW = ""
NOTE = "note:"
ADDED = "addendum:"
FORMAT = "SOAP"
CLASS = "PROGRESS"
OF_COUNSELLOR = ("PROGRESS", "PROCESS", "SAFETY")


@dataclass
class NoteDraft:
    """The notes of one person at one session, in the hands of one author.

    ``chosen`` says that the author asked for what is in hand, rather than found it.
    """

    whole: OpenedSession
    author: str
    drafts: Drafts
    key: str | None = None
    chosen: bool = False

    def begin(self) -> None:
        """Forget drafts that are in the notes already; take up what was in hand."""
        for key in list(self.drafts.typed):
            self._tidy(key)
        keys = list(self.drafts.typed)
        if self.drafts.last in keys:
            self.key = self.drafts.last
        elif keys:
            self.key = keys[0]
        else:
            self.key = self.first()

    def session(self) -> str:
        """Return which session it is."""
        return self.whole.file.session.id

    def first(self) -> str | None:
        """Return what one would write without any draft: one's open note, or a new one where there is none."""
        if not self.whole.may("counselling.write_note"):
            return None
        mine = [o for o in self.whole.notes if o.line.author_id == self.author]
        unsigned = next((o for o in mine if o.line.signed_at is None and o.note is not None), None)
        if unsigned is not None:
            return NOTE + unsigned.line.id
        return None if mine else NEW

    def stored(self) -> OpenedNote | None:
        """Return the note in hand as it is stored; None for a new one."""
        return None if not self.key else self.opened(self.key.partition(":")[2])

    def opened(self, note: str) -> OpenedNote | None:
        """Return a note of the page."""
        return next((o for o in self.whole.notes if o.line.id == note), None)

    def is_addendum(self) -> bool:
        """Say whether what is in hand is an addendum."""
        return self.key is not None and self.key.startswith(ADDED)

    def base(self) -> Typed:
        """Return what the editor shows where nothing was typed."""
        stored = self.stored()
        if self.is_addendum() or stored is None or stored.note is None:
            return Typed(FORMAT, CLASS, {})
        line = stored.line
        return Typed(line.format, line.note_class, notes.split(line.format, stored.note.text), line.version)

    def base_text(self) -> str:
        """Return the text of what is stored, as it would be composed again."""
        base = self.base()
        return "" if self.is_addendum() else notes.compose(base.format, base.texts)

    def keep(self, typed: Typed | None) -> None:
        """Remember what is typed in what is in hand; None forgets it."""
        if self.key is None:
            return
        self.drafts.last = self.key
        if typed is None:
            self.drafts.typed.pop(self.key, None)
        else:
            self.drafts.typed[self.key] = typed

    def typed(self) -> Typed | None:
        """Return what was typed in what is in hand."""
        return None if self.key is None else self.drafts.typed.get(self.key)

    def without(self) -> Drafts:
        """Return the drafts as they are once what is in hand is saved."""
        left = {key: typed for key, typed in self.drafts.typed.items() if key != self.key}
        return Drafts(self.drafts.last, left)

    def meet(self, whole: OpenedSession) -> None:
        """Take what the store says now; a note signed meanwhile turns what was typed into an addendum."""
        self.whole = whole
        for key in list(self.drafts.typed):
            self._tidy(key)
        stored = self.stored()
        if self.key is not None and self.key.startswith(NOTE) and (stored is None or stored.line.signed_at):
            added = ADDED + self.key.removeprefix(NOTE)
            self.key = added if added in self.drafts.typed else self.first()
        elif self.key is None or (self.key == NEW and not self.chosen and NEW not in self.drafts.typed):
            self.key = self.first()

    def save(self, typed: Typed, text: str) -> Act[Any]:
        """Return the act that saves what is in hand as an unsigned note."""
        stored = self.stored()
        if stored is None:
            return self._new(typed, text, signed=False)
        return ChangeNote(note=stored.line.id, version=typed.version, text=text, format=typed.format)

    def sign(self, typed: Typed, text: str) -> Act[Any]:
        """Return the act that signs what is in hand, with its last words."""
        stored = self.stored()
        if stored is None:
            return self._new(typed, text, signed=True)
        if self.is_addendum():
            return AddAddendum(note=stored.line.id, text=text)
        return SignNote(note=stored.line.id, version=typed.version, text=text, format=typed.format)

    def _new(self, typed: Typed, text: str, *, signed: bool) -> WriteNote:
        return WriteNote(
            session=self.session(),
            resident=self.whole.resident,
            format=typed.format,
            note_class=typed.note_class,
            text=text,
            signed=signed,
        )

    def _tidy(self, key: str) -> None:
        typed = self.drafts.typed[key]
        if key.startswith(ADDED):
            found = self.opened(key.removeprefix(ADDED))
            added = found.note.addenda if found is not None and found.note is not None else ()
            if any(one.text == typed.texts.get(ADDENDUM, "").strip() for one in added):
                del self.drafts.typed[key]
            return
        text = notes.compose(typed.format, typed.texts)
        if any(o.note is not None and o.note.text == text for o in self.whole.notes):
            del self.drafts.typed[key]
            return
        found = self.opened(key.removeprefix(NOTE)) if key else None
        if found is not None and found.line.signed_at is not None:
            self._turn_into_addendum(key, typed, text)

    def _turn_into_addendum(self, key: str, typed: Typed, text: str) -> None:
        added = ADDED + key.removeprefix(NOTE)
        earlier = self.drafts.typed.get(added)
        both = [earlier.texts.get(ADDENDUM, "") if earlier is not None else "", text]
        words = "\n\n".join(part for part in both if part)
        self.drafts.typed[added] = replace(typed, texts={ADDENDUM: words}, here="", cursor=0)
        del self.drafts.typed[key]
        if self.drafts.last == key:
            self.drafts.last = added
