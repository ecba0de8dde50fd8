"""Taking back: what a person has just entered by mistake, as long as nothing was built on it.

Later than that, a mistake is corrected by an entry of its own, so that the record shows what was known when.
"""

from __future__ import annotations

from datetime import datetime, timedelta

WITHIN = timedelta(minutes=15)
IMPORT_WITHIN = timedelta(days=1)


def objection(entered_by: str, entered_at: datetime, actor: str, now: datetime) -> str | None:
    """Return why an entry is not taken back (``not_own_entry``, ``undo_too_late``), or None."""
    if entered_by != actor:
        return "not_own_entry"
    return "undo_too_late" if now - entered_at > WITHIN else None


def import_objection(taken_in_at: datetime, withdrawn: bool, now: datetime) -> str | None:
    """Return why an import is not taken back (``nothing_to_undo``, ``import_too_old``), or None.

    It is looked through for longer than an entry of one's own, and by whoever may import, not only who did.
    """
    if withdrawn:
        return "nothing_to_undo"
    return "import_too_old" if now - taken_in_at > IMPORT_WITHIN else None
