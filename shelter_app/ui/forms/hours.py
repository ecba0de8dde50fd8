"""A time of day as one writes it: ``9``, ``9:30``, ``930``, ``21.15``."""

from __future__ import annotations

import re
from datetime import time

WRITTEN = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?")


def read_hour(text: str) -> time | None:
    """Return the time that ``text`` means, or None when it means none."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
