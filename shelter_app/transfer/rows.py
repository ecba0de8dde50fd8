"""A row of a register while it is read: its cells by field, what was said of them, whether it still stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from shelter_app.domain.names import fold, tidy
from shelter_app.transfer import layout, values
from shelter_app.transfer.code_matching import match_code
from shelter_app.transfer.problems import ERROR, WARNING, Problem
from shelter_app.transfer.register_rows import Reading, SheetCount, Source
from shelter_app.transfer.values import Cell, Unreadable


class SourceRow:
    """A row while it is read: its cells by field, its problems, whether it still stands."""

    def __init__(self, reading: Reading, placed: layout.Placed, index: int) -> None:
        self.reading = reading
        self.placed = placed
        self.cells = placed.sheet.rows[index]
        self.at = Source(placed.sheet.name, index + 1)
        self.stands = True
        self.kept: list[str] = []

    def cell(self, name: str) -> Cell:
        """Return the cell of a field; None where the sheet or the row has none."""
        return self.placed.cell(self.cells, name)

    def add_problem(self, name: str, kind: str, severity: str) -> None:
        """Say a problem of a field; an error takes the row out."""
        at = self.placed.columns.get(name)
        headings = self.placed.sheet.rows[self.placed.heading_row]
        column = "" if at is None else values.text(headings[at])
        self.reading.problems.append(Problem(self.at.sheet, self.at.row, column, kind, severity))
        if severity == ERROR:
            self.stands = False

    def read(self, name: str, parse: Callable[[Cell], Any], *, severity: str = WARNING) -> Any:
        """Return the parsed cell; an unreadable one is said, and is None."""
        try:
            return parse(self.cell(name))
        except Unreadable as problem:
            self.add_problem(name, problem.kind, severity)
            self._keep(name)
            return None

    def text(self, name: str) -> str:
        """Return a cell as tidy text, empty for a blank."""
        cell = self.cell(name)
        return "" if values.is_blank(cell) else tidy(values.text(cell))

    def _keep(self, name: str) -> None:
        """Keep what nobody could read, under its heading, for the notes."""
        if name in self.placed.columns:
            heading = values.text(self.placed.sheet.rows[self.placed.heading_row][self.placed.columns[name]])
            self.kept.append(f"{heading}: {tidy(values.text(self.cell(name)))}")

    def means(
        self, name: str, section: str, code_list: str, *, blank_is_said: bool = False
    ) -> tuple[str | None, str]:
        """Return (code, text as written) of a coded cell; an unknown text is said and kept."""
        cell = self.cell(name)
        said = tidy(values.text(cell))
        if values.is_blank(cell):
            if blank_is_said and name in self.placed.columns:
                self.add_problem(name, "missing_value", WARNING)
            return None, ""
        code = match_code(section, code_list, said)
        if code is None:
            self.add_problem(name, "unknown_value", WARNING)
            self._keep(name)
        return code, said


def days(row: SourceRow, today: date) -> Callable[[Cell], date | None]:
    """Return what reads a day of this row's sheet."""
    return lambda cell: values.day(cell, today=today, epoch_1904=row.placed.sheet.epoch_1904)


def first_day(row: SourceRow, today: date) -> date | None:
    """Return the day of entry; without one that has come, the row is an error."""
    entry: date | None = row.read("entry", days(row, today), severity=ERROR)
    if entry is None and row.stands:
        row.add_problem("entry", "missing_value", ERROR)
    elif entry is not None and entry > today:
        row.add_problem("entry", "future_date", ERROR)
        return None
    return entry


def last_day(row: SourceRow, today: date) -> date | None:
    """Return the day of exit, None while the person is here; a day to come is said and means still here."""
    cell = row.cell("exit")
    still_here = values.words()["still_here"]
    assert isinstance(still_here, list)
    if isinstance(cell, str) and fold(cell) in still_here:
        return None
    left: date | None = row.read("exit", days(row, today), severity=ERROR)
    if left is not None and left > today:
        row.add_problem("exit", "future_date", WARNING)
        return None
    return left


def source_rows(
    placed: layout.Placed, reading: Reading, count: SheetCount, *, least: int = 2
) -> Iterator[SourceRow]:
    """Go through the rows of a sheet that tell of somebody, counting those that stand and those that do not.

    Blank rows, sums and headings printed again tell of nobody, nor do rows of fewer than ``least`` entries.
    """
    needed = {"code", "name", *layout.required(placed.kind)}
    for index in range(placed.heading_row + 1, len(placed.sheet.rows)):
        cells = placed.sheet.rows[index]
        said = [
            name
            for name in placed.columns
            if not values.is_blank(placed.cell(cells, name)) and name != "number"
        ]
        if not said or layout.is_sum(cells) or layout.is_heading_again(placed, cells):
            continue
        row = SourceRow(reading, placed, index)
        if len(said) < least or needed.isdisjoint(said):
            # A heading of a month or a sum without its word: it tells of nobody.
            row.add_problem(said[0], "skipped_row", WARNING)
            continue
        count.rows += 1
        yield row
        if row.stands:
            count.accepted += 1
        else:
            count.rejected += 1
