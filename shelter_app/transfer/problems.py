"""What a clerk has to say about a row: kind, place, sentence; an error leaves the row out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from shelter_app.domain.names import fold
from shelter_app.i18n import N_, _, ngettext, number

ERROR = "error"
WARNING = "warning"

SENTENCES = {
    "skipped_time": N_(
        "The clocks go forward that night: this time does not exist. The time is not imported."
    ),
    "missing_value": N_("A required value is missing."),
    "impossible_date": N_("This date does not exist. Write it as day.month.year."),
    "too_early": N_("Nobody can have arrived that early. Check the year."),
    "before_birth": N_("The admission is before the birth. Check both dates."),
    "unlikely_birth": N_(
        "With this year of birth the person's age would be impossible; the year is not imported."
    ),
    "future_date": N_("This date is in the future."),
    "exit_before_entry": N_("The exit is before the admission."),
    "bed_taken": N_("Somebody else has this bed for the same night; see the rows above or the register."),
    "bed_left_out": N_("Somebody else has this bed for the same night; the stay is imported without a bed."),
    "stay_overlap": N_("This person already has a stay during that period."),
    "unknown_code": N_("No resident in the register or in the accepted rows of the file has this code."),
    "guessed_value": N_("This was read as the closest word on a list. Check that it is the one intended."),
    "unknown_value": N_("This value is not on any list; the text is kept as written."),
    "possible_duplicate": N_("This looks like a person or a row that already exists."),
    "cnp_checksum": N_("The check digit of the personal code (CNP) is wrong; the code is kept as written."),
    "cnp_mismatch": N_("The personal code (CNP) shows a different sex or date of birth from the row."),
    "unplaced_column": N_("This column was not recognised and is not imported."),
    "unplaced_sheet": N_("This sheet was not recognised and is not imported."),
    "skipped_row": N_("This row contains no record and is skipped."),
    "changed_since": N_(
        "This stay is in the register with a different exit; change it there if the row is right."
    ),
    "exit_added": N_("The stay already exists; this row adds its exit."),
    "code_alike": N_(
        "This code differs from an existing one only in zeros or symbols. Write both the "
        "same, or make them clearly different."
    ),
    "no_exit_column": N_("No column contains exits: everybody counts as still in the shelter."),
    "mixed_dates": N_(
        "Some dates in this sheet have the month first and some the day, so 3/4 can be "
        "either. Write them all the same way; nothing is imported from this sheet."
    ),
    "month_first": N_("The dates in this sheet are read with the month first, as in the whole sheet."),
    "guessed_letters": N_(
        "Some rows use an older character encoding and were read that way. Check the letters with diacritics."
    ),
    "already_there": N_("This row is already in the register."),
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
