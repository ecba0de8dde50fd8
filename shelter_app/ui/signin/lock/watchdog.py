"""A watchdog: when the window does not report in time, the process is replaced by one that holds no keys.

A thread waits beside the window's own. While somebody is signed in it is due a little after the idle lock; at
a lock it is due after three seconds. Where even Python stands still, a timer below it ends the process a
second later. Time asleep counts, so that a computer that wakes late locks at once.
"""

from __future__ import annotations

import faulthandler
import os
import threading
import time
from collections.abc import Callable

HUNG = 3.0
POLL_SECONDS = 2.0


class Watchdog:
    """Calls ``replace``, which never returns, from its own thread as soon as it is due."""

    def __init__(self, replace: Callable[[], None]) -> None:
        self._replace = replace
        self._due: float | None = None
        self._changed = threading.Condition()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def due_in(self, seconds: float) -> None:
        """Be due so many seconds from now, instead of earlier said."""
        with self._changed:
            self._due = _now() + seconds
            self._changed.notify()

    def rest(self) -> None:
        """Be due no more: nobody is signed in."""
        with self._changed:
            self._due = None

    def locking(self) -> None:
        """Be due if the lock that begins now has not replaced the process in three seconds."""
        self.due_in(HUNG)
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            # The handle is duplicated, so that the file may be closed here.
            faulthandler.dump_traceback_later(HUNG + 1, exit=True, file=os.dup(nowhere.fileno()))

    def _watch(self) -> None:
        with self._changed:
            while self._due is None or self._due > _now():
                self._changed.wait(None if self._due is None else min(POLL_SECONDS, self._due - _now()))
        self._replace()


def _now() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
