"""A house described in one line: ``4 x 3`` is four rooms with three beds each, ``3, 2, 2`` three rooms."""

from __future__ import annotations

import re

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

MOST_BEDS = 500
_PART = re.compile(r"(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,3})", re.IGNORECASE)


def rooms_of(pattern: str) -> tuple[int, ...]:
    """Return the number of beds of each room; raises Refused."""
    parts = [part.strip() for part in re.split(r"[,;+]", pattern)]
    found: list[int] = []
    for part in parts:
        read = _PART.fullmatch(part)
        if read is None:
            raise _unread()
        times, beds = int(read[1] or 1), int(read[2])
        if not times or not beds:
            raise _unread()
        found += [beds] * times
        if sum(found) > MOST_BEDS:
            raise Refused(
                "too_many_beds",
                _("A shelter can have at most 500 beds here. Check the numbers."),
                ("pattern",),
            )
    return tuple(found)


def _unread() -> Refused:
    return Refused(
        "pattern",
        _("Write rooms × beds, for example 4 × 3, or the beds in each room, for example 3, 2, 2."),
        ("pattern",),
    )
