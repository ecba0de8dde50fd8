"""The draft of a session's notes: the open note, its version, the text typed in each section.

No widget here: the note panel shows this model and stores it as an encrypted draft.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from shelter_app.domain import notes
from shelter_app.services.acting import Act
from shelter_app.services.counselling.acts import AddAddendum, ChangeNote, SignNote, WriteNote
from shelter_app.ui.features.counselling.opened_session import OpenedNote, OpenedSession
from shelter_app.ui.forms.autosave import Content

NEW = ""
NOTE = "note:"
ADDED = "addendum:"
ADDENDUM = "addendum"  # the one section of an addendum
FORMAT = "SOAP"
CLASS = "PROGRESS"
OF_COUNSELLOR = ("PROGRESS", "PROCESS", "SAFETY")


@dataclass(frozen=True)
class Typed:
    """Unsaved text by section, with the version of the note that it was begun from.

    ``here`` is the section with the cursor, ``cursor`` where it stands there. Stored in drafts by these names.
    """

    format: str
    note_class: str
    texts: dict[str, str]
    version: int = 0
    here: str = ""
    cursor: int = 0


class NoteDraft:
    """The notes of one author on one person at one session.

    What may be written is told apart by a key: ``NEW``, or ``NOTE`` or ``ADDED`` with the id of the note; ``key`` is
    what is being written, None for nothing. ``chosen`` says that the author asked for it, rather than found it.
    """

    def __init__(self, opened: OpenedSession, author: str, *, may_write: bool) -> None:
        """Take up what was being written; drafts that are in the notes already are forgotten."""
        self.opened = opened
        self.draft = opened.draft
        self.chosen = False
        self._author = author
        self._may_write = may_write
        content = opened.typed or {"last": "", "typed": {}}
        self._last: str = content["last"]
        self._typed = {key: Typed(**typed) for key, typed in content["typed"].items()}
        self._forget_saved()
        first = next(iter(self._typed), None)
        self.key = self._last if self._last in self._typed else first if first is not None else self.first()

    def content(self, without: str | None = None) -> Content | None:
        """Return all that is typed as it is stored, None for nothing; ``without`` leaves out what is being saved."""
        typed = {key: asdict(one) for key, one in self._typed.items() if key != without}
        return {"last": self._last, "typed": typed} if typed else None

    def session(self) -> str:
        """Return which session it is."""
        return self.opened.file.session.id

    def first(self) -> str | None:
        """Return what one would write without any draft: one's open note, or a new one where there is none."""
        if not self._may_write:
            return None
        mine = [one for one in self.opened.notes if one.line.author_id == self._author]
        unsigned = next((one for one in mine if one.line.signed_at is None and one.note is not None), None)
        if unsigned is not None:
            return NOTE + unsigned.line.id
        return None if mine else NEW

    def stored(self) -> OpenedNote | None:
        """Return the note that is being written as it is stored; None for a new one."""
        return None if not self.key else self.opened.note(self.key.partition(":")[2])

    def is_addendum(self) -> bool:
        """Say whether an addendum is being written."""
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
        """Remember what is typed in what is being written; None forgets it."""
        if self.key is None:
            return
        self._last = self.key
        if typed is None:
            self._typed.pop(self.key, None)
        else:
            self._typed[self.key] = typed

    def typed(self) -> Typed | None:
        """Return what was typed in what is being written."""
        return None if self.key is None else self._typed.get(self.key)

    def meet(self, opened: OpenedSession) -> None:
        """Take what the store says now; a note signed meanwhile turns what was typed into an addendum."""
        self.opened = opened
        self._forget_saved()
        stored = self.stored()
        if self.key is not None and self.key.startswith(NOTE) and (stored is None or stored.line.signed_at):
            added = ADDED + self.key.removeprefix(NOTE)
            self.key = added if added in self._typed else self.first()
        elif self.key is None or (self.key == NEW and not self.chosen and NEW not in self._typed):
            self.key = self.first()

    def save(self, typed: Typed, text: str) -> Act[Any]:
        """Return the act that saves what is being written as an unsigned note."""
        stored = self.stored()
        if stored is None:
            return self._new(typed, text, signed=False)
        return ChangeNote(note=stored.line.id, version=typed.version, text=text, format=typed.format)

    def sign(self, typed: Typed, text: str) -> Act[Any]:
        """Return the act that signs what is being written, with its last words."""
        stored = self.stored()
        if stored is None:
            return self._new(typed, text, signed=True)
        if self.is_addendum():
            return AddAddendum(note=stored.line.id, text=text)
        return SignNote(note=stored.line.id, version=typed.version, text=text, format=typed.format)

    def _new(self, typed: Typed, text: str, *, signed: bool) -> WriteNote:
        return WriteNote(
            session=self.session(),
            resident=self.opened.resident,
            format=typed.format,
            note_class=typed.note_class,
            text=text,
            signed=signed,
        )

    def _forget_saved(self) -> None:
        for key in list(self._typed):
            self._forget_if_saved(key)

    def _forget_if_saved(self, key: str) -> None:
        typed = self._typed[key]
        if key.startswith(ADDED):
            found = self.opened.note(key.removeprefix(ADDED))
            added = found.note.addenda if found is not None and found.note is not None else ()
            if any(one.text == typed.texts.get(ADDENDUM, "").strip() for one in added):
                del self._typed[key]
            return
        text = notes.compose(typed.format, typed.texts)
        if any(one.note is not None and one.note.text == text for one in self.opened.notes):
            del self._typed[key]
            return
        found = self.opened.note(key.removeprefix(NOTE)) if key else None
        if found is not None and found.line.signed_at is not None:
            self._turn_into_addendum(key, typed, text)

    def _turn_into_addendum(self, key: str, typed: Typed, text: str) -> None:
        added = ADDED + key.removeprefix(NOTE)
        earlier = self._typed.get(added)
        both = [earlier.texts.get(ADDENDUM, "") if earlier is not None else "", text]
        words = "\n\n".join(part for part in both if part)
        self._typed[added] = replace(typed, texts={ADDENDUM: words}, here="", cursor=0)
        del self._typed[key]
        if self._last == key:
            self._last = added
