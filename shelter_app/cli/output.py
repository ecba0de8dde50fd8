"""What a command writes: results for machines, tables on standard output, messages on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.reports.render.writing import write_whole


def require_free(path: Path | None, *, force: bool) -> None:
    """Refuse early, before any work, when a result could not be written to ``path``."""
    if path is None:
        return
    if path.is_dir() or (path.exists() and not force):
        raise Refused(
            "output_exists",
            _("{file} already exists. Choose another name, or replace it with --force.").format(
                file=path.name
            ),
        )
    if not path.absolute().parent.is_dir():
        raise Refused(
            "output_folder_missing",
            _("The folder for {file} does not exist. Choose another folder.").format(file=path.name),
        )


def write_json(path: Path | None, result: dict[str, Any], *, force: bool) -> None:
    """Write a result for machines, when the person asked for one; ``force`` replaces a file that is there."""
    if path is not None:
        text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
        write_whole(path, text.encode(), force=force)


def print_table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in aligned columns; the last column runs free."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())


def say(sentence: str) -> None:
    """Tell the person something that is not the result."""
    print(sentence, file=sys.stderr, flush=True)


def progress(doing: str) -> Callable[[int, int], None]:
    """Return what a long act calls with (done, total)."""
    report = progress_of_parts()
    return lambda done, total: report(doing, done, total)


def progress_of_parts() -> Callable[[str, int, int], None]:
    """Return what a long act of several parts calls: one line that renews itself, four times a second.

    Where standard error is no terminal, a line is written every ten seconds instead.
    """
    live = sys.stderr.isatty()
    every = 0.25 if live else 10.0
    last = time.monotonic()

    def report(doing: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        over = done >= total
        if now - last < every and not (over and live):
            return
        last = now
        line = _("{doing}: {done} of {total}").format(doing=doing, done=done, total=total)
        start, end = ("\r", "\n" if over else "") if live else ("", "\n")
        print(start + line, end=end, file=sys.stderr, flush=True)

    return report
