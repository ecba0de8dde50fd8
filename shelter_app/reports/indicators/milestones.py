"""Reintegration milestones: I24."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from shelter_app.db.models.people import Milestone
from shelter_app.domain import codes
from shelter_app.reports.indicators.context import UNKNOWN, Figure, IndicatorContext, Item
from shelter_app.reports.indicators.figures import counted, no_data


def i24(context: IndicatorContext) -> Figure:
    """Milestones reached in the period, the persons who did, and those that have held long enough."""
    if not context.entered(Milestone):
        return no_data("I24")
    listed = {c.code: c.extra for c in codes.lists()["reintegration_milestone"]}
    chosen = select(
        Milestone.id, Milestone.resident_id, Milestone.kind, Milestone.reached_on, Milestone.lost_on
    ).where(
        Milestone.reached_on >= context.start,
        Milestone.reached_on < context.end,
        *context.residents_in_view(Milestone.resident_id, Milestone.reached_on),
    )
    items, sustained = [], 0
    for row in context.session.execute(chosen.order_by(Milestone.reached_on, Milestone.id)):
        extra = listed.get(row.kind, {})
        held_until = row.lost_on or context.today
        sustained += held_until - row.reached_on >= timedelta(days=int(extra.get("sustained_days", 0)))
        marks = {"milestone": row.kind, "domain": str(extra.get("domain", UNKNOWN))}
        items.append(Item(row.id, row.resident_id, row.reached_on, codes=marks))
    persons = len({i.resident_id for i in items})
    return counted(context, "I24", items, also={"persons": persons, "sustained": sustained})
