"""What hears of the system's own lock and sleep, whichever system it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

ASKED, WOKE = "asked", "woke"


class SystemLock(QObject):
    """``asked`` comes when the system locks or goes to sleep, ``woke`` when it is awake again.

    Who is still signed in at ``woke`` was not locked in time: the window locks before anything is shown.
    """

    asked = Signal()
    woke = Signal()

    def tell(self, what: str | None) -> None:
        """Pass on what a message means: ASKED, WOKE, or nothing."""
        if what == ASKED:
            self.asked.emit()
        elif what == WOKE:
            self.woke.emit()
