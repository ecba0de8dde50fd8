"""Disclosure control, against a reader who solves the printed table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from shelter_app.domain.suppression import (
    EXTERNAL,
    PUBLIC,
    TOTAL,
    Cell,
    by_place,
    few_between,
    grid,
    hides_mean,
    hides_percent,
    line,
    linked,
    long_enough,
    rounded,
    rules_for,
)

MORE = 12  # how far beyond the truth a reader has to look where a total is masked too


def with_totals(cells: Mapping[Cell, int]) -> dict[Cell, int]:
    rows = dict.fromkeys(r for r, _c in cells)
    columns = dict.fromkeys(c for _r, c in cells)
    full = dict(cells)
    full |= {(r, TOTAL): sum(cells[r, c] for c in columns) for r in rows}
    full |= {(TOTAL, c): sum(cells[r, c] for r in rows) for c in columns}
    full[TOTAL, TOTAL] = sum(cells.values())
    return full


def solve(cells: Mapping[Cell, int], masked: frozenset[Cell], least: int = 0) -> dict[Cell, set[int]]:
    """Try every table that prints alike; return the values that each masked cell has in them."""
    full = with_totals(cells)
    inner = list(cells)
    seen: dict[Cell, set[int]] = {key: set() for key in masked}
    top = max(full.values()) + MORE

    def least_of(key: Cell) -> int:
        return min(least, full[key])

    def fits(table: dict[Cell, int]) -> bool:
        sums = with_totals(table)
        return all(
            sums[key] >= least_of(key) if key in masked else sums[key] == full[key]
            for key in full
            if TOTAL in key
        )

    def within(table: dict[Cell, int], key: Cell) -> bool:
        for total in ((key[0], TOTAL), (TOTAL, key[1]), (TOTAL, TOTAL)):
            if total not in masked:
                part = sum(
                    n for k, n in table.items() if total[0] in (k[0], TOTAL) and total[1] in (k[1], TOTAL)
                )
                if part > full[total]:
                    return False
        return True

    def fill(at: int, table: dict[Cell, int]) -> None:
        if at == len(inner):
            if fits(table):
                sums = with_totals(table)
                for key in masked:
                    seen[key].add(sums[key])
            return
        key = inner[at]
        values = range(least_of(key), top + 1) if key in masked else (full[key],)
        for value in values:
            table[key] = value
            if not within(table, key):
                del table[key]
                break
            fill(at + 1, table)
            del table[key]

    fill(0, {})
    return seen


def small_grids(rows: int, columns: int, most: int) -> st.SearchStrategy[dict[Cell, int]]:
    keys = [(f"r{r}", f"c{c}") for r in range(rows) for c in range(columns)]
    counts = st.one_of(st.integers(0, most), st.just(0), st.integers(1, 4))
    return st.lists(counts, min_size=len(keys), max_size=len(keys)).map(
        lambda v: dict(zip(keys, v, strict=True))
    )


def assert_hidden(cells: dict[Cell, int], sensitive: bool = False) -> None:
    marks = grid(cells, EXTERNAL, sensitive=sensitive)
    full = with_totals(cells)
    assert all(not 0 < n < EXTERNAL.k or key in marks.masked for key, n in full.items())
    free = {(TOTAL, TOTAL), *((r, TOTAL) for r, _c in cells), *((TOTAL, c) for _r, c in cells)} & marks.masked
    if len(free) > 2:
        return  # too many unknowns to try them all; the exact bound is tested below
    for least in (0, 1):
        for key, values in solve(cells, marks.masked, least).items():
            assert len(values) > 1, (key, values, marks)
            if 0 < full[key] < EXTERNAL.k:
                assert max(values) >= EXTERNAL.k, (key, values)


def test_the_worked_example_leaves_only_the_totals() -> None:
    cells = {("minor", "F"): 6, ("minor", "M"): 2, ("adult", "F"): 14, ("adult", "M"): 7}
    marks = grid(cells, EXTERNAL)
    assert marks.primary == {("minor", "M")}
    assert marks.masked == set(cells)


@settings(max_examples=150, deadline=None)
@given(small_grids(2, 2, 12))
def test_no_masked_cell_of_a_small_table_can_be_worked_out(cells: dict[Cell, int]) -> None:
    assert_hidden(cells)


@settings(max_examples=40, deadline=None)
@given(small_grids(2, 3, 7))
def test_no_masked_cell_of_a_wider_table_can_be_worked_out(cells: dict[Cell, int]) -> None:
    assert_hidden(cells)


@settings(max_examples=60, deadline=None)
@given(small_grids(2, 2, 9))
def test_nobody_learns_that_everybody_of_a_group_has_a_sensitive_trait(cells: dict[Cell, int]) -> None:
    assert_hidden(cells, sensitive=True)
    marks = grid(cells, EXTERNAL, sensitive=True).masked
    for (row, column), n in cells.items():
        if n and n == sum(cells[row, c] for c in {c for _r, c in cells}):
            assert (row, column) in marks


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 15), min_size=1, max_size=5))
def test_no_masked_part_of_a_list_can_be_worked_out(counts: list[int]) -> None:
    parts = {f"c{i}": n for i, n in enumerate(counts)}
    masked = line(parts, EXTERNAL).masked
    if TOTAL in masked:
        assert len(masked) > 1 or sum(counts) == 0
        return
    hidden = [parts[key] for key in masked]
    assert not hidden or (len(hidden) > 1 and sum(hidden) >= EXTERNAL.k)
    for key in masked:
        most = sum(hidden) - sum(min(1, parts[other]) for other in masked - {key})
        assert most > min(1, parts[key])
        if 0 < parts[key] < EXTERNAL.k:
            assert most >= EXTERNAL.k


def test_a_list_with_nothing_small_is_printed_whole() -> None:
    assert line({"F": 20, "M": 9}, EXTERNAL).masked == frozenset()


def test_a_small_part_takes_the_smallest_other_part_with_it() -> None:
    assert line({"F": 20, "M": 2, "X": 0, "?": 7}, EXTERNAL).masked == {"M", "?"}


def test_zero_is_shown_unless_it_has_to_hide_another() -> None:
    assert line({"F": 20, "M": 0}, EXTERNAL).masked == frozenset()
    assert line({"yes": 20, "no": 0}, EXTERNAL, sensitive=True).masked == {"yes", "no"}


def test_a_total_of_few_people_is_itself_masked() -> None:
    assert line({"F": 3}, EXTERNAL).masked == {"F", TOTAL}


def test_answers_that_do_not_add_up_hide_only_what_is_small() -> None:
    assert line({"a": 9, "b": 2, "c": 8}, EXTERNAL, total=12).masked == {"b"}


def test_splits_of_one_figure_lose_their_total_together() -> None:
    marks = linked({"sex": {"F": 12}, "age": {"young": 6, "old": 6}}, EXTERNAL, total=12, sensitive=["sex"])
    assert marks["sex"].masked == {"F", TOTAL}
    assert marks["age"].masked == {"young", "old", TOTAL}
    open_ = linked({"sex": {"F": 12, "M": 6}, "age": {"young": 16, "old": 2}}, EXTERNAL, total=18)
    assert open_["sex"].masked == frozenset()
    assert open_["age"].masked == {"young", "old"}


def test_a_percentage_that_tells_a_small_count_is_hidden() -> None:
    assert not hides_percent(22, 40, EXTERNAL)
    assert hides_percent(3, 40, EXTERNAL)
    assert hides_percent(38, 40, EXTERNAL), "the two others are told"
    assert hides_percent(5, 9, EXTERNAL)
    assert hides_percent(10, 19, PUBLIC)
    assert hides_percent(20, 20, EXTERNAL, sensitive=True)
    assert not hides_percent(20, 20, EXTERNAL)
    assert hides_percent(22, 40, EXTERNAL, masked=True)


def test_means_need_enough_people_and_public_counts_are_rounded() -> None:
    assert hides_mean(4, EXTERNAL)
    assert not hides_mean(5, EXTERNAL)
    assert hides_mean(9, PUBLIC)
    assert [rounded(n, PUBLIC) for n in (0, 12, 13, 17, 18)] == [0, 10, 15, 15, 20]
    assert rounded(13, EXTERNAL) == 13


def test_a_difference_of_few_people_to_an_earlier_report_is_masked() -> None:
    also = few_between({"F": 22, "M": 30}, [{"F": 20, "M": 10}], EXTERNAL)
    assert also == {"F"}
    assert line({"F": 22, "M": 30}, EXTERNAL, also=also).masked == {"F", "M"}


def test_a_small_county_joins_its_region_and_a_small_region_the_country() -> None:
    regions = {"CJ": "NV", "BH": "NV", "IS": "NE", "B": "BI"}
    shown = by_place({"CJ": 7, "BH": 3, "IS": 2, "B": 4}, regions, EXTERNAL)
    assert shown == {"CJ": 7, "RO": 9}
    assert by_place({"CJ": 12, "BH": 3}, regions, PUBLIC) == {"NV": 15}


def test_each_audience_has_its_rules_and_shortest_period() -> None:
    assert rules_for("OFFICIAL") is None
    assert rules_for("INTERNAL") is None
    assert rules_for("PUBLIC") is PUBLIC
    assert long_enough(date(2026, 1, 1), date(2026, 4, 1), EXTERNAL)
    assert not long_enough(date(2026, 1, 1), date(2026, 3, 31), EXTERNAL)
    assert not long_enough(date(2026, 1, 1), date(2026, 12, 31), PUBLIC)
    assert long_enough(date(2026, 1, 1), date(2027, 1, 1), PUBLIC)
