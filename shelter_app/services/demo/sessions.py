"""The counselling sessions of the invented people, alone and in the weekly group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from shelter_app.db.models.counselling import Session, SessionAttendance
from shelter_app.db.models.services import GrantShare
from shelter_app.services.demo.chance import at
from shelter_app.services.demo.house import Money
from shelter_app.services.demo.records import Stayed, Team
from shelter_app.services.demo.rows import Rows

SESSIONS_A_MONTH = 3.4  # with the weekly group this comes to 4.2
ATTENDANCE = {
    "ATTENDED": 0.78,
    "LATE_SHORT": 0.05,
    "NO_SHOW": 0.08,
    "CANCEL_LATE": 0.03,
    "CANCEL_CLIENT": 0.03,
    "CANCEL_STAFF": 0.02,
    "CANCEL_EVENT": 0.01,
}
KINDS = {
    "IND_COUNSEL": 0.5,
    "IND_THERAPY": 0.18,
    "SOCIAL": 0.1,
    "PSYCHOEDUCATION": 0.07,
    "VOCATIONAL": 0.06,
    "ASSESSMENT": 0.04,
    "CRISIS": 0.03,
    "TRIAL_PREP": 0.02,
}
OF_CASE_MANAGER = frozenset({"SOCIAL", "VOCATIONAL"})


def write_sessions(
    rows: Rows, stayed: Stayed, manager: str, team: Team, money: Money | None, now: datetime, today: date
) -> None:
    """Write the sessions of a stay, those to come in the next days too."""
    chance = rows.chance
    last_day = stayed.end or today + timedelta(days=14)
    day = stayed.start + timedelta(days=1 + chance.randrange(5))
    while day < last_day:
        if day.weekday() < 6:
            _session(rows, stayed, day, manager, team, money, now)
        day += timedelta(days=1 + chance.days_until(30.4 / SESSIONS_A_MONTH - 0.6))


def _session(
    rows: Rows, stayed: Stayed, day: date, manager: str, team: Team, money: Money | None, now: datetime
) -> None:
    chance = rows.chance
    kind = chance.pick(KINDS)
    planned_at = chance.moment_on(day)
    status = chance.pick(ATTENDANCE) if planned_at < now else "PLANNED"
    held = status in ("ATTENDED", "LATE_SHORT")
    minutes = 0
    if held:
        minutes = chance.one((20, 25, 30)) if status == "LATE_SHORT" else chance.one((45, 50, 50, 60))
    counsellor = manager if kind in OF_CASE_MANAGER else team.counsellor
    session_id = rows.add(
        Session,
        planned_at,
        counsellor,
        shelter_id=stayed.shelter,
        kind=kind,
        planned_at=planned_at,
        planned_on=day,
        minutes=minutes or None,
        counsellor_id=counsellor,
        mode="FACE" if chance.happens(0.95) else "PHONE",
        language="ro",
        status=status,
        held_at=planned_at if held else None,
    )
    _attend(rows, session_id, stayed, planned_at, counsellor, status, minutes)
    if money is not None and held and money.from_on <= day < money.to_on and chance.happens(0.4):
        rows.add(GrantShare, planned_at, grant_id=money.grant, session_id=session_id)


def _attend(
    rows: Rows, session_id: str, stayed: Stayed, moment: datetime, by: str, status: str, minutes: int
) -> None:
    rows.add(
        SessionAttendance,
        moment,
        by,
        session_id=session_id,
        resident_id=stayed.resident,
        stay_id=stayed.id,
        status=status,
        minutes=minutes or None,
    )


def wednesdays(stayed: Stayed, today: date) -> Iterator[date]:
    """Go through the days of the weekly group in a stay."""
    day = stayed.start + timedelta(days=(2 - stayed.start.weekday()) % 7)
    while day < (stayed.end or today):
        if day > stayed.start:
            yield day
        day += timedelta(days=7)


def write_group(rows: Rows, shelter_id: str, day: date, people: list[Stayed], team: Team) -> None:
    """Write one session of the weekly group, most of them there."""
    planned_at = at(day, 16)
    session_id = rows.add(
        Session,
        planned_at,
        team.counsellor,
        shelter_id=shelter_id,
        kind="GROUP",
        planned_at=planned_at,
        planned_on=day,
        minutes=90,
        counsellor_id=team.counsellor,
        mode="FACE",
        language="ro",
        status="ATTENDED",
        held_at=planned_at,
    )
    for number, stayed in enumerate(people):
        there = number == 0 or rows.chance.happens(0.9)
        status, minutes = ("ATTENDED", 90) if there else ("NO_SHOW", 0)
        _attend(rows, session_id, stayed, planned_at, team.counsellor, status, minutes)
