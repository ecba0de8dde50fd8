"""What is due or late for the people whom an account reaches, and which reports are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from shelter_app.db.models.people import CaseAssignment
from shelter_app.domain.deadlines import SOON
from shelter_app.services.access import reached
from shelter_app.services.acting import ReadContext, accounts_named, view
from shelter_app.services.due_items import DueItem, of_house, of_residents

MOST = 200
CASE_MANAGER = "CASE_MANAGER"
MANAGING = (CASE_MANAGER, "DEPUTY")  # in which roles what is due of a case is one's own to do


@dataclass(frozen=True, slots=True)
class Due:
    """What is due, what is longest overdue first; ``more`` says that there is more than is listed."""

    items: tuple[DueItem, ...]
    more: bool


@view("today.due")
def due_items(context: ReadContext) -> Due:
    """Return what is late or soon due for the residents in the house whom the account reaches, and for the house."""
    until = context.today + timedelta(days=SOON)
    found = [*of_residents(context, reached(context), until, MOST + 1), *of_house(context)]
    listed = sorted(found, key=lambda item: (item.due_on, item.resident_code, item.kind))[:MOST]
    team = _team(context, {item.resident_id for item in listed if item.resident_id})
    return Due(tuple(_with(item, team.get(item.resident_id or "")) for item in listed), len(found) > MOST)


@dataclass(slots=True)
class _Team:
    """Who manages a case today: the case manager's name, and whether the account that asks does."""

    manager: str = ""
    mine: bool = False


def _team(context: ReadContext, residents: set[str]) -> dict[str, _Team]:
    rows: Any = context.session.execute(
        select(
            CaseAssignment.resident_id,
            CaseAssignment.role,
            CaseAssignment.account_id,
            CaseAssignment.staff_name,
        ).where(
            CaseAssignment.resident_id.in_(residents),
            CaseAssignment.role.in_(MANAGING),
            CaseAssignment.from_on <= context.today,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > context.today),
        )
    ).all()
    managers = {str(account) for _who, role, account, _staff in rows if role == CASE_MANAGER}
    names = accounts_named(context, managers)
    found: dict[str, _Team] = {}
    for who, role, account, staff in rows:
        team = found.setdefault(str(who), _Team())
        team.mine = team.mine or account == context.actor.account_id
        if role == CASE_MANAGER:
            team.manager = names.get(account, staff or "")
    return found


def _with(item: DueItem, team: _Team | None) -> DueItem:
    return item if team is None else replace(item, manager=team.manager, mine=team.mine)
