"""The code lists as this store's house has changed them, taken up into the program."""

from __future__ import annotations

from sqlalchemy import event, or_, select
from sqlalchemy.orm import Session

from shelter_app.db.models.house import CodeEntry
from shelter_app.domain import codes
from shelter_app.domain.codes import Change

SHIPPED, OWN = "shipped", "own"


def changes(session: Session) -> list[Change]:
    """Return what the house changed about the lists, in its order."""
    rows = session.scalars(
        select(CodeEntry)
        .where(or_(CodeEntry.origin == OWN, CodeEntry.from_on.is_not(None), CodeEntry.to_on.is_not(None)))
        .order_by(CodeEntry.list, CodeEntry.position, CodeEntry.id)
    )
    return [
        Change(r.list, r.code, r.ro, r.en, r.origin == OWN, r.counts_as, r.from_on, r.to_on) for r in rows
    ]


def apply_own_codes(session: Session) -> None:
    """Let the lists of this store hold in the program from now on."""
    codes.apply_changes(changes(session))


def apply_once_stored(session: Session) -> None:
    """Let what this transaction changes hold as soon as it is stored, and not before."""
    session.flush()
    found = changes(session)
    event.listen(session, "after_commit", lambda _session: codes.apply_changes(found), once=True)
