"""A small house with one case, put into a real store, for the tests of plans, sessions and services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from shelter_app.db.models import Record, new_id
from shelter_app.db.models.house import Shelter
from shelter_app.db.models.people import CaseAssignment, Resident
from shelter_app.db.models.stays import Stay
from shelter_app.db.store import Store

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def put(store: Store, *rows: Record) -> None:
    """Store rows as if an earlier act had written them."""
    with store.writing() as session:
        for row in rows:
            row.id = row.id or new_id()
            row.created_at = row.updated_at = NOW
            row.created_by = row.updated_by = store.account_id
            session.add(row)
            session.flush()


@dataclass(frozen=True)
class Case:
    """A resident in the house."""

    shelter: str
    resident: str
    stay: str


def shelter(store: Store, code: str = "CASA-1") -> str:
    row = Shelter(code=code, name="Casa Întâi", kind="CENTRE")
    put(store, row)
    return row.id


def resident_in(
    store: Store,
    shelter_id: str,
    code: str = "CEDRU-14",
    admitted: date = date(2026, 10, 1),
    ended: date | None = None,
) -> Case:
    resident = Resident(code=code, sex="F", birth_year=1999, birth_precision="YEAR")
    put(store, resident)
    stay = Stay(
        resident_id=resident.id,
        shelter_id=shelter_id,
        admitted_at=datetime(admitted.year, admitted.month, admitted.day, 12, tzinfo=UTC),
        admitted_on=admitted,
        ended_at=None if ended is None else datetime(ended.year, ended.month, ended.day, 12, tzinfo=UTC),
        ended_on=ended,
        exit_reason=None if ended is None else "PLAN_COMPLETED",
    )
    put(store, stay)
    return Case(shelter_id, resident.id, stay.id)


def assign(store: Store, case: Case, account_id: str, role: str = "CASE_MANAGER") -> None:
    put(
        store,
        CaseAssignment(
            resident_id=case.resident, account_id=account_id, role=role, from_on=date(2026, 10, 1)
        ),
    )
