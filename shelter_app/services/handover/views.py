"""The shift handover as somebody who comes on duty reads it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shelter_app.db.models.handover import Handover, HandoverRead
from shelter_app.db.models.people import Resident
from shelter_app.domain import shifts
from shelter_app.services.access import shelters_asked
from shelter_app.services.acting import ReadContext, accounts_named, names_then, view


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One thing told: when, by whom, of whom, and whether it waits for this reader; ``read_by`` are names."""

    id: str
    shelter: str
    shelter_id: str
    shift: str
    written_at: datetime
    author: str
    own: bool
    text: str
    resident_id: str | None
    resident_code: str
    unread: bool
    read_by: tuple[str, ...]


@view("handover.lines")
def lines(context: ReadContext, shelter: str | None = None) -> tuple[HandoverLine, ...]:
    """Return what was told in the last two days, and what the reader has not read in a fortnight; newest first."""
    asked = shelters_asked(context, shelter)
    rows = context.session.execute(
        select(Handover, Resident.code, HandoverRead.account_id)
        .outerjoin(Resident, Resident.id == Handover.resident_id)
        .outerjoin(HandoverRead, HandoverRead.handover_id == Handover.id)
        .where(
            Handover.shelter_id.in_(set(asked)),
            Handover.withdrawn_at.is_(None),
            Handover.written_at >= context.now - shifts.UNREAD_FOR,
        )
        .order_by(Handover.written_at.desc(), Handover.id.desc(), HandoverRead.read_at)
    ).all()
    found: dict[str, tuple[Handover, str | None]] = {}
    read: dict[str, list[str]] = defaultdict(list)
    for row, code, reader in rows:  # a line stands once for each who has read it
        found[row.id] = (row, code)
        if reader is not None:
            read[row.id].append(reader)
    name_at = names_then(context)
    names = accounts_named(context, {who for ids in read.values() for who in ids})
    me = context.actor.account_id
    told = [
        HandoverLine(
            id=row.id,
            shelter=asked[row.shelter_id],
            shelter_id=row.shelter_id,
            shift=row.shift,
            written_at=row.written_at,
            author=name_at(row.created_by, row.written_at),
            own=row.created_by == me,
            text=row.text,
            resident_id=row.resident_id,
            resident_code=code or "",
            unread=shifts.is_unread(row.created_by, row.written_at, read[row.id], me, context.now),
            read_by=tuple(names[who] for who in read[row.id] if who in names),
        )
        for row, code in found.values()
    ]
    return tuple(one for one in told if one.unread or context.now - one.written_at <= shifts.KEPT_IN_SIGHT)
