"""The gate before every act that takes something back: one's own entry, a few minutes old."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shelter_app.db.models import Record
from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain import undo
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import UnitOfWork

SENTENCES = {
    "not_own_entry": N_("Only the person who made this entry can withdraw it."),
    "undo_too_late": N_("This entry is too old to be undone. Correct it with a new entry."),
}


def nothing_to_undo() -> Refused:
    """Return the refusal of an undoing that finds nothing to take back."""
    return Refused("nothing_to_undo", _("There is nothing to undo here. Refresh the page."))


def need_fresh_entry(uow: UnitOfWork, row: Record) -> None:
    """Refuse unless the account itself made this record, a few minutes ago at the most, and nobody else changed it."""
    _need(uow, row.created_by, row.created_at)
    if row.updated_by != uow.actor.account_id:
        raise _refusal("not_own_entry")


def need_fresh_change(uow: UnitOfWork, row: Record) -> None:
    """Refuse unless the last change of this record is the account's own, a few minutes old at the most."""
    _need(uow, row.updated_by, row.updated_at)


def need_fresh_act(uow: UnitOfWork, row: Record, action: str) -> datetime:
    """Refuse unless the account itself did ``action`` to this record a few minutes ago; returns when.

    The trail is asked: later changes of the record do not make an old act a fresh one.
    """
    done = uow.session.execute(
        select(AuditEvent.actor, AuditEvent.at)
        .where(AuditEvent.object_id == row.id, AuditEvent.action == action)
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    ).first()
    if done is None:
        raise nothing_to_undo()
    _need(uow, done.actor, done.at)
    at: datetime = done.at
    return at


def _need(uow: UnitOfWork, author: str, at: datetime) -> None:
    why = undo.objection(author, at, uow.actor.account_id, uow.now)
    if why is not None:
        raise _refusal(why)


def _refusal(why: str) -> Refused:
    kind = NotAllowed if why == "not_own_entry" else Refused
    return kind(why, _(SENTENCES[why]))
