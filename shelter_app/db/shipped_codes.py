"""Codes that this program ships and an open store does not hold yet.

The guards of the database accept a code only when the store holds it, so a code that a newer program brings along
in ``domain/data`` is entered into the store before a form offers it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shelter_app.db.models.house import CodeEntry
from shelter_app.db.own_codes import SHIPPED, stored
from shelter_app.domain import codes

SETUP = "setup"


def seed_missing(session: Session, now: datetime) -> list[CodeEntry]:
    """Enter the shipped codes that the store lacks, and return them; nearly always there are none.

    What the store holds stays as it is: the house's own codes, the days on which a code is offered, and codes that
    the program ships no more.
    """
    held = stored(session)
    missing = [
        CodeEntry(
            list=name,
            code=code.code,
            ro=code.ro,
            en=code.en,
            position=code.position,
            origin=SHIPPED,
            created_at=now,
            created_by=SETUP,
            updated_at=now,
            updated_by=SETUP,
        )
        for name, entries in codes.shipped().items()
        for code in entries
        if code.code not in held.get(name, ())
    ]
    if missing:
        session.add_all(missing)
        session.flush()
    return missing
