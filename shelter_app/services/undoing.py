"""The gate before every act that takes something back: one's own entry, a few minutes old."""

from __future__ import annotations

from shelter_app.db.models import Record
from shelter_app.domain import undoing
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import Work

SENTENCES = {
    "not_own_entry": N_("Only the person who made this entry takes it back."),
    "undo_too_late": N_("This is too old to be taken back. Correct it with an entry of its own."),
}


def nothing_to_undo() -> Refused:
    """Return the refusal of an undoing that finds nothing to take back."""
    return Refused("nothing_to_undo", _("There is nothing to take back here. Refresh the page."))


def need_fresh_entry(work: Work, row: Record) -> None:
    """Refuse unless the account itself made this record, a few minutes ago at the most."""
    _need(work, row.created_by, row)


def need_fresh_change(work: Work, row: Record) -> None:
    """Refuse unless the last change of this record is the account's own, a few minutes old at the most."""
    _need(work, row.updated_by, row)


def _need(work: Work, author: str, row: Record) -> None:
    at = row.created_at if row.version == 1 else row.updated_at
    why = undoing.objection(author, at, work.actor.account_id, work.now)
    if why == "not_own_entry":
        raise NotAllowed(why, _(SENTENCES[why]))
    if why is not None:
        raise Refused(why, _(SENTENCES[why]))
