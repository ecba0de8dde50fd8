"""The forms of a milestone: planned, changed, reached, lost; and what takes each back."""

from __future__ import annotations

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.milestones.acts import (
    ChangeMilestone,
    LoseMilestone,
    PlanMilestone,
    ReachMilestone,
    UndoLoss,
    UndoPlannedMilestone,
    UndoReach,
)
from shelter_app.services.milestones.views import MilestoneView
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def plan(resident: str) -> FormSpec:
    """Return the form of a milestone to reach."""
    return FormSpec(
        PlanMilestone,
        _("Plan a milestone"),
        _("The milestone was planned."),
        (
            FieldSpec("kind", _("Milestone"), codes="reintegration_milestone"),
            FieldSpec("target_on", _("Deadline")),
        ),
        known={"resident": resident},
        undo=lambda _act, milestone: UndoPlannedMilestone(milestone=milestone),
    )


def reach(resident: str) -> FormSpec:
    """Return the form of a milestone that was reached, planned before or not."""
    return FormSpec(
        ReachMilestone,
        _("Record a milestone as reached"),
        _("The milestone was recorded."),
        (
            FieldSpec("kind", _("Milestone"), codes="reintegration_milestone"),
            FieldSpec("reached_on", _("Reached on")),
            FieldSpec("evidence", _("Evidence")),
        ),
        known={"resident": resident},
        undo=lambda _act, milestone: UndoReach(milestone=milestone),
    )


def change(row: MilestoneView) -> FormSpec:
    """Return the form that changes the days or the proof of a milestone."""
    asks = [FieldSpec("target_on", _("Deadline"), start=row.target_on)]
    if row.reached_on is not None:
        asks = [
            FieldSpec("reached_on", _("Reached on"), start=row.reached_on, needed=True),
            FieldSpec("evidence", _("Evidence"), start=row.evidence),
        ]
    return FormSpec(
        ChangeMilestone,
        _("Change the milestone"),
        _("The milestone was changed."),
        tuple(asks),
        known={"milestone": row.id, "version": row.version, "target_on": row.target_on},
        note=code_label("reintegration_milestone", row.kind),
        changed=row.changed,
        restores=True,
    )


def lose(held: list[MilestoneView]) -> FormSpec | None:
    """Return the form of a milestone that was lost again, one of those held now."""
    if not held:
        return None
    versions = {one.id: one.version for one in held}
    choices = tuple((one.id, code_label("reintegration_milestone", one.kind)) for one in held)
    return FormSpec(
        LoseMilestone,
        _("Record a milestone as lost"),
        _("The milestone was recorded as lost."),
        (FieldSpec("milestone", _("Milestone"), choices=choices), FieldSpec("lost_on", _("Lost on"))),
        compose=lambda typed: {**typed, "version": versions[typed["milestone"]]},
        undo=lambda act, _result: UndoLoss(milestone=act.milestone),
    )
