"""What stands at the head of the house's papers: whose they are, its data, its logo."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.house import Organisation
from shelter_app.i18n import N_
from shelter_app.reports.words import Words, literal, phrase

MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The organisation's name, the lines below it, and its logo as PNG."""

    organisation: str = ""
    lines: tuple[tuple[Words, ...], ...] = ()
    logo: bytes | None = None


def letterhead_of(session: Session) -> Letterhead:
    """Return the letterhead: the house's own lines where it wrote some, else tax code, head office and contacts."""
    row = session.scalars(select(Organisation).limit(1)).first()
    if row is None:
        return Letterhead()
    own = [line.strip() for line in (row.letterhead or "").splitlines() if line.strip()]
    if own:
        return Letterhead(row.name, tuple((literal(line),) for line in own[:MOST_LINES]), row.logo)
    said = [phrase(N_("Tax code {code}"), code=literal(row.legal_id))] if row.legal_id else []
    said += [literal(part) for part in (row.head_office, row.contacts) if part]
    return Letterhead(row.name, (tuple(said),) if said else (), row.logo)
