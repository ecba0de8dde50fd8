"""The report as a workbook and as CSV: the same cells as the dataset."""

from __future__ import annotations

import csv
import io

import python_calamine

from shelter_app.services.acting import Actor
from tests.reports.sample import as_json, made


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_holds_the_figures_as_numbers_and_the_marks_as_text(register: Actor) -> None:
    found = sheets(made(register, "R06", format="xlsx"))
    lines = {row[0]: row[1] for row in found["Indicatori"][4:]}
    for line in as_json(register, "R06")["indicators"]:
        cell = lines[f"{line['code']} · {line['label']}"]
        if line["value"] is None:
            assert cell in ("fără date", "nu se aplică")
        elif line["unit"] == "percent" and line["value"] != "*":
            assert round(float(cell) * 100, 1) == line["value"]
        else:
            assert cell == line["value"]
    assert any("*" in row for row in found["Tabele"])


def test_the_same_data_and_day_give_the_same_workbook(register: Actor) -> None:
    assert made(register, "R04", format="xlsx") == made(register, "R04", format="xlsx")


def test_a_csv_file_holds_each_cell_of_each_table_in_a_line(register: Actor) -> None:
    content = made(register, "R04", format="csv", language="en").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    for table in as_json(register, "R04", language="en")["tables"]:
        cells = [row["value"] for row in rows if row["table"] == table["code"]]
        wanted = [cell for row in table["rows"] for cell in row[1:]]
        assert [float(cell) if cell else None for cell in cells] == wanted
    assert any(row["row"] == "I03 · New admissions" and row["value"] == "46" for row in rows)
