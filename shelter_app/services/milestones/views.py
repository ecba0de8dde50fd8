"""What is seen of milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from shelter_app.db.models.people import Milestone, Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain import deadlines, milestones
from shelter_app.i18n import N_
from shelter_app.reports.words import coded, phrase
from shelter_app.services.access import need_resident
from shelter_app.services.acting import Changed, ReadContext, last_changes, view
from shelter_app.services.due_items import DueOfResidents, register
from shelter_app.services.lists.printing import printed_list

PrintMilestones = printed_list(
    "milestones", N_("Milestones"), told=N_("exported a resident's milestones"), of_resident=True
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
            late=_late(row, context.today),
        )
        for row in rows
    )


def _late(row: Milestone, today: date) -> bool:
    if row.target_on is None:
        return False
    return deadlines.state(row.target_on, row.reached_on, today) == deadlines.OVERDUE


def _planned(whom: ColumnElement[bool]) -> Select[str, str]:
    here = select(Stay.resident_id).where(Stay.ended_at.is_(None))
    return (
        select(Resident.id, Resident.code)
        .join(Milestone, Milestone.resident_id == Resident.id)
        .where(Resident.id.in_(here), whom, Milestone.reached_on.is_(None))
    )


register(
    DueOfResidents(
        name="MILESTONE",
        words=lambda kind: phrase(N_("Milestone: {kind}"), kind=coded("reintegration_milestone", kind)),
        rank=4,
        section="milestones",
        rows=_planned,
        day=Milestone.target_on,
        about=Milestone.kind,
    )
)
