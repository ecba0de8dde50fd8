"""How a measurement is taken and said."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the table: ours against its floor, and the goal for their ratio (none: only reported)."""

    what: str
    ours: str
    floor: str = ""
    ratio: float | None = None
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Say met or missed, and by what."""
        if self.ratio is None or self.goal is None:
            return ""
        over = self.ratio / self.goal - 1
        return "met" if over <= 0 else f"missed by {over:.0%}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(ours: Callable[[], float], floor: Callable[[], float], times: int) -> tuple[float, float]:
    """Take both measurements in turn, so that a busy moment hits both, and return their medians."""
    pairs = [(ours(), floor()) for _ in range(times)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def table(lines: list[Line]) -> str:
    """Return the lines as aligned text."""
    rows = [("what", "ours", "floor", "ratio", "goal", "")]
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        goal = "" if line.goal is None else f"{line.goal:.2f}"
        rows.append((line.what, line.ours, line.floor, ratio, goal, line.verdict))
    widths = [max(len(row[i]) for row in rows) for i in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows
    )
