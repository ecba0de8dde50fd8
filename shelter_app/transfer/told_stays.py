"""The stays that are known while a register is read: those of the store and those of the rows before.

A person and a stay are known again though a spreadsheet lost the zeros of a code, and though a later row, sheet or
file brings the exit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from shelter_app.domain.periods import overlaps
from shelter_app.transfer.problems import ERROR, WARNING
from shelter_app.transfer.register_rows import (
    ExitEntry,
    Reading,
    StayEntry,
    StoreContents,
    StoredStay,
    loose_code,
)
from shelter_app.transfer.rows import SourceRow

Exit = tuple[
    str | None, str | None, str
]  # destination, reason, the words of a destination that no list holds


class ToldStays:
    """Stays by code; what a row adds to one that is there goes into ``reading``."""

    def __init__(self, known: StoreContents, reading: Reading) -> None:
        self._known, self._reading = known, reading
        self._of: dict[str, list[StoredStay]] = defaultdict(list)
        self._alike: dict[str, set[str]] = defaultdict(set)
        self._at: dict[tuple[str, date], int] = {}
        for code, held in known.stays.items():
            self._of[code] = list(held)
            self._alike[loose_code(code)].add(code)

    def has(self, code: str) -> bool:
        """Say whether a code is somebody's who has a stay."""
        return bool(self._of.get(code))

    def alike(self, code: str) -> list[str]:
        """Return the codes of stays that differ from this one at most in zeros, blanks and signs."""
        return sorted(one for one in self._alike.get(loose_code(code), ()) if self._of.get(one))

    def spelled(self, row: SourceRow, code: str, entry: date) -> str:
        """Return the code as it is there: of the same stay where zeros were lost; otherwise alike is an error."""
        if self.has(code):
            return code
        others = self.alike(code)
        same = [one for one in others if any(held.start == entry for held in self._of[one])]
        if len(same) == 1:
            return same[0]
        if others:
            row.add_problem("code", "code_alike", ERROR)
        return code

    def repeats(
        self,
        row: SourceRow,
        code: str,
        entry: date,
        left: date | None,
        read_exit: Callable[[], Exit],
        *,
        twice_a_day: bool = False,
    ) -> bool:
        """Say whether a row tells a stay that is there; an exit that was lacking is added to it.

        ``twice_a_day`` tells that somebody may come and go twice on one day.
        """
        for held in self._of.get(code, ()):
            if held.start != entry or (twice_a_day and entry == left == held.end):
                continue
            if held.end == left or left is None:
                stored = held in self._known.stays.get(code, ())
                row.leave_out("entry", "already_there" if stored else "possible_duplicate")
                return True
            if held.end is None:
                self._add_exit(row, code, held, left, read_exit)
                return True
            if held in self._known.stays.get(code, ()):
                row.leave_out("exit", "changed_since")
                return True
        if any(overlaps(entry, left, held.start, held.end) for held in self._of.get(code, ())):
            row.add_problem("entry", "stay_overlap", ERROR)
            return True
        return False

    def add(self, found: StayEntry) -> None:
        """Take a new stay in."""
        self._of[found.code].append(StoredStay(found.entry, found.exit))
        self._alike[loose_code(found.code)].add(found.code)
        self._at[(found.code, found.entry)] = len(self._reading.stays)
        self._reading.stays.append(found)

    def _add_exit(
        self, row: SourceRow, code: str, held: StoredStay, left: date, read_exit: Callable[[], Exit]
    ) -> None:
        at = self._at.get((code, held.start))
        open_stay = self._known.open_stays.get((code, held.start))
        if at is None and (open_stay is None or left < open_stay.since):
            row.leave_out("exit", "changed_since")
            return
        others = (other for other in self._of[code] if other is not held)
        if any(overlaps(held.start, left, other.start, other.end) for other in others):
            row.add_problem("exit", "stay_overlap", ERROR)
            return
        destination, reason, words = read_exit()
        row.add_problem("exit", "exit_added", WARNING)
        self._of[code][self._of[code].index(held)] = StoredStay(held.start, left)
        if at is not None:
            self._reading.stays[at] = replace(
                self._reading.stays[at],
                exit=left,
                destination=destination,
                exit_reason=reason,
                destination_text=words,
            )
        elif open_stay is not None:
            self._reading.exits.append(ExitEntry(row.at, open_stay.id, left, destination, reason, words))
