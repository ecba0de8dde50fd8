"""Money and staff: I38, I39. Where nothing was typed in for the period there is no data, never 0."""

from __future__ import annotations

from sqlalchemy import or_, select

from shelter_app.db.models.services import Expense, Staffing
from shelter_app.db.models.stays import Stay
from shelter_app.reports.indicators.context import Figure, IndicatorContext, Item
from shelter_app.reports.indicators.figures import no_data, ratio, rounded, weight
from shelter_app.reports.indicators.nights import used

NIGHTS_OF_A_MONTH = 30.4


def expenses(context: IndicatorContext) -> tuple[Item, ...]:
    """Return the costs typed in for the months that begin in the period, in lei."""
    chosen = (
        select(Expense.id, Expense.shelter_id, Expense.month_on, Expense.category, Expense.amount_bani)
        .where(
            Expense.month_on >= context.start,
            Expense.month_on < context.end,
            Expense.shelter_id.in_(context.view),
        )
        .order_by(Expense.month_on, Expense.id)
    )
    return tuple(
        Item(
            row.id,
            None,
            row.month_on,
            row.amount_bani / 100,
            {"unit": context.shelter_codes[row.shelter_id], "category": row.category},
        )
        for row in context.session.execute(chosen)
    )


def staff(context: IndicatorContext) -> tuple[Item, ...]:
    """Return the posts of each function as full-time equivalents over the period's days."""
    days = (context.end - context.start).days
    chosen = (
        select(
            Staffing.id,
            Staffing.shelter_id,
            Staffing.function,
            Staffing.posts_hundredths,
            Staffing.from_on,
            Staffing.to_on,
        )
        .where(
            Staffing.from_on < context.end,
            or_(Staffing.to_on.is_(None), Staffing.to_on > context.start),
            Staffing.shelter_id.in_(context.view),
        )
        .order_by(Staffing.function, Staffing.id)
    )
    found = []
    for row in context.session.execute(chosen):
        held = (min(row.to_on or context.end, context.end) - max(row.from_on, context.start)).days
        marks = {"unit": context.shelter_codes[row.shelter_id], "staff_role": row.function}
        found.append(Item(row.id, None, row.from_on, row.posts_hundredths * held / days / 100, marks))
    return tuple(found)


def i38(context: IndicatorContext) -> Figure:
    """Cost of a bed-night: the typed-in costs of the period by the bed-nights used."""
    costs = expenses(context)
    if not costs or not context.entered(Stay):
        return no_data("I38")
    nights = used(context)
    monthly = rounded(round(weight(costs), 2) * NIGHTS_OF_A_MONTH, weight(nights), 2, 1)
    return ratio(context, "I38", costs, nights, decimals=2, scale=1, also={"person_month": monthly})


def i39(context: IndicatorContext) -> Figure:
    """Average residents of a night by full-time equivalents of staff."""
    posts = staff(context)
    if not posts or not context.entered(Stay):
        return no_data("I39")
    nights = (context.over - context.start).days
    average = [i._replace(weight=i.weight / nights) for i in used(context)] if nights else []
    return ratio(context, "I39", average, posts, decimals=1, scale=1)
