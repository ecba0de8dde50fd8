"""A register on the desk before it is taken in: which column holds what, a cell put right. The file stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shelter_app.domain.codes import label
from shelter_app.domain.names import fold, tidy
from shelter_app.transfer import layout
from shelter_app.transfer.code_matching import LISTS
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.values import is_blank, text, words

Meanings = dict[str, dict[str, str]]  # by field: the code that a folded word means
NOTHING = "not taken in"  # what a column is called that holds nothing for the program


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: the sheet and its kind (empty: not recognised), place, heading as written, field."""

    sheet: str
    kind: str
    at: int
    heading: str
    field: str


class WorkingCopy:
    """The sheets of a register as they were read, in a copy that a person may put right."""

    def __init__(self, sheets: list[Sheet], kinds: tuple[str, ...]) -> None:
        self.kinds = kinds
        self.sheets = [replace(sheet, rows=[list(row) for row in sheet.rows]) for sheet in sheets]
        self.meanings: Meanings = {}
        self._written = {sheet.name: _headings(sheet, kinds) for sheet in self.sheets}

    def columns(self) -> list[Column]:
        """Return every column with a heading, sheet by sheet, and what is known of it."""
        return [column for sheet in self.sheets for column in self._of(sheet)]

    def fields(self, kind: str) -> tuple[str, ...]:
        """Return what a column of a sheet of this kind may hold; of any kind for a sheet not recognised."""
        table = words()["headings"]
        assert isinstance(table, dict)
        kinds = (kind,) if kind else self.kinds
        return tuple(dict.fromkeys(field for one in kinds for field in table[one]))

    def connect(self, sheet: str, at: int, field: str) -> None:
        """Say that a column holds ``field`` (empty: nothing); a column that held it before holds nothing."""
        found = self._sheet(sheet)
        row = self._written[sheet][0]
        if field:
            for column in self._of(found):
                if column.field == field and column.at != at:
                    found.rows[row][column.at] = NOTHING
        found.rows[row][at] = self._name(found, field) if field else NOTHING

    def cell_text(self, sheet: str, row: int, heading: str) -> str:
        """Return what the cell of a problem holds; row as in the workbook, heading as the program reads it now."""
        at = self.column_at(sheet, heading)
        cells = self._sheet(sheet).rows[row - 1]
        return "" if at is None or at >= len(cells) else tidy(text(cells[at]))

    def mend(self, sheet: str, row: int, heading: str, value: str, *, everywhere: bool = False) -> int:
        """Put a cell right, or all cells of the column that say the same; returns how many were changed."""
        at = self.column_at(sheet, heading)
        if at is None:
            return 0
        rows = self._sheet(sheet).rows
        before = fold(self.cell_text(sheet, row, heading))
        mended = 0
        for number, cells in enumerate(rows, 1):
            same = everywhere and at < len(cells) and fold(text(cells[at])) == before
            if number == row or (same and number > self._written[sheet][0] + 1):
                cells.extend([None] * (at + 1 - len(cells)))
                cells[at] = value.strip() or None
                mended += 1
        return mended

    def give_meaning(self, sheet: str, row: int, heading: str, code: str) -> int:
        """Say which code of its list the word of a cell means, wherever the column has it; returns how many cells.

        It is kept in ``meanings`` for the next file.
        """
        at = self.column_at(sheet, heading)
        field = next((one.field for one in self._of(self._sheet(sheet)) if one.at == at), "")
        word = fold(self.cell_text(sheet, row, heading))
        if word:
            self.meanings.setdefault(field, {})[word] = code
        return self.mend(sheet, row, heading, label(LISTS[field], code), everywhere=True)

    def use_meanings(self, known: Meanings) -> None:
        """Put into the cells what words of theirs were said to mean before."""
        for sheet in self.sheets:
            for column in self._of(sheet):
                meant = known.get(column.field, {})
                for cells in sheet.rows[self._written[sheet.name][0] + 1 :] if meant else ():
                    word = fold(text(cells[column.at])) if column.at < len(cells) else ""
                    if word in meant:
                        cells[column.at] = label(LISTS[column.field], meant[word])

    def _of(self, sheet: Sheet) -> Iterator[Column]:
        _row, headings = self._written[sheet.name]
        placed = layout.place(sheet, self.kinds)
        fields = {} if placed is None else {at: field for field, at in placed.columns.items()}
        kind = "" if placed is None else placed.kind
        for at, heading in headings.items():
            yield Column(sheet.name, kind, at, heading, fields.get(at, "") if placed is not None else "")

    def _sheet(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def column_at(self, sheet: str, heading: str) -> int | None:
        """Return the place of a column by its heading, None where the sheet has no such heading."""
        row = self._sheet(sheet).rows[self._written[sheet][0]]
        return next((at for at, cell in enumerate(row) if text(cell) == heading), None) if heading else None

    def _name(self, sheet: Sheet, field: str) -> str:
        """Return a heading by which the field is known in a sheet of its kind, else in the first that has it."""
        table = words()["headings"]
        assert isinstance(table, dict)
        placed = layout.place(sheet, self.kinds)
        kinds = (placed.kind, *self.kinds) if placed is not None else self.kinds
        return next(str(table[kind][field][0]) for kind in kinds if field in table[kind])


def _headings(sheet: Sheet, kinds: tuple[str, ...]) -> tuple[int, dict[int, str]]:
    """Return the row of the headings and what is written there; of a sheet not recognised its wordiest row."""
    placed = layout.place(sheet, kinds)
    rows = sheet.rows[: layout.LOOK_DOWN]
    if placed is not None:
        row = placed.heading_row
    else:
        wordy = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells) for cells in rows]
        row = wordy.index(max(wordy)) if wordy else 0
    cells = rows[row] if rows else []
    return row, {at: text(cell) for at, cell in enumerate(cells) if not is_blank(cell)}
