"""Past days put right, by role and reason: what was written before is kept beside what is written now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import AwareDatetime
from sqlalchemy import or_, select

from shelter_app.db.models import Record
from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.presence import Correction
from shelter_app.db.models.stays import Absence, BedPeriod, Stay
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_bed_in, need_resident, need_shelter, needed, stay_of
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, names_then, view
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.stays.conflicts import need_free


@act("beds.correct_period", told=N_("corrected a bed period"))
class CorrectBedPeriod(Act[None]):
    """Put right from when to when a stay had a bed, or which bed it was; ``to_at`` None leaves it open."""

    period: str
    from_at: AwareDatetime
    to_at: AwareDatetime | None
    reason: str
    bed: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Write what is right and keep what was; a guard refuses what would overlap."""
        period = uow.change(BedPeriod, self.period, self.version)
        stay = stay_of(uow, period.stay_id)
        _in_order(uow, self.from_at, self.to_at)
        expire_reservations(uow)
        was = _stored_texts(period, ("bed_id", "from_at", "to_at"))
        bed = self.bed if self.bed is not None else period.bed_id
        need_bed_in(uow, bed, stay.shelter_id)
        need_free(uow, bed, self.from_at, self.to_at, but=period.id)
        period.bed_id = bed
        period.from_at, period.from_on = self.from_at, local_day(self.from_at)
        period.to_at, period.to_on = self.to_at, _day(self.to_at)
        _keep(uow, period, period.stay_id, was, _stored_texts(period, tuple(was)), self.reason)


@act("beds.add_period", told=N_("added an earlier bed period"))
class AddPastBedPeriod(Act[str]):
    """Enter later which bed somebody had from a moment to another."""

    stay: str
    bed: str
    from_at: AwareDatetime
    to_at: AwareDatetime
    reason: str

    def apply(self, uow: UnitOfWork) -> str:
        """Write the period and return its id; a guard refuses a bed or person that had another one then."""
        stay = stay_of(uow, self.stay)
        need_bed_in(uow, self.bed, stay.shelter_id)
        _in_order(uow, self.from_at, self.to_at)
        expire_reservations(uow)
        need_free(uow, self.bed, self.from_at, self.to_at)
        period = uow.add(
            BedPeriod(
                stay_id=stay.id,
                bed_id=self.bed,
                from_at=self.from_at,
                from_on=local_day(self.from_at),
                to_at=self.to_at,
                to_on=local_day(self.to_at),
            )
        )
        uow.session.flush()
        now = _stored_texts(period, ("bed_id", "from_at", "to_at"))
        _keep(uow, period, stay.id, {}, now, self.reason)
        return period.id


@act("beds.withdraw_period", told=N_("withdrew a bed period entered by mistake"))
class WithdrawBedPeriod(Act[None]):
    """Take back that somebody had a bed: it was entered by mistake. What was written is kept."""

    period: str
    reason: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Remove the period and keep what it said."""
        period = uow.change(BedPeriod, self.period, self.version)
        stay_of(uow, period.stay_id)
        _keep(
            uow,
            period,
            period.stay_id,
            _stored_texts(period, ("bed_id", "from_at", "to_at")),
            {},
            self.reason,
        )
        uow.session.delete(period)


@act("beds.correct_stay", told=N_("corrected a stay"))
class CorrectStay(Act[None]):
    """Put right when a stay began or ended; the first and the last bed go with it."""

    stay: str
    admitted_at: AwareDatetime
    ended_at: AwareDatetime | None
    reason: str
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Move the ends of the stay and of what lies at them, and keep what was.

        A stay that goes on from another shelter, or there, begins and ends with the other one: both are put right.
        """
        stay = stay_of(uow, self.stay, self.version)
        if (stay.ended_at is None) != (self.ended_at is None):
            raise Refused(
                "open_or_ended",
                _("A correction neither ends nor reopens a stay. Record the exit instead."),
                ("ended_at",),
            )
        _in_order(uow, self.admitted_at, None, "admitted_at")
        _not_ahead(uow, self.ended_at, "ended_at")
        expire_reservations(uow)
        steps: list[tuple[Stay, datetime, datetime | None]] = [(stay, self.admitted_at, self.ended_at)]
        before = None if stay.transferred_from_id is None else uow.find(Stay, stay.transferred_from_id)
        if before is not None and self.admitted_at != stay.admitted_at:
            place = 0 if self.admitted_at < stay.admitted_at else len(steps)
            steps.insert(place, (before, before.admitted_at, self.admitted_at))
        after = uow.session.scalars(select(Stay).where(Stay.transferred_from_id == stay.id)).first()
        if after is not None and self.ended_at is not None and self.ended_at != stay.ended_at:
            assert stay.ended_at is not None
            place = 0 if self.ended_at > stay.ended_at else len(steps)
            steps.insert(place, (after, self.ended_at, after.ended_at))
        for which, begins, ends in steps:  # what becomes shorter first: no two stays of one person overlap
            _move_ends(uow, stay_of(uow, which.id), begins, ends, self.reason)


