"""A session as its page asks for it: its facts, its notes opened where the keys allow, what was being typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shelter_app.domain.errors import NotAllowed
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.counselling import views
from shelter_app.services.counselling.views import NoteLine, NoteText, SessionFile
from shelter_app.ui.forms.autosave import Content, Draft

FORM = "session_note"  # drafts of notes are kept under this name, by the session and the resident


@dataclass(frozen=True)
class OpenedNote:
    """A note of a session: its text where this account may read it, or the sentence that says why not."""

    line: NoteLine
    note: NoteText | None
    closed: str = ""


@dataclass(frozen=True)
class OpenedSession:
    """A session with the notes on one of its people; ``typed`` is what was stored in the account's ``draft`` of them."""

    file: SessionFile
    resident: str
    notes: tuple[OpenedNote, ...]
    draft: Draft
    typed: Content | None

    def note(self, note: str) -> OpenedNote | None:
        """Return the note with this id, None where it is none of these."""
        return next((one for one in self.notes if one.line.id == note), None)


def open_session(
    actor: Actor, access: Access, session: str, resident: str, known: Mapping[str, NoteText]
) -> OpenedSession:
    """Ask for a session and for the notes on ``resident`` (the first of its people when none is given).

    A note in ``known`` that has not changed is not opened a second time, so that the trail tells of readings, not
    of redrawings. Called in a worker.
    """
    file = views.session(actor, session)
    people = [part.resident_id for part in file.session.parts]
    chosen = resident if resident in people else people[0]
    reads = access.may("counselling.note")
    notes = tuple(
        _open(actor, line, known.get(line.id), reads) for line in file.notes if line.resident_id == chosen
    )
    draft = Draft(actor, FORM, f"{session}/{chosen}")
    return OpenedSession(file, chosen, notes, draft, draft.load())


def _open(actor: Actor, line: NoteLine, before: NoteText | None, reads: bool) -> OpenedNote:
    if not reads:
        return OpenedNote(
            line,
            None,
            _("Your role does not allow reading notes. Only people with access to the case can read them."),
        )
    if before is not None and line.readable and replace(before.line, readable=line.readable) == line:
        return OpenedNote(line, before)
    try:
        return OpenedNote(line, views.note(actor, line.id))
    except NotAllowed as refused:
        return OpenedNote(line, None, refused.message)
