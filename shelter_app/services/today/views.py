"""What is due or late for the people whom an account reaches, and which reports are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from shelter_app.db.models.people import CaseAssignment
from shelter_app.domain import due, permissions
from shelter_app.services import deadlines
from shelter_app.services.access import reached
from shelter_app.services.acting import ReadContext, accounts_named, view
from shelter_app.services.due_items import REPORT, DueItem, of_people

MOST = 200
REPORTS = {"D_ANITP_QUARTERLY": due.quarterly, "D_ANNUAL_REPORT": due.yearly}
REPORTS_AHEAD = 21


@dataclass(frozen=True, slots=True)
class Due:
    """What is due until a week from now, the latest first; ``more`` says that there is more than is listed."""

    items: tuple[DueItem, ...]
    more: bool


@view("today.due")
def due_items(context: ReadContext) -> Due:
    """Return what is late or due within a week for the residents in the house whom the account reaches."""
    until = context.today + timedelta(days=due.AHEAD)
    found = list(of_people(context, reached(context), until, MOST + 1))
    found += _reports(context)
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
    name = managers.get(item.resident_id or "", "")
    return DueItem(item.kind, item.due_on, item.about, item.resident_id, item.resident_code, name)


def _reports(context: ReadContext) -> Iterator[DueItem]:
    """Return the regular reports whose day comes; whether one was sent the store does not know after its day."""
    if permissions.scope(context.roles, "reporting.preview") is None:
        return
    for rule, when in REPORTS.items():
        day = when(context.today, deadlines.days(context, rule))
        if context.today <= day <= context.today + timedelta(days=REPORTS_AHEAD):
            yield DueItem(REPORT, day, rule)
