"""Who has signed in and where they were, asked in a worker before the frame is built; it knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor
from shelter_app.services.drafts import drafts
from shelter_app.services.house import views

PLACE = "window"  # where one was, and what was typed there, is kept under this name
FIRST_STEPS = "tour"  # the first step that an account has come to is kept under this name


@dataclass(frozen=True)
class SignedInUser:
    """Who has signed in, as the frame needs it; a shelter is its code and its name.

    ``first_step`` is the one of the first steps that is to be told next.
    """

    name: str
    roles: tuple[str, ...]
    shelters: tuple[tuple[str, str], ...]
    fictional: bool
    first_step: int = 0


def signed_in_user(actor: Actor) -> SignedInUser:
    """Ask who the account is here; called in a worker."""
    house = views.house(actor)
    shelters: tuple[tuple[str, str], ...] = ()
    if Access(house.roles).may("house.shelters"):
        shelters = tuple((shelter.code, shelter.name) for shelter in views.shelters(actor))
    told = drafts.load(actor, FIRST_STEPS) or {}
    return SignedInUser(actor.name, house.roles, shelters, house.demo, int(told.get("step", 0)))


def unvisited(page: str) -> dict[str, Any]:
    """Return the place of a page that nobody has been to yet, for ``Frame.take_up``."""
    return {"page": page, "shelter": "", "state": {}, "typed": {"here": "", "fields": {}}}
