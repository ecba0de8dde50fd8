"""Whom a bed or a time is taken by, said so that the person who asks knows what to change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, moment
from shelter_app.services.access import shown_code
from shelter_app.services.acting import ReadContext


def need_free(
    context: ReadContext,
    bed: str,
    begins: datetime,
    ends: datetime | None,
    *,
    resident: str | None = None,
    but: str | None = None,
) -> None:
    """Refuse a bed that somebody other than ``resident`` has in that time, naming bed, code name and both times.

    ``but`` is a bed period that is being changed. The guard of the database says the same without names.
    """
    chosen = (
        select(Room.name, Bed.label, shown_code(context), BedPeriod.from_at, BedPeriod.to_at)
        .join(Bed, Bed.id == BedPeriod.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .join(Stay, Stay.id == BedPeriod.stay_id)
        .join(Resident, Resident.id == Stay.resident_id)
        .where(BedPeriod.bed_id == bed, or_(BedPeriod.to_at.is_(None), BedPeriod.to_at > begins))
        .order_by(BedPeriod.from_at)
    )
    if ends is not None:
        chosen = chosen.where(BedPeriod.from_at < ends)
    if resident is not None:
        chosen = chosen.where(Stay.resident_id != resident)
    if but is not None:
        chosen = chosen.where(BedPeriod.id != but)
    row = context.session.execute(chosen.limit(1)).first()
    if row is None:
        return
    room, label, code, from_at, to_at = row
    sentence = _("{bed} is occupied: {code}, {theirs}; requested {asked}. Choose another bed or other dates.")
    said = sentence.format(
        bed=bed_name(room, label), code=code, theirs=span(from_at, to_at), asked=span(begins, ends)
    )
    raise Refused("bed_taken", said, ("bed",))


def span(begins: datetime, ends: datetime | None) -> str:
    """Return a time in words: from when to when, or from when on."""
    first = moment(begins.astimezone(LOCAL))
    if ends is None:
        return _("from {first} onwards").format(first=first)
    return _("from {first} to {last}").format(first=first, last=moment(ends.astimezone(LOCAL)))
