"""What is being typed on a session's page, kept sealed for its author: each note and addendum by itself."""

from __future__ import annotations

import itertools
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from shelter_app.services.acting import Actor
from shelter_app.services.drafts import keeping

FORM = "session_note"
NEW = ""
NOTE = "note:"
ADDENDUM = "addendum:"


@dataclass(frozen=True)
class Typed:
    """Words typed and not yet in a note: section by section, and the version that they began from."""

    format: str
    note_class: str
    texts: dict[str, str]
    version: int = 0
    here: str = ""
    cursor: int = 0


@dataclass
class Drafts:
    """The drafts of one person's notes at one session, by what they belong to; ``last`` is the one in hand."""

    last: str = NEW
    typed: dict[str, Typed] = field(default_factory=dict)


def kept(actor: Actor, session: str, resident: str) -> Drafts:
    """Return what was being typed here."""
    content = keeping.kept(actor, FORM, _subject(session, resident))
    if content is None:
        return Drafts()
    return Drafts(content["last"], {key: Typed(**typed) for key, typed in content["typed"].items()})


class Keeper:
    """Keeps drafts in the order in which they were typed, whichever worker comes first."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._turn = threading.Lock()
        self._numbers = itertools.count(1)
        self._latest: dict[str, int] = {}

    def number(self) -> int:
        """Return the number of what is to be kept now."""
        return next(self._numbers)

    def keep(self, number: int, session: str, resident: str, content: dict[str, Any]) -> None:
        """Keep what ``content_of`` returned, unless something later is kept already; called in a worker."""
        subject = _subject(session, resident)
        with self._turn:
            if number < self._latest.get(subject, 0):
                return
            self._latest[subject] = number
            if content["typed"]:
                keeping.keep(self._actor, FORM, content, subject)
            else:
                keeping.drop(self._actor, FORM, subject)


def content_of(drafts: Drafts) -> dict[str, Any]:
    """Return the drafts as what is kept, a copy that later typing does not change."""
    return asdict(drafts)


def _subject(session: str, resident: str) -> str:
    return f"{session}/{resident}"
