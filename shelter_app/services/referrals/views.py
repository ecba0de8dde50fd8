"""What is seen of requests for a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from shelter_app.db.models.house import Bed, Room
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Referral, Reservation, Stay
from shelter_app.domain import referrals as rules
from shelter_app.i18n import N_
from shelter_app.services.access import need_shelter
from shelter_app.services.acting import ReadContext, names_then, view


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A request as the list shows it; ``waits`` while it is undecided, ``to_come`` how many may still come."""

    id: str
    version: int
    shelter_id: str
    received_at: datetime
    received_on: date
    source: str
    urgency: str
    sex: str | None
    birth_year: int | None
    persons: int
    needs: tuple[str, ...]
    decision: str
    decided_at: datetime | None
    waits: bool
    to_come: int
    resident_id: str | None
    resident_code: str | None


@dataclass(frozen=True, slots=True)
class HeldBed:
    """A bed that is or was held for a request."""

    reservation_id: str
    version: int
    bed_id: str
    room_bed: str
    from_at: datetime
    lapses_at: datetime
    outcome: str | None


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One request, whole."""

    row: ReferralRow
    source_text: str | None
    channel: str | None
    reason: str | None
    note: str | None
    decline_note: str | None
    recorded_by: str
    beds: tuple[HeldBed, ...]
    stays: tuple[str, ...]


@view("referrals.list")
def referrals(
    context: ReadContext, open_only: bool = True, limit: int = 200, offset: int = 0
) -> tuple[ReferralRow, ...]:
    """Return requests, the most urgent first while they are open, else the newest first.

    ``open_only`` keeps those undecided and those accepted whose people have not all come.
    """
    came = func.count(Stay.resident_id.distinct())
    chosen = (
        select(Referral, Resident.code, came)
        .outerjoin(Resident, Resident.id == Referral.resident_id)
        .outerjoin(Stay, Stay.referral_id == Referral.id)
        .group_by(Referral.id)
    )
    if context.shelters is not None:
        chosen = chosen.where(Referral.shelter_id.in_(context.shelters))
    if open_only:
        chosen = chosen.where(Referral.decision.in_({*rules.WAITING, rules.ACCEPTED})).having(
            (Referral.decision != rules.ACCEPTED) | (came < Referral.persons)
        )
        chosen = chosen.order_by(case(rules.URGENCY, value=Referral.urgency, else_=9), Referral.received_at)
    else:
        chosen = chosen.order_by(Referral.received_at.desc(), Referral.id.desc())
    rows = context.session.execute(chosen.limit(limit).offset(offset)).all()
    return tuple(_row(row, code, admitted) for row, code, admitted in rows)


@view("referrals.referral", audited=True, told=N_("read a request"))
def referral(context: ReadContext, referral_id: str) -> ReferralView:
    """Return one request with the beds held for it; opening it leaves an audit event."""
    row = context.find(Referral, referral_id)
    need_shelter(context, row.shelter_id)
    context.audit_subject(row, case_id=row.resident_id)
    code = context.session.scalar(select(Resident.code).where(Resident.id == row.resident_id))
    stays = tuple(
        context.session.scalars(select(Stay.id).where(Stay.referral_id == row.id).order_by(Stay.admitted_at))
    )
    beds = context.session.execute(
        select(Reservation, Room.name, Bed.label)
        .join(Bed, Bed.id == Reservation.bed_id)
        .join(Room, Room.id == Bed.room_id)
        .where(Reservation.referral_id == row.id)
        .order_by(Reservation.from_at)
    )
    return ReferralView(
        row=_row(row, code, len(stays)),
        source_text=row.source_text,
        channel=row.channel,
        reason=row.reason,
        note=row.note,
        decline_note=row.decline_note,
        recorded_by=names_then(context)(row.created_by, row.created_at),
        beds=tuple(
            HeldBed(
                held.id,
                held.version,
                held.bed_id,
                f"{room} · {bed}",
                held.from_at,
                held.lapses_at,
                held.outcome or ("LAPSED" if held.lapses_at <= context.now else None),
            )
            for held, room, bed in beds
        ),
        stays=stays,
    )


def _row(row: Referral, code: str | None, admitted: int) -> ReferralRow:
    accepted = row.decision == rules.ACCEPTED
    return ReferralRow(
        id=row.id,
        version=row.version,
        shelter_id=row.shelter_id,
        received_at=row.received_at,
        received_on=row.received_on,
        source=row.source,
        urgency=row.urgency,
        sex=row.sex,
        birth_year=row.birth_year,
        persons=row.persons,
        needs=tuple(row.needs),
        decision=row.decision,
        decided_at=row.decided_at,
        waits=row.decision in rules.WAITING,
        to_come=max(0, row.persons - admitted) if accepted else 0,
        resident_id=row.resident_id,
        resident_code=code,
    )