def _move_ends(uow: UnitOfWork, stay: Stay, begins: datetime, ends: datetime | None, reason: str) -> None:
    if ends is not None and ends < begins:
        raise Refused("exit_before_entry", _("The exit is before the admission."), ("ended_at",))
    was = _stored_texts(stay, ("admitted_at", "ended_at"))
    before, after = stay.admitted_at, stay.ended_at
    first = _touching(uow, stay, BedPeriod.from_at == before)
    last = None if after is None else _touching(uow, stay, BedPeriod.to_at == after)
    _refuse_outside(uow, stay, (first, last), begins, ends)
    # Wide enough for the old and the new days first: no bed ever lies outside the stay, not even between.
    _set_ends(stay, min(before, begins), _later(after, ends))
    uow.session.flush()
    if first is not None:
        first.from_at, first.from_on = begins, local_day(begins)
    if last is not None:
        last.to_at, last.to_on = ends, _day(ends)
    if after is not None:
        for leave in uow.session.scalars(
            select(Absence).where(Absence.stay_id == stay.id, Absence.to_at == after)
        ):
            leave.to_at, leave.to_on = ends, _day(ends)
            if ends is not None and ends <= leave.from_at:
                uow.session.delete(leave)
    uow.session.flush()
    _set_ends(stay, begins, ends)
    _keep(uow, stay, stay.id, was, _stored_texts(stay, tuple(was)), reason)
    uow.session.flush()


def _touching(uow: UnitOfWork, stay: Stay, condition: Any) -> BedPeriod | None:
    return uow.session.scalars(select(BedPeriod).where(BedPeriod.stay_id == stay.id, condition)).first()


def _refuse_outside(
    uow: UnitOfWork,
    stay: Stay,
    moving: tuple[BedPeriod | None, BedPeriod | None],
    begins: datetime,
    ends: datetime | None,
) -> None:
    """Refuse ends between which a bed that does not move with them, or that would turn round, does not fit."""
    first, last = moving
    for period in uow.session.scalars(select(BedPeriod).where(BedPeriod.stay_id == stay.id)):
        start = begins if period is first else period.from_at
        stop = ends if period is last else period.to_at
        outside = start < begins or (ends is not None and stop is not None and stop > ends)
        if outside or (stop is not None and stop <= start):
            raise Refused(
                "outside_stay",
                _("A bed of this stay is outside these dates. Correct the bed first."),
                ("admitted_at",) if start < begins else ("ended_at",),
            )


def _set_ends(stay: Stay, begins: datetime, ends: datetime | None) -> None:
    stay.admitted_at, stay.admitted_on = begins, local_day(begins)
    stay.ended_at, stay.ended_on = ends, _day(ends)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def _in_order(uow: UnitOfWork, begins: datetime, ends: datetime | None, field: str = "from_at") -> None:
    if ends is not None and ends <= begins:
        raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("to_at",))
    _not_ahead(uow, begins, field)
    _not_ahead(uow, ends, "to_at")


def _not_ahead(uow: UnitOfWork, moment: datetime | None, field: str) -> None:
    if moment is not None and moment > uow.now:
        raise Refused("future", _("This time is in the future. Check the time."), (field,))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local_day(moment)


def _stored_texts(row: Record, fields: tuple[str, ...]) -> dict[str, str | None]:
    found = {}
    for field in fields:
        value = getattr(row, field)
        found[field] = value.isoformat() if isinstance(value, datetime) else value
    return found


def _keep(
    uow: UnitOfWork, row: Record, stay_id: str, was: dict[str, Any], became: dict[str, Any], reason: str
) -> None:
    uow.add(
        Correction(
            record_table=row.__tablename__,
            record_id=row.id,
            stay_id=stay_id,
            was=was,
            became=became,
            reason=needed(reason, "reason"),
        )
    )
    uow.reason = reason.strip()


class CorrectionLine(NamedTuple):
    """What was put right: when, by whom, why; what was and what is, by column; ``beds`` names the beds among them."""

    at: datetime
    who: str
    reason: str
    was: dict[str, Any]
    became: dict[str, Any]
    beds: dict[str, str]


@view("beds.corrections")
def corrections(context: ReadContext, stay_id: str) -> tuple[CorrectionLine, ...]:
    """Return what was put right about a stay, the newest first."""
    stay = context.find(Stay, stay_id)
    need_shelter(context, stay.shelter_id)
    need_resident(context, stay.resident_id)
    periods = select(BedPeriod.id).where(BedPeriod.stay_id == stay_id)
    rows = context.session.scalars(
        select(Correction)
        .where(or_(Correction.stay_id == stay_id, Correction.record_id.in_(periods)))
        .order_by(Correction.created_at.desc(), Correction.id.desc())
    ).all()
    name_at = names_then(context)
    told = {side["bed_id"] for row in rows for side in (row.was, row.became) if side.get("bed_id")}
    beds = {
        bed: bed_name(room, label)
        for bed, room, label in context.session.execute(
            select(Bed.id, Room.name, Bed.label).join(Room, Room.id == Bed.room_id).where(Bed.id.in_(told))
        )
    }
    return tuple(
        CorrectionLine(
            row.created_at, name_at(row.created_by, row.created_at), row.reason, row.was, row.became, beds
        )
        for row in rows
    )
