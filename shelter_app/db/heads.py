"""The head of the audit trail: what is signed of it, and whether a trail still holds it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.audit import Head
from shelter_app.db.models.trust import AuditEvent
from shelter_app.db.vault.keyring import canonical


def message(db_id: str, head: Head) -> bytes:
    """Return what an account signs at the end of a session."""
    return canonical(["head", db_id, head.seq, head.hash])


def trail_contains(session: Session, head: Head) -> bool:
    """Say whether the trail holds the row that ``head`` names."""
    found = session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == head.seq))
    return found == head.hash
