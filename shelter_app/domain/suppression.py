"""Disclosure control: which counts are left out so that nobody can be found in a published table.

The rule is that of the domain reference, section 6.5. Counts have names; a sum says that one count is the
total of others. Tables that share a margin share names, so they are judged together with one set of marks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

_OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds of an audience: counts 1..k-1, ratios on fewer than ``percent``, means of under ``mean``."""

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
    the difference of two printed totals; when such a one is small, what it could be worked out from is marked.
    No count that is masked can be worked out from what is printed, and none that is small can be known to be.
    """
    net = _Net(counts, sums, k, frozenset(hidden))
    while True:
        wanted = {name for line in sums if (name := net.needed_in(line)) is not None}
        if not wanted:
            wanted = {name for m in net.unknown if (name := net.needed_for(m)) is not None}
        if not wanted:
            return frozenset(net.unknown - net.hidden)
        # One at a time: what protects the first may protect the next as well.
        net.unknown.add(min(wanted, key=net.cost))


class _Net:
    """The sums as a network: each is a node, each count an edge between the two sums that hold it.

    What flows in flows out, so the values that a masked count could have, judged from what is printed alone,
    are found exactly by pushing flow round circles. Counts in three sums, or with one sign in two sums that
    cannot be turned, make no network; whatever stands in a sum with such a masked count is masked as well.
    """

    def __init__(
        self, counts: Mapping[str, float], sums: Sequence[Sum], k: int, hidden: frozenset[str]
    ) -> None:
        self.counts = counts
        self.sums = sums
        self.k = k
        self.hidden = hidden
        self.order = {name: index for index, name in enumerate(counts)}
        self.totals = {line.total for line in sums}
        traits = {
            p
            for s in sums
            if s.sensitive and counts[s.total] >= 1
            for p in s.parts
            if counts[p] == counts[s.total]
        }
        self.secret = {name for name, count in counts.items() if small(count, k)} | traits
        self.unknown = self.secret | hidden
        self.sides: dict[str, list[tuple[int, int]]] = {}
        for at, line in enumerate(sums):
            for name, sign in ((line.total, -1), *((part, 1) for part in line.parts)):
                self.sides.setdefault(name, []).append((at, sign))
        self.turned = self._signs()
        self.tangled = {
            name
            for name, ends in self.sides.items()
            if len(ends) > 2 or (len(ends) == 2 and self._sign(ends[0]) == self._sign(ends[1]))
        }
        self.edges = {name: self._edge(ends) for name, ends in self.sides.items() if name not in self.tangled}
        self.at: dict[int, list[str]] = {}
        for name, ends_of in self.edges.items():
            for node in ends_of:
                self.at.setdefault(node, []).append(name)

    def _signs(self) -> dict[int, int]:
        """Choose a sign for each sum so that a count in two of them leaves the one and enters the other."""
        turned: dict[int, int] = {}
        for start in range(len(self.sums)):
            queue = deque([] if start in turned else [start])
            turned.setdefault(start, 1)
            while queue:
                here = queue.popleft()
                for name in (self.sums[here].total, *self.sums[here].parts):
                    ends = self.sides[name]
                    if len(ends) != 2 or ends[0][0] == ends[1][0]:
                        continue
                    (mine, there) = ends if ends[0][0] == here else (ends[1], ends[0])
                    if there[0] not in turned:
                        turned[there[0]] = -turned[here] * mine[1] * there[1]
                        queue.append(there[0])
        return turned

    def _sign(self, end: tuple[int, int]) -> int:
        return self.turned[end[0]] * end[1]

    def _edge(self, ends: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Return the tail and the head of a count: it leaves the sum where its sign is positive."""
        tail = next((at for at, sign in ends if self.turned[at] * sign > 0), _OUTSIDE)
        head = next((at for at, sign in ends if self.turned[at] * sign < 0), _OUTSIDE)
        return tail, head

    def cost(self, name: str) -> tuple[bool, bool, float, int]:
        """Rank what to mask next: parts before totals, people before zeros, few before many."""
        count = self.counts[name]
        return name in self.totals, count == 0, count, self.order[name]

    def needed_in(self, line: Sum) -> str | None:
        """Return what to mask so that a sum hides its unknown counts: two at least, ``k`` among its parts."""
        names = (line.total, *line.parts)
        unknown = [name for name in names if name in self.unknown]
        if not unknown or all(name in self.hidden - self.secret for name in unknown):
            return None
        if any(name in self.tangled for name in unknown):
            return self._cheapest([line])
        if len(unknown) > 1 and (
            line.total in self.unknown or sum(self.counts[name] for name in unknown) >= self.k
        ):
            return None
        return self._cheapest([line])

    def needed_for(self, name: str) -> str | None:
        """Return what to mask so that an unknown count cannot be worked out, or None when it cannot be."""
        if name not in self.edges or (name in self.hidden and name not in self.secret):
            return None
        tail, head = self.edges[name]
        count = self.counts[name]
        up = self._push(head, tail, name)
        down = min(count - self._least(name), self._push(tail, head, name))
        safe = up + down >= 1
        if name in self.secret:
            safe = up + down >= self.k - 1 and (count >= self.k or count + up >= self.k)
        if safe:
            return None
        near = [self.sums[node] for node in (tail, head) if node != _OUTSIDE]
        return self._cheapest(near) or self._cheapest(self.sums)

    def _cheapest(self, lines: Iterable[Sum]) -> str | None:
        free = {n for line in lines for n in (line.total, *line.parts) if n not in self.unknown}
        return min(free, key=self.cost, default=None)

    def _least(self, name: str) -> float:
        """Return the least that a reader takes a masked count for: zeros are hardly ever masked."""
        return min(1, self.counts[name])

    def _push(self, source: int, target: int, without: str) -> float:
        """Return how much can be pushed from a sum to another through unknown counts, up to ``k``."""
        room = {n: self.counts[n] - self._least(n) for n in self.unknown if n != without}
        if source == target:
            return self.k
        pushed: float = 0
        while pushed < self.k:
            path = self._path(source, target, room)
            if path is None:
                break
            step = min([*(room[n] for n, forward in path if not forward), self.k - pushed])
            for name, forward in path:
                room[name] += step if forward else -step
            pushed += step
        return pushed

    def _path(self, source: int, target: int, room: Mapping[str, float]) -> list[tuple[str, bool]] | None:
        came: dict[int, tuple[int, str, bool]] = {}
        queue = deque([source])
        while queue:
            node = queue.popleft()
            for name in self.at.get(node, ()):
                if name not in room:
                    continue
                tail, head = self.edges[name]
                forward = tail == node
                after = head if forward else tail
                if after == source or after in came or (not forward and room[name] <= 0):
                    continue
                came[after] = (node, name, forward)
                if after == target:
                    return _walk(came, source, target)
                queue.append(after)
        return None


def _walk(came: Mapping[int, tuple[int, str, bool]], source: int, target: int) -> list[tuple[str, bool]]:
    path: list[tuple[str, bool]] = []
    node = target
    while node != source:
        node, name, forward = came[node]
        path.append((name, forward))
    return path
