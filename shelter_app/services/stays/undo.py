"""Taking an admission, a bed, a move or an exit back, while it is fresh and nothing was built on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, true

from shelter_app.db.models import Base
from shelter_app.db.models.house import Bed, BedOutage, Room
from shelter_app.db.models.presence import ExtraBed
from shelter_app.db.models.stays import Absence, BedPeriod, Referral, Reservation, Stay
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.stays.after_exit import plan_sessions_again
from shelter_app.services.stays.emergencies import take_mark_away
from shelter_app.services.stays.stay_rules import open_stay, stay_in_reach
from shelter_app.services.undo import need_fresh_act, need_fresh_entry, nothing_to_undo

STAY_ID = Stay.__table__.c.id


@act("stays.undo_admission", told=N_("undid an admission"))
class UndoAdmission(Act[None]):
    """Take back an admission just entered by mistake, with its bed; the request waits for the person again.

    A stay that goes on from another shelter goes on there again.
    """

    stay: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, with nothing else hanging on the stay."""
        stay = open_stay(uow, self.stay)
        need_fresh_entry(uow, stay)
        take_mark_away(uow, stay)
        if _built_upon(uow, stay):
            raise Refused(
                "stay_built_upon",
                _("Something has already been recorded for this stay. End the stay instead of undoing it."),
            )
        expire_reservations(uow)
        for period in uow.session.scalars(select(BedPeriod).where(BedPeriod.stay_id == stay.id)).all():
            _take_bed_away(uow, period)
        _open_request_again(uow, stay)
        came_from, entered = stay.transferred_from_id, stay.created_at
        uow.session.delete(stay)
        uow.session.flush()
        if came_from is not None:
            _go_on_again(uow, stay_in_reach(uow, came_from), entered)


@act("stays.undo_placing", told=N_("undid assigning a bed"))
class UndoPlacing(Act[None]):
    """Take back a bed just given by mistake: the resident is in the house without a bed again."""

    period: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, while the bed is still had."""
        expire_reservations(uow)
        _take_bed_away(uow, _fresh_period(uow, self.period))


@act("stays.undo_move", told=N_("undid a move"))
class UndoMove(Act[None]):
    """Take back a move just made by mistake: the resident has the bed before it again.

    ``period`` is the bed period that the move made.
    """

    period: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old; a guard refuses it when the old bed was given meanwhile."""
        expire_reservations(uow)
        period = _fresh_period(uow, self.period)
        before = uow.session.scalars(
            select(BedPeriod).where(BedPeriod.stay_id == period.stay_id, BedPeriod.to_at == period.from_at)
        ).first()
        if before is None:
            raise nothing_to_undo()
        _take_bed_away(uow, period)
        have_again(uow, before)


@act("stays.undo_end", told=N_("undid an exit"))
class UndoExit(Act[None]):
    """Take back an exit just entered by mistake: the resident is here again, in the bed and on the leave as before.

    What was held and planned for the resident is held and planned again; a bed given in the very minute of the
    exit was never had.
    """

    stay: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old; a guard refuses it when the bed was given meanwhile."""
        stay = stay_in_reach(uow, self.stay)
        if stay.ended_at is None:
            raise nothing_to_undo()
        entered = need_fresh_act(uow, stay, "stays.end")
        expire_reservations(uow)
        _go_on_again(uow, stay, entered)
        plan_sessions_again(uow, stay.resident_id, entered)
        if stay.referral_id is not None:  # what was held for nobody's request did not end with the stay
            _hold_again(uow, Reservation.referral_id == stay.referral_id, "CANCELLED", entered)


def have_again(uow: UnitOfWork, period: BedPeriod) -> None:
    """Let a bed period go on again, until the bed is held, out of service or gone where that is to come."""
    until = _free_until(uow, period.bed_id)
    period.to_at, period.to_on = until, None if until is None else local_day(until)


def _free_until(context: ReadContext, bed: str) -> datetime | None:
    """Return from when on a bed is held, out of service or gone, of what is to come; None for nothing."""
    begins = [
        context.session.scalar(
            select(func.min(model.from_at)).where(model.bed_id == bed, model.from_at > context.now, live)
        )
        for model, live in (
            (Reservation, and_(Reservation.outcome.is_(None), Reservation.lapses_at > context.now)),
            (BedOutage, true()),
        )
    ]
    gone = context.session.execute(
        select(Bed.retired_on, Room.retired_on, ExtraBed.until_on)
        .join(Room, Room.id == Bed.room_id)
        .outerjoin(ExtraBed, ExtraBed.bed_id == Bed.id)
        .where(Bed.id == bed)
    ).one()
    begins += [local_moment(day, 0) for day in gone if day is not None and day > context.today]
    return min((moment for moment in begins if moment is not None), default=None)


def _go_on_again(uow: UnitOfWork, stay: Stay, entered: datetime) -> None:
    """Open a stay whose end was entered at a moment, with the bed and the leave that ended with it."""
    ended = stay.ended_at
    if ended is None:
        raise nothing_to_undo()
    stay.ended_at = stay.ended_on = stay.exit_reason = stay.exit_destination = stay.exit_note = None
    stay.unanswered = None
    stay.destination_address = None
    uow.session.flush()
    slept = select(BedPeriod).where(BedPeriod.stay_id == stay.id, BedPeriod.to_at == ended)
    away = select(Absence).where(
        Absence.stay_id == stay.id, Absence.to_at == ended, Absence.updated_at == entered
    )
    for period in uow.session.scalars(slept).all():
        have_again(uow, period)
    for absence in uow.session.scalars(away).all():
        absence.to_at = absence.to_on = None
    uow.session.flush()


def _take_bed_away(uow: UnitOfWork, period: BedPeriod) -> None:
    """Remove a bed period; a hold that was taken up with it is held again, until its hour."""
    bed, since = period.bed_id, period.created_at
    uow.session.delete(period)
    uow.session.flush()
    _hold_again(uow, Reservation.bed_id == bed, "ARRIVED", since)


def _hold_again(uow: UnitOfWork, which: ColumnElement[bool], outcome: str, at: datetime) -> None:
    """Hold again what got this outcome at a moment, where its hour has not come."""
    over = select(Reservation).where(
        which, Reservation.outcome == outcome, Reservation.outcome_at == at, Reservation.lapses_at > uow.now
    )
    for held in uow.session.scalars(over).all():
        held.outcome = held.outcome_at = None
    uow.session.flush()


def _built_upon(uow: UnitOfWork, stay: Stay) -> bool:
    """Say whether a row of any table but the bed's refers to the stay."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table is not BedPeriod.__table__ and any(key.column is STAY_ID for key in column.foreign_keys):
                row = select(table.c.id).where(column == stay.id).limit(1)
                if uow.session.execute(row).first() is not None:
                    return True
    return False


def _fresh_period(uow: UnitOfWork, period_id: str) -> BedPeriod:
    period = uow.find(BedPeriod, period_id)
    open_stay(uow, period.stay_id)
    need_fresh_entry(uow, period)
    if period.to_at is not None and period.to_at <= uow.now:
        raise nothing_to_undo()
    return period


def _open_request_again(uow: UnitOfWork, stay: Stay) -> None:
    if stay.referral_id is None:
        return
    others = select(func.count()).where(Stay.referral_id == stay.referral_id, Stay.id != stay.id)
    asked = uow.find(Referral, stay.referral_id)
    if asked.resident_id == stay.resident_id and not uow.session.scalar(others):
        asked.resident_id = None
