"""The evening roll call of a whole house on one page."""

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
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, sort_key
from shelter_app.services.access import occupied, shelters_asked, shown_id
from shelter_app.services.acting import ReadContext, view

LATE_NIGHT = 6  # a roll call after midnight is still of the evening before


@dataclass(frozen=True, slots=True)
class RollRow:
    """A person of the house on the evening; ``mark`` is None until she is marked, ``expects`` what leave tells.

    Of somebody whom the account does not see there is no id, the code says "occupied", and nothing is told of her.
    """

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
        raise Refused("future", _("This day is in the future. Check the day."), ("day",))
    asked = shelters_asked(context, shelter)
    tonight = evening == evening_of(context)  # after midnight too
    moment = context.now if tonight else local_moment(evening + timedelta(days=1), 0) - timedelta(seconds=1)
    last = context.today if came_since else evening
    rows = context.session.execute(
        select(Stay, Resident, Room.name, Bed.label, Presence, Absence, shown_id(context))
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
    alerts = _alerts(context, [row[6] for row in rows], evening)
    made = {
        stay.id: RollRow(
            stay_id=stay.id,
            resident_id=seen,
            code=who.code if seen else occupied(),
            preferred_name=who.preferred_name if seen else None,
            shelter=asked[stay.shelter_id],
            room=room,
            bed=bed,
            mark=None if found is None else found.mark,
            marked_at=None if found is None else found.marked_at,
            expects=presence.expected_mark(None if leave is None else leave.kind),
            away=None if leave is None else leave.kind,
            expected_at=None if leave is None else leave.expected_at,
            alerts=alerts.get(seen, ()),
        )
        for stay, who, room, bed, found, leave, seen in rows
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
