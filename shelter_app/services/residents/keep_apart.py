"""Who belongs together and who must be kept apart: what placing asks before it gives a bed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import KeepApart, Resident
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import (
    need_resident,
    needed,
    occupied,
    restricted,
    shelters_asked,
    unrestricted,
)
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.undo import need_fresh_entry


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody from whom a resident is kept apart, since when and why."""

    id: str
    version: int
    resident_id: str
    code: str
    reason: str
    from_on: date


@dataclass(frozen=True, slots=True)
class TooNear:
    """Two who are to be kept apart and sleep in one room."""

    resident_id: str
    code: str
    other_code: str
    room: str


@act("residents.keep_apart", told=N_("recorded that two people are kept apart"))
class KeepResidentsApart(Act[str]):
    """Keep two residents apart from today on: they get no bed in the same room; returns the entry's id."""

    resident: str
    other: str
    reason: str

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse somebody and herself, and two who are kept apart already."""
        one, other = need_resident(uow, self.resident), need_resident(uow, self.other)
        if one.id == other.id:
            raise Refused("herself", _("Choose somebody else: this is the same person."), ("other",))
        first, second = sorted((one.id, other.id))
        if _live(uow, first, second):
            raise Refused("apart_already", _("These two people are already kept apart."), ("other",))
        row = uow.add(
            KeepApart(one_id=first, other_id=second, reason=needed(self.reason, "reason"), from_on=uow.today)
        )
        uow.session.flush()
        uow.audit_subject(row, case_id=one.id)
        return row.id


@act("residents.end_apart", told=N_("allowed two people to share a room again"))
class EndKeepingApart(Act[None]):
    """Let two residents share a room again from a day on; the entry stays on record."""

    apart: str
    on: date
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write the day; raises Refused for one before the beginning or an entry that has ended."""
        row = uow.change(KeepApart, self.apart, self.version)
        need_resident(uow, row.one_id)
        if row.to_on is not None:
            raise Refused("ended_already", _("This has already ended. Refresh the page."))
        if self.on < row.from_on:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("on",))
        row.to_on = self.on
        uow.audit_subject(row, case_id=row.one_id)


@act("residents.undo_apart", told=N_("undid keeping two people apart"))
class UndoKeepingApart(Act[None]):
    """Take back an entry just made by mistake: the two were never kept apart."""

    apart: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old."""
        row = uow.find(KeepApart, self.apart)
        need_resident(uow, row.one_id)
        need_fresh_entry(uow, row)
        uow.session.delete(row)


@view("residents.apart")
def kept_apart(context: ReadContext, resident: str) -> tuple[Apart, ...]:
    """Return from whom a resident is kept apart today."""
    who = need_resident(context, resident).id
    rows = context.session.execute(
        select(KeepApart, Resident)
        .join(
            Resident,
            or_(
                (Resident.id == KeepApart.one_id) & (KeepApart.other_id == who),
                (Resident.id == KeepApart.other_id) & (KeepApart.one_id == who),
            ),
        )
        .where(
            unrestricted(context),
            KeepApart.from_on <= context.today,
            or_(KeepApart.to_on.is_(None), KeepApart.to_on > context.today),
        )
        .order_by(Resident.code)
    )
    return tuple(
        Apart(row.id, row.version, other.id, other.code, row.reason, row.from_on) for row, other in rows
    )


@view("residents.too_near")
def too_near(context: ReadContext, shelter: str) -> tuple[TooNear, ...]:
    """Return who sleeps in one room now though they are to be kept apart, in a shelter (by code)."""
    asked = shelters_asked(context, shelter)
    one, other = aliased(Resident), aliased(Resident)
    sleeps, other_sleeps = (_sleeping(context, asked).subquery() for _who in range(2))
    pairs = context.session.execute(
        select(one.id, one.code, other.id, other.code, sleeps.c.room)
        .select_from(KeepApart)
        .join(one, one.id == KeepApart.one_id)
        .join(other, other.id == KeepApart.other_id)
        .join(sleeps, sleeps.c.who == one.id)
        .join(other_sleeps, (other_sleeps.c.who == other.id) & (other_sleeps.c.room_id == sleeps.c.room_id))
        .where(
            KeepApart.from_on <= context.today,
            or_(KeepApart.to_on.is_(None), KeepApart.to_on > context.today),
        )
        .order_by(one.code, other.code)
    )
    hidden = restricted(context)
    found = []
    for who, code, near, near_code, room in pairs:
        if who not in hidden:
            found.append(TooNear(who, code, occupied() if near in hidden else near_code, room))
        elif near not in hidden:
            found.append(TooNear(near, near_code, occupied(), room))
    return tuple(found)


def _sleeping(context: ReadContext, shelters: Collection[str]) -> Select[Any, Any, Any]:
    """Return what selects who sleeps in which room now."""
    return (
        select(Stay.resident_id.label("who"), Bed.room_id, Room.name.label("room"))
        .join(BedPeriod, BedPeriod.stay_id == Stay.id)
        .join(Bed, Bed.id == BedPeriod.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(Stay.shelter_id.in_(shelters), Stay.ended_at.is_(None), BedPeriod.goes_on(context.now))
    )


def _live(uow: UnitOfWork, first: str, second: str) -> bool:
    chosen = select(KeepApart.id).where(
        KeepApart.one_id == first,
        KeepApart.other_id == second,
        or_(KeepApart.to_on.is_(None), KeepApart.to_on > uow.today),
    )
    return uow.session.scalars(chosen).first() is not None
