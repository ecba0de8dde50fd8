"""Where sessions that overlap stand beside each other in a day."""

from __future__ import annotations

from collections.abc import Sequence


def overlap_columns(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return for each span ``[start, end)`` its lane and how many lanes its group of overlaps needs.

    ``spans`` are in the order of their starts. A span takes the first lane that is free again.
    """
    placed: list[tuple[int, int]] = []
    ends: list[int] = []
    first_of_group = 0
    for at, (start, end) in enumerate(spans):
        if ends and start >= max(ends):
            _close(placed, first_of_group, len(ends))
            ends, first_of_group = [], at
        lane = next((lane for lane, free in enumerate(ends) if free <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        placed.append((lane, 0))
    _close(placed, first_of_group, len(ends))
    return placed


def _close(placed: list[tuple[int, int]], first: int, wide: int) -> None:
    placed[first:] = [(lane, wide) for lane, _wide in placed[first:]]
