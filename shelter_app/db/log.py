"""The program's log, in the data folder: codes, numbers and places in the program, never content."""

from __future__ import annotations

import logging
import logging.handlers
import os
from pathlib import Path

NAME = "program.log"
ROTATED = 5
LARGEST = 1_000_000


class _OwnFile(logging.handlers.RotatingFileHandler):
    """A log file that only its owner can read."""

    def _open(self) -> object:  # type: ignore[override]
        return open(self.baseFilename, self.mode, encoding="utf-8", opener=_for_the_owner)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def keep_log(folder: Path) -> None:
    """Write the program's own messages into the folder of the store from now on.

    Where there is no such folder, or it cannot be written, nothing is logged: standard error is for people.
    """
    log = logging.getLogger("shelter_app")
    log.setLevel(logging.INFO)
    log.propagate = False
    logging.raiseExceptions = False  # a full disk is said by what the person did, not by the log
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        handler.close()
    log.addHandler(_handler(folder))


def _handler(folder: Path) -> logging.Handler:
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return logging.NullHandler()
    handler = _OwnFile(folder / NAME, maxBytes=LARGEST, backupCount=ROTATED, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler
