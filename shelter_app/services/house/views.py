"""What can be seen of the house: its shelters, and its beds at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from shelter_app.db.models.house import Bed, BedOutage, Organisation, Room, Setting, Shelter
from shelter_app.db.models.people import HouseholdMember, Resident, ResidentAlert
from shelter_app.db.models.presence import ExtraBed
from shelter_app.db.models.stays import Absence, BedPeriod, Reservation, Stay
from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain import presence
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import Refused
from shelter_app.domain.periods import age_on
from shelter_app.domain.placement import EXTRA, is_minor
from shelter_app.i18n import _, sort_key
from shelter_app.services.access import all_shelters, reached, shown_code, shown_id
from shelter_app.services.acting import ReadContext, view
from shelter_app.services.stays.absences import missed_roll_call

FREE, OCCUPIED, RESERVED, OUT, HELD_LEAVE = "FREE", "OCCUPIED", "RESERVED", "OUT", "HELD_LEAVE"
MISSING = "MISSING"  # of a bed: who sleeps there should be in the house and is not


@dataclass(frozen=True, slots=True)
class ShelterRow:
    """A shelter as a list shows it."""

    id: str
    code: str
    name: str
    kind: str
    version: int


@dataclass(frozen=True, slots=True)
class BedCard:
    """A bed at a moment: what it is, its state, who is there since when.

    ``alerts`` are the levels of live alerts, highest first; ``until`` is the end of a reservation, outage or
    leave, and of a free bed the moment from which it is held, out of service or gone; ``bed_until`` is the agreed
    end of a bed that is slept in; ``child_age`` is set for an accompanying child; ``record_id`` is the stay,
    reservation or outage behind the state; ``away`` is the kind of an absence, ``away_since`` its beginning and
    ``missed_on`` the evening whose roll call found who is missing absent.
    """

    bed_id: str
    label: str
    kind: str
    features: tuple[str, ...]
    state: str
    resident_id: str | None = None
    resident_code: str | None = None
    since: date | None = None
    nights: int | None = None
    alerts: tuple[str, ...] = ()
    until: datetime | None = None
    reason: str | None = None
    expected_leave: date | None = None
    child_age: int | None = None
    record_id: str | None = None
    away: str | None = None
    bed_until: datetime | None = None
    preferred_name: str | None = None
    minor: bool = False
    away_since: datetime | None = None
    missed_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A room with its beds in their order."""

    room_id: str
    name: str
    floor: str | None
    rule: str
    beds: tuple[BedCard, ...]


@dataclass(frozen=True, slots=True)
class Bedless:
    """Somebody who is in the house and has no bed."""

    resident_id: str
    code: str
    admitted_at: datetime


@dataclass(frozen=True, slots=True)
class BedBoard:
    """The beds of a shelter at a moment, with the counts that its head shows, and who is there without a bed.

    An extra mattress is none of the ``beds``, nor of those that are ``free``.
    """

    shelter: ShelterRow
    at: datetime
    rooms: tuple[RoomCard, ...]
    free: int
    occupied: int
    reserved: int
    out: int
    without_bed: tuple[Bedless, ...] = ()
    beds: int = 0


@dataclass(frozen=True, slots=True)
class House:
    """Whose store this is, whether its people are fictional, what the account is called and as what it works here."""

    organisation: str
    demo: bool
    roles: tuple[str, ...]
    account: str


@view("house.frame")
def house(context: ReadContext) -> House:
    """Return what the window's frame shows of the house."""
    name = context.session.scalar(select(Organisation.name)) or ""
    demo = context.session.scalar(
        select(Setting.value).where(Setting.key == "demo").order_by(Setting.from_on.desc()).limit(1)
    )
    return House(name, bool(demo), tuple(context.account.roles), context.account.name)


@view("house.shelters")
def shelters(context: ReadContext) -> tuple[ShelterRow, ...]:
    """Return the shelters that the account works in, by name."""
    mine = [s for s in all_shelters(context) if context.shelters is None or s.id in context.shelters]
    return tuple(_row(s) for s in sorted(mine, key=lambda s: sort_key(s.name)))


def _row(shelter: Shelter) -> ShelterRow:
    return ShelterRow(shelter.id, shelter.code, shelter.name, shelter.kind, shelter.version)


@view("house.latest_change")
def latest_change(context: ReadContext) -> int:
    """Return the number of the last event of the trail: it grows with each act of any window on this store."""
    return context.session.scalar(select(func.max(AuditEvent.seq))) or 0


