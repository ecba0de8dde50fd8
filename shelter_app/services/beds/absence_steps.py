"""What was done about somebody who did not come back: each step with whom was told, when, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime
from sqlalchemy import select

from shelter_app.db.models.presence import AbsenceStep
from shelter_app.db.models.stays import Absence
from shelter_app.domain import missing_minor
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import needed, stay_of
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, accounts_named, act, view
from shelter_app.services.settings import settings
from shelter_app.services.undo import need_fresh_entry


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step that was taken: what, whom it was told, when, what came of it, and who wrote it down."""

    id: str
    step: str
    whom: str
    taken_at: datetime
    outcome: str | None
    recorded_by: str


@view("beds.missing_steps")
def missing_steps(context: ReadContext) -> tuple[str, ...]:
    """Return what to do, in order, about a minor who is missing: the house's own steps, else those proposed."""
    found = settings(context).get(missing_minor.SETTING)
    return tuple(str(step) for step in found or missing_minor.proposed())


@act("beds.take_step", told=N_("recorded a step taken about somebody who is not back"))
class TakeStep(Act[str]):
    """Record that a step was taken about somebody who did not come back; returns its id."""

    absence: str
    step: str
    whom: str
    taken_at: AwareDatetime
    outcome: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a time that has not come or lies before the day on which the person went; whom is asked for."""
        leave = uow.find(Absence, self.absence)
        stay = stay_of(uow, leave.stay_id)
        if self.taken_at > uow.now:
            raise Refused("future_date", _("This time is in the future. Check the time."), ("taken_at",))
        if local_day(self.taken_at) < leave.from_on:
            raise Refused(
                "before_absence",
                _("The person was not away then. Check the day and the time."),
                ("taken_at",),
            )
        row = uow.add(
            AbsenceStep(
                absence_id=leave.id,
                step=needed(self.step, "step"),
                whom=needed(self.whom, "whom"),
                taken_at=self.taken_at,
                outcome=(self.outcome or "").strip() or None,
            )
        )
        uow.audit_subject(row, case_id=stay.resident_id)
        return row.id


@act("beds.undo_step", told=N_("undid a step recorded about somebody who is not back"))
class UndoStep(Act[None]):
    """Take back a step that was just recorded by mistake."""

    step: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old."""
        row = uow.find(AbsenceStep, self.step)
        stay = stay_of(uow, uow.find(Absence, row.absence_id).stay_id)
        need_fresh_entry(uow, row)
        uow.audit_subject(row, case_id=stay.resident_id)
        uow.session.delete(row)


def steps_taken(context: ReadContext, absences: Collection[str]) -> dict[str, tuple[StepTaken, ...]]:
    """Return the steps taken about absences (ids), the first one first."""
    rows = context.session.scalars(
        select(AbsenceStep)
        .where(AbsenceStep.absence_id.in_(absences))
        .order_by(AbsenceStep.taken_at, AbsenceStep.id)
    ).all()
    names = accounts_named(context, {row.created_by for row in rows})
    found: dict[str, tuple[StepTaken, ...]] = {}
    for row in rows:
        one = StepTaken(row.id, row.step, row.whom, row.taken_at, row.outcome, names.get(row.created_by, ""))
        found[row.absence_id] = (*found.get(row.absence_id, ()), one)
    return found
