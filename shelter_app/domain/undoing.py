"""Taking back: what a person has just entered by mistake, as long as nothing was built on it.

Later than that, a mistake is corrected by an entry of its own, so that the record shows what was known when.
"""

from __future__ import annotations

from datetime import datetime, timedelta

WITHIN = timedelta(minutes=15)


def objection(entered_by: str, entered_at: datetime, actor: str, now: datetime) -> str | None:
    """Return why an entry is not taken back (``not_own_entry``, ``undo_too_late``), or None."""
    if entered_by != actor:
        return "not_own_entry"
    return "undo_too_late" if now - entered_at > WITHIN else None
