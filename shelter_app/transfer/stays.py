"""Profile ``stays``: another programme's stays, one row each, of one or several shelters.

Columns ``code, entry, exit, sex, born, household, destination, shelter, bed``, known by their headings; only
the first two are needed. A stay counts whatever else its row says: a bed that somebody else has is left out
with a warning, so that nights and leavers come out as the other programme had them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from shelter_app.domain.periods import overlaps
from shelter_app.transfer import layout, values
from shelter_app.transfer.problems import ERROR, WARNING, Problem
from shelter_app.transfer.register import Progress, exit_reason
from shelter_app.transfer.register_rows import (
    Reading,
    SheetCount,
    StayEntry,
    StoreContents,
    StoredStay,
    normal_code,
)
from shelter_app.transfer.rows import SourceRow, first_day, last_day, source_rows
from shelter_app.transfer.table import Sheet
from shelter_app.transfer.values import Birth, Cell, Unreadable

KINDS = ("stays",)
Bed = tuple[str, str]


def read_stays(
    sheets: list[Sheet], *, today: date, known: StoreContents | None = None, progress: Progress | None = None
) -> Reading:
    """Return the stays that the sheets tell of, judged row by row in file order.

    Parameters
    ----------
    today
        The last day that can have happened; an open stay goes on.
    known
        What the store holds already: stays by code.
    """
    clerk = _Clerk(today, known or StoreContents())
    placed = [found for sheet in sheets if not sheet.hidden and (found := layout.place(sheet, KINDS))]
    total, done = sum(len(p.sheet.rows) for p in placed), 0
    for found in placed:
        count = SheetCount(found.sheet.name)
        clerk.reading.sheets.append(count)
        for _at, heading in found.unplaced:
            clerk.reading.problems.append(
                Problem(found.sheet.name, found.heading_row + 1, heading, "unplaced_column", WARNING)
            )
        for row in source_rows(found, clerk.reading, count, least=1):
            clerk.stay(row)
        done += len(found.sheet.rows)
        if progress is not None:
            progress(done, total)
    return clerk.reading


class _Clerk:
    def __init__(self, today: date, known: StoreContents) -> None:
        self.today = today
        self.known = known
        self.reading = Reading()
        self.stays_of: dict[str, list[StoredStay]] = defaultdict(list)
        self.stays_of.update({code: list(held) for code, held in known.stays.items()})
        self.beds: dict[tuple[str, Bed], list[StoredStay]] = defaultdict(list)

    def stay(self, row: SourceRow) -> None:
        code = normal_code(row.cell("code"))
        if not code:
            row.add_problem("code", "missing_value", ERROR)
        entry, left = first_day(row, self.today), last_day(row, self.today)
        if entry is not None and left is not None and left < entry:
            row.add_problem("exit", "exit_before_entry", ERROR)
        if entry is None or not row.stands or self._repeats(row, code, entry, left):
            return
        if any(overlaps(entry, left, held.start, held.end) for held in self.stays_of[code]):
            row.add_problem("entry", "stay_overlap", ERROR)
            return
        self.stays_of[code].append(StoredStay(entry, left))
        self.reading.stays.append(self._stay_entry(row, code, entry, left))

    def _repeats(self, row: SourceRow, code: str, entry: date, left: date | None) -> bool:
        if entry == left or StoredStay(entry, left) not in self.stays_of[code]:
            return False  # who came and went twice on one day did so twice
        known = StoredStay(entry, left) in self.known.stays.get(code, ())
        row.add_problem("entry", "already_there" if known else "possible_duplicate", WARNING)
        return True

    def _stay_entry(self, row: SourceRow, code: str, entry: date, left: date | None) -> StayEntry:
        sex, _said = row.means("sex", "sex", "sex")
        destination, words = row.means("destination", "destination", "exit_destination")
        born: Birth = row.read("born", lambda c: self._birth(c, row)) or values.UNKNOWN_BIRTH
        shelter = row.text("shelter")
        return StayEntry(
            at=row.at,
            code=code,
            name="",
            cnp="",
            birth=born,
            sex=sex,
            citizenship="",
            county=None,
            entry=entry,
            exit=left,
            bed=self._bed(row, shelter, entry, left),
            source=None,
            exploitation=None,
            exploitation_text="",
            case_manager="",
            destination=None if left is None else destination or "UNKNOWN",
            exit_reason=None if left is None else exit_reason(destination, words),
            destination_text="" if destination or left is None else words,
            notes="",
            kept=tuple(row.kept),
            shelter=shelter,
            household=row.text("household"),
        )

    def _birth(self, cell: Cell, row: SourceRow) -> Birth:
        return values.birth(cell, today=self.today, epoch_1904=row.placed.sheet.epoch_1904)

    def _bed(self, row: SourceRow, shelter: str, entry: date, left: date | None) -> Bed | None:
        """Return the bed as room and place; one that another stay has in that time is left out."""
        said = row.text("bed")
        if not said or entry == left:
            return None
        bed = _bed_named(row.cell("bed"), said)
        if any(overlaps(entry, left, held.start, held.end) for held in self.beds[(shelter, bed)]):
            row.add_problem("bed", "bed_left_out", WARNING)
            return None
        self.beds[(shelter, bed)].append(StoredStay(entry, left))
        return bed


def _bed_named(cell: Cell, said: str) -> Bed:
    """Return room and bed; a name that says no room is a room with one bed."""
    try:
        return values.bed(cell) or (said.upper(), "1")
    except Unreadable:
        return said.upper()[:40], "1"
