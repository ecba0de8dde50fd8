"""What the messages of Windows and macOS mean to a lock, from messages made up byte by byte."""

from __future__ import annotations

import struct
import sys

import pytest
from PySide6.QtCore import QObject

from shelter_app.ui.signin.lock import mac, windows
from shelter_app.ui.signin.lock.base import ASKED, WOKE, SystemLock
from shelter_app.ui.signin.lock.system import make_system_lock

# MSG on 64-bit Windows: HWND, UINT and padding, WPARAM, LPARAM, DWORD, POINT, padding to eight.
MSG = "<QI4xQqIii4x"


def message(number: int, word: int, long: int = 0) -> bytes:
    return struct.pack(MSG, 0x70A2E, number, word, long, 123456, -5, 7)


@pytest.mark.parametrize(
    ("number", "word", "means"),
    [
        (0x0218, 0x0004, ASKED),  # suspend
        (0x0218, 0x0012, WOKE),  # resume
        (0x0218, 0x0007, WOKE),
        (0x0218, 0x000A, None),  # battery or mains
        (0x02B1, 0x0007, ASKED),  # session locked
        (0x02B1, 0x0008, None),  # session unlocked
        (0x02B1, 0x0002, ASKED),  # fast user switching
        (0x0100, 0x0007, None),  # a key
        (0x0007, 0x0218, None),
    ],
)
def test_a_message_of_windows(number: int, word: int, means: str | None) -> None:
    assert windows.event_of(message(number, word)) == means


def test_the_struct_is_that_of_sixty_four_bits() -> None:
    assert windows.ctypes.sizeof(windows.Message) == struct.calcsize(MSG) == 48
    read = windows.Message.from_buffer_copy(message(0x02B1, 7, -1))
    assert (read.window, read.number, read.word, read.long, read.x, read.y) == (0x70A2E, 0x02B1, 7, -1, -5, 7)


@pytest.mark.parametrize(
    ("number", "means"), [(0xE0000280, ASKED), (0xE0000300, WOKE), (0xE0000270, None), (0xE0000320, None)]
)
def test_a_message_of_macos(number: int, means: str | None) -> None:
    assert mac.event_of(number) == means


def test_what_is_meant_is_told_as_a_signal(qtbot: object) -> None:
    told: list[str] = []
    lock = SystemLock()
    lock.asked.connect(lambda: told.append(ASKED))
    lock.woke.connect(lambda: told.append(WOKE))
    for what in (ASKED, None, WOKE):
        lock.tell(what)
    assert told == [ASKED, WOKE]


def test_the_system_it_runs_on_is_heard_by_its_own_file(qtbot: object) -> None:
    parent = QObject()
    file = {"win32": "windows", "darwin": "mac"}.get(sys.platform, "linux")
    assert type(make_system_lock(parent, 0)).__module__ == f"shelter_app.ui.signin.lock.{file}"