@view("house.beds")
def beds_tonight(
    context: ReadContext, shelter_code: str | None = None, at: datetime | None = None
) -> BedBoard:
    """Return the beds of a shelter at a moment (now), room by room.

    Raises Refused when no shelter of the account has that code, or when there is none.
    """
    moment = at or context.now
    shelter = next(
        (
            one
            for one in all_shelters(context)
            if shelter_code in (None, one.code) and (context.shelters is None or one.id in context.shelters)
        ),
        None,
    )
    if shelter is None:
        raise Refused("unknown_shelter", _("There is no shelter with this code."), ("shelter",))
    rooms, cards = _rooms(context, shelter.id, moment)
    made = tuple(
        RoomCard(r.id, r.name, r.floor, r.placement_rule, tuple(cards.get(r.id, ())))
        for r in sorted(rooms, key=lambda r: (r.grid_row or 0, r.grid_column or 0, sort_key(r.name)))
    )
    states = [card.state for room in made for card in room.beds]
    own = [card.state for room in made for card in room.beds if card.kind != EXTRA]
    return BedBoard(
        shelter=_row(shelter),
        at=moment,
        rooms=made,
        free=own.count(FREE),
        occupied=sum(states.count(state) for state in (OCCUPIED, HELD_LEAVE, MISSING)),
        reserved=states.count(RESERVED),
        out=states.count(OUT),
        without_bed=_without_bed(context, shelter.id, moment),
        beds=len(own),
    )


def _rooms(
    context: ReadContext, shelter_id: str, moment: datetime
) -> tuple[list[Room], dict[str, list[BedCard]]]:
    """Return the rooms of a shelter, and the beds of each by its id in the order of their labels."""
    day = context.local(moment).date()
    held = {row.bed_id: row for row in context.session.execute(_sleepers(context, shelter_id, moment, day))}
    alerts = _alerts(context, {row.resident_id for row in held.values()}, day)
    kept_rows = context.session.execute(
        select(
            Reservation.bed_id,
            Reservation.lapses_at,
            Reservation.reason,
            Reservation.id,
            Reservation.from_at,
        ).where(Reservation.outcome.is_(None), Reservation.to_at > moment, Reservation.lapses_at > moment)
    ).all()
    out_rows = context.session.execute(
        select(BedOutage.bed_id, BedOutage.to_at, BedOutage.reason, BedOutage.id, BedOutage.from_at).where(
            or_(BedOutage.to_at.is_(None), BedOutage.to_at > moment)
        )
    ).all()
    reserved = {row.bed_id: row for row in kept_rows if row.from_at <= moment}
    out = {row.bed_id: row for row in out_rows if row.from_at <= moment}
    ahead: dict[str, datetime] = {}
    for bed_id, begins in [(row.bed_id, row.from_at) for row in (*kept_rows, *out_rows)]:
        if begins > moment:
            ahead[bed_id] = min(begins, ahead.get(bed_id, begins))
    rows = context.session.execute(
        select(Room, Bed, ExtraBed.until_on)
        .outerjoin(
            Bed,
            and_(
                Bed.room_id == Room.id,
                Bed.in_use_from <= day,
                or_(Bed.retired_on.is_(None), Bed.retired_on > day),
            ),
        )
        .outerjoin(ExtraBed, ExtraBed.bed_id == Bed.id)
        .where(Room.shelter_id == shelter_id, or_(Room.retired_on.is_(None), Room.retired_on > day))
    ).all()
    rooms = {room.id: room for room, _bed, _until in rows}
    beds = [(bed, until) for _room, bed, until in rows if bed is not None]
    found: dict[str, list[BedCard]] = {}
    for bed, mattress_until in sorted(beds, key=lambda row: sort_key(row[0].label)):
        features = tuple(bed.features)
        last = min((d for d in (bed.retired_on, mattress_until) if d is not None), default=None)
        if bed.id not in held and mattress_until is not None and mattress_until <= day:
            continue  # a mattress whose time is over is only there while somebody still lies on it
        if bed.id in held:
            row = held[bed.id]
            if not row.resident_id:  # somebody of whom the account must not know
                found.setdefault(bed.room_id, []).append(
                    BedCard(bed.id, bed.label, bed.kind, features, OCCUPIED, resident_code=row.code)
                )
                continue
            card = BedCard(
                bed.id,
                bed.label,
                bed.kind,
                features,
                _state_of_sleeper(row.away, row.expected_at, moment),
                resident_id=row.resident_id,
                resident_code=row.code,
                since=row.admitted_on,
                nights=max(0, (day - row.admitted_on).days),
                alerts=alerts.get(row.resident_id, ()),
                until=row.expected_at,
                child_age=None if row.child is None else age_on(row.birth_year, day),
                record_id=row.stay_id,
                expected_leave=row.leaves_on,
                away=row.away,
                bed_until=row.to_at,
                preferred_name=row.preferred_name,
                minor=is_minor(age_on(row.birth_year, day)),
                away_since=row.away_since,
                missed_on=row.missed_on,
            )
        elif bed.id in out:
            gone = out[bed.id]
            card = BedCard(
                bed.id,
                bed.label,
                bed.kind,
                features,
                OUT,
                until=gone.to_at,
                reason=gone.reason,
                record_id=gone.id,
            )
        elif bed.id in reserved:
            kept = reserved[bed.id]
            card = BedCard(
                bed.id,
                bed.label,
                bed.kind,
                features,
                RESERVED,
                until=kept.lapses_at,
                reason=kept.reason,
                record_id=kept.id,
            )
        else:
            ends = [] if last is None else [local_moment(last)]
            ends += [ahead[bed.id]] if bed.id in ahead else []
            card = BedCard(bed.id, bed.label, bed.kind, features, FREE, until=min(ends, default=None))
        found.setdefault(bed.room_id, []).append(card)
    return list(rooms.values()), found


