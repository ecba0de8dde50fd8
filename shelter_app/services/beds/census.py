"""Who was where at a minute, and how many slept in the house on each night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from shelter_app.db.models.house import Bed, BedOutage, Room, ShelterCapacity
from shelter_app.db.models.people import HouseholdMember, Resident
from shelter_app.db.models.presence import ExtraBed
from shelter_app.db.models.stays import Absence, BedPeriod, Stay
from shelter_app.domain.census import running
from shelter_app.domain.errors import Refused
from shelter_app.domain.placement import EXTRA
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import shelters_asked, shown_code, shown_id
from shelter_app.services.acting import ReadContext, view
from shelter_app.services.lists.printing import printed_list

PrintCensusList = printed_list("census", N_("Who was in the shelter"), told=N_("exported the census shown"))


@dataclass(frozen=True, slots=True)
class CensusRow:
    """A person who was in the house at the minute; ``room`` and ``bed`` are None for somebody without a bed.

    ``counted`` says that the bed is among those in use: one may lie in a bed past its last day.
    """

    shelter: str
    room: str | None
    bed: str | None
    resident_id: str
    code: str
    since: date
    away: str | None
    extra: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Census:
    """The house at a minute: who was where, how many were in and away, and what it could hold."""

    at: datetime
    rows: tuple[CensusRow, ...]
    beds: int
    out_of_service: int
    licensed: int | None
    households: int

    @property
    def persons(self) -> int:
        """How many people the house had."""
        return len(self.rows)

    @property
    def away(self) -> int:
        """How many of them were away for a time."""
        return sum(1 for row in self.rows if row.away is not None)

    @property
    def without_bed(self) -> int:
        """How many of them had no bed."""
        return sum(1 for row in self.rows if row.bed is None)

    @property
    def free(self) -> int:
        """How many beds in service nobody had."""
        slept_in = sum(1 for row in self.rows if row.counted)
        return max(0, self.beds - self.out_of_service - slept_in)

    @property
    def over_capacity(self) -> int:
        """How many people more than the licence allows."""
        return 0 if self.licensed is None else max(0, self.persons - self.licensed)


@view("beds.census")
def census(context: ReadContext, at: datetime | None = None, shelter: str | None = None) -> Census:
    """Return who was where at a past minute, or now; raises Refused for one that has not come."""
    return census_of(context, at, shelter)


def census_of(context: ReadContext, at: datetime | None, shelter: str | None) -> Census:
    """Return the census for another view that needs it."""
    moment = at or context.now
    if moment > context.now:
        raise Refused("future", _("This time is in the future. Check the time."), ("at",))
    asked = shelters_asked(context, shelter)
    rows = context.session.execute(
        select(
            Stay.shelter_id,
            Room.name,
            Bed.label,
            Resident.id,
            shown_code(context),
            Stay.admitted_on,
            Absence.kind,
            Bed.kind,
            Bed.id,
            shown_id(context),
        )
        .join(Resident, Resident.id == Stay.resident_id)
        .outerjoin(BedPeriod, and_(BedPeriod.stay_id == Stay.id, _at(BedPeriod, moment)))
        .outerjoin(Bed, Bed.id == BedPeriod.bed_id)
        .outerjoin(Room, Room.id == Bed.room_id)
        .outerjoin(Absence, and_(Absence.stay_id == Stay.id, _at(Absence, moment)))
        .where(
            Stay.shelter_id.in_(asked),
            Stay.admitted_at <= moment,
            or_(Stay.ended_at.is_(None), Stay.ended_at > moment),
        )
    ).all()
    day = context.local(moment).date()
    beds = _beds(context, asked, day)
    found = {
        row[3]: CensusRow(asked[row[0]], *row[1:7], extra=row[7] == EXTRA, counted=row[8] in beds)
        for row in rows
    }
    made = sorted(found.values(), key=_order)
    seen = {row[3]: row[9] for row in rows}
    return Census(
        at=moment,
        rows=tuple(replace(row, resident_id=seen[row.resident_id]) for row in made),
        beds=len(beds),
        out_of_service=_out(context, asked, moment),
        licensed=_licensed(context, asked, day),
        households=_households(context, [row.resident_id for row in made], day),
    )


def _order(row: CensusRow) -> tuple[object, ...]:
    return (row.shelter, row.bed is None, sort_key(row.room or ""), sort_key(row.bed or ""), row.code)


def _at(model: type[BedPeriod] | type[Absence] | type[BedOutage], moment: datetime) -> ColumnElement[bool]:
    return and_(model.from_at <= moment, or_(model.to_at.is_(None), model.to_at > moment))


def _in_use(asked: Iterable[str], day: date) -> ColumnElement[bool]:
    return and_(
        Room.shelter_id.in_(asked),
        Bed.in_use_from <= day,
        or_(Bed.retired_on.is_(None), Bed.retired_on > day),
        or_(Room.retired_on.is_(None), Room.retired_on > day),
        Bed.id.not_in(select(ExtraBed.bed_id).where(ExtraBed.until_on <= day)),
    )


def _beds(context: ReadContext, asked: Iterable[str], day: date) -> set[str]:
    chosen = select(Bed.id).join(Room, Room.id == Bed.room_id).where(_in_use(asked, day))
    return set(context.session.scalars(chosen))


def _out(context: ReadContext, asked: Iterable[str], moment: datetime) -> int:
    chosen = (
        select(func.count(Bed.id.distinct()))
        .join(Room, Room.id == Bed.room_id)
        .join(BedOutage, BedOutage.bed_id == Bed.id)
        .where(_in_use(asked, context.local(moment).date()), _at(BedOutage, moment))
    )
    return context.session.scalar(chosen) or 0


def _licensed(context: ReadContext, asked: Iterable[str], day: date) -> int | None:
    return context.session.scalar(
        select(func.sum(ShelterCapacity.beds)).where(
            ShelterCapacity.shelter_id.in_(asked),
            ShelterCapacity.from_on <= day,
            or_(ShelterCapacity.to_on.is_(None), ShelterCapacity.to_on > day),
        )
    )


def _households(context: ReadContext, residents: list[str], day: date) -> int:
    """Count households: people of one household once, everybody else by herself."""
    rows = context.session.execute(
        select(HouseholdMember.resident_id, HouseholdMember.household_id).where(
            HouseholdMember.resident_id.in_(residents),
            HouseholdMember.from_on <= day,
            or_(HouseholdMember.to_on.is_(None), HouseholdMember.to_on > day),
        )
    )
    of = {resident: household for resident, household in rows}
    return len({of.get(resident, resident) for resident in residents})


@view("beds.nights")
def nights(
    context: ReadContext, first: date, last: date, shelter: str | None = None
) -> tuple[tuple[date, int], ...]:
    """Return for each night from ``first`` to ``last`` how many people had a stay; future nights are left out."""
    if last < first:
        raise Refused("period_backwards", _("The last day is before the first day. Swap the two days."))
    asked = shelters_asked(context, shelter)
    end = min(last + timedelta(days=1), context.today)
    return running(_coming_and_going(context, asked, first, end), first, end)


def _coming_and_going(
    context: ReadContext, asked: Iterable[str], first: date, end: date
) -> list[tuple[date, date | None, int]]:
    """Return how many came and how many went on each day, summed by the database, as periods to count.

    Who went is a period of minus one from that day on, so that the days of each person need not be read.
    """
    here = Stay.shelter_id.in_(asked)
    nightly = or_(Stay.ended_on.is_(None), Stay.ended_on > Stay.admitted_on)
    came = case((Stay.admitted_on < first, literal(first, Stay.admitted_on.type)), else_=Stay.admitted_on)
    arrived = select(came, func.count()).where(
        here, nightly, Stay.admitted_on < end, or_(Stay.ended_on.is_(None), Stay.ended_on > first)
    )
    left = select(Stay.ended_on, func.count()).where(
        here, nightly, Stay.admitted_on < end, Stay.ended_on > first, Stay.ended_on < end
    )
    found: list[tuple[date, date | None, int]] = [
        (day, None, count) for day, count in context.session.execute(arrived.group_by(came))
    ]
    for day, count in context.session.execute(left.group_by(Stay.ended_on)):
        assert day is not None
        found.append((day, None, -count))
    return found
