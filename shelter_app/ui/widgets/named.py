"""Several people in one sentence: each by code name, while they are not too many to be read."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 12


def named(codes: Sequence[str]) -> str:
    """Return the code names of several people; of many the first ones, and how many more there are."""
    more = len(codes) - MOST
    return ", ".join(codes[:MOST]) + (f" +{more}" if more > 0 else "")
