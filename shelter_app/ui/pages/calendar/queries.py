"""What the calendar asks, in one go: the sessions of its days, and with whom one may be planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.counselling import views
from shelter_app.services.counselling.nearest import nearest_day
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.forms.spec import Choices
from shelter_app.ui.pages.calendar.model import Nearest, in_order

MINE, TEAM = "mine", "team"


@dataclass(frozen=True)
class CalendarDays:
    """The sessions of the days ``first`` to ``last`` in one shelter; ``people`` may be given a session.

    ``nearest`` is there only when no session of those days is shown: the next one after them, else the last
    one before them.
    """

    shelter: str
    first: date
    last: date
    whose: str
    sessions: tuple[SessionView, ...]
    people: Choices
    nearest: Nearest | None = None


def ask_days(actor: Actor, access: Access, first: date, last: date, code: str, whose: str) -> CalendarDays:
    """Ask for the sessions from ``first`` to ``last`` in the shelter of this code; called in a worker.

    ``whose`` is MINE, TEAM, or empty for what the account's roles suggest: one's own when one plans sessions.
    """
    with snapshot(actor):
        return _ask_days(actor, access, first, last, code, whose)


def _ask_days(actor: Actor, access: Access, first: date, last: date, code: str, whose: str) -> CalendarDays:
    found = views.sessions(actor, first, last)
    here = shelter_id(actor, access, code)
    whose = whose or (MINE if access.may("counselling.plan_session") else TEAM)
    nearest = None
    if not _filtered(actor, found, here, whose):
        for day, later in ((last, True), (first, False)):
            session = ask_nearest(actor, day, here, whose, later=later)
            if session is not None:
                nearest = Nearest(session, later)
                break
    return CalendarDays(
        here,
        first,
        last,
        whose,
        _filtered(actor, found, here, TEAM),
        views.people(actor) if access.may("counselling.people") else (),
        nearest,
    )


def ask_nearest(actor: Actor, day: date, shelter: str, whose: str, *, later: bool) -> SessionView | None:
    """Ask for the first session after ``day``, or the last one before it; called in a worker.

    ``shelter`` is the id of a shelter, empty for all of them. Returns None when there is no session there.
    """
    mine = actor.account_id if whose == MINE else ""
    there = nearest_day(actor, day, later=later, shelter_id=shelter, counsellor_id=mine)
    if there is None:
        return None
    found = in_order(_filtered(actor, views.sessions(actor, there, there), shelter, whose))
    return found[0 if later else -1] if found else None


def _filtered(
    actor: Actor, sessions: Iterable[SessionView], shelter: str, whose: str
) -> tuple[SessionView, ...]:
    return tuple(
        one
        for one in sessions
        if (not shelter or one.shelter_id == shelter)
        and (whose == TEAM or one.counsellor_id == actor.account_id)
    )
