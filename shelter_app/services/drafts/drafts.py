"""What somebody is typing, kept sealed to that person's own keys.

A draft is nobody's record: no report counts it, the trail does not tell of it, and no other account reads
it, not even with the key of the store.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.trust import Draft
from shelter_app.db.vault.keys import seal_to
from shelter_app.services.acting import Actor

Content = dict[str, Any]


def keep(actor: Actor, form: str, content: Content, subject: str = "") -> None:
    """Keep ``content`` as the account's draft of a form, instead of the one before."""
    vault, now = actor.store.vault, actor.clock()
    sealed = seal_to(vault.pub_box, json.dumps(content, ensure_ascii=False).encode())
    with actor.store.writing() as session:
        row = _find(session, actor, form, subject)
        if row is None:
            row = Draft(account_id=actor.account_id, form=form, subject_id=subject)
            row.created_at, row.created_by = now, actor.account_id
            session.add(row)
        row.body, row.saved_at = sealed, now
        row.updated_at, row.updated_by = now, actor.account_id


def load(actor: Actor, form: str, subject: str = "") -> Content | None:
    """Return the account's draft of a form; None when there is none, or new keys no longer open it."""
    with actor.store.reading() as session:
        row = _find(session, actor, form, subject)
        opened = None if row is None else actor.store.vault.pair.opened(row.body)
    if opened is None:
        return None
    content: Content = json.loads(opened)
    return content


def drop(actor: Actor, form: str, subject: str = "") -> None:
    """Forget the account's draft of a form."""
    with actor.store.writing() as session:
        row = _find(session, actor, form, subject)
        if row is not None:
            session.delete(row)


def _find(session: Session, actor: Actor, form: str, subject: str) -> Draft | None:
    return session.scalars(
        select(Draft).where(
            Draft.account_id == actor.account_id, Draft.form == form, Draft.subject_id == subject
        )
    ).first()
