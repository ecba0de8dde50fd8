"""What is due or late for the people whom an account reaches, and which reports are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from shelter_app.db.models.care import CarePlan, Goal, Intervention
from shelter_app.db.models.people import CaseAssignment, Milestone, Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain import due, permissions, plans
from shelter_app.services import deadlines
from shelter_app.services.acting import Look, accounts_named, view
from shelter_app.services.reach import reached

REVIEW, GOAL, INTERVENTION, MILESTONE, REPORT = "REVIEW", "GOAL", "INTERVENTION", "MILESTONE", "REPORT"
MOST = 200
REPORTS = {"D_ANITP_QUARTERLY": due.quarterly, "D_ANNUAL_REPORT": due.yearly}
REPORTS_AHEAD = 21


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


@dataclass(frozen=True, slots=True)
class Due:
    """What is due until a week from now, the latest first; ``more`` says that there is more than is listed."""

    items: tuple[DueItem, ...]
    more: bool


@view("today.due")
def due_items(look: Look) -> Due:
    """Return what is late or due within a week for the residents in the house whom the account reaches."""
    until = look.today + timedelta(days=due.AHEAD)
    found = [item for rows in _of_people(look, until) for item in rows]
    found += _reports(look)
    listed = sorted(found, key=lambda item: (item.due_on, item.resident_code, item.kind))[:MOST]
    managers = _managers(look, {item.resident_id for item in listed if item.resident_id})
    return Due(tuple(_with(item, managers) for item in listed), len(found) > MOST)


def _of_people(look: Look, until: date) -> Iterator[list[DueItem]]:
    here = Stay.ended_at.is_(None)
    of_plan = (
        select(Resident.id, Resident.code)
        .join(Stay, Stay.resident_id == Resident.id)
        .join(CarePlan, CarePlan.stay_id == Stay.id)
        .where(here, reached(look), CarePlan.status.in_(plans.IN_FORCE))
        .limit(MOST + 1)
    )
    review = of_plan.add_columns(CarePlan.next_review_on, CarePlan.status)
    yield _items(look, REVIEW, review, CarePlan.next_review_on, until)
    goals = of_plan.join(Goal, Goal.plan_id == CarePlan.id).where(Goal.status.not_in(plans.GOAL_CLOSED))
    yield _items(look, GOAL, goals.add_columns(Goal.target_on, Goal.domain), Goal.target_on, until)
    done = goals.join(Intervention, Intervention.goal_id == Goal.id).where(Intervention.done_on.is_(None))
    interventions = done.add_columns(Intervention.due_on, Intervention.service)
    yield _items(look, INTERVENTION, interventions, Intervention.due_on, until)
    milestones = (
        select(Resident.id, Resident.code, Milestone.target_on, Milestone.kind)
        .join(Milestone, Milestone.resident_id == Resident.id)
        .where(
            Resident.id.in_(select(Stay.resident_id).where(here)),
            reached(look),
            Milestone.reached_on.is_(None),
        )
        .limit(MOST + 1)
    )
    yield _items(look, MILESTONE, milestones, Milestone.target_on, until)


def _items(look: Look, kind: str, chosen: Any, day: Any, until: date) -> list[DueItem]:
    rows = look.session.execute(chosen.where(day <= until).order_by(day))
    return [DueItem(kind, due_on, about, who, code) for who, code, due_on, about in rows]


def _managers(look: Look, residents: set[str]) -> dict[str, str]:
    rows: Any = look.session.execute(
        select(CaseAssignment.resident_id, CaseAssignment.account_id, CaseAssignment.staff_name).where(
            CaseAssignment.resident_id.in_(residents),
            CaseAssignment.role == "CASE_MANAGER",
            CaseAssignment.from_on <= look.today,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > look.today),
        )
    ).all()
    names = accounts_named(look, {str(account) for _who, account, _staff in rows})
    return {str(who): names.get(account, staff or "") for who, account, staff in rows}


def _with(item: DueItem, managers: dict[str, str]) -> DueItem:
    name = managers.get(item.resident_id or "", "")
    return DueItem(item.kind, item.due_on, item.about, item.resident_id, item.resident_code, name)


def _reports(look: Look) -> Iterator[DueItem]:
    """Return the regular reports whose day comes; whether one was sent the store does not know after its day."""
    if permissions.scope(look.roles, "reporting.preview") is None:
        return
    for rule, when in REPORTS.items():
        day = when(look.today, deadlines.days(look, rule))
        if look.today <= day <= look.today + timedelta(days=REPORTS_AHEAD):
            yield DueItem(REPORT, day, rule)
