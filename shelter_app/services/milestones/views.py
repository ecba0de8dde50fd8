"""What is seen of milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from shelter_app.db.models.people import Milestone
from shelter_app.domain import milestones
from shelter_app.i18n import N_
from shelter_app.services.access import need_resident
from shelter_app.services.acting import Changed, ReadContext, last_changes, view
from shelter_app.services.lists.printing import printed_list

PrintMilestones = printed_list(
    "milestones", N_("Milestones"), told=N_("made a resident's milestones as a sheet"), of_resident=True
)


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone of a resident: planned, reached, sustained, or lost."""

    id: str
    version: int
    kind: str
    domain: str
    target_on: date | None
    reached_on: date | None
    evidence: str | None
    lost_on: date | None
    sustained: bool
    late: bool
    changed: Changed


@view("milestones.milestones_of_resident")
def milestones_of_resident(context: ReadContext, resident_id: str) -> tuple[MilestoneView, ...]:
    """Return a resident's milestones: those reached first, by day, then those planned."""
    need_resident(context, resident_id)
    rows = context.session.scalars(
        select(Milestone)
        .where(Milestone.resident_id == resident_id)
        .order_by(Milestone.reached_on.is_(None), Milestone.reached_on, Milestone.target_on, Milestone.id)
    ).all()
    changes = last_changes(context, rows)
    return tuple(
        MilestoneView(
            id=row.id,
            version=row.version,
            kind=row.kind,
            domain=milestones.domain_of(row.kind),
            target_on=row.target_on,
            reached_on=row.reached_on,
            evidence=row.evidence,
            lost_on=row.lost_on,
            sustained=milestones.is_sustained(row.kind, row.reached_on, row.lost_on, context.today),
            changed=changes[row.id],
            late=row.reached_on is None and row.target_on is not None and row.target_on < context.today,
        )
        for row in rows
    )
