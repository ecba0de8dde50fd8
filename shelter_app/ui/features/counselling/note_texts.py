"""What is being typed on a session's page, kept sealed for its author: each note and addendum by itself."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts

FORM = "session_note"


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

    last: str = ""
    typed: dict[str, Typed] = field(default_factory=dict)


class Keeper:
    """Keeps drafts as they were typed last, whichever worker comes first; asks for them again."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._waiting: dict[str, dict[str, Any]] = {}
        self._hand = threading.Lock()
        self._turn = threading.Lock()

    def give(self, session: str, resident: str, drafts: Drafts) -> None:
        """Take what is typed now, to be stored by the next worker; later typing does not change it."""
        with self._hand:
            self._waiting[_subject(session, resident)] = asdict(drafts)

    def store(self) -> None:
        """Store all that was given; called in a worker."""
        with self._turn:
            with self._hand:
                given = dict(self._waiting)
            for subject, content in given.items():
                if content["typed"]:
                    drafts.keep(self._actor, FORM, content, subject)
                else:
                    drafts.drop(self._actor, FORM, subject)
                with self._hand:
                    if self._waiting.get(subject) is content:
                        del self._waiting[subject]

    def kept(self, session: str, resident: str) -> Drafts:
        """Store what was given, then return what was being typed here; called in a worker."""
        self.store()
        content = drafts.kept(self._actor, FORM, _subject(session, resident))
        if content is None:
            return Drafts()
        return Drafts(content["last"], {key: Typed(**typed) for key, typed in content["typed"].items()})


def _subject(session: str, resident: str) -> str:
    return f"{session}/{resident}"
