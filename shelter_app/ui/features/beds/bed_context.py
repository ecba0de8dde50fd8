"""What the forms that give a bed need beside the bed itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Act, Actor
from shelter_app.services.beds.finding import FoundBed, ToPlace, to_place
from shelter_app.ui.features.house.choices import shelter_id


@dataclass(frozen=True)
class BedContext:
    """Who gives a bed, in which shelter, from when until when.

    ``shelter`` is the shelter's id, ``people`` are those for whom a bed may be looked for, ``needs`` what the bed must
    have. ``until`` None is not known. ``sex`` and ``age`` are those of somebody who is described by hand.
    """

    actor: Actor
    access: Access
    since: datetime
    until: datetime | None = None
    shelter: str = ""
    people: tuple[ToPlace, ...] = ()
    needs: tuple[str, ...] = ()
    sex: str | None = None
    age: int | None = None

    def may(self, act: type[Act[Any]]) -> bool:
        """Return whether the account may do this act."""
        return self.access.may(act.NAME)

    def may_give(self, bed: FoundBed) -> bool:
        """Return whether a bed may be given: it fits, or the roles may set aside what speaks against it."""
        return bed.fits or not set(self.access.roles).isdisjoint(bed.set_aside_by)

    def at(self, since: datetime, until: datetime | None = None, needs: tuple[str, ...] = ()) -> BedContext:
        """Return it for another time."""
        return replace(self, since=since, until=until, needs=needs)

    def of(self, sex: str | None, age: int | None) -> BedContext:
        """Return it for somebody who is described by sex and age."""
        return replace(self, sex=sex, age=age)


def ask_context(actor: Actor, access: Access, shelter: str) -> BedContext:
    """Return it for the shelter of a code, from now on; called in a worker.

    For an account that gives no beds nobody is asked for.
    """
    people = to_place(actor, shelter) if access.may("beds.to_place") else ()
    return BedContext(actor, access, actor.clock(), shelter=shelter_id(actor, access, shelter), people=people)
