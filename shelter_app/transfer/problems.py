"""What a clerk has to say about a row: kind, place, sentence; an error leaves the row out."""

from __future__ import annotations

from dataclasses import dataclass

from shelter_app.i18n import N_, _

ERROR = "error"
WARNING = "warning"

SENTENCES = {
    "missing_value": N_("A value that is needed here is missing."),
    "impossible_date": N_("No calendar has this date. Write it as day.month.year."),
    "future_date": N_("This date lies in the future."),
    "exit_before_entry": N_("The exit lies before the entry."),
    "bed_taken": N_("Somebody else has this bed for the same night; see the rows above or the store."),
    "bed_left_out": N_("Somebody else has this bed for the same night; the stay is taken in without a bed."),
    "stay_overlap": N_("This person already has a stay in that time."),
    "unknown_code": N_("No accepted resident of the file or the store has this code."),
    "unknown_value": N_("No list holds this value; the text is kept as it is written."),
    "possible_duplicate": N_("This looks like a person or a row that is already there."),
    "cnp_checksum": N_("The check digit of the personal code is wrong; it is kept as it is written."),
    "cnp_mismatch": N_("The personal code says another sex or birth date than the row."),
    "unplaced_column": N_("This column was not recognised and is not taken in."),
    "unplaced_sheet": N_("This sheet was not recognised and is not taken in."),
    "skipped_row": N_("This row holds no record and is left out."),
    "changed_since": N_("This stay is in the store with another exit; change it there if the row is right."),
    "already_there": N_("This row is already in the store."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; ``row`` is numbered as in the workbook, ``column`` is the heading as written there."""

    sheet: str
    row: int
    column: str
    kind: str
    severity: str

    @property
    def message(self) -> str:
        """The sentence for it, in the language in force; it never repeats what the cell holds."""
        return _(SENTENCES[self.kind])
