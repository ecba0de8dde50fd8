"""What is due for people: reviews of plans, goals, interventions, milestones, each with its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.db.models.people import Milestone, Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain import plans
from shelter_app.i18n import N_
from shelter_app.reports.words import Words, coded, say
from shelter_app.services.acting import ReadContext

REVIEW, GOAL, INTERVENTION, MILESTONE, REPORT = "REVIEW", "GOAL", "INTERVENTION", "MILESTONE", "REPORT"


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something with a day: what kind, whose, which code says more, who has the case.

    ``about`` is a domain of need, a service, a milestone or a rule of time, by its code; a report is nobody's.
    """

    kind: str
    due_on: date
    about: str
    resident_id: str | None = None
    resident_code: str = ""
    manager: str = ""

    @property
    def words(self) -> Words:
        """What is due, without the day."""
        return {
            REVIEW: lambda: say(N_("Plan review")),
            GOAL: lambda: say(N_("Goal: {domain}"), domain=coded("needs_domain", self.about)),
            INTERVENTION: lambda: coded("service", self.about),
            MILESTONE: lambda: say(
                N_("Milestone: {kind}"), kind=coded("reintegration_milestone", self.about)
            ),
            REPORT: lambda: coded("deadline_rule", self.about),
        }[self.kind]()


def of_people(
    context: ReadContext, whom: ColumnElement[bool], until: date | None = None, most: int | None = None
) -> Iterator[DueItem]:
    """Go through what is due until a day for the residents in the house whom a condition keeps.

    ``most`` bounds how many of each kind are read, those that are due first.
    """
    here = Stay.ended_at.is_(None)
    of_plan = (
        select(Resident.id, Resident.code)
        .join(Stay, Stay.resident_id == Resident.id)
        .join(CarePlan, CarePlan.stay_id == Stay.id)
        .where(here, whom, CarePlan.status.in_(plans.IN_FORCE))
    )
    goals = of_plan.join(Goal, Goal.plan_id == CarePlan.id).where(Goal.status.not_in(plans.GOAL_CLOSED))
    to_do = goals.join(Intervention, Intervention.goal_id == Goal.id).where(Intervention.done_on.is_(None))
    milestones = (
        select(Resident.id, Resident.code)
        .join(Milestone, Milestone.resident_id == Resident.id)
        .where(Resident.id.in_(select(Stay.resident_id).where(here)), whom, Milestone.reached_on.is_(None))
    )
    asked: tuple[tuple[str, Any, Any, Any], ...] = (
        (REVIEW, of_plan, CarePlan.next_review_on, CarePlan.status),
        (GOAL, goals, Goal.target_on, Goal.domain),
        (INTERVENTION, to_do, Intervention.due_on, Intervention.service),
        (MILESTONE, milestones, Milestone.target_on, Milestone.kind),
    )
    for kind, chosen, day, about in asked:
        rows = chosen.add_columns(day, about).where(day.is_not(None)).order_by(day).limit(most)
        if until is not None:
            rows = rows.where(day <= until)
        for who, code, due_on, code_about in context.session.execute(rows):
            yield DueItem(kind, due_on, code_about, who, code)


def next_of(context: ReadContext, whom: ColumnElement[bool]) -> dict[str, DueItem]:
    """Return what is due first, by resident, of those in the house whom a condition keeps."""
    first: dict[str, DueItem] = {}
    for item in of_people(context, whom):
        who = item.resident_id or ""
        if who not in first or item.due_on < first[who].due_on:
            first[who] = item
    return first
