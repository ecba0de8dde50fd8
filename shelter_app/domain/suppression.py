"""Disclosure control: which counts are left out so that nobody can be found in a published table.

The rule is that of the domain reference, section 6.5. Counts have names; a sum says that one count is the
total of others. Tables that share a margin share names, so they are judged together with one set of marks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds of an audience: counts 1..k-1, ratios of less than ``percent``, means of less than ``mean``."""

    name: str
    k: int
    percent: int
    mean: int


RULES: Mapping[str, Rule] = {
    "on_k5": Rule("on_k5", 5, 10, 5),
    "on_k5_and_no_case_numbers": Rule("on_k5_and_no_case_numbers", 5, 10, 5),
    "on_k10_rounded": Rule("on_k10_rounded", 10, 20, 10),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` is what ``parts`` add up to; ``sensitive`` when a part that is everything tells a trait."""

    total: str
    parts: tuple[str, ...]
    sensitive: bool = False


def small(count: float, k: int) -> bool:
    """Say whether a count is one of 1..k-1."""
    return 0 < count < k


def ratio_is_open(numerator: float, denominator: float, rule: Rule) -> bool:
    """Say whether a percentage and its two counts may be published."""
    rest = denominator - numerator
    return denominator >= rule.percent and not small(numerator, rule.k) and not small(rest, rule.k)


def protect(
    counts: Mapping[str, float], sums: Sequence[Sum], k: int, *, hidden: Collection[str] = ()
) -> frozenset[str]:
    """Return the names of the counts that must not be published.

    ``hidden`` are counts that are not printed at all but could be worked out from those that are, such as
    the difference of two printed totals; when such a one is small, the total it could be worked out from
    is marked.
    """
    marking = _Marking(counts, sums, k, frozenset(hidden))
    while marking.lines() or marking.solvable():
        continue
    return frozenset(marking.marked)


class _Marking:
    """The marks as they grow; each step adds at least one, so it ends."""

    def __init__(
        self, counts: Mapping[str, float], sums: Sequence[Sum], k: int, hidden: frozenset[str]
    ) -> None:
        self.counts = counts
        self.sums = sums
        self.k = k
        self.hidden = hidden
        self.order = {name: index for index, name in enumerate(counts)}
        traits = {
            p for s in sums if s.sensitive and counts[s.total] >= 1 for p in s.parts if counts[p] == counts[s.total]
        }
        self.secret = {name for name, count in counts.items() if small(count, k)} | traits
        self.marked = self.secret - hidden

    def lines(self) -> bool:
        """Give every line with one mark a second, and every line whose marks add up to too little one more."""
        before = len(self.marked)
        for line in self.sums:
            if self.hidden & {line.total, *line.parts}:
                continue
            marks = [p for p in line.parts if p in self.marked]
            total_marked = line.total in self.marked
            if len(marks) + total_marked == 1:
                self._mark_in(line)
            elif marks and not total_marked and sum(self.counts[p] for p in marks) < self.k:
                self._mark_in(line, nonzero=True)
        return len(self.marked) > before

    def solvable(self) -> bool:
        """Mark one more where a secret count could be worked out from everything that is printed."""
        found = self._worked_out()
        if found is None:
            return False
        for line in self.sums:
            names = {line.total, *line.parts}
            if found in names and names - self.marked - self.hidden:
                if self.hidden & names and line.total not in self.marked | self.hidden:
                    self.marked.add(line.total)
                else:
                    self._mark_in(line)
                return True
        return False

    def _mark_in(self, line: Sum, *, nonzero: bool = False) -> None:
        """Mark the smallest part above zero; without one a zero, or the total."""
        free = [p for p in line.parts if p not in self.marked and p not in self.hidden]
        above = [p for p in free if self.counts[p] > 0]
        choice = above or ([] if nonzero else free) or [line.total]
        self.marked.add(min(choice, key=lambda p: (self.counts[p], self.order[p])))

    def _worked_out(self) -> str | None:
        """Return a secret count that the printed ones determine, by elimination over the sums, or None."""
        unknown = sorted(self.marked | self.hidden, key=self.order.__getitem__)
        place = {name: index for index, name in enumerate(unknown)}
        rows = []
        for line in self.sums:
            row = [Fraction(0)] * len(unknown)
            for name, sign in ((line.total, -1), *((p, 1) for p in line.parts)):
                if name in place:
                    row[place[name]] += sign
            if any(row):
                rows.append(row)
        for row in _reduced(rows):
            named = [unknown[i] for i, factor in enumerate(row) if factor]
            if len(named) == 1 and named[0] in self.secret:
                return named[0]
        return None


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return the reduced row echelon form."""
    rows = [row[:] for row in rows]
    done = 0
    width = len(rows[0]) if rows else 0
    for column in range(width):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        head = rows[done][column]
        rows[done] = [value / head for value in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                factor = row[column]
                rows[i] = [a - factor * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]
