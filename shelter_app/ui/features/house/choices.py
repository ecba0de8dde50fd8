"""Which shelter one is in."""

from __future__ import annotations

from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor
from shelter_app.services.house.views import shelters


def shelter_id(actor: Actor, access: Access, code: str) -> str:
    """Return the id of the shelter of a code, empty for none or for who is shown no shelters; asked in a worker."""
    if not access.may("house.shelters"):
        return ""
    return next((row.id for row in shelters(actor) if row.code == code), "")
