"""Plans and goals: I20, I21, I23."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from shelter_app.db.models.care import CarePlan, Goal
from shelter_app.db.models.stays import Stay
from shelter_app.domain.plans import GOAL_CLOSED, PROPOSED, WRITTEN
from shelter_app.reports.indicators.context import Figure, IndicatorContext, Item
from shelter_app.reports.indicators.figures import counted, no_data, ratio
from shelter_app.reports.indicators.people import on_last_night

NEVER_IN_FORCE = WRITTEN | PROPOSED
JUDGED = GOAL_CLOSED - {"DROPPED"}


def _planned_on(context: IndicatorContext, night: date) -> set[str]:
    """Return the residents who had a plan in force on ``night``.

    A plan that was superseded or completed later was in force until its last day. An imported plan
    without a first day is taken to hold since the stay began.
    """
    chosen = (
        select(Stay.resident_id, Stay.admitted_on, CarePlan.valid_from, CarePlan.valid_to)
        .join(Stay, Stay.id == CarePlan.stay_id)
        .where(CarePlan.status.not_in(NEVER_IN_FORCE), Stay.admitted_on <= night)
    )
    return {
        row.resident_id
        for row in context.session.execute(chosen)
        if (row.valid_from or row.admitted_on) <= night and (row.valid_to is None or row.valid_to > night)
    }


def i20(context: IndicatorContext) -> Figure:
    """Residents of the last night here longer than the plan's term: how many have a plan in force."""
    if not context.entered(CarePlan):
        return no_data("I20")
    term = context.term("D_PLAN")
    night = context.last_night
    due = [i._replace(weight=1) for i in on_last_night(context) if i.weight > term]
    planned = set() if night is None else _planned_on(context, night)
    return ratio(context, "I20", [i for i in due if i.resident_id in planned], due)


def i21(context: IndicatorContext) -> Figure:
    """Stays whose plan fell due in the period: how many had it signed in time."""
    if not context.entered(CarePlan):
        return no_data("I21")
    term = timedelta(days=context.term("D_PLAN"))
    chosen = (
        select(Stay.id, Stay.resident_id, Stay.admitted_on, Stay.ended_on)
        .where(
            Stay.admitted_on >= context.start - term,
            Stay.admitted_on < context.over - term,
            *context.stays_in_view(),
        )
        .order_by(Stay.id)
    )
    due = [
        Item(row.id, row.resident_id, row.admitted_on + term)
        for row in context.session.execute(chosen)
        if row.ended_on is None or row.ended_on > row.admitted_on + term
    ]
    signed = _first_signed(context, term)
    return ratio(context, "I21", [i for i in due if i.id in signed and signed[i.id] <= i.day], due)


def _first_signed(context: IndicatorContext, term: timedelta) -> dict[str, date]:
    chosen = (
        select(CarePlan.stay_id, CarePlan.signed_on)
        .join(Stay, Stay.id == CarePlan.stay_id)
        .where(CarePlan.signed_on.is_not(None), Stay.admitted_on >= context.start - term)
        .order_by(CarePlan.signed_on.desc())
    )
    return {row.stay_id: row.signed_on for row in context.session.execute(chosen)}


def _closed_goals(context: IndicatorContext) -> tuple[Any, ...]:
    chosen = (
        select(Goal.id, Goal.domain, Goal.status, Goal.closed_on, Stay.resident_id)
        .join(CarePlan, CarePlan.id == Goal.plan_id)
        .join(Stay, Stay.id == CarePlan.stay_id)
        .where(
            Goal.closed_on >= context.start,
            Goal.closed_on < context.end,
            Goal.status.in_(JUDGED),
            *context.stays_in_view(),
        )
        .order_by(Goal.closed_on, Goal.id)
    )
    return tuple(context.session.execute(chosen).all())


def i23(context: IndicatorContext) -> Figure:
    """Goals closed in the period: how many were achieved; dropped ones do not count."""
    if not context.entered(Goal):
        return no_data("I23")
    rows = _closed_goals(context)
    items = {r.id: Item(r.id, r.resident_id, r.closed_on, codes={"domain": r.domain}) for r in rows}
    return ratio(context, "I23", [items[r.id] for r in rows if r.status == "ACHIEVED"], items.values())


def goals_by_result(context: IndicatorContext) -> Figure | None:
    """Return the goals closed in the period as a count with their result, or None without goals."""
    if not context.entered(Goal):
        return None
    rows = _closed_goals(context)
    return counted(
        context,
        "I23",
        (
            Item(r.id, r.resident_id, r.closed_on, codes={"domain": r.domain, "goal_status": r.status})
            for r in rows
        ),
    )
