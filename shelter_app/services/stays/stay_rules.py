"""What the acts on a stay share: the stay in reach and open, its open bed period, the bed given."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shelter_app.db.models.stays import Absence, BedPeriod, Reservation, Stay
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.access import need_resident, need_shelter
from shelter_app.services.acting import UnitOfWork
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.stays.bed_occupancy import BedRequest
from shelter_app.services.stays.placing import need_fit


def stay_in_reach(uow: UnitOfWork, stay_id: str, version: int | None = None) -> Stay:
    """Return a stay of somebody whom the account reaches, in a shelter that it works in."""
    stay = uow.change(Stay, stay_id, version)
    need_resident(uow, stay.resident_id)
    need_shelter(uow, stay.shelter_id)
    uow.audit_subject(stay, case_id=stay.resident_id)
    return stay


def open_stay(uow: UnitOfWork, stay_id: str, version: int | None = None) -> Stay:
    """Return a stay that has not ended; raises Refused when it has."""
    stay = stay_in_reach(uow, stay_id, version)
    if stay.ended_at is not None:
        raise Refused("stay_ended", _("This stay has ended. Admit the person again for a new one."))
    return stay


def open_period(uow: UnitOfWork, stay_id: str, at: datetime | None = None) -> BedPeriod | None:
    """Return the bed that a stay holds now; without one the bed that it had ``at`` a moment, if that was its last.

    A bed given until an agreed time that is over since is left earlier when that is entered later.
    """
    chosen = select(BedPeriod).where(BedPeriod.stay_id == stay_id)
    now = uow.session.scalars(chosen.where(BedPeriod.goes_on(uow.now))).first()
    if now is not None or at is None:
        return now
    last = uow.session.scalars(chosen.where(BedPeriod.goes_on(at))).all()
    return last[0] if len(last) == 1 and last[0].from_at < at else None


def open_absence(uow: UnitOfWork, stay_id: str) -> Absence | None:
    """Return the absence that a stay's resident has not returned from."""
    chosen = select(Absence).where(Absence.stay_id == stay_id, Absence.to_at.is_(None))
    return uow.session.scalars(chosen).first()


def open_holds(uow: UnitOfWork, stay: Stay) -> list[Reservation]:
    """Return the beds still held for the request that a stay answers."""
    if stay.referral_id is None:
        return []
    held = select(Reservation).where(
        Reservation.referral_id == stay.referral_id, Reservation.outcome.is_(None)
    )
    return list(uow.session.scalars(held))


def end_bed_and_leave(uow: UnitOfWork, stay: Stay, at: datetime) -> None:
    """End what is open before the stay ends, so that the trail tells of it; a guard would do it untold."""
    for row in (open_period(uow, stay.id, at), open_absence(uow, stay.id)):
        if row is None:
            continue
        if row.from_at >= at:
            uow.session.delete(row)
        else:
            row.to_at, row.to_on = at, local_day(at)
    uow.session.flush()


def leave_bed(uow: UnitOfWork, stay: Stay, bed: str, at: datetime) -> BedPeriod | None:
    """End the open bed period of somebody who goes to ``bed`` at a moment; None for who had no bed."""
    period = open_period(uow, stay.id, at)
    if period is None:
        return None
    if period.bed_id == bed:
        raise Refused("same_bed", _("The resident already sleeps in this bed. Choose another one."), ("bed",))
    if at <= period.from_at:
        raise Refused(
            "before_the_bed", _("The move is before this bed was assigned. Check the time."), ("at",)
        )
    period.to_at, period.to_on = at, local_day(at)
    uow.session.flush()
    return period


def give_bed(
    uow: UnitOfWork,
    stay: Stay,
    bed: str,
    since: datetime,
    override: str | None,
    needs: frozenset[str],
    until: datetime | None = None,
) -> str:
    """Write a bed period that fits; an arrival takes up the reservation that was held for its request.

    With ``until`` the bed is given only until then.
    """
    if until is not None and until <= max(since, uow.now):
        raise Refused(
            "ends_before",
            _("The bed must be assigned until a time in the future. Check the day and the time."),
            ("until",),
        )
    asked = BedRequest(
        stay.shelter_id, since, until, resident=stay.resident_id, referral=stay.referral_id, needs=needs
    )
    why = need_fit(uow, asked, bed, override, may_end=True)
    expire_reservations(uow)
    for held in open_holds(uow, stay):
        if held.bed_id == bed:
            held.outcome, held.outcome_at = "ARRIVED", uow.now
    uow.session.flush()
    period = uow.add(
        BedPeriod(
            stay_id=stay.id,
            bed_id=bed,
            from_at=since,
            from_on=local_day(since),
            to_at=until,
            to_on=None if until is None else local_day(until),
            override_reason=why,
        )
    )
    uow.session.flush()
    return period.id


def not_ahead(uow: UnitOfWork, moment: datetime, field: str = "at") -> None:
    """Refuse a moment that has not come yet."""
    if moment > uow.now:
        raise Refused("future", _("This time is in the future. Check the time."), (field,))
