"""What a clerk has to say about a row: kind, place, sentence; an error leaves the row out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from shelter_app.domain.names import fold
from shelter_app.i18n import N_, _, ngettext, number

ERROR = "error"
WARNING = "warning"

SENTENCES = {
    "skipped_time": N_("The clock is put forward that night: there is no such time. The time is left out."),
    "missing_value": N_("A value that is needed here is missing."),
    "impossible_date": N_("No calendar has this date. Write it as day.month.year."),
    "too_early": N_("Nobody can have come that early. Check the year."),
    "before_birth": N_("The entry lies before the birth. Check both dates."),
    "unlikely_birth": N_("With this year of birth the person would be older than anybody; it is left out."),
    "future_date": N_("This date lies in the future."),
    "exit_before_entry": N_("The exit lies before the entry."),
    "bed_taken": N_("Somebody else has this bed for the same night; see the rows above or the store."),
    "bed_left_out": N_("Somebody else has this bed for the same night; the stay is taken in without a bed."),
    "stay_overlap": N_("This person already has a stay in that time."),
    "unknown_code": N_("No accepted resident of the file or the store has this code."),
    "guessed_value": N_("This was read as the word of a list that is nearest to it. Check that it is meant."),
    "unknown_value": N_("No list holds this value; the text is kept as it is written."),
    "possible_duplicate": N_("This looks like a person or a row that is already there."),
    "cnp_checksum": N_("The check digit of the personal code is wrong; it is kept as it is written."),
    "cnp_mismatch": N_("The personal code says another sex or birth date than the row."),
    "unplaced_column": N_("This column was not recognised and is not taken in."),
    "unplaced_sheet": N_("This sheet was not recognised and is not taken in."),
    "skipped_row": N_("This row holds no record and is left out."),
    "changed_since": N_("This stay is in the store with another exit; change it there if the row is right."),
    "exit_added": N_("The stay is there already; this row brings its exit."),
    "code_alike": N_(
        "This code and one that is already there differ only in zeros or signs. Write both the same, or make"
        " them clearly different."
    ),
    "no_exit_column": N_("No column holds the exits: everybody counts as still here."),
    "mixed_dates": N_(
        "Some dates of this sheet have the month first and some the day, so 3/4 can be either. Write them all"
        " one way; nothing of the sheet is taken in."
    ),
    "month_first": N_("The dates of this sheet are read with the month first, as the whole sheet has them."),
    "guessed_letters": N_(
        "Some rows are in an older code page and were read as such. Check the letters with diacritics."
    ),
    "already_there": N_("This row is already in the store."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; ``row`` is numbered as in the workbook, ``column`` is the heading as written there.

    The same word of a list is said once: ``row`` is the first that holds it, ``count`` how many do. ``value`` is that
    word, for the list of what is to be put right; neither the sentence nor a log says it.
    """

    sheet: str
    row: int
    column: str
    kind: str
    severity: str
    value: str = field(default="", repr=False)
    count: int = 1

    @property
    def message(self) -> str:
        """The sentence for it, in the language in force; it never repeats what the cell holds."""
        return _(SENTENCES[self.kind])

    @property
    def message_of_all(self) -> str:
        """The sentence with the number of rows that it is said for."""
        if self.count == 1:
            return self.message
        rows = ngettext("({n} row)", "({n} rows)", self.count).format(n=number(self.count))
        return f"{self.message} {rows}"


def said_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in order of sheet and row, those of one word of one column as one, with their number."""
    found: dict[tuple[object, ...], Problem] = {}
    for problem in sorted(problems, key=lambda one: (one.sheet, one.row)):
        of_word = (problem.sheet, problem.column, problem.kind, fold(problem.value))
        key = of_word if problem.value else (len(found),)
        first = found.get(key)
        found[key] = problem if first is None else replace(first, count=first.count + 1)
    return list(found.values())
