"""A row of a register while it is read: its cells by field, what was said of them, whether it still stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from shelter_app.domain.names import fold, tidy
from shelter_app.transfer import layout, values
from shelter_app.transfer.code_matching import match
from shelter_app.transfer.day_columns import DayOrder
from shelter_app.transfer.problems import ERROR, WARNING, Problem
from shelter_app.transfer.register_rows import Reading, SheetCount, Source
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.values import Birth, Cell, Unreadable


class SourceRow:
    """A row while it is read: its cells by field, its problems, whether it still stands."""

    def __init__(self, reading: Reading, placed: layout.Placed, index: int) -> None:
        self.reading = reading
        self.placed = placed
        self.index = index
        self.at = Source(placed.sheet.name, index + 1)
        self.stands = True
        self.left_out = False
        self.kept: list[str] = []

    def cell(self, name: str) -> Cell:
        """Return the cell of a field; None where the sheet or the row has none."""
        return self.placed.cell(self.index, name)

    def add_problem(self, name: str, kind: str, severity: str, value: str = "") -> None:
        """Say a problem of a field; an error takes the row out. The same ``value`` of a list is said once."""
        at = self.placed.columns.get(name)
        headings = self.placed.sheet.rows[self.placed.heading_row]
        column = "" if at is None else values.text(headings[at])
        self.reading.problems.append(Problem(self.at.sheet, self.at.row, column, kind, severity, value=value))
        if severity == ERROR:
            self.stands = False

    def leave_out(self, name: str, kind: str) -> None:
        """Say why a row that is right is not taken in: what it tells is there already, or it tells of nobody."""
        self.add_problem(name, kind, WARNING)
        self.left_out = True

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
        code, sure = match(section, code_list, said)
        if code is None:
            self.add_problem(name, "unknown_value", WARNING, said)
            self._keep(name)
        elif not sure:
            self.add_problem(name, "guessed_value", WARNING, said)
        return code, said


EARLIEST = date(1990, 1, 1)  # no shelter of those that use registers is older; an earlier year is a slip


def days(row: SourceRow, name: str, today: date) -> Callable[[Cell], date | None]:
    """Return what reads a day of a field of this row's sheet, as the whole sheet writes its days."""
    placed = row.placed
    return lambda cell: values.day(
        cell,
        today=today,
        epoch_1904=placed.sheet.epoch_1904,
        month_first=placed.order is DayOrder.MONTH_FIRST,
        serial=name in placed.serial,
    )


def born(row: SourceRow, today: date) -> Birth:
    """Return the birth that a row tells; what cannot be read is said, and unknown."""
    placed = row.placed
    found: Birth | None = row.read(
        "born",
        lambda cell: values.birth(
            cell,
            today=today,
            epoch_1904=placed.sheet.epoch_1904,
            month_first=placed.order is DayOrder.MONTH_FIRST,
            serial="born" in placed.serial,
        ),
    )
    return found or values.UNKNOWN_BIRTH


def need_born_before(row: SourceRow, birth: Birth, entry: date) -> None:
    """Say an entry that lies before the birth, as the act of admitting does; the row is an error."""
    if (birth.on is not None and entry < birth.on) or (birth.year is not None and entry.year < birth.year):
        row.add_problem("entry", "before_birth", ERROR)


def first_day(row: SourceRow, today: date) -> date | None:
    """Return the day of entry; without one that has come, the row is an error."""
    entry: date | None = row.read("entry", days(row, "entry", today), severity=ERROR)
    if entry is None and row.stands:
        row.add_problem("entry", "missing_value", ERROR)
    elif entry is not None and entry > today:
        row.add_problem("entry", "future_date", ERROR)
        return None
    elif entry is not None and entry < EARLIEST:
        row.add_problem("entry", "too_early", ERROR)
        return None
    return entry


def last_day(row: SourceRow, today: date) -> date | None:
    """Return the day of exit, None while the person is here; a day to come is said and means still here."""
    cell = row.cell("exit")
    still_here = values.words()["still_here"]
    assert isinstance(still_here, list)
    if isinstance(cell, str) and fold(cell) in still_here:
        return None
    left: date | None = row.read("exit", days(row, "exit", today), severity=ERROR)
    if left is not None and left > today:
        row.add_problem("exit", "future_date", WARNING)
        return None
    return left


def source_rows(
    placed: layout.Placed, reading: Reading, count: SheetCount, *, least: int = 2
) -> Iterator[SourceRow]:
    """Go through the rows of a sheet that tell of somebody, counting every row that holds something.

    Sums and headings printed again tell of nobody, nor do rows of fewer than ``least`` entries: these are left out.
    """
    needed = {"code", "name", *layout.required(placed.kind)}
    for index in range(placed.heading_row + 1, len(placed.sheet.rows)):
        cells = placed.sheet.rows[index]
        if all(values.is_empty(cell) for cell in cells):
            continue
        fields = [name for name in placed.columns if name != "number"]
        own = [name for name in fields if not values.is_blank(placed.own_cell(index, name))]
        count.rows += 1
        row = SourceRow(reading, placed, index)
        if not own or layout.is_sum(cells) or layout.is_heading_again(placed, cells):
            row.leave_out("", "skipped_row")
            count.left_out += 1
            continue
        said = [name for name in fields if not values.is_blank(row.cell(name))]
        if len(said) < least or needed.isdisjoint(said):
            # A heading of a month or a sum without its word: it tells of nobody.
            row.leave_out(said[0], "skipped_row")
            count.left_out += 1
            continue
        yield row
        if not row.stands:
            count.rejected += 1
        elif row.left_out:
            count.left_out += 1
        else:
            count.accepted += 1


def placed_sheets(sheets: Sequence[Sheet], kinds: tuple[str, ...], reading: Reading) -> list[layout.Placed]:
    """Return the sheets that are read, and say why others are not; a hidden sheet is mostly an older copy."""
    found = []
    for sheet in sheets:
        placed = None if sheet.hidden else layout.place(sheet, kinds)
        if placed is None:
            if sheet.skipped or any(not values.is_blank(cell) for row in sheet.rows for cell in row):
                reading.problems.append(Problem(sheet.name, 1, "", "unplaced_sheet", WARNING))
        elif _say_of_sheet(reading, placed):
            found.append(placed)
    return found


def _say_of_sheet(reading: Reading, placed: layout.Placed) -> bool:
    """Say what concerns a whole sheet; False when nothing of it can be taken in."""

    def say(kind: str, severity: str, column: str = "") -> None:
        at = placed.heading_row + 1
        reading.problems.append(Problem(placed.sheet.name, at, column, kind, severity))

    for _at, heading in placed.unplaced:
        say("unplaced_column", WARNING, heading)
    if placed.sheet.guessed:
        say("guessed_letters", WARNING)
    if placed.order is DayOrder.MIXED:
        say("mixed_dates", ERROR)
        rows = placed.sheet.rows[placed.heading_row + 1 :]
        filled = sum(any(not values.is_empty(cell) for cell in row) for row in rows)
        reading.sheets.append(SheetCount(placed.sheet.name, filled, rejected=filled))
        return False
    if placed.order is DayOrder.MONTH_FIRST:
        say("month_first", WARNING)
    if "entry" in placed.columns and "exit" not in placed.columns:
        say("no_exit_column", WARNING)
    return True
