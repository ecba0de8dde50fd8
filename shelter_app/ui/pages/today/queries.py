"""What the page of the day asks: each part that the account's roles reach, of one state of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shelter_app.domain.clock import local_day
from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor, snapshot
from shelter_app.ui.features import registry
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.today.part import AnyPart, Day


@dataclass(frozen=True)
class ShownDay:
    """A day with the contents of its parts, by their word; a part that the account does not reach is not there."""

    day: Day
    contents: Mapping[str, Any]

    def parts(self) -> list[tuple[AnyPart, Any]]:
        """Return the parts that were asked, each with its content."""
        found = self.contents
        return [(part, found[part.NAME]) for part in registry.parts_of_today() if part.NAME in found]


def ask_day(actor: Actor, access: Access, shelter: str) -> ShownDay:
    """Return the day; ``shelter`` is the code of the shelter one is in, empty for none. Called in a worker."""
    now = actor.clock()
    with snapshot(actor):
        day = Day(actor, access, shelter, shelter_id(actor, access, shelter), now, local_day(now))
        wanted = [
            part
            for part in registry.parts_of_today()
            if access.may(part.NEEDS) and (shelter or not part.OF_SHELTER)
        ]
        return ShownDay(day, {part.NAME: part.ask(day) for part in wanted})
