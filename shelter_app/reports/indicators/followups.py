"""What holds after exit: I27-I29."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from shelter_app.db.models.people import FollowUp
from shelter_app.db.models.stays import Stay
from shelter_app.domain import codes
from shelter_app.domain.clock import local_day
from shelter_app.reports.indicators.context import Figure, IndicatorContext, Item
from shelter_app.reports.indicators.figures import no_data, ratio

HALF_YEAR = "FU_M06"
REACHED, REFUSED, DECEASED = "REACHED_PERSON", "REFUSED", "DECEASED"
SAFE_HOUSING = 3


class _Monitored:
    """The exits whose half-year falls in the period, and who of them was reached in the window."""

    def __init__(self, context: IndicatorContext) -> None:
        point = codes.code("followup_point", HALF_YEAR).extra
        after = timedelta(days=int(point["due_days"]))
        chosen = select(Stay.id, Stay.resident_id, Stay.ended_on, Stay.exit_reason).where(
            Stay.ended_on >= context.start - after,
            Stay.ended_on < context.end - after,
            *context.stays_in_view(),
            context.leaving(),
        )
        contacts: dict[str, list[Any]] = {}
        followed = (
            select(
                FollowUp.stay_id,
                FollowUp.point,
                FollowUp.done_at,
                FollowUp.result,
                FollowUp.housing_score,
                FollowUp.in_work_or_school,
            )
            .join(Stay, Stay.id == FollowUp.stay_id)
            .where(Stay.ended_on >= context.start - after, Stay.ended_on < context.end - after)
            .order_by(FollowUp.done_at, FollowUp.id)
        )
        for contact in context.session.execute(followed):
            contacts.setdefault(contact.stay_id, []).append(contact)
        self.due: list[Item] = []
        self.reached: list[Item] = []
        self.safe: list[Item] = []
        self.busy: list[Item] = []
        self.refusals = 0
        before, behind = timedelta(days=point["window_before"]), timedelta(days=point["window_after"])
        for stay in context.session.execute(chosen.order_by(Stay.ended_on, Stay.id)):
            due_on = stay.ended_on + after
            done = [(local_day(c.done_at), c) for c in contacts.get(stay.id, ()) if c.done_at is not None]
            if codes.base("exit_reason", stay.exit_reason) == "DEATH" or any(
                c.result == DECEASED and d <= due_on for d, c in done
            ):
                continue
            if any(c.result == REFUSED and d <= stay.ended_on for d, c in done):
                self.refusals += 1
                continue
            item = Item(stay.id, stay.resident_id, due_on, codes={"exit_reason": stay.exit_reason})
            self.due.append(item)
            met = [
                c
                for d, c in done
                if c.point == HALF_YEAR and c.result == REACHED and due_on - before <= d <= due_on + behind
            ]
            if met:
                self.reached.append(item)
                if (met[-1].housing_score or 0) >= SAFE_HOUSING:
                    self.safe.append(item)
                if met[-1].in_work_or_school:
                    self.busy.append(item)


def i27(context: IndicatorContext) -> Figure:
    """Of the exits half a year old in the period, say how many were reached in the window."""
    if not context.entered(FollowUp):
        return no_data("I27")
    found = context.once(_Monitored)
    return ratio(context, "I27", found.reached, found.due, also={"refusals": found.refusals})


def i28(context: IndicatorContext) -> Figure:
    """Of those reached after half a year: how many live safely."""
    if not context.entered(FollowUp):
        return no_data("I28")
    return ratio(context, "I28", context.once(_Monitored).safe, context.once(_Monitored).reached)


def i29(context: IndicatorContext) -> Figure:
    """Of those reached after half a year: how many work, train or go to school."""
    if not context.entered(FollowUp):
        return no_data("I29")
    return ratio(context, "I29", context.once(_Monitored).busy, context.once(_Monitored).reached)
