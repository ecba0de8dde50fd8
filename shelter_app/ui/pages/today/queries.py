"""What the page asks: each view that the account's roles reach, in one worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shelter_app.domain import permissions
from shelter_app.domain.clock import local_day
from shelter_app.services.acting import Actor
from shelter_app.services.beds import away, reservations, rooms, waiting
from shelter_app.services.counselling import views as counselling
from shelter_app.services.handover import views as handover
from shelter_app.services.house import views as house
from shelter_app.services.plans import views as plans
from shelter_app.services.residents import keep_apart
from shelter_app.services.stays.children_left import LeftBehind
from shelter_app.services.stays.children_left import left_behind as ask_left_behind
from shelter_app.services.today import views as today

LOOKS_BACK = 14  # days in which a session that nobody recorded is still asked for


@dataclass(frozen=True)
class TodayFacts:
    """A day as one account meets it; what its roles do not reach is None."""

    now: datetime
    day: date
    roles: tuple[str, ...]
    due: today.Due | None = None
    beds: house.BedBoard | None = None
    away: tuple[away.AwayRow, ...] | None = None
    too_near: tuple[keep_apart.TooNear, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    held: tuple[reservations.HoldRow, ...] | None = None
    accepted: tuple[waiting.WaitingRow, ...] = ()
    waiting: tuple[waiting.WaitingRow, ...] | None = None
    sessions: tuple[counselling.SessionView, ...] | None = None
    unrecorded: tuple[counselling.SessionView, ...] = ()
    unsigned: tuple[counselling.NoteLine, ...] | None = None
    to_approve: tuple[plans.PlanLine, ...] | None = None
    to_mend: tuple[rooms.DefectRow, ...] = ()
    handover: tuple[handover.HandoverLine, ...] | None = None


def ask_day(actor: Actor, shelter: str) -> TodayFacts:
    """Return the day; ``shelter`` is the code of the shelter one is in, empty for none."""
    roles = house.house(actor).roles
    now = actor.clock()
    day = local_day(now)

    def may(name: str) -> bool:
        return permissions.scope(roles, name) is not None

    sessions = None
    unrecorded: tuple[counselling.SessionView, ...] = ()
    if may("counselling.sessions"):
        sessions = counselling.sessions(actor, day, day)
        if may("counselling.hold_session"):
            first, last = day - timedelta(days=LOOKS_BACK), day - timedelta(days=1)
            unrecorded = counselling.sessions(actor, first, last, status="PLANNED")
    inside = bool(shelter)
    asked = waiting.waiting(actor, shelter) if inside and may("beds.waiting") else None
    return TodayFacts(
        now=now,
        day=day,
        roles=roles,
        due=today.due_items(actor) if may("today.due") else None,
        beds=house.beds_tonight(actor, shelter) if inside and may("house.beds") else None,
        away=away.away(actor, shelter) if inside and may("beds.away") else None,
        left_behind=ask_left_behind(actor, shelter) if inside and may("stays.left_behind") else (),
        too_near=keep_apart.too_near(actor, shelter) if inside and may("residents.too_near") else (),
        held=reservations.reservations(actor, shelter) if inside and may("beds.reservations") else None,
        waiting=None if asked is None else asked.rows,
        accepted=() if asked is None else asked.accepted,
        sessions=sessions,
        unrecorded=unrecorded,
        unsigned=counselling.unsigned_notes(actor) if may("counselling.unsigned_notes") else None,
        to_approve=plans.to_approve(actor) if may("plans.to_approve") else None,
        to_mend=rooms.my_defects(actor) if may("beds.my_defects") else (),
        handover=handover.lines(actor, shelter) if inside and may("handover.lines") else None,
    )
