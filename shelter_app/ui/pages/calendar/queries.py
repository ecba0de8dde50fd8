"""What the calendar asks, in one go: the sessions of its days, and with whom one may be planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shelter_app.domain import permissions
from shelter_app.services.acting import Actor
from shelter_app.services.counselling import views
from shelter_app.services.counselling.views import SessionView
from shelter_app.services.house.views import house, shelters
from shelter_app.ui.forms.spec import Choices


@dataclass(frozen=True)
class CalendarDays:
    """The sessions of some days in one shelter; ``people`` may be given a session."""

    roles: tuple[str, ...]
    shelter: str
    sessions: tuple[SessionView, ...]
    people: Choices

    def may(self, act: str) -> bool:
        """Say whether the account's roles reach an act at all."""
        return permissions.scope(self.roles, act) is not None


def ask_days(actor: Actor, first: date, last: date, code: str) -> CalendarDays:
    """Ask for the sessions from ``first`` to ``last`` in the shelter of this code; called in a worker."""
    roles = house(actor).roles
    found = views.sessions(actor, first, last)
    here = next((shelter.id for shelter in shelters(actor) if shelter.code == code), "")
    plans = permissions.scope(roles, "counselling.people") is not None
    return CalendarDays(
        roles,
        here,
        tuple(session for session in found if not here or session.shelter_id == here),
        views.people(actor) if plans else (),
    )
