"""Whom forms choose from: people in the house; asked in a worker when a form opens."""

from __future__ import annotations

from collections.abc import Callable, Collection

from shelter_app.services.acting import Actor
from shelter_app.services.residents.views import residents
from shelter_app.ui.forms.spec import Choices

MOST = 5000


def people_here(actor: Actor, without: Collection[str] = ()) -> Callable[[], Choices]:
    """Return what asks for who is in the house, by code name and preferred name, but for some."""
    return lambda: tuple(
        (row.id, f"{row.code} · {row.preferred_name}".rstrip(" ·"))
        for row in residents(actor, limit=MOST, include_left=False).rows
        if row.id not in without
    )
