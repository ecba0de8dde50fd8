"""Rooms looked at: when a room is in order."""

from __future__ import annotations

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _


def need_nothing_broken(broken: str) -> None:
    """Raise Refused, naming ``text``, where a room is called in order while it is written what is ``broken`` in it."""
    if broken.strip():
        raise Refused(
            "not_in_order",
            _("You have described a defect. Report it, or clear the text if the room is in order."),
            ("text",),
        )
