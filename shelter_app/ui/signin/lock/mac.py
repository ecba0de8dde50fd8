"""macOS' own lock and sleep, through the C functions of Core Foundation and IOKit.

Never run on macOS so far: only what a message means is tested. Sleep waits until the lock is done, because the
system goes to sleep when every program it has told has answered, or is gone.
"""

from __future__ import annotations

import ctypes
from typing import Any

from PySide6.QtCore import QObject

from shelter_app.ui.signin.lock.base import ASKED, WOKE, SystemLock

FRAMEWORKS = "/System/Library/Frameworks"
SCREEN_LOCKED = b"com.apple.screenIsLocked"
MAY_SLEEP, WILL_SLEEP, IS_AWAKE = 0xE0000270, 0xE0000280, 0xE0000300
ANSWERED = (MAY_SLEEP, WILL_SLEEP)
UTF8, AT_ONCE = 0x08000100, 4

Noticed = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)
Powered = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p)


def event_of(message: int) -> str | None:
    """Return what a message of the power manager means: ASKED, WOKE, or nothing to a lock."""
    return {WILL_SLEEP: ASKED, IS_AWAKE: WOKE}.get(message)


class MacLock(SystemLock):
    """Hears that the screen is locked, that sleep begins and that it is over."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._foundation: Any = ctypes.CDLL(f"{FRAMEWORKS}/CoreFoundation.framework/CoreFoundation")
        self._kit: Any = ctypes.CDLL(f"{FRAMEWORKS}/IOKit.framework/IOKit")
        self._noticed = Noticed(
            lambda *_told: self.tell(ASKED)
        )  # held here as long as the system may call it
        self._powered = Powered(self._power)
        self._hear_screen()
        self._port = self._hear_power()

    def _hear_screen(self) -> None:
        told = self._foundation
        told.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
        told.CFStringCreateWithCString.restype = ctypes.c_void_p
        told.CFStringCreateWithCString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
        told.CFNotificationCenterAddObserver.argtypes = (
            *(ctypes.c_void_p, ctypes.c_void_p, Noticed, ctypes.c_void_p, ctypes.c_void_p),
            ctypes.c_long,
        )
        name = told.CFStringCreateWithCString(None, SCREEN_LOCKED, UTF8)
        centre = told.CFNotificationCenterGetDistributedCenter()
        told.CFNotificationCenterAddObserver(centre, None, self._noticed, name, None, AT_ONCE)

    def _hear_power(self) -> int:
        kit, told = self._kit, self._foundation
        kit.IORegisterForSystemPower.restype = ctypes.c_uint32
        kit.IORegisterForSystemPower.argtypes = (ctypes.c_void_p, ctypes.c_void_p, Powered, ctypes.c_void_p)
        kit.IOAllowPowerChange.argtypes = (ctypes.c_uint32, ctypes.c_void_p)
        kit.IONotificationPortGetRunLoopSource.restype = ctypes.c_void_p
        kit.IONotificationPortGetRunLoopSource.argtypes = (ctypes.c_void_p,)
        told.CFRunLoopGetMain.restype = ctypes.c_void_p
        told.CFRunLoopAddSource.argtypes = (ctypes.c_void_p,) * 3
        notices, notifier = ctypes.c_void_p(), ctypes.c_uint32()
        port = kit.IORegisterForSystemPower(
            None, ctypes.byref(notices), self._powered, ctypes.byref(notifier)
        )
        modes = ctypes.c_void_p.in_dll(told, "kCFRunLoopCommonModes")
        told.CFRunLoopAddSource(
            told.CFRunLoopGetMain(), kit.IONotificationPortGetRunLoopSource(notices), modes
        )
        return int(port)

    def _power(self, _given: Any, _service: int, message: int, which: Any) -> None:
        self.tell(event_of(message))
        if message in ANSWERED:
            self._kit.IOAllowPowerChange(self._port, which)
