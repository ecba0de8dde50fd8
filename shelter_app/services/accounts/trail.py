"""The audit trail as those read it who watch over the house: who did what when, never content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shelter_app.db.models.trust import AuditEvent
from shelter_app.services.acting import Look, accounts_named, view

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One event; ``who`` is an account's name, or its id where no account has it."""

    seq: int
    at: datetime
    who: str
    action: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrailPart:
    """Events, the newest first, of ``total``."""

    rows: tuple[TrailRow, ...]
    total: int


@view("accounts.trail")
def trail(look: Look, after: int = 0) -> TrailPart:
    """Return the next events after the ``after`` newest ones."""
    query = select(AuditEvent).order_by(AuditEvent.seq.desc()).offset(after).limit(AT_ONCE)
    found = look.session.scalars(query).all()
    names = accounts_named(look, {row.actor for row in found})
    return TrailPart(
        tuple(
            TrailRow(
                row.seq,
                look.local(row.at),
                names.get(row.actor, row.actor),
                row.action,
                row.object_type or "",
                row.reason or "",
            )
            for row in found
        ),
        look.session.scalar(select(func.count()).select_from(AuditEvent)) or 0,
    )
