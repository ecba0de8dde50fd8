"""The system's own lock and sleep: when the screen locks or the computer goes to sleep, the window locks too.

Each system tells of it in its own way, read in a file of its own; where none is heard, the idle lock stands alone.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

from shelter_app.ui.signin.lock.base import SystemLock


def make_system_lock(parent: QObject, window: int) -> SystemLock:
    """Return what hears the system that the program runs on; ``window`` is the native id of the main window."""
    if sys.platform == "win32":
        from shelter_app.ui.signin.lock.windows import WindowsLock

        return WindowsLock(parent, window)
    if sys.platform == "darwin":
        from shelter_app.ui.signin.lock.mac import MacLock

        return MacLock(parent)
    from shelter_app.ui.signin.lock.linux import LinuxLock

    return LinuxLock(parent)
