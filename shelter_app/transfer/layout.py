"""Which sheet is what, and which column holds what: known by headings, not by place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from shelter_app.domain.names import fold
from shelter_app.transfer.table import Sheet
from shelter_app.transfer.values import Cell, is_blank, text, words

LOOK_DOWN = 30
NEAR_ENOUGH = 84.0
REGISTER = ("residents", "sessions", "services", "goals")


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet that was recognised: its kind, the row of its headings (from 0), its columns by field."""

    sheet: Sheet
    kind: str
    heading_row: int
    columns: dict[str, int]
    unplaced: tuple[tuple[int, str], ...]

    def cell(self, row: list[Cell], field: str) -> Cell:
        """Return the cell of ``field`` in a row, or None when the sheet or the row has none."""
        at = self.columns.get(field)
        return None if at is None or at >= len(row) else row[at]


@lru_cache
def _headings(kind: str) -> tuple[tuple[str, str], ...]:
    headings = words()["headings"]
    assert isinstance(headings, dict)
    return tuple((field, name) for field, names in headings[kind].items() for name in names)


def _of(section: str, kind: str) -> list[str]:
    table = words()[section]
    assert isinstance(table, dict)
    return list(table[kind])


def required(kind: str) -> tuple[str, ...]:
    """Return the fields without which a sheet is not of this kind."""
    return tuple(_of("required", kind))


@lru_cache(4096)
def _likeness(heading: str, kind: str) -> tuple[tuple[float, str], ...]:
    from rapidfuzz import fuzz

    best: dict[str, float] = {}
    for field, name in _headings(kind):
        if heading == name:
            score = 100.0
        elif min(len(heading), len(name)) < 4:
            continue
        else:
            score = fuzz.ratio(heading, name)
            if len(name) > 4 and f" {name} " in f" {heading} ":
                score = max(score, 90.0 + len(name) / 50)
            score = max(score, fuzz.token_sort_ratio(heading, name) - 2)
            if _shortened(heading, name):
                score = max(score, 92.0)
        best[field] = max(best.get(field, 0.0), score)
    return tuple(sorted(((s, f) for f, s in best.items() if s >= NEAR_ENOUGH), reverse=True))


def _shortened(heading: str, name: str) -> bool:
    """Say whether a heading is a name with words cut short, such as ``Cod benef.``."""
    cut, whole = heading.split(), name.split()
    return len(cut) == len(whole) > 1 and all(
        w.startswith(c) and len(c) >= min(3, len(w)) for c, w in zip(cut, whole, strict=True)
    )


def _columns(row: list[Cell], kind: str) -> dict[str, int]:
    claims = []
    for at, cell in enumerate(row):
        if isinstance(cell, str) and cell.strip():
            heading = fold(text(cell))
            claims += [(score, -at, field) for score, field in _likeness(heading, kind)]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for _score, at, field in sorted(claims, reverse=True):
        if field not in found and -at not in taken:
            found[field] = -at
            taken.add(-at)
    if "bed" not in found and ("room" in found) != ("bed_number" in found):
        # One column for both: whatever its heading, its cells name room and bed.
        found["bed"] = found.pop("room") if "room" in found else found.pop("bed_number")
    return found


def place(sheet: Sheet, kinds: tuple[str, ...] = REGISTER) -> Placed | None:
    """Return which of ``kinds`` a sheet is, or None when no row of it reads like the headings of one."""
    best: tuple[int, int, str, dict[str, int]] | None = None
    for at, row in enumerate(sheet.rows[:LOOK_DOWN]):
        for kind in kinds:
            columns = _columns(row, kind)
            if not all(field in columns for field in _of("required", kind)):
                continue
            telling = sum(field in columns for field in _of("telling", kind))
            if not telling or len(columns) < 2:
                continue
            score = len(columns) + 2 * telling
            if best is None or score > best[0]:
                best = (score, at, kind, columns)
    if best is None:
        return None
    _score, at, kind, columns = best
    used = set(columns.values())
    unplaced = tuple(
        (i, text(cell)) for i, cell in enumerate(sheet.rows[at]) if i not in used and not is_blank(cell)
    )
    return Placed(sheet, kind, at, columns, unplaced)


def is_heading_again(placed: Placed, row: list[Cell]) -> bool:
    """Say whether a row repeats the headings, as prints with page breaks do."""
    headings = placed.sheet.rows[placed.heading_row]
    same = sum(
        1
        for at in placed.columns.values()
        if at < len(row) and at < len(headings) and fold(text(row[at])) == fold(text(headings[at]))
    )
    return same >= max(2, len(placed.columns) // 2)


def is_sum(row: list[Cell]) -> bool:
    """Say whether a row is a TOTAL: its first words say so."""
    totals = words()["total_row"]
    assert isinstance(totals, list)
    said = [fold(cell) for cell in row if isinstance(cell, str) and cell.strip()]
    return bool(said) and any(said[0] == t or said[0].startswith(f"{t} ") for t in totals)
