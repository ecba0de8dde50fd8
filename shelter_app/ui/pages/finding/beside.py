"""What stands beside the beds: who may be given one, who is not in the house, the roles, the shelter's id."""

from __future__ import annotations

from dataclasses import dataclass

from shelter_app.domain import permissions
from shelter_app.services.acting import Actor
from shelter_app.services.beds.finding import ToPlace, to_place
from shelter_app.services.house import views as house
from shelter_app.services.residents.views import residents
from shelter_app.ui.forms.sheet import Choices

MOST = 5000


@dataclass(frozen=True)
class Beside:
    """Who may be given a bed, who is not in the house (id and words), the roles, and the shelter's id."""

    people: tuple[ToPlace, ...] = ()
    outside: Choices = ()
    roles: tuple[str, ...] = ()
    shelter: str = ""


def ask_beside(actor: Actor, shelter: str) -> Beside:
    """Ask for all of it, for the shelter of a code; an account that gives no beds has nobody to give one to."""
    roles = house.house(actor).roles
    own = next((row.id for row in house.shelters(actor) if row.code == shelter), "")
    if permissions.scope(roles, "beds.to_place") is None:
        return Beside(roles=roles, shelter=own)
    outside: Choices = ()
    if permissions.scope(roles, "residents.list") is not None:
        rows = residents(actor, limit=MOST, include_left=True).rows
        outside = tuple(
            (row.id, f"{row.code} · {row.preferred_name}".rstrip(" ·")) for row in rows if row.state != "HERE"
        )
    return Beside(to_place(actor, shelter), outside, roles, own)
