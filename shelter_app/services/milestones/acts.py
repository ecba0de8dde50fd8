"""Acts on reintegration milestones."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from shelter_app.db.models.people import Milestone
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.access import need_code, need_near, need_resident
from shelter_app.services.acting import Act, UnitOfWork, act


def _now_held(uow: UnitOfWork, resident_id: str, kind: str) -> Milestone | None:
    """Return the planned or reached milestone of this kind that was not lost."""
    return uow.session.scalar(
        select(Milestone).where(
            Milestone.resident_id == resident_id, Milestone.kind == kind, Milestone.lost_on.is_(None)
        )
    )


@act("milestones.plan_milestone")
class PlanMilestone(Act[str]):
    """Set a day by which a resident should reach a milestone; returns its id."""

    resident: str
    kind: str
    target_on: date

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a kind that is already planned or reached."""
        resident = need_resident(uow, self.resident)
        need_code(uow, "reintegration_milestone", self.kind, "kind")
        need_near(uow, self.target_on, "target_on")
        if _now_held(uow, resident.id, self.kind) is not None:
            raise Refused(
                "milestone_exists",
                _("This milestone is already planned or reached."),
                ("kind",),
            )
        row = uow.add(Milestone(resident_id=resident.id, kind=self.kind, target_on=self.target_on))
        uow.audit_subject(row, case_id=resident.id)
        return row.id


@act("milestones.reach_milestone")
class ReachMilestone(Act[str]):
    """Record that a resident reached a milestone, on which day and by which proof; returns its id.

    A planned milestone of the same kind is the one reached. One that was lost may be reached again.
    """

    resident: str
    kind: str
    reached_on: date
    evidence: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse a day of the future, and a milestone that is held already."""
        resident = need_resident(uow, self.resident)
        need_code(uow, "reintegration_milestone", self.kind, "kind")
        if self.reached_on > uow.today:
            raise Refused("future_date", _("This day has not come yet. Check the date."), ("reached_on",))
        row = _now_held(uow, resident.id, self.kind)
        if row is not None and row.reached_on is not None:
            raise Refused(
                "milestone_reached", _("This person has already reached this milestone."), ("kind",)
            )
        lost = select(Milestone.lost_on).where(
            Milestone.resident_id == resident.id,
            Milestone.kind == self.kind,
            Milestone.lost_on > self.reached_on,
        )
        if uow.session.scalar(lost.limit(1)) is not None:
            raise Refused(
                "reached_before_loss",
                _("This milestone was lost after that day. Give a day after the loss."),
                ("reached_on",),
            )
        if row is None:
            row = uow.add(Milestone(resident_id=resident.id, kind=self.kind))
        row.reached_on = self.reached_on
        row.evidence = self.evidence
        uow.audit_subject(row, case_id=resident.id)
        return row.id


@act("milestones.lose_milestone")
class LoseMilestone(Act[None]):
    """Record that a milestone once reached was lost again, and when."""

    milestone: str
    version: int
    lost_on: date

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse a loss before the day it was reached, in the future, or twice."""
        row = uow.change(Milestone, self.milestone, self.version)
        resident = need_resident(uow, row.resident_id)
        if row.reached_on is None or row.lost_on is not None:
            raise Refused("not_held", _("Only a milestone that is reached and not lost yet can be lost."))
        if not row.reached_on <= self.lost_on <= uow.today:
            raise Refused(
                "lost_on",
                _("The loss lies between the day it was reached and today. Check the date."),
                ("lost_on",),
            )
        row.lost_on = self.lost_on
        uow.audit_subject(row, case_id=resident.id)
