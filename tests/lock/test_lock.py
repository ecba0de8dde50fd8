"""After the lock the same process is another program: no key, no passphrase, no record text, no typed word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from shelter_app.db import opening as stores
from shelter_app.db.models.trust import AuditEvent
from shelter_app.services.acting import Actor
from shelter_app.services.residents.views import residents
from tests.e2e.screen import Screen, wait_for

pytestmark = pytest.mark.system
TYPED = "zambila"


def memory(process: int) -> bytes | None:
    """Return what the process can write to of its memory; None when the system does not let it be read."""
    found = []
    try:
        with (
            open(f"/proc/{process}/maps", encoding="utf-8") as maps,
            open(f"/proc/{process}/mem", "rb") as mem,
        ):
            for line in maps:
                where, rights, *_rest = line.split()
                if not rights.startswith("rw"):
                    continue
                start, end = (int(part, 16) for part in where.split("-"))
                try:
                    mem.seek(start)
                    found.append(mem.read(end - start))
                except (OSError, ValueError, OverflowError):
                    continue
    except PermissionError:
        return None
    return b"".join(found)


def held(process: int, secrets: dict[str, list[bytes]]) -> list[str] | None:
    read = memory(process)
    return (
        None if read is None else [name for name, forms in secrets.items() if any(f in read for f in forms)]
    )


def forms(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-le")]


def test_after_the_lock_nothing_is_in_memory_and_afterwards_one_is_where_one_was(
    screen: Screen, store_folder: Path, accounts: dict[str, dict[str, str]]
) -> None:
    director = accounts["DIRECTOR"]
    with stores.unlock(store_folder, director["name"], director["passphrase"]) as store:
        key = store.core_key()
        code = residents(Actor(store, store.account_id, director["name"])).rows[0].code
    secrets = {
        "key": [key, key.hex().encode(), key.hex().upper().encode()],
        "passphrase": forms(director["passphrase"]),
        "record": forms(code),
        "typed": forms(TYPED),
    }
    window = screen.start("--data", str(store_folder))
    window.sign_in(director)
    window.wait("Paturi libere")
    window.press("Beneficiari")
    window.wait("Cod: ")
    screen.type(TYPED)
    wait_for(lambda: window.text("Caută un beneficiar") == TYPED)
    screen.keys("Left", "Left")
    before = held(window.process.pid, secrets)
    assert before is None or {"key", "record", "typed"} <= set(before)

    screen.keys("ctrl+l")
    window.wait("Parolă")
    assert window.process.poll() is None
    assert "Beneficiari" not in window.names()
    if before is not None:
        assert held(window.process.pid, secrets) == []

    window.sign_in(director)
    wait_for(lambda: window.text("Caută un beneficiar") == TYPED, lambda: str(window.names()))
    screen.type("X")
    wait_for(lambda: window.text("Caută un beneficiar") == TYPED[:-2] + "X" + TYPED[-2:])
    assert window.close() == 0
    assert window.told == ""


def test_the_systems_lock_locks_the_window(
    screen: Screen, store_folder: Path, accounts: dict[str, dict[str, str]]
) -> None:
    window = screen.start("--data", str(store_folder))
    window.sign_in(accounts["HOUSE_STAFF"])
    window.wait("Paturi libere")
    saver = "org.freedesktop.ScreenSaver.ActiveChanged"
    words = ["dbus-send", "--session", "--type=signal", "/ScreenSaver", saver, "boolean:true"]
    subprocess.run(words, env=screen.environment, check=True)
    window.wait("Parolă")
    assert "Paturi" not in window.names()
    assert window.close() == 0


@pytest.mark.parametrize(
    ("path", "signal", "word"),
    [
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", ["boolean:true"]),
        ("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session.Lock", []),
    ],
)
def test_sleep_and_the_sessions_lock_lock_the_window(
    screen: Screen,
    store_folder: Path,
    accounts: dict[str, dict[str, str]],
    path: str,
    signal: str,
    word: list[str],
) -> None:
    bus = screen.environment[
        "DBUS_SESSION_BUS_ADDRESS"
    ]  # stands in for the system's, which a test must not wake
    screen.environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus
    window = screen.start("--data", str(store_folder))
    window.sign_in(accounts["HOUSE_STAFF"])
    window.wait("Cont: ")
    subprocess.run(
        ["dbus-send", "--system", "--type=signal", path, signal, *word], env=screen.environment, check=True
    )
    window.wait("Parolă")
    assert window.close() == 0


def test_who_is_still_signed_in_when_the_computer_wakes_is_locked_first_and_the_trail_tells(
    screen: Screen, store_folder: Path, accounts: dict[str, dict[str, str]]
) -> None:
    screen.environment["DBUS_SYSTEM_BUS_ADDRESS"] = screen.environment["DBUS_SESSION_BUS_ADDRESS"]
    window = screen.start("--data", str(store_folder))
    window.sign_in(accounts["HOUSE_STAFF"])
    window.wait("Cont: ")
    awake = ["/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:false"]
    subprocess.run(["dbus-send", "--system", "--type=signal", *awake], env=screen.environment, check=True)
    window.wait("Parolă")
    assert window.close() == 0
    director = accounts["DIRECTOR"]
    with (
        stores.unlock(store_folder, director["name"], director["passphrase"]) as store,
        store.reading() as session,
    ):
        told = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq.desc()).limit(3)).all()
    assert "lock.late" in told


def test_the_watchdog_replaces_a_program_whose_window_hangs() -> None:
    script = """
import os, sys, time
from shelter_app.ui.signin.lock.watchdog import Watchdog
watchdog = Watchdog(lambda: os.execv(sys.executable, [sys.executable, "-c", "print('afresh')"]))
watchdog.due_in(0.2)
while True:
    time.sleep(0.01)
"""
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert told.stdout == "afresh\n"


def test_a_program_that_stands_still_below_python_is_ended() -> None:
    script = """
import ctypes
from shelter_app.ui.signin.lock.watchdog import Watchdog
Watchdog(lambda: None).locking()
ctypes.PyDLL(None).sleep(60)  # keeps Python's own lock while it waits
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=40, check=False)
    assert told.returncode == 1
    assert told.stderr == b""
