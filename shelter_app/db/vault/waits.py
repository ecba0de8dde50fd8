"""Growing waits after wrong passphrases, and the log of what happened before anybody was signed in.

This protects against a person at the keyboard, not against copied files: those are protected by the cost
of Argon2id. Nobody is ever locked out for good, since that would let anybody lock out everybody.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shelter_app.db import folder as data_folder
from shelter_app.db.audit import boot_id
from shelter_app.domain.errors import MustWait
from shelter_app.i18n import ngettext

FREE = 5
FREE_HERE = 20
FIRST = 5
LONGEST = 15 * 60
_HERE = "installation"
_KEPT_LINES = 5000
SHEET_TRIED = "sheet_tried"


def wait_after(failures: int, free: int) -> int:
    """Return the seconds to wait after so many wrong passphrases in a row."""
    if failures < free:
        return 0
    return int(min(LONGEST, FIRST * 2 ** min(failures - free, 20)))


@dataclass(frozen=True)
class Ticks:
    """The three clocks: the wall's, the computer's since its start, and which start that was."""

    now: Callable[[], datetime]
    mono: Callable[[], float] = time.monotonic
    boot: Callable[[], str] = boot_id


class SignInDelays:
    """The wrong passphrases of a data folder, kept across restarts in ``waits.json``."""

    def __init__(self, folder: Path, ticks: Ticks) -> None:
        self._path = folder / data_folder.WAITS
        self._folder = folder
        self._ticks = ticks

    def require(self, who: str) -> None:
        """Refuse while ``who``, or the whole installation, must still wait."""
        with data_folder.files_locked(self._folder):
            state = self._read()
            left = max(self._left(state, who), self._left(state, _HERE))
            if self._reanchor(state):
                self._write(state)
        if left > 0:
            seconds = math.ceil(left)
            sentence = ngettext(
                "Too many wrong passphrases. Wait {seconds} second, then try again.",
                "Too many wrong passphrases. Wait {seconds} seconds, then try again.",
                seconds,
            ).format(seconds=seconds)
            raise MustWait(sentence, seconds)

    def failed(self, who: str) -> None:
        """Count a wrong passphrase and set the wait that it earns."""
        with data_folder.files_locked(self._folder):
            state = self._read()
            self._reanchor(state)
            for key, free in ((who, FREE), (_HERE, FREE_HERE)):
                entry = state["counts"].setdefault(key, {"failures": 0})
                entry["failures"] += 1
                length = wait_after(entry["failures"], free)
                entry["length"] = length
                entry["until"] = self._wall(state) + length
                entry["until_mono"] = self._ticks.mono() + length
                entry["boot"] = self._ticks.boot()
            self._write(state)

    def succeeded(self, who: str) -> int:
        """Forget the account's wrong passphrases, and the installation's; return how many the account had."""
        with data_folder.files_locked(self._folder):
            state = self._read()
            entry = state["counts"].pop(who, {"failures": 0})
            here = state["counts"].pop(_HERE, None)
            if here is not None or entry["failures"]:
                self._write(state)
        return int(entry["failures"])

    def _wall(self, state: dict[str, Any]) -> float:
        # The highest moment ever seen: a clock that was set back does not shorten a wait.
        return max(self._ticks.now().timestamp(), float(state["highest"]))

    def _left(self, state: dict[str, Any], key: str) -> float:
        entry = state["counts"].get(key)
        if entry is None or not entry.get("length"):
            return 0.0
        if entry["boot"] == self._ticks.boot():
            left = entry["until_mono"] - self._ticks.mono()
        else:
            left = entry["until"] - self._wall(state)
        return float(min(left, entry["length"]))

    def _reanchor(self, state: dict[str, Any]) -> bool:
        # After a restart the rest of a wait runs by the computer's own clock, which nobody can set.
        boot, changed = self._ticks.boot(), False
        for key, entry in state["counts"].items():
            if entry.get("length") and entry["boot"] != boot:
                entry["until_mono"] = self._ticks.mono() + max(0.0, self._left(state, key))
                entry["boot"] = boot
                changed = True
        return changed

    def _read(self) -> dict[str, Any]:
        try:
            state = json.loads(self._path.read_bytes())
            for entry in state["counts"].values():
                entry["failures"] = int(entry["failures"])
                if entry.get("length"):
                    (float(entry["until"]), float(entry["until_mono"]), str(entry["boot"]))
            float(state["highest"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {"highest": 0.0, "counts": {}}
        return dict(state)

    def _write(self, state: dict[str, Any]) -> None:
        state["highest"] = self._wall(state)
        data_folder.replace_file(self._path, json.dumps(state, sort_keys=True).encode())


def note(folder: Path, now: datetime, who: str, what: str) -> None:
    """Add a line to the log of what happened before sign-in: when, which slot, what; never a typed text."""
    line = json.dumps({"at": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "slot": who, "what": what})
    path = folder / data_folder.PRELOGIN
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.fstat(handle).st_size < _KEPT_LINES * 120:
            os.write(handle, f"{line}\n".encode())
    finally:
        os.close(handle)


def noted(folder: Path) -> list[dict[str, str]]:
    """Take the log away and return its lines, oldest first; ``absorbed`` ends what this began.

    Lines written meanwhile go to a new log. When the program is killed before ``absorbed``, the same lines
    come again: a failed attempt told twice is better than one forgotten.
    """
    log, taken = folder / data_folder.PRELOGIN, folder / data_folder.PRELOGIN_TAKEN
    try:
        if not taken.exists():
            os.replace(log, taken)
        lines = taken.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            item = json.loads(line)
            found.append({key: str(item[key])[:64] for key in ("at", "slot", "what")})
        except (ValueError, KeyError, TypeError, RecursionError):
            found.append({"at": "", "slot": "", "what": "unreadable"})
    return found


def absorbed(folder: Path) -> None:
    """Remove the log that ``noted`` took: its lines now stand in the trail."""
    (folder / data_folder.PRELOGIN_TAKEN).unlink(missing_ok=True)
