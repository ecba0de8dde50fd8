"""A register on the desk: columns connected by hand, cells put right, the file untouched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shelter_app.transfer.layout import REGISTER
from shelter_app.transfer.register import read_register
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.table import read_sheets
from shelter_app.transfer.working_copy import WorkingCopy

SAMPLE = Path(__file__).parents[1] / "samples" / "registru-beneficiari.xlsx"
TODAY = date(2026, 11, 24)


def sheet(*rows: list[object]) -> Sheet:
    return Sheet("Foaie", [list(row) for row in rows])  # type: ignore[arg-type]


def register(*headings: str) -> Sheet:
    return sheet(
        list(headings),
        ["B-1", "Ana Fictivă", "12.03.2026", "F"],
        ["B-2", "Ina Fictivă", "31.02.2026", "femeie"],
    )


def test_columns_are_told_with_what_they_hold() -> None:
    desk = WorkingCopy([register("Cod", "Nume și prenume", "Data intrării", "Ciudat")], REGISTER)
    assert [(c.heading, c.field, c.kind) for c in desk.columns()] == [
        ("Cod", "code", "residents"),
        ("Nume și prenume", "name", "residents"),
        ("Data intrării", "entry", "residents"),
        ("Ciudat", "", "residents"),
    ]


def test_a_strange_column_is_connected_and_the_one_before_let_go() -> None:
    desk = WorkingCopy([register("Cod", "Nume", "Data intrării", "Ciudat")], REGISTER)
    desk.connect("Foaie", 3, "sex")
    assert desk.columns()[3].field == "sex"
    assert desk.columns()[3].heading == "Ciudat"
    assert [entry.sex for entry in read_register(desk.sheets, today=TODAY).stays] == ["F"]
    desk.connect("Foaie", 1, "sex")
    assert [column.field for column in desk.columns()] == ["code", "sex", "entry", ""]
    desk.connect("Foaie", 1, "")
    assert [column.field for column in desk.columns()] == ["code", "", "entry", ""]


def test_a_sheet_that_nobody_knew_is_taken_in_once_its_columns_are_connected() -> None:
    desk = WorkingCopy([register("Xyz", "Who", "Zzz", "Qqq")], REGISTER)
    assert read_register(desk.sheets, today=TODAY).stays == []
    for at, field in ((0, "code"), (1, "name"), (2, "entry")):
        desk.connect("Foaie", at, field)
    assert [entry.code for entry in read_register(desk.sheets, today=TODAY).stays] == ["B-1"]


def test_a_cell_is_put_right_where_the_problem_says_and_the_row_stands() -> None:
    original = register("Cod", "Nume", "Data intrării", "Sex")
    desk = WorkingCopy([original], REGISTER)
    (problem,) = [p for p in read_register(desk.sheets, today=TODAY).problems if p.severity == "error"]
    assert desk.cell_text(problem.sheet, problem.row, problem.column) == "31.02.2026"
    assert desk.mend(problem.sheet, problem.row, problem.column, "28.02.2026") == 1
    mended = read_register(desk.sheets, today=TODAY)
    assert [entry.entry for entry in mended.stays] == [date(2026, 3, 12), date(2026, 2, 28)]
    assert original.rows[2][2] == "31.02.2026"


def test_everything_that_says_the_same_in_the_column_is_put_right_at_once() -> None:
    rows = [
        ["Cod", "Data intrării", "Sex"],
        *([f"B-{n}", "12.03.2026", "Doamnă" if n % 2 else "F"] for n in range(6)),
    ]
    desk = WorkingCopy([sheet(*rows)], REGISTER)
    assert desk.mend("Foaie", 3, "Sex", "F", everywhere=True) == 3
    assert {entry.sex for entry in read_register(desk.sheets, today=TODAY).stays} == {"F"}


def test_a_heading_that_is_not_there_mends_nothing() -> None:
    desk = WorkingCopy([register("Cod", "Nume", "Data intrării", "Sex")], REGISTER)
    assert desk.mend("Foaie", 2, "", "x") == 0
    assert desk.cell_text("Foaie", 2, "Altceva") == ""


@pytest.mark.parametrize("kind", ["error", "warning"])
def test_every_problem_of_the_sample_leads_to_its_cell(kind: str) -> None:
    desk = WorkingCopy(read_sheets(SAMPLE), REGISTER)
    problems = [
        p for p in read_register(desk.sheets, today=TODAY).problems if p.severity == kind and p.column
    ]
    assert problems
    assert all(desk.column_at(p.sheet, p.column) is not None for p in problems)
