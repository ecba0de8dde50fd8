"""Acts on reintegration milestones."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from shelter_app.db.models.people import Milestone
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_near, need_resident
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.undo import need_fresh_act, need_fresh_change, need_fresh_entry, nothing_to_undo


def _open_milestone(uow: UnitOfWork, resident_id: str, kind: str) -> Milestone | None:
    """Return the planned or reached milestone of this kind that was not lost."""
    return uow.session.scalar(
        select(Milestone).where(
            Milestone.resident_id == resident_id, Milestone.kind == kind, Milestone.lost_on.is_(None)
        )
    )


def _need_day_to_reach(uow: UnitOfWork, resident_id: str, kind: str, on: date) -> None:
    """Refuse a day of the future, and one before the last time that this milestone was lost."""
    if on > uow.today:
        raise Refused("future_date", _("This date is in the future. Check the date."), ("reached_on",))
    lost = select(Milestone.lost_on).where(
        Milestone.resident_id == resident_id, Milestone.kind == kind, Milestone.lost_on > on
    )
    if uow.session.scalar(lost.limit(1)) is not None:
        raise Refused(
            "reached_before_loss",
            _("This milestone was lost after that day. Choose a day after the loss."),
            ("reached_on",),
        )


@act("milestones.plan_milestone", told=N_("planned a milestone"))
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
        if _open_milestone(uow, resident.id, self.kind) is not None:
            raise Refused(
                "milestone_exists",
                _("This milestone is already planned or reached."),
                ("kind",),
            )
        row = uow.add(Milestone(resident_id=resident.id, kind=self.kind, target_on=self.target_on))
        uow.audit_subject(row, case_id=resident.id)
        return row.id


@act("milestones.reach_milestone", told=N_("recorded a milestone as reached"))
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
        row = _open_milestone(uow, resident.id, self.kind)
        if row is not None and row.reached_on is not None:
            raise Refused(
                "milestone_reached", _("This person has already reached this milestone."), ("kind",)
            )
        _need_day_to_reach(uow, resident.id, self.kind, self.reached_on)
        if row is None:
            row = uow.add(Milestone(resident_id=resident.id, kind=self.kind))
        row.reached_on = self.reached_on
        row.evidence = self.evidence
        uow.audit_subject(row, case_id=resident.id)
        return row.id


@act("milestones.lose_milestone", told=N_("recorded a milestone as lost"))
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
            raise Refused(
                "not_held", _("Only a milestone that was reached and not yet lost can be marked as lost.")
            )
        if not row.reached_on <= self.lost_on <= uow.today:
            raise Refused(
                "lost_on",
                _("The date of the loss must be between the day it was reached and today. Check the date."),
                ("lost_on",),
            )
        row.lost_on = self.lost_on
        uow.audit_subject(row, case_id=resident.id)


@act("milestones.change_milestone", told=N_("changed a milestone"))
class ChangeMilestone(Act[None]):
    """Change until when a milestone is to be reached, or on which day and by which proof it was reached."""

    milestone: str
    version: int
    target_on: date | None = None
    reached_on: date | None = None
    evidence: str | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse one that was lost again, a planned one without its day, and what the first entry would refuse."""
        row = uow.change(Milestone, self.milestone, self.version)
        resident = need_resident(uow, row.resident_id)
        if row.lost_on is not None:
            raise Refused(
                "milestone_lost",
                _("This milestone has since been lost. The record of reaching it can no longer be changed."),
            )
        if row.reached_on is None:
            if self.target_on is None:
                raise Refused(
                    "target_missing", _("Enter the day by which it should be reached."), ("target_on",)
                )
            if self.reached_on is not None:
                raise Refused("not_reached", _("Record the milestone as reached first."), ("reached_on",))
        elif self.reached_on is None:
            raise Refused("reached_missing", _("Enter the day on which it was reached."), ("reached_on",))
        else:
            _need_day_to_reach(uow, resident.id, row.kind, self.reached_on)
        if self.target_on is not None and self.target_on != row.target_on:
            need_near(uow, self.target_on, "target_on")
        row.target_on, row.reached_on, row.evidence = self.target_on, self.reached_on, self.evidence
        uow.audit_subject(row, case_id=resident.id)


@act("milestones.undo_plan", told=N_("undid planning a milestone"))
class UndoPlannedMilestone(Act[None]):
    """Take back a milestone just planned by mistake."""

    milestone: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, and not reached since."""
        row = uow.find(Milestone, self.milestone)
        resident = need_resident(uow, row.resident_id)
        need_fresh_entry(uow, row)
        if row.reached_on is not None:
            raise nothing_to_undo()
        uow.audit_subject(row, case_id=resident.id)
        uow.session.delete(row)


@act("milestones.undo_reach", told=N_("undid recording a milestone as reached"))
class UndoReach(Act[None]):
    """Take back that a milestone was reached, just recorded by mistake: planned before, it is planned again."""

    milestone: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, and not lost since."""
        row = uow.find(Milestone, self.milestone)
        resident = need_resident(uow, row.resident_id)
        need_fresh_change(uow, row)
        need_fresh_act(uow, row, ReachMilestone.NAME)
        if row.reached_on is None or row.lost_on is not None:
            raise nothing_to_undo()
        uow.audit_subject(row, case_id=resident.id)
        if row.target_on is None:  # it was never planned: the record came with the act
            uow.session.delete(row)
        else:
            row.reached_on = row.evidence = None


@act("milestones.undo_loss", told=N_("undid recording a milestone as lost"))
class UndoLoss(Act[None]):
    """Take back that a milestone was lost, just recorded by mistake."""

    milestone: str

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old, and while it was not reached anew since."""
        row = uow.find(Milestone, self.milestone)
        resident = need_resident(uow, row.resident_id)
        need_fresh_change(uow, row)
        if row.lost_on is None:
            raise nothing_to_undo()
        if _open_milestone(uow, resident.id, row.kind) is not None:
            raise Refused("milestone_exists", _("This milestone is already planned or reached."))
        row.lost_on = None
        uow.audit_subject(row, case_id=resident.id)
