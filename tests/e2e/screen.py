"""A virtual screen with a window manager and a bus of its own, and the real program on it as a process."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HAND = Path(__file__).with_name("hand.py")
SYSTEM_PYTHON = "/usr/bin/python3"
BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
CLOCK = (  # what sets the clock of a process (tests.any_day): of the program, never of the screen it is on
    "LD_PRELOAD",
    "FAKETIME",
    "FAKETIME_DONT_FAKE_MONOTONIC",
    "FAKETIME_SHARED",
    "FAKETIME_FORCE_MONOTONIC_FIX",
    "NO_FAKE_STAT",
)
# tests.e2e.unhardened instead leaves core files, to look into a crash
PROGRAM = os.environ.get("E2E_PROGRAM", "shelter_app")
WAIT = 30.0
EMPTY = 60
CLOSINGS = 6
ENDS_WITHIN = 10.0
FIND = "Caută o persoană, o pagină, o acțiune"
OF_A_PERSON = "Mai multe de făcut în această filă"  # the menu that stands on every page of a resident


def wait_for(what: Callable[[], Any], why: Callable[[], str] = lambda: "", seconds: float = WAIT) -> Any:
    """Return the first true answer of ``what``; fails when none comes."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = what()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"it did not come: {why()}")


class Screen:
    """The screen; ``start`` opens the program on it, and everything ends with ``close``."""

    def __init__(self, folder: Path, size: str = "1366x768") -> None:
        self._folder = folder
        self._ending: list[int] = []
        self._hand: subprocess.Popen[str] | None = None
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(folder),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
            "NO_AT_BRIDGE": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONFAULTHANDLER": "1",
            **{
                name: value
                for name, value in os.environ.items()
                if name.startswith(("E2E_", "MALLOC_", "PYTHONMALLOC"))
            },
        }
        folder.chmod(0o700)
        self._start_x(size)
        words = ["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"]
        told = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=True)
        address, number = told.stdout.split()
        self._ending.append(int(number))
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self._quietly(BUS_LAUNCHER, "--launch-immediately")
        self._quietly("openbox")
        self._wait_for_manager()

    def start(self, *words: str, hand: type[Window] | None = None) -> Window:
        """Open the program with these words, used by a hand: a screen reader's unless another is given."""
        told = self._folder / "told.txt"
        command = [sys.executable, "-m", PROGRAM, *words]
        clock = {name: value for name, value in os.environ.items() if name in CLOCK}
        with told.open("wb") as file:
            process = subprocess.Popen(
                command, env={**self.environment, **clock}, stdin=subprocess.DEVNULL, stdout=file, stderr=file
            )
        return (hand or Window)(self, process, told)

    def ask(self, *what: str) -> Any:
        """Ask the hand for something."""
        if self._hand is None:
            self._hand = subprocess.Popen(
                [SYSTEM_PYTHON, str(HAND)],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self._hand.stdin is not None
        assert self._hand.stdout is not None
        self._hand.stdin.write(json.dumps(what) + "\n")
        self._hand.stdin.flush()
        return json.loads(self._hand.stdout.readline())

    def forget_hand(self) -> None:
        """Let the next question go to a new hand: the program has become a new process image."""
        if self._hand is not None:
            self._hand.kill()
            self._hand.wait()
            self._hand = None

    def keys(self, *names: str) -> None:
        """Press keys, as ``ctrl+l`` or ``Return``."""
        subprocess.run(["xdotool", "key", *names], env=self.environment, check=True)

    def type(self, text: str) -> None:
        """Type plain letters."""
        subprocess.run(["xdotool", "type", "--delay", "20", text], env=self.environment, check=True)

    def picture(self, file: Path) -> None:
        """Take a picture of the whole screen."""
        subprocess.run(["import", "-window", "root", str(file)], env=self.environment, check=True)

    def close(self) -> None:
        """End everything that was started here."""
        self.forget_hand()
        for number in reversed(self._ending):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(number, signal.SIGKILL)  # with the bus that it started
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)

    def _start_x(self, size: str) -> None:
        read, write = os.pipe()
        words = [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            f"{size}x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        screen = subprocess.Popen(words, pass_fds=(write,), stderr=subprocess.DEVNULL)
        self._ending.append(screen.pid)
        os.close(write)
        with os.fdopen(read) as answer:
            self.environment["DISPLAY"] = ":" + answer.readline().strip()
        # A Romanian keyboard: each letter of the words that are typed lies on a key, none is put on one for a moment.
        subprocess.run(["setxkbmap", "ro"], env=self.environment, check=True)

    def _quietly(self, *words: str) -> None:
        started = subprocess.Popen(
            words,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._ending.append(started.pid)

    def _wait_for_manager(self) -> None:
        def known() -> bool:
            words = ["xdotool", "get_desktop"]
            asked = subprocess.run(words, env=self.environment, capture_output=True, check=False)
            return asked.returncode == 0

        wait_for(known)


class Window:
    """The program as a person and a screen reader meet it."""

    def __init__(self, screen: Screen, process: subprocess.Popen[bytes], told: Path) -> None:
        self.screen = screen
        self.process = process
        self._told = told
        self._empty = 0

    @property
    def told(self) -> str:
        """What the program wrote to its outputs; what Qt says of an older accessibility bus is not its own.

        Nor is it what Qt says of a file that is younger than a clock which was set back: files know no set clock,
        nor what it says to a reader that asks for a row of a list which has just been filled anew.
        """
        lines = self._told.read_text(encoding="utf-8", errors="replace").splitlines()
        set_clock = "FAKETIME" in os.environ
        return "\n".join(
            line
            for line in lines
            if not line.startswith(("qt.accessibility", "QAccessibleTable::child: Invalid index"))
            and not (set_clock and line.endswith("has a modification time in the future"))
        )

    def parts(self) -> list[list[Any]]:
        """Role, name, text and focus of everything on the screen."""
        found: list[list[Any]] = self.screen.ask("tree") or []
        self._empty = 0 if found else self._empty + 1
        if (
            self._empty > EMPTY
        ):  # the reader still holds on to a program that has gone: a new one sees the screen
            self.screen.forget_hand()
            self._empty = 0
        return found

    def names(self) -> set[str]:
        """The names of everything on the screen."""
        assert self.process.poll() is None, f"the program ended with {self.process.returncode}: {self.told}"
        return {name for _role, name, _text, _focused in self.parts()}

    def wait(self, name: str, seconds: float = WAIT) -> None:
        """Wait until something of this name, or that begins so, is on the screen; what is told names first of whom."""
        wait_for(
            lambda: any(found.startswith(name) or f" – {name}" in found for found in self.names()),
            lambda: f"{name!r} among {sorted(self.names())}, {self.told}",
            seconds,
        )

    def focused(self) -> set[str]:
        """The names of what has the keyboard."""
        return set(self.screen.ask("focused") or ())

    def press(self, name: str) -> None:
        """Press what has this name, as soon as it is there."""
        wait_for(lambda: self.screen.ask("press", name), lambda: f"{name!r} among {sorted(self.names())}")

    def write(self, name: str, text: str) -> None:
        """Put a text into the field of this name."""
        wait_for(lambda: self.screen.ask("write", name, text), lambda: f"{name!r} of {sorted(self.names())}")

    def focus(self, name: str) -> None:
        """Put the keyboard on what has this name."""
        wait_for(lambda: self.screen.ask("focus", name), lambda: f"{name!r} among {sorted(self.names())}")

    def text(self, name: str) -> str:
        """Return what stands in the field of this name."""
        fields = (str(text) for role, found, text, _has in self.parts() if found == name and role == "text")
        return next(fields, "")

    def tab_to_list(self) -> None:
        """Press Tab until a list has the keyboard: one of its cells, and nothing beside."""
        for _press in range(40):
            focused = [role for role, _name, _text, has in self.parts() if has]
            if focused and set(focused) <= {"table", "table cell"}:
                return
            self.screen.keys("Tab")
        raise AssertionError("Tab does not come to a list")

    def type(self, name: str, words: str) -> None:
        """Type plain letters into the field that has the keyboard; a letter that the virtual keyboard lost, again."""
        for _time in range(3):
            self.screen.type(words)
            try:
                wait_for(lambda: self.text(name).casefold() == words.casefold(), seconds=3)
            except AssertionError:
                self.screen.keys("ctrl+a")
            else:
                return
        raise AssertionError(f"{name!r} holds {self.text(name)!r}, not {words!r}")

    def press_until(self, key: str, shown: str) -> None:
        """Press a key until what it leads to is there; one that the virtual keyboard lost is pressed again."""
        for _time in range(4):
            self.screen.keys(key)
            try:
                wait_for(lambda: shown in self.names(), seconds=5)
            except AssertionError:
                continue
            return
        raise AssertionError(f"{key} did not lead to {shown!r}; the keyboard is at {self.focused()}")

    def find(self, words: str) -> None:
        """Go somewhere, or begin a form, by Ctrl+K and a few plain letters; what is still being read, a moment later."""
        for _time in range(5):
            self.screen.keys("ctrl+k")
            try:
                wait_for(lambda: FIND in self.focused(), seconds=5)
            except AssertionError:  # keys that the virtual keyboard lost are pressed again
                continue
            self.type(FIND, words)
            self.screen.keys("Return")
            try:
                wait_for(lambda: FIND not in self.focused(), seconds=3)
            except AssertionError:
                self.screen.keys("Escape")
            else:
                return
        raise AssertionError(f"{words!r} found nothing; the keyboard is at {self.focused()}")

    def save(self, told: str) -> None:
        """Save the form by Ctrl+Enter, and wait for the sentence that says so."""
        self.screen.keys("ctrl+Return")
        self.wait(told)

    def sign_in(self, account: dict[str, str]) -> None:
        """Sign in, the passphrase by Enter."""
        self.wait("Parolă")
        self.write("Cont", account["name"])
        self.write("Parolă", account["passphrase"])
        self.screen.ask("focus", "Parolă")
        self.screen.keys("Return")

    def close(self) -> int:
        """Close the window as its manager does, and return the exit code; keys that were lost are pressed again.

        A program that does not end then is made to say what each of its threads is doing.
        """
        for _time in range(CLOSINGS):
            self.screen.keys("alt+F4")
            try:
                return self.process.wait(ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                continue
        self.process.send_signal(signal.SIGABRT)
        self.process.wait()
        raise AssertionError(f"the program does not end: {self.told}")


def demo(folder: Path) -> list[dict[str, str]]:
    """Make a small demo store in ``folder`` and return its accounts."""
    said = folder.with_suffix(".json")
    size = ("--residents", "12", "--years", "1")
    words = [sys.executable, "-m", "shelter_app", "demo", "--data", str(folder), *size, "--json", str(said)]
    subprocess.run(words, check=True, capture_output=True)
    accounts: list[dict[str, str]] = json.loads(said.read_text(encoding="utf-8"))["accounts"]
    return accounts


def tools_missing() -> list[str]:
    """Return the programs that ``installer/setup.sh libraries tests`` should have brought and did not."""
    needed = ("Xvfb", "setxkbmap", "openbox", "xdotool", "dbus-daemon", SYSTEM_PYTHON, BUS_LAUNCHER)
    return [name for name in needed if shutil.which(name) is None]
