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
    managers = _managers(context, {item.resident_id for item in listed if item.resident_id})
    return Due(tuple(_with(item, managers) for item in listed), len(found) > MOST)


def _managers(context: ReadContext, residents: set[str]) -> dict[str, str]:
    rows: Any = context.session.execute(
        select(CaseAssignment.resident_id, CaseAssignment.account_id, CaseAssignment.staff_name).where(
            CaseAssignment.resident_id.in_(residents),
            CaseAssignment.role == "CASE_MANAGER",
            CaseAssignment.from_on <= context.today,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > context.today),
        )
    ).all()
    names = accounts_named(context, {str(account) for _who, account, _staff in rows})
    return {str(who): names.get(account, staff or "") for who, account, staff in rows}


def _with(item: DueItem, managers: dict[str, str]) -> DueItem:
    return replace(item, manager=managers.get(item.resident_id or "", ""))
