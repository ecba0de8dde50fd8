"""Files that are no register, or worse: each is refused in one sentence."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest

from shelter_app.domain.errors import Refused
from shelter_app.transfer import limits, table
from shelter_app.transfer.table import read_sheets
from tests.transfer.workbooks import REGISTER


def refusal(path):
    with pytest.raises(Refused) as refused:
        read_sheets(path)
    assert refused.value.message.count(". ") <= 1 and str(path) not in refused.value.message
    return refused.value.code


def test_a_bomb_is_refused_before_it_is_parsed(tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream,
    ):
        for _block in range(513):
            stream.write(b" " * 2**20)
    assert refusal(bomb) == "too_large"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7 something else", b"\x00" * 999])
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "not.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "unreadable"


def test_a_cut_workbook_and_a_missing_file_are_refused(tmp_path):
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(REGISTER.read_bytes()[:20_000])
    assert refusal(cut) == "unreadable"
    assert refusal(tmp_path / "none.xlsx") == "no_file"


def test_too_much_is_refused_and_blanks_far_out_are_nothing(tmp_path, monkeypatch):
    for row, column in ((2, 300), (150_000, 1)):
        book = openpyxl.Workbook()
        book.active.append(["Cod", "Data intrării"])
        book.active.append(["A1", "01.02.2024"])
        book.active.cell(row, column).value = " "
        book.save(tmp_path / "far.xlsx")
        (sheet,) = read_sheets(tmp_path / "far.xlsx")
        assert sheet.rows == [["Cod", "Data intrării"], ["A1", "01.02.2024"]]
    monkeypatch.setattr(limits, "MOST_CELLS", 3)
    wide = tmp_path / "wide.csv"
    wide.write_text(";".join("abcd"), encoding="utf-8")
    assert refusal(wide) == "too_large"
    monkeypatch.setattr(table, "MOST_BYTES", 10)
    assert refusal(REGISTER) == "too_large"


def test_a_formula_is_the_value_that_was_stored_and_never_run(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["=1+1", '=HYPERLINK("file:///etc/passwd")', "text"])
    book.save(tmp_path / "formula.xlsx")
    (sheet,) = read_sheets(tmp_path / "formula.xlsx")
    assert 2 not in sheet.rows[0] and "text" in sheet.rows[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250", "utf-8"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_csv_is_read_in_the_encodings_and_marks_that_offices_write(tmp_path, encoding, mark):
    path = tmp_path / "list.csv"
    path.write_bytes(mark.join(["Cod", "Data intrării", "ţară"]).encode(encoding))
    assert read_sheets(path)[0].rows == [["Cod", "Data intrării", "ţară"]]
