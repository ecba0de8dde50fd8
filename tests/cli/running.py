"""Runs commands as a person would: words in, exit status and both streams out."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shelter_app.cli.main import run
from shelter_app.i18n import use_language

PROGRAM = Path(sys.executable).with_name("shelter-app")


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str


def run_here(*words: str | Path, typed: str = "") -> Ran:
    """Run a command in this process, ``typed`` on its standard input; the language is set back after it."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _standard_input(typed):
        try:
            status = run([str(word) for word in words])
        finally:
            use_language("ro")
    return Ran(status, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _standard_input(typed: str) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.StringIO(typed)
    try:
        yield
    finally:
        sys.stdin = before
