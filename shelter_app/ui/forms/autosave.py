"""What is being typed, kept as the sealed draft of its author: every few seconds, in the order it was typed.

A draft is never stored after the act that it was for. Each text has its own ``Draft``; closing it forgets what is
stored and refuses whatever a slower worker still brings.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer, Signal

from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts
from shelter_app.ui.work import run

Content = dict[str, Any]
AUTOSAVE_DELAY_MS = 2000  # milliseconds from the first key that is not kept yet


class _Slot:
    """What is on its way to one stored draft: the newest content alone, written by one worker at a time.

    The texts that follow one another under its name are numbered; ``put_by`` is the one that was typed in last. ``empty``
    says that nothing is stored under its name, so that there is nothing to drop.
    """

    def __init__(self) -> None:
        self.waiting: tuple[Content | None, ...] = ()
        self.texts = self.put_by = 0
        self.empty = False
        self.hand = threading.Lock()  # guards all of this
        self.turn = threading.Lock()


_slots: WeakKeyDictionary[object, dict[tuple[str, str, str], _Slot]] = WeakKeyDictionary()  # by the store
_slots_hand = threading.Lock()


def _slot(actor: Actor, form: str, subject: str) -> _Slot:
    with _slots_hand:
        return _slots.setdefault(actor.store, {}).setdefault((actor.account_id, form, subject), _Slot())


class Draft:
    """One text that is being typed, known by its form and what it is about.

    ``put`` takes what is typed now; ``store`` writes the newest of it, in a worker. Whichever worker comes first, what
    was put last is what stays, also where two texts follow one another under the same name.
    """

    def __init__(self, actor: Actor, form: str, subject: str = "") -> None:
        self.form, self.subject = form, subject
        self._actor = actor
        self._slot = _slot(actor, form, subject)
        self._closed = False
        with self._slot.hand:
            self._slot.texts += 1
            self._number = self._slot.texts

    @property
    def closed(self) -> bool:
        """Whether it takes nothing more: its act is done, or its form was left."""
        return self._closed

    def put(self, content: Content | None) -> None:
        """Take what is typed now, None for nothing; a closed draft takes no more."""
        with self._slot.hand:
            if not self._closed:
                self._slot.waiting, self._slot.put_by = (content,), self._number

    def store(self) -> None:
        """Write what was taken last, unless it is written already; called in a worker, raises Refused."""
        slot = self._slot
        with slot.turn:
            with slot.hand:
                waiting = slot.waiting
            for content in waiting:
                if content is not None:
                    drafts.keep(self._actor, self.form, content, self.subject)
                elif not slot.empty:
                    drafts.drop(self._actor, self.form, self.subject)
                slot.empty = content is None
            with slot.hand:
                if slot.waiting is waiting:
                    slot.waiting = ()

    def load(self) -> Content | None:
        """Return what is stored, with what was taken written first; called in a worker."""
        self.store()
        with self._slot.turn:
            content = drafts.load(self._actor, self.form, self.subject)
            self._slot.empty = content is None
        return content

    def forget(self) -> None:
        """Take nothing more, and let the next worker drop what is stored, unless it is of a later text."""
        with self._slot.hand:
            if not self._closed and self._slot.put_by <= self._number:
                self._slot.waiting = (None,)
            self._closed = True

    def close(self) -> None:
        """Forget it, stored or not: its act is done, or its form was left; called in a worker."""
        self.forget()
        self.store()


class Autosave(QObject):
    """Keeps what is typed a moment after it was; ``kept`` carries the draft that is, ``refused`` why one is not.

    ``read`` returns what is typed now and the draft that it belongs to, None when nothing is to be kept.
    """

    kept = Signal(object)
    refused = Signal(Refused)

    def __init__(self, owner: QObject, read: Callable[[], tuple[Draft, Content | None] | None]) -> None:
        super().__init__(owner)
        self._read = read
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AUTOSAVE_DELAY_MS)
        self._timer.timeout.connect(self.keep)

    def touch(self) -> None:
        """Note that something was typed."""
        if not self._timer.isActive():
            self._timer.start()

    def rest(self) -> None:
        """Keep nothing until something is typed again."""
        self._timer.stop()

    def is_waiting(self) -> bool:
        """Return whether something was typed that is not on its way to the store yet."""
        return self._timer.isActive()

    def keep(self) -> None:
        """Keep what is typed, in a worker."""
        draft = self._read_draft()
        if draft is not None:
            run(
                self,
                lambda _p: draft.store(),
                done=lambda _n: self.kept.emit(draft),
                refused=self.refused.emit,
            )

    def keep_now(self) -> None:
        """Keep what is typed, here: the program is about to end. Raises Refused."""
        draft = self._read_draft()
        if draft is not None:
            draft.store()

    def _read_draft(self) -> Draft | None:
        self._timer.stop()
        typed = self._read()
        if typed is None:
            return None
        draft, content = typed
        draft.put(content)
        return draft
