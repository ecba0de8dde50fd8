"""Reading a CSV: its letters row by row, its separator by the headings that it makes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from shelter_app.transfer import layout
from shelter_app.transfer.limits import MOST_CELL, too_large, too_many_cells, unreadable
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.values import Cell, is_empty

SEPARATORS = ";,\t|"
SAMPLE = 200_000  # letters that are enough to tell a separator by
OLDER = "cp1250"  # what Windows in Romania wrote before UTF-8


def read_csv(path: Path) -> Sheet:
    """Return the one sheet of a CSV; raises Refused for one that is no table or beyond the limits."""
    raw = path.read_bytes()
    decoded, guessed = _decode(raw)
    separator, rest = _named_separator(decoded)
    if not separator:
        separator = max(SEPARATORS, key=lambda mark: _fitness(_rows(rest[:SAMPLE], mark)))
    rows = _rows(rest, separator)
    if not rows and rest.strip():
        raise unreadable()
    if rest is not decoded:
        rows.insert(0, [])  # so that rows are numbered as in the file
    return Sheet(path.stem, rows, guessed=guessed)


def _decode(raw: bytes) -> tuple[str, tuple[int, ...]]:
    """Return the text, and the rows (from 0) that are no UTF-8 and were read in the older code page."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), ()
    if b"\0" in raw[:4096]:
        raise unreadable()
    lines, guessed = [], []
    for at, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode(OLDER, errors="replace"))
            guessed.append(at)
    return "\n".join(lines), tuple(guessed)


def _named_separator(decoded: str) -> tuple[str, str]:
    """Return the separator that a first line ``sep=;`` names, and what follows it; empty and all where none does."""
    first, end, rest = decoded.partition("\n")
    said = first.strip().strip('"')
    if end and len(said) == 5 and said.lower().startswith("sep="):
        return said[4], rest
    return "", decoded


def _rows(decoded: str, separator: str) -> list[list[Cell]]:
    """Return the rows, none where they cannot be told apart; raises Refused beyond the limits."""
    csv.field_size_limit(MOST_CELL)
    found: list[list[Cell]] = []
    filled = 0
    try:
        for row in csv.reader(io.StringIO(decoded, newline=""), delimiter=separator):
            filled += sum(not is_empty(cell) for cell in row)
            if too_many_cells(filled):
                raise too_large()
            found.append(list(row))
    except csv.Error:
        return []
    return found


def _fitness(rows: list[list[Cell]]) -> tuple[int, float]:
    """Return how well a separator cuts the rows: headings that are known, then how many rows have one width."""
    filled = [row for row in rows if any(not is_empty(cell) for cell in row)]
    widths = Counter(len(row) for row in filled if len(row) > 1)
    return layout.headings_known(rows), max(widths.values(), default=0) / max(1, len(filled))
