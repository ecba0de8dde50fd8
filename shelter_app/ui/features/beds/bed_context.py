"""What stands beside the beds: who may be given one, who is not in the house, the roles, the shelter's id."""

from __future__ import annotations

from dataclasses import dataclass

from shelter_app.domain import permissions
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.beds.finding import ToPlace, to_place
from shelter_app.services.house import views as house
from shelter_app.services.residents.columns import ResidentRow
from shelter_app.services.residents.views import residents
from shelter_app.ui.forms.spec import Choices

MOST = 5000


@dataclass(frozen=True)
class Beside:
    """Who may be given a bed, who is not in the house (id and words), the roles, and the shelter's id.

    ``inside`` are the words of who is in the house, each with why nobody is admitted twice.
    """

    people: tuple[ToPlace, ...] = ()
    outside: Choices = ()
    roles: tuple[str, ...] = ()
    shelter: str = ""
    inside: Choices = ()


def ask_beside(actor: Actor, shelter: str) -> Beside:
    """Ask for all of it, for the shelter of a code; an account that gives no beds has nobody to give one to."""
    roles = house.house(actor).roles
    own = next((row.id for row in house.shelters(actor) if row.code == shelter), "")
    if permissions.scope(roles, "beds.to_place") is None:
        return Beside(roles=roles, shelter=own)
    outside: Choices = ()
    inside: Choices = ()
    if permissions.scope(roles, "residents.list") is not None:
        rows = residents(actor, limit=MOST, include_left=True).rows
        outside = tuple((row.id, _words(row)) for row in rows if row.state != "HERE")
        inside = tuple((_words(row), _is_here(row)) for row in rows if row.state == "HERE")
    return Beside(to_place(actor, shelter), outside, roles, own, inside)


def _words(row: ResidentRow) -> str:
    return f"{row.code} · {row.preferred_name}".rstrip(" ·")


def _is_here(row: ResidentRow) -> str:
    if not row.room_bed:
        return _("{code} is in the house already, without a bed: give a bed with “Give to {code}”.").format(
            code=row.code
        )
    return _("{code} is in the house already and sleeps in {bed}: move the person from there.").format(
        code=row.code, bed=row.room_bed
    )
