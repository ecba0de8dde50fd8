"""The code lists as this store's house has changed them, taken up into the program."""

from __future__ import annotations

from sqlalchemy import event, func, or_, select, tuple_
from sqlalchemy.orm import Session

from shelter_app.db.models.house import CodeEntry
from shelter_app.domain import codes
from shelter_app.domain.codes import Change
from shelter_app.domain.own_codes import PREFIX

SHIPPED, OWN = "shipped", "own"


def stored(session: Session) -> dict[str, set[str]]:
    """Return the codes of each list that the store holds.

    A row for each list, not for each of a thousand codes: it is asked at every sign-in. No code has a comma.
    """
    rows = session.execute(
        select(CodeEntry.list, func.aggregate_strings(CodeEntry.code, ",")).group_by(CodeEntry.list)
    )
    return {name: set(joined.split(",")) for name, joined in rows}


def changes(session: Session) -> list[Change]:
    """Return in what the store's lists differ from the shipped ones, in their order.

    A code that an earlier version shipped and this one does not is among them: records that hold it need its words.
    """
    shipped = {name: {c.code for c in entries} for name, entries in codes.shipped().items()}
    unknown = {
        (name, code)
        for name, held in stored(session).items()
        for code in held - shipped.get(name, set())
        if not code.startswith(PREFIX)
    }
    changed = or_(CodeEntry.origin == OWN, CodeEntry.from_on.is_not(None), CodeEntry.to_on.is_not(None))
    rows = session.scalars(
        select(CodeEntry)
        .where(or_(changed, tuple_(CodeEntry.list, CodeEntry.code).in_(unknown)))
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
