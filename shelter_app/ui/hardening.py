"""Hardening at start: no other program of the same user reads this process's memory, no core file is written."""

from __future__ import annotations

import sys

PR_SET_DUMPABLE = 4


def harden() -> None:
    """Refuse debuggers and core files, where the system can."""
    if sys.platform != "linux":
        return
    import ctypes
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
