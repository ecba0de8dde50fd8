"""Linux' own lock and sleep, told on its buses by the screen savers and the session keeper.

Where the session keeper is there, it is asked to wait with sleep until the lock is done. Where no bus is,
nothing is heard.
"""

from __future__ import annotations

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from shelter_app.ui.signin.lock.base import ASKED, WOKE, SystemLock

KEEPER = "org.freedesktop.login1"
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver")


class LinuxLock(SystemLock):
    """Hears screen savers, the session's lock, and sleep."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._session = QDBusConnection.sessionBus()
        self._system = QDBusConnection.systemBus()
        for saver in SAVERS:
            self._hear(self._session, saver, "ActiveChanged", "begins(bool)")
        self._hear(self._system, f"{KEEPER}.Session", "Lock", "lock()")
        self._hear(self._system, f"{KEEPER}.Manager", "PrepareForSleep", "sleeps(bool)")
        self._waits = self._ask_to_wait()

    @Slot(bool)
    def begins(self, begins: bool) -> None:
        """Hear that the screen is locked, or, false, open again."""
        self.tell(ASKED if begins else None)

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """Hear that sleep begins, or, false, that it is over."""
        self.tell(ASKED if begins else WOKE)

    @Slot()
    def lock(self) -> None:
        """Hear that the session is to be locked."""
        self.tell(ASKED)

    def _hear(self, bus: QDBusConnection, interface: str, signal: str, slot: str) -> None:
        bus.connect("", "", interface, signal, self, SLOT(slot))  # type: ignore[call-overload]

    def _ask_to_wait(self) -> QDBusPendingCallWatcher | None:
        """Ask that sleep waits for the lock; the answer's handle, held here, closes with the process image."""
        if not self._system.isConnected():
            return None
        asking = QDBusMessage.createMethodCall(
            KEEPER, "/org/freedesktop/login1", f"{KEEPER}.Manager", "Inhibit"
        )
        asking.setArguments(["sleep", "registru", "lock", "delay"])
        return QDBusPendingCallWatcher(self._system.asyncCall(asking), self)