def _state_of_sleeper(away: str | None, expected_at: datetime | None, moment: datetime) -> str:
    if away is None:
        return OCCUPIED
    return MISSING if presence.is_missing(away, expected_at, moment) else HELD_LEAVE


def _sleepers(context: ReadContext, shelter_id: str, moment: datetime, day: date) -> Select[*tuple[Any, ...]]:
    """Return what selects who has which bed at a moment, who of them is away, and who came as somebody's child."""
    return (
        select(
            BedPeriod.bed_id,
            Stay.id.label("stay_id"),
            shown_id(context),
            shown_code(context),
            Stay.admitted_on,
            Stay.leaves_on,
            BedPeriod.to_at,
            Absence.kind.label("away"),
            Absence.expected_at,
            Absence.from_at.label("away_since"),
            missed_roll_call().label("missed_on"),
            Resident.preferred_name,
            HouseholdMember.id.label("child"),
            Resident.birth_year,
        )
        .join(Stay, Stay.id == BedPeriod.stay_id)
        .join(Resident, Resident.id == Stay.resident_id)
        .outerjoin(
            Absence,
            and_(
                Absence.stay_id == Stay.id,
                Absence.from_at <= moment,
                or_(Absence.to_at.is_(None), Absence.to_at > moment),
            ),
        )
        .outerjoin(
            HouseholdMember,
            and_(
                HouseholdMember.resident_id == Resident.id,
                HouseholdMember.accompanying_child.is_(True),
                HouseholdMember.from_on <= day,
                or_(HouseholdMember.to_on.is_(None), HouseholdMember.to_on > day),
            ),
        )
        .where(
            Stay.shelter_id == shelter_id,
            BedPeriod.from_at <= moment,
            or_(BedPeriod.to_at.is_(None), BedPeriod.to_at > moment),
        )
    )


def _without_bed(context: ReadContext, shelter_id: str, moment: datetime) -> tuple[Bedless, ...]:
    """Return who is in the house without a bed; who is away has nobody waiting up for her."""

    def none_at(model: type[BedPeriod] | type[Absence]) -> ColumnElement[bool]:
        ends = or_(model.to_at.is_(None), model.to_at > moment)
        return ~select(model.id).where(model.stay_id == Stay.id, model.from_at <= moment, ends).exists()

    rows = context.session.execute(
        select(Resident.id, Resident.code, Stay.admitted_at)
        .join(Stay, Stay.resident_id == Resident.id)
        .where(
            reached(context),
            Stay.shelter_id == shelter_id,
            Stay.admitted_at <= moment,
            or_(Stay.ended_at.is_(None), Stay.ended_at > moment),
            none_at(BedPeriod),
            none_at(Absence),
        )
        .order_by(Stay.admitted_at)
    )
    return tuple(Bedless(*row) for row in rows)


def _alerts(context: ReadContext, residents: set[str], day: date) -> dict[str, tuple[str, ...]]:
    order = ("HIGH", "MEDIUM", "LOW")
    found: dict[str, set[str]] = {}
    for resident_id, level in context.session.execute(
        select(ResidentAlert.resident_id, ResidentAlert.level).where(
            ResidentAlert.resident_id.in_(residents),
            or_(ResidentAlert.until_on.is_(None), ResidentAlert.until_on >= day),
        )
    ):
        found.setdefault(resident_id, set()).add(level)
    return {who: tuple(level for level in order if level in levels) for who, levels in found.items()}
