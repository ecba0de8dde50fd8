"""How much a register may hold, and what is said of a file that holds more or nothing readable."""

from __future__ import annotations

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

MOST_CELLS = 5_000_000  # that hold something
MOST_CELL = 100_000  # letters


def too_many_cells(filled: int) -> bool:
    """Say whether so many cells that hold something are more than any register has."""
    return filled > MOST_CELLS


def too_large() -> Refused:
    """Return what is said of a file beyond the limits."""
    return Refused(
        "too_large",
        _("This file is too large to import. Save only the sheets with the records and try again."),
        ("file",),
    )


def unreadable() -> Refused:
    """Return what is said of a file that is no table."""
    return Refused(
        "unreadable",
        _(
            "This file cannot be read as a table. Open it in a spreadsheet program, save it as "
            ".xlsx and try again."
        ),
        ("file",),
    )
