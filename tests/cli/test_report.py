"""``report``: the file that a person asked for, or one sentence why there is none."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from shelter_app.db import opening as stores
from tests.cli.conftest import House
from tests.cli.running import Ran, run_here
from tests.conftest import DIRECTOR, PASSPHRASE
from tests.reports.sample import TRUTH, text_of

pytestmark = pytest.mark.computer_clock

YEAR = ("--from", "2024-01-01", "--to", "2024-12-31")


def refused(said: Ran, word: str) -> None:
    """Check that a command was refused with one sentence that says ``word``."""
    assert said.status == 1, said
    assert "Traceback" not in said.err + said.out
    (line,) = (line for line in said.err.splitlines() if line.strip())
    assert word in line


def test_the_list_names_the_ten_templates_without_a_store() -> None:
    listed = run_here("report", "--list").out.splitlines()
    assert [line.split()[0] for line in listed] == [f"R{number:02}" for number in range(1, 11)]


def test_a_report_is_a_pdf_that_its_owner_alone_can_read(imported: House, tmp_path: Path) -> None:
    out = tmp_path / "return.pdf"
    said = imported.run("report", "R04", *YEAR, "--out", out, "--lang", "en")
    assert said.status == 0, said.err
    assert "R04" in said.err
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = text_of(out.read_bytes())
    assert f"I03 · New admissions: {TRUTH['per_year']['2024']['admissions']}" in text
    assert "5,957" in text
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".partial"] == []


def test_a_report_for_machines_holds_what_the_contract_says(imported: House, tmp_path: Path) -> None:
    out = tmp_path / "donor.json"
    assert imported.run("report", "R06", *YEAR, "--format", "json", "--out", out).status == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert list(found) == [
        "template", "version", "period", "language", "shelter", "indicators", "tables", "dataset_sha256",
    ]  # fmt: skip
    assert found["period"] == {"from": "2024-01-01", "to": "2024-12-31"}
    assert (found["template"], found["language"], found["shelter"]) == ("R06", "ro", None)
    parts = {"code", "label", "value", "unit", "suppressed", "numerator", "denominator"}
    assert all(set(line) == parts for line in found["indicators"])
    for table in found["tables"]:
        assert set(table) == {"code", "title", "columns", "rows", "total_row", "total_column"}
        for row in table["rows"]:
            assert isinstance(row[0], str)
            assert len(row) == len(table["columns"])
            assert all(cell is None or cell == "*" or isinstance(cell, int | float) for cell in row[1:])


def test_the_control_of_small_values_is_left_out_only_when_asked(imported: House, tmp_path: Path) -> None:
    kept, open_one = tmp_path / "kept.json", tmp_path / "open.json"
    quarter = ("--from", "2024-07-01", "--to", "2024-09-30", "--format", "json")
    assert imported.run("report", "R06", *quarter, "--out", kept).status == 0
    assert imported.run("report", "R06", *quarter, "--no-suppression", "--out", open_one).status == 0
    assert '"*"' in kept.read_text()
    assert '"*"' not in open_one.read_text()


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("R99", *YEAR), "R99"),
        (("R04", "--from", "2024-12-31", "--to", "2024-01-01"), "Ultima zi"),
        (("R04", *YEAR, "--format", "docx"), "pdf"),
        (("R04", *YEAR, "--shelter", "NICIUNDE"), "cod"),
        (("R06", *YEAR, "--grant", "NICIUNUL"), "grant"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_sentence_and_no_file_appears(
    house: House, tmp_path: Path, words: tuple[str, ...], word: str
) -> None:
    refused(house.run("report", *words, "--out", tmp_path / "r.pdf"), word)
    assert not (tmp_path / "r.pdf").exists()


def test_a_file_that_exists_stands_unless_force_is_said(house: House, tmp_path: Path) -> None:
    there = tmp_path / "r.pdf"
    there.write_bytes(b"old")
    refused(house.run("report", "R04", *YEAR, "--out", there), "r.pdf")
    assert there.read_bytes() == b"old"
    assert house.run("report", "R04", *YEAR, "--out", there, "--force").status == 0
    assert there.read_bytes().startswith(b"%PDF")


def test_a_refused_report_leaves_no_run_behind(house: House, tmp_path: Path) -> None:
    house.run("report", "R04", *YEAR, "--out", tmp_path / "nowhere" / "r.pdf")
    with stores.unlock(house.folder, DIRECTOR, PASSPHRASE) as store, store.raw() as connection:
        assert connection.execute("SELECT count(*) FROM report_run").fetchone() == (0,)


def test_a_report_without_a_period_or_in_an_unknown_language_is_wrong_usage(
    house: House, tmp_path: Path
) -> None:
    assert house.run("report", "R04", *YEAR, "--lang", "fr", "--out", tmp_path / "r.pdf").status == 2
    assert house.run("report", "R04", "--out", tmp_path / "r.pdf").status == 2
