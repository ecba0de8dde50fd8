"""Ages as one types them in a hurry: ``0``, ``3 7``, ``1, 4``."""

from __future__ import annotations

import re

OLDEST = 120


def read_ages(text: str) -> tuple[int, ...] | None:
    """Return the ages that ``text`` names, none for an empty text, None where it is no list of ages."""
    parts = [part for part in re.split(r"[\s,;+]+", text.strip()) if part]
    if not all(part.isdecimal() and int(part) <= OLDEST for part in parts):
        return None
    return tuple(int(part) for part in parts)
