"""The evening roll call of a whole house on one page, and its marks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import Resident, ResidentAlert
from shelter_app.db.models.presence import Presence
from shelter_app.db.models.stays import Absence, BedPeriod, Stay
from shelter_app.domain import presence
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import shelters_asked, stay_of
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view

LATE_NIGHT = 6  # a roll call after midnight is still of the evening before


@dataclass(frozen=True, slots=True)
class RollRow:
    """A person of the house on the evening; ``mark`` is None until she is marked, ``expects`` what leave tells."""

    stay_id: str
    resident_id: str
    code: str
    preferred_name: str | None
    shelter: str
    room: str | None
    bed: str | None
    mark: str | None
    marked_at: datetime | None
    expects: str | None
    away: str | None
    expected_at: datetime | None
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollCall:
    """The roll call of a day."""

    day: date
    rows: tuple[RollRow, ...]

    @property
    def marked(self) -> int:
        """How many have been marked."""
        return sum(1 for row in self.rows if row.mark is not None)

    def count(self, mark: str) -> int:
        """Return how many carry a mark."""
        return sum(1 for row in self.rows if row.mark == mark)


def evening_of(context: ReadContext) -> date:
    """Return the day whose evening it is: until six in the morning it is still the day before."""
    local = context.local(context.now)
    return local.date() - timedelta(days=1) if local.hour < LATE_NIGHT else local.date()


@view("beds.roll_call")
def roll_call(context: ReadContext, shelter: str | None = None, day: date | None = None) -> RollCall:
    """Return everybody who belongs to the house on an evening (tonight), room by room, with her mark.

    Raises Refused for an evening that has not come.
    """
    return roll_of(context, shelter, day)


def roll_of(
    context: ReadContext, shelter: str | None, day: date | None, *, came_since: bool = False
) -> RollCall:
    """Return the roll call for another view that needs it; ``came_since`` adds who came after midnight."""
    evening = day or evening_of(context)
    if evening > evening_of(context):
        raise Refused("future", _("This day has not come yet. Check the day."), ("day",))
    asked = shelters_asked(context, shelter)
    tonight = evening == evening_of(context)  # after midnight too
    moment = context.now if tonight else local_moment(evening + timedelta(days=1), 0) - timedelta(seconds=1)
    last = context.today if came_since else evening
    rows = context.session.execute(
        select(Stay, Resident, Room.name, Bed.label, Presence, Absence)
        .join(Resident, Resident.id == Stay.resident_id)
        .outerjoin(
            BedPeriod,
            and_(
                BedPeriod.stay_id == Stay.id,
                BedPeriod.from_at <= moment,
                or_(BedPeriod.to_at.is_(None), BedPeriod.to_at > moment),
            ),
        )
        .outerjoin(Bed, Bed.id == BedPeriod.bed_id)
        .outerjoin(Room, Room.id == Bed.room_id)
        .outerjoin(Presence, and_(Presence.stay_id == Stay.id, Presence.day == evening))
        .outerjoin(
            Absence,
            and_(
                Absence.stay_id == Stay.id,
                Absence.from_at <= moment,
                or_(Absence.to_at.is_(None), Absence.to_at > moment),
            ),
        )
        .where(
            Stay.shelter_id.in_(asked),
            Stay.admitted_at <= moment,
            Stay.admitted_on <= last,
            or_(Stay.ended_at.is_(None), Stay.ended_at > moment),
        )
    ).all()
    alerts = _alerts(context, [row[1].id for row in rows], evening)
    made = {
        stay.id: RollRow(
            stay_id=stay.id,
            resident_id=who.id,
            code=who.code,
            preferred_name=who.preferred_name,
            shelter=asked[stay.shelter_id],
            room=room,
            bed=bed,
            mark=None if found is None else found.mark,
            marked_at=None if found is None else found.marked_at,
            expects=presence.expected_mark(None if leave is None else leave.kind),
            away=None if leave is None else leave.kind,
            expected_at=None if leave is None else leave.expected_at,
            alerts=alerts.get(who.id, ()),
        )
        for stay, who, room, bed, found, leave in rows
    }
    return RollCall(evening, tuple(sorted(made.values(), key=_order)))


def _order(row: RollRow) -> tuple[object, ...]:
    return (row.shelter, row.room is None, sort_key(row.room or ""), sort_key(row.bed or ""), row.code)


def _alerts(context: ReadContext, residents: Collection[str], day: date) -> dict[str, tuple[str, ...]]:
    rows = context.session.execute(
        select(ResidentAlert.resident_id, ResidentAlert.text)
        .where(
            ResidentAlert.resident_id.in_(residents),
            or_(ResidentAlert.until_on.is_(None), ResidentAlert.until_on >= day),
        )
        .order_by(ResidentAlert.level, ResidentAlert.text)
    )
    found: dict[str, tuple[str, ...]] = {}
    for who, text in rows:
        found[who] = (*found.get(who, ()), text)
    return found


@act("beds.mark", told=N_("marked somebody in the roll call"))
class MarkPresence(Act[None]):
    """Mark a resident in an evening's roll call: present, absent or excused; marked again, the last mark holds.

    A mark of tonight also says that she is away or back; one of a past evening, entered from paper, only
    says what was found.
    """

    stay: str
    day: date
    mark: str
    on_paper: bool = False

    def apply(self, uow: UnitOfWork) -> None:
        """Write the mark; raises Refused for a day that has not come or lies outside the stay."""
        stay = stay_of(uow, self.stay)
        if self.day > evening_of(uow):
            raise Refused("future", _("This day has not come yet. Check the day."), ("day",))
        row = uow.session.scalars(
            select(Presence).where(Presence.stay_id == stay.id, Presence.day == self.day)
        ).first()
        if row is None:
            row = uow.add(
                Presence(stay_id=stay.id, day=self.day, mark=self.mark, marked_at=uow.now, on_paper=False)
            )
        row.mark, row.marked_at, row.on_paper = self.mark, uow.now, self.on_paper
        uow.session.flush()
        if self.day == evening_of(uow) and stay.ended_at is None and not self.on_paper:
            _leave_or_return(uow, stay, self.mark)


def _leave_or_return(uow: UnitOfWork, stay: Stay, mark: str) -> None:
    away = uow.session.scalars(
        select(Absence).where(
            Absence.stay_id == stay.id,
            Absence.from_at <= uow.now,
            or_(Absence.to_at.is_(None), Absence.to_at > uow.now),
        )
    ).first()
    if mark == presence.PRESENT:
        if away is not None and away.from_at < uow.now:
            away.to_at, away.to_on = uow.now, local_day(uow.now)
        elif away is not None:
            uow.session.delete(away)
        return
    kind, back = "UNAUTHORISED", None
    if mark == presence.EXCUSED:
        kind = "LEAVE_NIGHT"
        back = local_moment(evening_of(uow) + timedelta(days=1), presence.BACK_BY)
    if away is None:
        if uow.now > stay.admitted_at:
            today = local_day(uow.now)
            uow.add(Absence(stay_id=stay.id, kind=kind, from_at=uow.now, from_on=today, expected_at=back))
    elif presence.expected_mark(away.kind) != mark and away.kind != "MISSING":
        away.kind, away.expected_at = kind, back
