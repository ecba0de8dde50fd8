"""What is being typed, kept as the sealed draft of its author: every few seconds, in the order it was typed.

A draft is never stored after the act that it was for. Each text has its own ``Draft``; closing it forgets what is
stored and refuses whatever a slower worker still brings.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts
from shelter_app.ui.work import run

Content = dict[str, Any]
KEEPS_AFTER = 2000  # milliseconds from the first key that is not kept yet


class Draft:
    """One text that is being typed, known by its form and what it is about.

    ``put`` takes what is typed now, in the window's thread; ``store`` writes the newest of it, in a worker. Whichever
    worker comes first, what was typed last is what stays.
    """

    def __init__(self, actor: Actor, form: str, subject: str = "") -> None:
        self.subject = subject
        self._actor, self._form = actor, form
        self._waiting: tuple[Content | None, ...] = ()
        self._closed = False
        self._hand = threading.Lock()  # guards what waits
        self._turn = threading.Lock()  # one worker writes at a time

    @property
    def closed(self) -> bool:
        """Whether it takes nothing more: its act is done, or its form was left."""
        return self._closed

    def put(self, content: Content | None) -> None:
        """Take what is typed now, None for nothing; a closed draft takes no more."""
        with self._hand:
            if not self._closed:
                self._waiting = (content,)

    def store(self) -> None:
        """Write what was taken last, unless it is written already; called in a worker, raises Refused."""
        with self._turn:
            with self._hand:
                waiting = self._waiting
            for content in waiting:
                if content is None:
                    drafts.drop(self._actor, self._form, self.subject)
                else:
                    drafts.keep(self._actor, self._form, content, self.subject)
            with self._hand:
                if self._waiting is waiting:
                    self._waiting = ()

    def kept(self) -> Content | None:
        """Return what is stored, with what was taken written first; called in a worker."""
        self.store()
        return drafts.kept(self._actor, self._form, self.subject)

    def forget(self) -> None:
        """Take nothing more, and let the next worker drop what is stored."""
        with self._hand:
            if not self._closed:  # a second time must not drop what a later text keeps under the same name
                self._closed, self._waiting = True, (None,)

    def close(self) -> None:
        """Forget it, stored or not: its act is done, or its form was left; called in a worker."""
        self.forget()
        self.store()


class Autosave(QObject):
    """Keeps what is typed a moment after it was; ``kept`` tells that it is, ``refused`` why it is not.

    ``read`` returns what is typed now and the draft that it belongs to, None when nothing is to be kept.
    """

    kept = Signal()
    refused = Signal(Refused)

    def __init__(self, owner: QObject, read: Callable[[], tuple[Draft, Content | None] | None]) -> None:
        super().__init__(owner)
        self._read = read
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEPS_AFTER)
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
        draft = self._taken()
        if draft is not None:
            run(self, lambda _p: draft.store(), done=lambda _n: self.kept.emit(), refused=self.refused.emit)

    def keep_now(self) -> None:
        """Keep what is typed, here: the program is about to end. Raises Refused."""
        draft = self._taken()
        if draft is not None:
            draft.store()

    def _taken(self) -> Draft | None:
        self._timer.stop()
        typed = self._read()
        if typed is None:
            return None
        draft, content = typed
        draft.put(content)
        return draft
