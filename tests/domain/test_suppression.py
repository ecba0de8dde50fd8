"""Disclosure control, against a reader who solves the printed table."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from shelter_app.domain.suppression import RULES, Sum, protect, ratio_is_open

K = 5
MORE = 12  # how far beyond the truth a reader has to look where a total is masked too

Inner = Mapping[tuple[str, str], int]


def lines(cells: Inner, sensitive: bool = False) -> list[Sum]:
    rows = list(dict.fromkeys(r for r, _c in cells))
    columns = list(dict.fromkeys(c for _r, c in cells))
    return [
        *(Sum(f"{r}|", tuple(f"{r}|{c}" for c in columns), sensitive) for r in rows),
        *(Sum(f"|{c}", tuple(f"{r}|{c}" for r in rows), sensitive) for c in columns),
        Sum("|", tuple(f"{r}|" for r in rows)),
        Sum("|", tuple(f"|{c}" for c in columns)),
    ]


def whole(cells: Inner) -> dict[str, int]:
    counts = {f"{r}|{c}": n for (r, c), n in cells.items()}
    for line in lines(cells):
        counts[line.total] = sum(counts[p] for p in line.parts)
    return counts


def solve(cells: Inner, masked: frozenset[str], least: int) -> dict[str, set[int]]:
    """Try every table that prints alike; return the values that each masked count has in them."""
    truth = whole(cells)
    seen: dict[str, set[int]] = {name: set() for name in masked}
    inner = list(cells)
    top = max(truth.values()) + MORE

    def too_much(table: dict[tuple[str, str], int], r: str, c: str) -> bool:
        parts = {
            f"{r}|": sum(n for (a, _b), n in table.items() if a == r),
            f"|{c}": sum(n for (_a, b), n in table.items() if b == c),
            "|": sum(table.values()),
        }
        return any(name not in masked and n > truth[name] for name, n in parts.items())

    def fill(at: int, table: dict[tuple[str, str], int]) -> None:
        if at == len(inner):
            found = whole(table)
            floor = {name: min(least, truth[name]) for name in masked}
            if all(n >= floor[name] if name in masked else n == truth[name] for name, n in found.items()):
                for name in masked:
                    seen[name].add(found[name])
            return
        r, c = inner[at]
        name = f"{r}|{c}"
        values = range(min(least, truth[name]), top + 1) if name in masked else (truth[name],)
        for value in values:
            table[r, c] = value
            if too_much(table, r, c):
                del table[r, c]
                break
            fill(at + 1, table)
            del table[r, c]

    fill(0, {})
    return seen


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[dict[tuple[str, str], int]]:
    keys = [(f"r{r}", f"c{c}") for r in range(rows) for c in range(columns)]
    counts = st.one_of(st.integers(0, most), st.just(0), st.integers(1, 4))
    return st.lists(counts, min_size=len(keys), max_size=len(keys)).map(
        lambda v: dict(zip(keys, v, strict=True))
    )


def assert_hidden(cells: Inner, sensitive: bool = False) -> frozenset[str]:
    truth = whole(cells)
    masked = protect(truth, lines(cells, sensitive), K)
    assert all(not 0 < n < K or name in masked for name, n in truth.items())
    if sum(name.startswith("|") or name.endswith("|") for name in masked) <= 2:  # else too many to try
        for least in (0, 1):  # zeros are hardly ever masked, and a reader may reckon with that
            for name, values in solve(cells, masked, least).items():
                assert len(values) > 1, (name, values, masked)
                assert not 0 < truth[name] < K or max(values) >= K, (name, values, masked)
    return masked


def test_the_worked_example_leaves_only_the_totals() -> None:
    cells = {("minor", "F"): 6, ("minor", "M"): 2, ("adult", "F"): 14, ("adult", "M"): 7}
    assert protect(whole(cells), lines(cells), K) == {"minor|F", "minor|M", "adult|F", "adult|M"}


@settings(max_examples=150, deadline=None)
@given(tables(2, 2, 12))
def test_no_masked_count_of_a_small_table_can_be_worked_out(cells: dict[tuple[str, str], int]) -> None:
    assert_hidden(cells)


@settings(max_examples=25, deadline=None)
@given(tables(2, 3, 7))
def test_no_masked_count_of_a_wider_table_can_be_worked_out(cells: dict[tuple[str, str], int]) -> None:
    assert_hidden(cells)


@settings(max_examples=60, deadline=None)
@given(tables(2, 2, 9))
def test_nobody_learns_that_all_of_a_group_have_a_sensitive_trait(cells: dict[tuple[str, str], int]) -> None:
    masked = assert_hidden(cells, sensitive=True)
    for (r, c), n in cells.items():
        if n and n == sum(m for (row, _c), m in cells.items() if row == r):
            assert f"{r}|{c}" in masked


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 15), min_size=1, max_size=5), st.lists(st.integers(1, 30), max_size=2))
def test_no_masked_part_of_splits_that_share_a_total_can_be_worked_out(
    counts: list[int], cuts: list[int]
) -> None:
    total = sum(counts)
    parts = {f"a{i}": n for i, n in enumerate(counts)}
    first = min(total, cuts[0]) if cuts else total
    others = {"b0": first, "b1": total - first}
    sums = [Sum("all", tuple(parts)), Sum("all", tuple(others))]
    truth = {**parts, **others, "all": total}
    masked = protect(truth, sums, K)
    assert all(not 0 < n < K or name in masked for name, n in truth.items())
    for split in (parts, others):
        hidden = [n for name, n in split.items() if name in masked]
        if "all" in masked:
            assert hidden or not total, "the total could be added up again"
        elif hidden:
            assert len(hidden) > 1
            assert sum(hidden) >= K


def test_a_list_with_nothing_small_is_printed_whole() -> None:
    assert protect({"F": 20, "M": 9, "all": 29}, [Sum("all", ("F", "M"))], K) == frozenset()


def test_a_small_part_takes_the_smallest_other_part_with_it() -> None:
    counts = {"F": 20, "M": 2, "X": 0, "?": 7, "all": 29}
    assert protect(counts, [Sum("all", ("F", "M", "X", "?"))], K) == {"M", "?"}


def test_zero_is_shown_unless_everybody_else_is_told_by_it() -> None:
    counts = {"yes": 20, "no": 0, "all": 20}
    assert protect(counts, [Sum("all", ("yes", "no"))], K) == frozenset()
    assert protect(counts, [Sum("all", ("yes", "no"), sensitive=True)], K) == {"yes", "no"}


def test_a_total_of_few_people_is_itself_masked() -> None:
    assert protect({"F": 3, "all": 3}, [Sum("all", ("F",))], K) == {"F", "all"}


def test_a_small_difference_of_two_printed_counts_is_not_told() -> None:
    counts = {"in": 18, "rest": 2, "all": 20}
    masked = protect(counts, [Sum("all", ("in", "rest"))], K, hidden=["rest"])
    assert masked
    assert "rest" not in masked


def test_a_percentage_that_tells_a_small_count_is_hidden() -> None:
    rule = RULES["on_k5"]
    assert ratio_is_open(22, 40, rule)
    assert not ratio_is_open(3, 40, rule)
    assert not ratio_is_open(38, 40, rule), "the two others are told"
    assert not ratio_is_open(5, 9, rule)
    assert not ratio_is_open(10, 19, RULES["on_k10_rounded"])
