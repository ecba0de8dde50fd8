"""Disclosure control of the donor's report: what is left out cannot be worked out from what is printed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from shelter_app.domain.suppression import RULES
from shelter_app.reports.dataset import (
    Chart,
    Completeness,
    Control,
    Dataset,
    Line,
    Paragraph,
    Row,
    Section,
    Share,
    Table,
)
from shelter_app.reports.render import pdf
from shelter_app.reports.templates.control import controlled
from shelter_app.reports.words import Words, dimension_label, literal, phrase
from shelter_app.services.acting import Actor
from shelter_app.services.reporting import views
from tests.reports.sample import YEAR, as_json, made, text_of

K = 5
QUARTERS = [date(2021 + at // 4, 1 + 3 * (at % 4), 1) for at in range(21)]
RULE = RULES["on_k5"]


def split(measure: str, dimension: str, counts: dict[str, float], *, sensitive: bool = False) -> Table:
    rows = [Row(dimension_label(dimension, code), (count,)) for code, count in counts.items()]
    rows.append(Row(phrase("Total"), (sum(counts.values()),), key=True))
    columns = (phrase("Group"), phrase("Number"))
    code = f"{measure}_{dimension}"
    return Table(
        code, literal(code), columns, tuple(rows), total_row=True, measure=measure, sensitive=sensitive
    )


def donor(lines: list[Line], *blocks: Any) -> Dataset:
    return Dataset(
        template="R06",
        version="1",
        first=date(2026, 1, 1),
        last=date(2026, 3, 31),
        as_of=date(2026, 11, 24),
        organisation="Centrul",
        service_code=None,
        shelter=None,
        grant=None,
        audience="EXTERNAL",
        demo=False,
        lines=tuple(lines),
        sections=(Section(literal("Dezagregare"), blocks),),
        control=None,
    )


def count(code: str, value: float) -> Line:
    return Line(code, value, "persons", counted=int(value), sources="digest")


def percent(code: str, hits: float, total: float) -> Line:
    return Line(code, round(100 * hits / total, 1), "percent", hits, total)


def printed(dataset: Dataset, table: str) -> dict[str, Any]:
    found = next(t for t in dataset.tables if t.code == table)
    return {row.label.value: row.cells[-1] for row in found.rows}


@pytest.mark.parametrize(("first", "after"), list(pairwise(QUARTERS)))
def test_no_quarter_of_the_sample_prints_a_small_count_or_one_that_follows(
    register: Actor, first: date, after: date
) -> None:
    last = after - timedelta(days=1)
    open_ones = as_json(register, "R06", first=first, last=last, suppressed=False)
    shown = as_json(register, "R06", first=first, last=last)
    truth = {table["code"]: table["rows"] for table in open_ones["tables"]}
    for line in shown["indicators"]:
        if line["unit"] != "percent":
            assert line["value"] in (None, "*") or not 0 < line["value"] < K, line
    for table in shown["tables"]:
        if table["total_row"]:
            assert_nothing_follows(table, truth[table["code"]])


def assert_nothing_follows(table: dict[str, Any], truth: list[list[Any]]) -> None:
    rows = [row[1:] for row in table["rows"]]
    real = [row[1:] for row in truth]
    for cell in (cell for row in rows for cell in row):
        assert cell == "*" or not 0 < cell < K, table
    lines = [([row[at] for row in rows], [row[at] for row in real]) for at in range(len(rows[0]))]
    if table["total_column"]:
        lines += list(zip(rows, real, strict=True))
    for seen, counts in lines:
        hidden = [count for cell, count in zip(seen, counts, strict=True) if cell == "*"]
        assert len(hidden) != 1, table
        if hidden and seen[-1] != "*":
            assert sum(hidden) >= K, table


def test_what_is_printed_unmasked_is_true(register: Actor) -> None:
    open_ones, shown = (as_json(register, "R06", suppressed=order) for order in (False, True))
    truth = {table["code"]: table["rows"] for table in open_ones["tables"]}
    compared = 0
    for table in shown["tables"]:
        for row, real in zip(table["rows"], truth[table["code"]], strict=True):
            for cell, there in zip(row, real, strict=True):
                assert cell in ("*", there)
                compared += cell == there
    assert compared > 50


def test_a_small_part_takes_another_with_it_and_leaves_the_total() -> None:
    shown = controlled(donor([count("I03", 29)], split("I03", "sex", {"F": 20, "M": 2, "X": 7})), RULE, {})
    assert printed(shown, "I03_sex") == {"F": 20, "M": "*", "X": "*", "Total": 29}
    assert shown.line("I03").value == 29


def test_tables_that_share_a_total_are_judged_together() -> None:
    reasons = split(
        "I06", "exit_reason", {"PLAN_COMPLETED": 9, "REPATRIATION": 6, "OWN_REQUEST": 2, "OTHER": 8}
    )
    planned = split("I06", "planned", {"PLANNED": 15, "UNPLANNED": 10})
    shown = controlled(donor([count("I06", 25)], reasons, planned), RULE, {})
    assert printed(shown, "I06_planned") == {"PLANNED": 15, "UNPLANNED": 10, "Total": 25}
    masked = {code for code, cell in printed(shown, "I06_exit_reason").items() if cell == "*"}
    assert masked >= {"OWN_REQUEST", "OTHER"}, "one alone would follow from the unplanned exits"
    assert len(masked & {"PLAN_COMPLETED", "REPATRIATION"}) != 1


def test_a_total_of_few_people_is_masked_wherever_it_stands() -> None:
    table = split("I17", "sex", {"F": 3})
    shown = controlled(donor([count("I17", 3)], table), RULE, {})
    assert shown.line("I17").value == "*"
    assert shown.line("I17").counted == 0
    assert shown.line("I17").sources == ""
    assert printed(shown, "I17_sex") == {"F": "*", "Total": "*"}


def test_a_table_that_would_cost_its_total_is_left_out_instead() -> None:
    crowd = split("I03", "referral_source", {f"S{at}": 1 for at in range(9)})
    shown = controlled(donor([count("I03", 9)], crowd), RULE, {})
    assert shown.line("I03").value == 9
    assert not shown.tables
    (said,) = shown.blocks()
    assert isinstance(said, Paragraph)


def test_a_trait_of_everybody_is_not_told() -> None:
    table = split("I01", "victim_status", {"IDENTIFIED_FORMAL": 12}, sensitive=True)
    shown = controlled(donor([count("I01", 12)], table), RULE, {})
    assert shown.tables == ()
    assert shown.line("I01").value == 12
    plain = split("I01", "victim_status", {"IDENTIFIED_FORMAL": 12})
    assert printed(controlled(donor([count("I01", 12)], plain), RULE, {}), plain.code)["Total"] == 12


@pytest.mark.parametrize(
    ("hits", "total", "is_open"),
    [(22, 40, True), (3, 40, False), (38, 40, False), (5, 9, False), (0, 12, True), (12, 12, True)],
)
def test_a_percentage_is_hidden_with_its_counts(hits: float, total: float, is_open: bool) -> None:
    line = controlled(donor([percent("I27", hits, total)]), RULE, {}).line("I27")
    assert line.suppressed is not is_open
    shown = {line.value, line.numerator, line.denominator}
    assert ("*" in shown) is not is_open
    assert is_open or shown == {"*"}


def test_the_percentage_of_a_masked_count_is_masked() -> None:
    table = split("I23", "goal_status", {"ACHIEVED": 9, "PARTLY": 3, "NOT_ACHIEVED": 0})
    shown = controlled(donor([percent("I23", 9, 12)], table), RULE, {})
    assert printed(shown, "I23_goal_status")["ACHIEVED"] == "*"
    assert shown.line("I23").value == "*"


def test_persons_served_hide_when_they_tell_how_few_were_not_residents() -> None:
    shown = controlled(donor([count("I01", 30), count("I02", 32)]), RULE, {})
    assert (shown.line("I01").value, shown.line("I02").value) == (30, "*")
    apart = controlled(donor([count("I01", 30), count("I02", 36)]), RULE, {})
    assert apart.line("I02").value == 36


def test_what_was_reached_since_the_start_hides_when_it_tells_a_small_rest() -> None:
    table = Table(
        "logframe",
        literal("Cadru logic"),
        tuple(literal(word) for word in "abcdef"),
        tuple(Row(Words("code", code, of="indicator"), (0, 50, now, all_, 50)) for code, now, all_ in FRAME),
        kinds=("", "", "", "", "percent"),
    )
    lines = [count(code, now) for code, now, _all in FRAME]
    since = {code: count(code, whole) for code, _now, whole in FRAME}
    shown = controlled(donor(lines, table), RULE, since)
    assert [row.cells[2:] for row in shown.tables[0].rows] == [(20, "*", "*"), (20, 40, 50), ("*", 40, 50)]


FRAME = (("I03", 20, 23), ("I06", 20, 40), ("I16", 2, 40))


def test_a_chart_leaves_out_the_bars_of_masked_counts() -> None:
    table = split("I03", "sex", {"F": 20, "M": 2, "X": 7})
    bars = tuple((row.label, row.cells) for row in table.rows[:-1])
    chart = Chart("I03_sex", literal("Admiteri după sex"), (literal("Admiteri"),), bars)
    shown = controlled(donor([count("I03", 29)], table, chart), RULE, {})
    drawn = next(b for b in shown.blocks() if isinstance(b, Chart))
    assert [cells for _label, cells in drawn.bars] == [(20,), ("*",), ("*",)]
    assert "bara ei lipsește" in text_of(pdf.render(shown, "ro"))


def test_the_share_of_missing_data_does_not_tell_a_masked_count() -> None:
    share = Share(dimension_label("sex", "UNKNOWN"), 2, 5.0)
    shown = controlled(donor([count("I01", 40)], Completeness("I01", (share,), 40)), RULE, {})
    block = next(b for b in shown.blocks() if isinstance(b, Completeness))
    assert (block.shares[0].missing, block.shares[0].percent) == ("*", "*")


def test_what_counts_the_house_and_not_people_is_printed() -> None:
    occupancy = Line("I10", 99.8, "percent", 998, 1000)
    assert controlled(donor([occupancy]), RULE, {}).line("I10") == occupancy


def test_the_report_says_which_control_was_applied(register: Actor) -> None:
    shown = views.preview(register, "R06", YEAR["first"], YEAR["last"])
    assert shown.control is not None
    assert (shown.control.rule, shown.control.k) == ("on_k5", 5)
    assert shown.control.marks == sum(cell == "*" for cell in cells_of(shown)) > 0
    assert "valorile de la 1 la 4 nu se publică" in text_of(pdf.render(shown, "ro"))


def cells_of(dataset: Dataset) -> list[Any]:
    cells: list[Any] = [line.value for line in dataset.lines]
    for block in dataset.blocks():
        if isinstance(block, Table):
            cells += [cell for row in block.rows for cell in row.cells]
        elif isinstance(block, Chart):
            cells += [cell for _label, bar in block.bars for cell in bar]
        elif isinstance(block, Completeness):
            cells += [share.percent for share in block.shares]
    return cells


def test_the_ministry_s_return_is_printed_whole(register: Actor) -> None:
    assert "*" not in cells_of(views.preview(register, "R04", YEAR["first"], YEAR["last"]))


def test_a_report_without_control_is_for_the_house_only(register: Actor) -> None:
    words = "Valorile mici apar integral: acest exemplar este numai pentru uz intern."
    assert words in text_of(made(register, "R06", suppressed=False))
    assert words not in text_of(made(register, "R06"))


def test_an_internal_copy_says_its_audience() -> None:
    inside = donor([count("I03", 3)]).inside(Control("on_k5", 5, 10, left_out_by_order=True))
    assert inside.audience == "INTERNAL"
    assert "date confidențiale" in text_of(pdf.render(inside, "ro"))
