"""Being away during a stay: leave, return, and taking either back."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import ScalarSelect, func, or_, select

from shelter_app.db.models.presence import Presence
from shelter_app.db.models.stays import Absence
from shelter_app.domain import presence
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.stays.stay_rules import not_ahead, open_stay
from shelter_app.services.undo import need_fresh_change, need_fresh_entry, nothing_to_undo


@act("stays.leave", told=N_("recorded a leave"))
class RecordAbsence(Act[str]):
    """Record that a resident is away from a moment on, of a kind, expected back or not.

    ``reported_to`` says who was told of somebody who is missing.
    """

    stay: str
    kind: str
    since: AwareDatetime
    expected_at: AwareDatetime | None = None
    reported_to: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the absence and return its id; one absence at a time."""
        stay = open_stay(uow, self.stay)
        need_code(uow, "absence_type", self.kind, "kind")
        if self.expected_at is not None and self.expected_at <= self.since:
            raise Refused(
                "ends_before", _("The end is before the beginning. Check the dates."), ("expected_at",)
            )
        away = uow.session.scalars(
            select(Absence).where(
                Absence.stay_id == stay.id, or_(Absence.to_at.is_(None), Absence.to_at > self.since)
            )
        ).first()
        if away is not None:
            raise Refused(
                "already_away", _("The resident is already recorded as away. Record the return first.")
            )
        absence = uow.add(
            Absence(
                stay_id=stay.id,
                kind=self.kind,
                from_at=self.since,
                from_on=local_day(self.since),
                expected_at=self.expected_at,
                reported_to=self.reported_to,
            )
        )
        return absence.id


@act("stays.return", told=N_("recorded a return"))
class EndAbsence(Act[None]):
    """Record that a resident is back at a moment."""

    absence: str
    at: AwareDatetime
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """End the absence; raises Refused when the person is back already."""
        absence = uow.change(Absence, self.absence, self.version)
        open_stay(uow, absence.stay_id)
        if absence.to_at is not None:
            raise Refused("already_back", _("The resident is already recorded as back."))
        not_ahead(uow, self.at)
        if self.at <= absence.from_at:
            raise Refused("ends_before", _("The end is before the beginning. Check the dates."), ("at",))
        absence.to_at, absence.to_on = self.at, local_day(self.at)


@act("stays.undo_leave", told=N_("undid a leave"))
class UndoAbsence(Act[None]):
    """Take back an absence just recorded by mistake."""

    absence: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, from which nobody has returned yet."""
        absence = uow.find(Absence, self.absence)
        open_stay(uow, absence.stay_id)
        need_fresh_entry(uow, absence)
        if absence.to_at is not None:
            raise Refused("already_back", _("The resident is already recorded as back."))
        uow.session.delete(absence)


@act("stays.undo_return", told=N_("undid a return"))
class UndoReturn(Act[None]):
    """Take back a return just recorded by mistake: the person is away again."""

    absence: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old."""
        absence = uow.find(Absence, self.absence)
        open_stay(uow, absence.stay_id)
        need_fresh_change(uow, absence)
        later = select(Absence.id).where(
            Absence.stay_id == absence.stay_id, Absence.id != absence.id, Absence.from_at >= absence.from_at
        )
        if absence.to_at is None or uow.session.scalar(later.limit(1)) is not None:
            raise nothing_to_undo()
        absence.to_at = absence.to_on = None


def missed_roll_call() -> ScalarSelect[date]:
    """Return the evening whose roll call began an ``Absence`` without an hour agreed; a part of a question about it.

    The minute in which somebody pressed the key is not when the person went or should have been back.
    """
    return (
        select(func.min(Presence.day))
        .where(
            Presence.stay_id == Absence.stay_id,
            Presence.mark == presence.ABSENT,
            Presence.on_paper.is_(False),
            Presence.marked_at >= Absence.from_at,
            Absence.created_at == Absence.from_at,
            Absence.expected_at.is_(None),
        )
        .correlate(Absence)
        .scalar_subquery()
    )
