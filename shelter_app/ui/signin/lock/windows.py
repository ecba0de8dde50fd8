"""Windows' own lock and sleep, told to a window by messages.

Never run on Windows so far: what a message means is tested with messages made up byte by byte.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QObject

from shelter_app.ui.signin.lock.base import ASKED, WOKE, SystemLock

KIND = b"windows_generic_MSG"
POWER, SESSION = 0x0218, 0x02B1  # WM_POWERBROADCAST, WM_WTSSESSION_CHANGE
MEANS = {
    (POWER, 0x04): ASKED,  # PBT_APMSUSPEND
    (POWER, 0x07): WOKE,  # PBT_APMRESUMESUSPEND
    (POWER, 0x12): WOKE,  # PBT_APMRESUMEAUTOMATIC
    (SESSION, 0x02): ASKED,  # WTS_CONSOLE_DISCONNECT: another person is at the computer
    (SESSION, 0x04): ASKED,  # WTS_REMOTE_DISCONNECT
    (SESSION, 0x07): ASKED,  # WTS_SESSION_LOCK
}
THIS_SESSION = 0


class Message(ctypes.Structure):
    """MSG of winuser.h, as Qt hands it to a filter."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint32),
        ("word", ctypes.c_size_t),
        ("long", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
    )


def event_of(message: bytes) -> str | None:
    """Return what the bytes of a MSG mean: ASKED, WOKE, or nothing to a lock."""
    read = Message.from_buffer_copy(message)
    return MEANS.get((read.number, read.word))


class _Filter(QAbstractNativeEventFilter):
    """Looks at every message of the program's windows and lets each go on."""

    def __init__(self, tell: Callable[[str | None], None]) -> None:
        super().__init__()
        self._tell = tell

    def nativeEventFilter(self, kind: Any, message: Any) -> tuple[bool, int]:
        """Tell what the message means; it goes on to the window all the same."""
        if bytes(kind) == KIND:
            self._tell(event_of(ctypes.string_at(int(message), ctypes.sizeof(Message))))
        return False, 0


class WindowsLock(SystemLock):
    """Hears suspend and resume, and asks to be told when the session is locked."""

    def __init__(self, parent: QObject, window: int) -> None:
        super().__init__(parent)
        self._filter = _Filter(self.tell)
        application = QCoreApplication.instance()
        assert application is not None
        application.installNativeEventFilter(self._filter)
        terminal_services: Any = ctypes.CDLL("wtsapi32")
        terminal_services.WTSRegisterSessionNotification(ctypes.c_void_p(window), THIS_SESSION)
