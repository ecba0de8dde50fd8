"""``import``: the sample register through the command line, equal to the truth about it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import python_calamine

from tests.cli.conftest import SAMPLE, House, Imported

pytestmark = pytest.mark.computer_clock

TRUTH = json.loads(SAMPLE.with_suffix(".truth.json").read_text(encoding="utf-8"))
COUNTED = ("residents", "stays", "sessions", "services", "goals")


def test_what_is_made_equals_the_truth_about_the_sample(sample_import: Imported) -> None:
    assert {key: sample_import.result["created"][key] for key in COUNTED} == {
        key: TRUTH[key] for key in COUNTED
    }


def test_each_problem_of_the_truth_is_said_with_its_row_kind_and_severity(sample_import: Imported) -> None:
    keys = ("sheet", "row", "kind", "severity")
    said = Counter(tuple(p[key] for key in keys) for p in sample_import.result["problems"])
    missing = [p for p in TRUTH["problems"] if not said[tuple(p[key] for key in keys)]]
    assert missing == []


def test_no_error_is_said_that_the_truth_does_not_know(sample_import: Imported) -> None:
    def errors(problems: list[dict[str, object]]) -> set[tuple[object, object]]:
        return {(p["sheet"], p["row"]) for p in problems if p["severity"] == "error"}

    assert errors(sample_import.result["problems"]) == errors(TRUTH["problems"])


def test_a_dry_run_says_the_same_and_error_rows_without_leave_store_nothing(
    house: House, sample_import: Imported, tmp_path: Path
) -> None:
    tried = house.run("import", SAMPLE, "--dry-run", "--json", tmp_path / "tried.json")
    assert tried.status == 0
    result = json.loads((tmp_path / "tried.json").read_text(encoding="utf-8"))
    assert result["dry_run"] is True
    assert result["sheets"] == sample_import.result["sheets"]
    assert (
        result["created"] == sample_import.result["created"]
    )  # so the refused try below starts from nothing

    refused = house.run("import", SAMPLE, "--json", tmp_path / "refused.json")
    assert refused.status == 1
    assert len(refused.err.strip().splitlines()) <= 3
    result = json.loads((tmp_path / "refused.json").read_text(encoding="utf-8"))
    assert set(result["created"].values()) == {0}
    assert any(p["severity"] == "error" for p in result["problems"])

    again = house.run("import", SAMPLE, "--dry-run", "--json", tmp_path / "again.json")
    assert again.status == 0
    result = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert result["created"] == sample_import.result["created"]


def test_a_second_import_of_the_same_file_adds_nothing(imported: House, tmp_path: Path) -> None:
    said = imported.run("import", SAMPLE, "--accept-partial", "--json", tmp_path / "out.json")
    assert said.status == 0
    assert set(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["created"].values()) == {0}


def test_no_name_of_the_register_is_said_on_any_stream(sample_import: Imported) -> None:
    rows = python_calamine.load_workbook(SAMPLE).get_sheet_by_name("Beneficiari").to_python()
    heading = next(row for row in rows if any("nume" in str(cell).lower() for cell in row))
    column = next(i for i, cell in enumerate(heading) if "nume" in str(cell).lower())
    names = {str(row[column]).strip() for row in rows[rows.index(heading) + 1 :]} - {""}
    assert len(names) > 100
    streams = sample_import.ran.out + sample_import.ran.err
    assert [name for name in names if name in streams] == []
