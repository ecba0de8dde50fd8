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
from shelter_app.transfer.problems import ERROR, WARNING
from shelter_app.transfer.register import Progress, exit_reason
from shelter_app.transfer.register_rows import (
    Reading,
    SheetCount,
    StayEntry,
    StoreContents,
    StoredStay,
    normal_code,
)
from shelter_app.transfer.rows import (
    SourceRow,
    born,
    first_day,
    last_day,
    need_born_before,
    placed_sheets,
    source_rows,
)
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.told_stays import ToldStays
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
    placed = placed_sheets(sheets, layout.STAYS, clerk.reading)
    total, done = sum(len(p.sheet.rows) for p in placed), 0
    for found in placed:
        count = SheetCount(found.sheet.name)
        clerk.reading.sheets.append(count)
        for row in source_rows(found, clerk.reading, count, least=1):
            clerk.stay(row)
        done += len(found.sheet.rows)
        if progress is not None:
            progress(done, total)
    return clerk.reading


class _Clerk:
    def __init__(self, today: date, known: StoreContents) -> None:
        self.today = today
        self.reading = Reading()
        self.stays = ToldStays(known, self.reading)
        self.beds: dict[tuple[str, Bed], list[StoredStay]] = defaultdict(list)

    def stay(self, row: SourceRow) -> None:
        code = normal_code(row.cell("code"))
        if not code:
            row.add_problem("code", "missing_value", ERROR)
        entry, left = first_day(row, self.today), last_day(row, self.today)
        if entry is not None and left is not None and left < entry:
            row.add_problem("exit", "exit_before_entry", ERROR)
        if entry is None or not row.stands:
            return
        birth = born(row, self.today)
        need_born_before(row, birth, entry)
        if row.stands:
            code = self.stays.spelled(row, code, entry)
        if row.stands and not self.stays.repeats(
            row, code, entry, left, lambda: self._exit(row, left), twice_a_day=True
        ):
            self.stays.add(self._stay_entry(row, code, entry, left, birth))

    def _exit(self, row: SourceRow, left: date | None) -> tuple[str | None, str | None, str]:
        if left is None:
            return None, None, ""
        destination, words = row.means("destination", "destination", "exit_destination")
        return destination or "UNKNOWN", exit_reason(destination, words), "" if destination else words

    def _stay_entry(
        self, row: SourceRow, code: str, entry: date, left: date | None, birth: Birth
    ) -> StayEntry:
        sex, _said = row.means("sex", "sex", "sex")
        destination, reason, words = self._exit(row, left)
        shelter = row.text("shelter")
        return StayEntry(
            at=row.at,
            code=code,
            name="",
            cnp="",
            birth=birth,
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
            destination=destination,
            exit_reason=reason,
            destination_text=words,
            notes="",
            kept=tuple(row.kept),
            shelter=shelter,
            household=row.text("household"),
        )

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
