"""A sheet as it stands in a file, and what was noticed while it was read."""

from __future__ import annotations

from dataclasses import dataclass

from shelter_app.transfer.values import Cell


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Cells of one column merged into one: the first row that they reach over, the last, the column, from 0."""

    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands in the file: ``rows[0]`` is the workbook's row 1.

    ``merged`` are the cells merged down a column; ``guessed`` are the rows, from 0, whose letters are of an older
    code page than the rest and were read as such; ``skipped`` says that it is no sheet of cells (a chart, a macro).
    """

    name: str
    rows: list[list[Cell]]
    epoch_1904: bool = False
    hidden: bool = False
    merged: tuple[MergedCells, ...] = ()
    guessed: tuple[int, ...] = ()
    skipped: bool = False
