"""The anchor: a small file beside the store that remembers how far the trail had come.

The encrypted file proves where its pages come from, not that they are the newest. A copy put back from
yesterday, or a journal that lost its tail, opens without an error; the anchor notices.
"""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

from shelter_app.db import folder as data_folder
from shelter_app.db.audit import Head
from shelter_app.db.vault.keys import derived

LATEST = 1.0
QUIET = 2.0


def _mac(core: bytes, body: list[object]) -> str:
    return hmac.digest(derived(core, "anchor"), json.dumps(body).encode(), "sha256").hex()


def read(folder: Path, db_id: str, cores: list[bytes]) -> Head | None:
    """Return the head that the anchor remembers, or None when it is missing or not ours."""
    try:
        body = json.loads((folder / data_folder.ANCHOR).read_bytes()[:4096])
        content = [body["db_id"], body["seq"], body["hash"], body["generation"]]
        known = any(hmac.compare_digest(str(body["mac"]), _mac(core, content)) for core in cores)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not known or content[0] != db_id or not isinstance(content[1], int):
        return None
    return Head(content[1], str(content[2]))


def write(folder: Path, db_id: str, core: bytes, generation: int, head: Head) -> None:
    """Replace the anchor."""
    content: list[object] = [db_id, head.seq, head.hash, generation]
    body = {
        "db_id": db_id,
        "seq": head.seq,
        "hash": head.hash,
        "generation": generation,
        "mac": _mac(core, content),
    }
    data_folder.replace_file(folder / data_folder.ANCHOR, json.dumps(body, sort_keys=True).encode())


class Keeper:
    """Keeps the anchor at most a second behind the commits, and empties the journal when work rests.

    ``write_head`` replaces the anchor; ``rest`` is called two seconds after the last commit.
    """

    def __init__(self, write_head: Callable[[Head], None], rest: Callable[[], None]) -> None:
        self._write_head = write_head
        self._rest = rest
        self._changed = threading.Condition()
        self._due: Head | None = None
        self._written_at = 0.0
        self._moved_at = 0.0
        self._restless = False
        self._stopped = False
        self._thread: threading.Thread | None = None

    def moved(self, head: Head | None) -> None:
        """Take note of a commit that brought the trail to ``head`` (None: one without an event)."""
        with self._changed:
            self._moved_at = time.monotonic()
            self._restless = True
            if head is not None and (self._due is None or head.seq > self._due.seq):
                self._due = head
            if self._moved_at - self._written_at >= LATEST:
                self._write_due()
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="anchor", daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        """Write what is due, and end."""
        with self._changed:
            self._stopped = True
            self._write_due()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                now = time.monotonic()
                if self._due is not None and now - self._written_at >= LATEST:
                    self._write_due()
                rests = self._restless and now - self._moved_at >= QUIET
                if rests:
                    self._restless = False
                else:
                    self._changed.wait(self._until_next(now))
            if rests:
                self._rest()

    def _until_next(self, now: float) -> float | None:
        times = []
        if self._due is not None:
            times.append(self._written_at + LATEST)
        if self._restless:
            times.append(self._moved_at + QUIET)
        return max(0.01, min(times) - now) if times else None

    def _write_due(self) -> None:
        if self._due is not None:
            self._write_head(self._due)
            self._due = None
            self._written_at = time.monotonic()
