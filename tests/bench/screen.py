"""A virtual screen that says the moment at which a window is mapped."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAP_NOTIFY = 19
SUBSTRUCTURE_NOTIFY = 1 << 19
EVENT_BYTES = 192
WAIT = 30.0


class Screen:
    """A virtual screen without a window manager, and a watcher on its root window."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(name.encode()))
        root = self._x.XDefaultRootWindow(self._display)
        self._x.XSelectInput(self._display, ctypes.c_ulong(root), ctypes.c_long(SUBSTRUCTURE_NOTIFY))
        self._x.XFlush(self._display)
        self._socket = self._x.XConnectionNumber(self._display)

    def seconds_to_window(self, words: list[str], environment: dict[str, str]) -> tuple[float, float]:
        """Start a program; return the seconds until its first window is mapped, and those it computed; end it."""
        self._drain()
        start = time.perf_counter()
        program = subprocess.Popen(
            words,
            env={**environment, "DISPLAY": self.name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        try:
            return self._mapped() - start, _computed(program.pid)
        finally:
            program.terminate()
            program.wait(timeout=WAIT)
            time.sleep(0.05)

    def _mapped(self) -> float:
        until = time.perf_counter() + WAIT
        while time.perf_counter() < until:
            for kind in self._events():
                if kind == MAP_NOTIFY:
                    return time.perf_counter()
            select.select([self._socket], [], [], 0.2)
        raise TimeoutError("no window was mapped")

    def _events(self) -> Iterator[int]:
        event = (ctypes.c_byte * EVENT_BYTES)()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, event)
            yield ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0]

    def _drain(self) -> None:
        for _kind in self._events():
            continue


def _computed(process: int) -> float:
    """Return the seconds of processor time that all threads of a process have had."""
    files = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(file.read_text("ascii").split()[0]) for file in files) / 1e9


@contextmanager
def virtual_screen() -> Iterator[Screen]:
    """Start a virtual screen for the block."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            name = ":" + answer.readline().strip()
        yield Screen(name)
    finally:
        server.terminate()
        server.wait(timeout=WAIT)
