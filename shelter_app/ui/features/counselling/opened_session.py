"""What the session's page asks, in one go: the session, its notes opened where the keys allow, what was being typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shelter_app.domain import permissions
from shelter_app.domain.errors import NotAllowed
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.counselling import views
from shelter_app.services.counselling.views import NoteLine, NoteText, SessionFile
from shelter_app.services.house.views import house
from shelter_app.ui.pages.session.drafts import Drafts, Keeper


@dataclass(frozen=True)
class OpenedNote:
    """A note of the page: its text where this account may read it, or the sentence that says why not."""

    line: NoteLine
    note: NoteText | None
    closed: str = ""


@dataclass(frozen=True)
class OpenedSession:
    """A session's page, with the notes on one of its people."""

    roles: tuple[str, ...]
    file: SessionFile
    resident: str
    notes: tuple[OpenedNote, ...]
    drafts: Drafts

    def may(self, act: str) -> bool:
        """Say whether the account's roles reach an act at all."""
        return permissions.scope(self.roles, act) is not None


def ask_session(
    actor: Actor, keeper: Keeper, session: str, resident: str, known: Mapping[str, NoteText]
) -> OpenedSession:
    """Ask for a session and for the notes on ``resident`` (the first of its people when none is given).

    A note in ``known`` that has not changed is not opened a second time, so that the trail tells of readings, not
    of redrawings. Called in a worker.
    """
    roles = house(actor).roles
    file = views.session(actor, session)
    people = [part.resident_id for part in file.session.parts]
    chosen = resident if resident in people else people[0]
    allowed = permissions.scope(roles, "counselling.note") is not None
    notes = tuple(
        _open(actor, line, known.get(line.id), allowed) for line in file.notes if line.resident_id == chosen
    )
    return OpenedSession(roles, file, chosen, notes, keeper.kept(session, chosen))


def _open(actor: Actor, line: NoteLine, before: NoteText | None, allowed: bool) -> OpenedNote:
    if not allowed:
        return OpenedNote(
            line,
            None,
            _(
                "Your role does not read the text of notes. It is sealed for those who hold the key of the case."
            ),
        )
    if before is not None and line.readable and replace(before.line, readable=line.readable) == line:
        return OpenedNote(line, before)
    try:
        return OpenedNote(line, views.note(actor, line.id))
    except NotAllowed as refused:
        return OpenedNote(line, None, refused.message)
