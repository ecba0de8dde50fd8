"""Which sheet is what, and which column holds what: known by headings, not by place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shelter_app.domain.names import fold
from shelter_app.transfer.day_columns import (
    OF_DAYS,
    DayOrder,
    believable_days,
    day_order,
    numbers_are_days,
)
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.values import Cell, is_blank, is_empty, text, words

LOOK_DOWN = 30
NEAR_ENOUGH = 84.0
LONGEST_HEADING = 6  # words; a longer one is a sentence about something else
REGISTER = ("residents", "sessions", "services", "goals")
STAYS = ("stays",)
# What is said once for several rows by merging cells. Amounts and texts are not: they would count several times.
SAID_FOR_SEVERAL = frozenset(
    {
        *("code", "name", "first_name", "entry", "exit", "room", "bed", "shelter", "household", "source"),
        *("date", "counsellor", "case_manager", "kind", "service", "domain", "funder", "county"),
    }
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet that was recognised: its kind, the row of its headings (from 0), its columns by field.

    ``order`` is how its days are written, ``serial`` are the fields in which a bare number is a day.
    """

    sheet: Sheet
    kind: str
    heading_row: int
    columns: dict[str, int]
    unplaced: tuple[tuple[int, str], ...]
    order: DayOrder = DayOrder.DAY_FIRST
    serial: frozenset[str] = frozenset()

    def own_cell(self, row: int, field: str) -> Cell:
        """Return the cell of ``field`` in a row (from 0), or None when the sheet or the row has none."""
        at = self.columns.get(field)
        cells = self.sheet.rows[row]
        return None if at is None or at >= len(cells) else cells[at]

    def cell(self, row: int, field: str) -> Cell:
        """Return ``own_cell``, or what a cell merged over this row says once for several."""
        found = self.own_cell(row, field)
        if field not in SAID_FOR_SEVERAL or not is_empty(found):
            return found
        at = self.columns.get(field)
        for cells in self.sheet.merged:
            if cells.column == at and self.heading_row < cells.first < row <= cells.last:
                return self.own_cell(cells.first, field)
        return found


def heading_words(cell: str) -> str:
    """Return a heading as it is compared: its words folded, also those joined by capitals, as ``clientId``."""
    parted = re.sub(
        r"(?<=[a-zăâîșț])(?=[A-ZĂÂÎȘȚ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text(cell).replace("_", " ")
    )
    return fold(parted)


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
    if len(heading.split()) > LONGEST_HEADING:
        return ()
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
            heading = heading_words(cell)
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


def headings_known(rows: list[list[Cell]]) -> int:
    """Return how many headings of the row that has most are those of a register or of another programme's stays."""
    found = (_columns(row, kind) for row in rows[:LOOK_DOWN] for kind in (*REGISTER, *STAYS))
    return max(map(len, found), default=0)


def place(sheet: Sheet, kinds: tuple[str, ...] = REGISTER) -> Placed | None:
    """Return which of ``kinds`` a sheet is, or None.

    A row of it must read like the headings of one, and the column of days that makes it one must hold days.
    """
    found = sorted(_candidates(sheet, kinds), key=lambda one: -one[0])
    return next((placed for _score, placed in found if _holds_days(placed)), None)


def _candidates(sheet: Sheet, kinds: tuple[str, ...]) -> Iterator[tuple[int, Placed]]:
    for at, row in enumerate(sheet.rows[:LOOK_DOWN]):
        for kind in kinds:
            columns = _columns(row, kind)
            if not all(field in columns for field in _of("required", kind)):
                continue
            telling = sum(field in columns for field in _of("telling", kind))
            if telling and len(columns) > 1:
                yield len(columns) + 2 * telling, _placed(sheet, kind, at, columns)


def _placed(sheet: Sheet, kind: str, at: int, columns: dict[str, int]) -> Placed:
    used = set(columns.values())
    unplaced = tuple(
        (i, text(cell)) for i, cell in enumerate(sheet.rows[at]) if i not in used and not is_blank(cell)
    )
    days = {field: list(_below(sheet, at, columns[field])) for field in OF_DAYS if field in columns}
    return Placed(
        sheet,
        kind,
        at,
        columns,
        unplaced,
        order=day_order(cell for cells in days.values() for cell in cells),
        serial=frozenset(
            field
            for field, cells in days.items()
            if numbers_are_days(cells, named=_names(sheet.rows[at][columns[field]], kind, field))
        ),
    )


def _below(sheet: Sheet, heading_row: int, column: int) -> Iterator[Cell]:
    return (row[column] for row in sheet.rows[heading_row + 1 :] if column < len(row))


def _holds_days(placed: Placed) -> bool:
    keys = [field for field in ("entry", "date") if field in required(placed.kind)]
    return all(
        believable_days(
            _below(placed.sheet, placed.heading_row, placed.columns[field]), serial=field in placed.serial
        )
        for field in keys
    )


def _names(heading: Cell, kind: str, field: str) -> bool:
    """Say whether a heading names a field in so many words."""
    return isinstance(heading, str) and (field, heading_words(heading)) in _headings(kind)


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
