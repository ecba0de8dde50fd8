"""Small files that failed elsewhere, each for a whole kind: what a careful clerk takes in, refuses or says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shelter_app.domain.errors import Refused
from shelter_app.transfer.problems import ERROR
from shelter_app.transfer.register import read_register
from shelter_app.transfer.register_rows import Reading
from shelter_app.transfer.stays import read_stays
from shelter_app.transfer.table import read_sheets

TODAY = date(2026, 11, 24)
HEAD = ("Cod", "Data intrării", "Data ieșirii", "Data nașterii", "Sex")
Read = Callable[[Path], Reading]


def as_register(path: Path) -> Reading:
    return read_register(read_sheets(path), today=TODAY)


def as_stays(path: Path) -> Reading:
    return read_stays(read_sheets(path), today=TODAY)


def csv(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    made = folder / "fisier.csv"
    made.write_bytes("\n".join(lines).encode(encoding))
    return made


def book(folder: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    made.save(folder / "registru.xlsx")
    return folder / "registru.xlsx"


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(one.row, one.kind, one.severity) for one in reading.problems]


def stays(reading: Reading) -> list[tuple[str, date, date | None]]:
    return [(one.code, one.entry, one.exit) for one in reading.stays]


def every_row_is_counted(reading: Reading) -> bool:
    return all(one.rows == one.accepted + one.rejected + one.left_out for one in reading.sheets)


@pytest.mark.parametrize("read", [as_register, as_stays])
@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("R-1;01.01.1900;;1990;F", "too_early"),
        ("R-1;12.05.2015;;2020;F", "before_birth"),
        ("R-1;12.05.2015;;13.05.2015;F", "before_birth"),
        ("R-1;01.02.2026;31.01.2026;1990;F", "exit_before_entry"),
    ],
)
def test_what_the_acts_refuse_no_file_stores(read: Read, row: str, kind: str, tmp_path: Path) -> None:
    reading = read(csv(tmp_path, ";".join(HEAD), "R-0;01.02.2026;02.02.2026;1990;F", row))
    assert (3, kind, ERROR) in told(reading)
    assert [one[0] for one in stays(reading)] == ["R-0"]
    assert every_row_is_counted(reading)


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_a_year_of_birth_beyond_every_life_is_said_as_that_and_left_out(read: Read, tmp_path: Path) -> None:
    reading = read(csv(tmp_path, ";".join(HEAD), "R-1;01.02.2026;;1903;F"))
    assert (2, "unlikely_birth", "warning") in told(reading)
    assert [one.birth.year for one in reading.stays] == [None]


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_counts_under_a_long_heading_are_no_register(read: Read, tmp_path: Path) -> None:
    heads = (
        "Code",
        "Number of patients spending >4 hours from decision to admit to admission",
        "Percentage in 4 hours or less",
        "Exit blocks",
    )
    rows = [heads, ("RJ1", 461, 0.8, 3), ("RJ2", 69, 0.9, 4), ("RJ3", 1204, 0.7, 5), ("RJ4", 12000, 0.6, 6)]
    assert read(book(tmp_path, Foaie=rows)).stays == []


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_a_number_is_a_day_only_beside_days(read: Read, tmp_path: Path) -> None:
    rows = [HEAD, ("R-1", 461, "", 1990, "F"), ("R-2", 69, "", 1990, "F"), ("R-3", 1204, "", 1990, "F")]
    assert read(book(tmp_path, Foaie=rows)).stays == []
    beside = [HEAD, ("R-1", date(2026, 2, 1), "", 1990, "F"), ("R-2", 46055, date(2026, 3, 1), 1990, "F")]
    assert stays(read(book(tmp_path, Foaie=beside))) == [
        ("R-1", date(2026, 2, 1), None),
        ("R-2", date(2026, 2, 2), date(2026, 3, 1)),
    ]


@pytest.mark.parametrize("read", [as_register, as_stays])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_makes_the_headings(read: Read, separator: str, tmp_path: Path) -> None:
    other = "," if separator != "," else ";"
    words = other.join("a bcd")
    lines = [separator.join((*HEAD, "Observații"))]
    lines += [
        separator.join((f"R-{n}", "01.02.2026", "02.02.2026", "1990", "F", f'"{words}{words}{words}"'))
        for n in range(3)
    ]
    assert len(read(csv(tmp_path, *lines)).stays) == 3


def test_a_separator_that_is_named_is_taken_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    reading = as_register(csv(tmp_path, "sep=,", ",".join(HEAD), "R-1,31.02.2026,,1990,F"))
    assert (3, "impossible_date", ERROR) in told(reading)


def test_letters_are_judged_row_by_row_and_an_older_page_is_said(tmp_path: Path) -> None:
    made = tmp_path / "fisier.csv"
    heads = "Cod;Data intrării;Data ieșirii;Nume"
    made.write_bytes(
        f"{heads}\nR-1;01.02.2026;02.02.2026;Ștefania\n".encode() + "R-2;03.02.2026;;Ţurcanu".encode("cp1250")
    )
    reading = as_register(made)
    assert [one.name for one in reading.stays] == ["Ștefania", "Țurcanu"]
    assert "guessed_letters" in {one.kind for one in reading.problems}
    made.write_bytes(f"{heads}\nR-1;01.02.2026;02.02.2026;Ștefania\n".encode())
    assert "guessed_letters" not in {one.kind for one in as_register(made).problems}


def test_merged_cells_say_the_same_for_each_row_but_amounts_only_once(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    page.title = "Rezidenți"
    for row in (HEAD[:3], ("R-1", "01.02.2026", ""), ("R-2", None, None)):
        page.append(row)
    page.merge_cells("B2:B3")
    services = made.create_sheet("Servicii")
    for row in (
        ("Cod", "Data", "Serviciu", "Valoare"),
        ("R-1", "03.02.2026", "Asistență socială", 90),
        (None, "04.02.2026", "Asistență socială", None),
    ):
        services.append(row)
    services.merge_cells("A2:A3")
    services.merge_cells("D2:D3")
    made.save(tmp_path / "unite.xlsx")
    reading = as_register(tmp_path / "unite.xlsx")
    assert stays(reading) == [("R-1", date(2026, 2, 1), None), ("R-2", date(2026, 2, 1), None)]
    assert [(one.code, one.value_bani) for one in reading.services] == [("R-1", 9000), ("R-1", None)]
    assert every_row_is_counted(reading)


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_a_later_sheet_brings_the_exit_of_the_same_stay(read: Read, tmp_path: Path) -> None:
    made = book(
        tmp_path,
        Ianuarie=[HEAD, ("R-1", "05.01.2026", "", 1990, "F"), ("R-2", "06.01.2026", "", 1991, "F")],
        Februarie=[
            HEAD,
            ("R-1", "05.01.2026", "01.02.2026", 1990, "F"),
            ("R-2", "06.01.2026", "", 1991, "F"),
        ],
        Martie=[
            HEAD,
            ("R-1", "05.01.2026", "01.02.2026", 1990, "F"),
            ("R-2", "06.01.2026", "3.3.2026", 1991, "F"),
        ],
    )
    reading = read(made)
    assert stays(reading) == [
        ("R-1", date(2026, 1, 5), date(2026, 2, 1)),
        ("R-2", date(2026, 1, 6), date(2026, 3, 3)),
    ]
    assert reading.errors == 0
    assert [(one.accepted, one.left_out) for one in reading.sheets] == [(2, 0), (1, 1), (1, 1)]


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_two_exits_of_one_stay_contradict_each_other(read: Read, tmp_path: Path) -> None:
    reading = read(
        csv(tmp_path, ";".join(HEAD), "R-1;05.01.2026;01.02.2026;1990;F", "R-1;05.01.2026;09.02.2026;1990;F")
    )
    assert (3, "stay_overlap", ERROR) in told(reading)
    assert stays(reading) == [("R-1", date(2026, 1, 5), date(2026, 2, 1))]


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_month_first_is_told_by_the_whole_sheet_never_by_half(read: Read, tmp_path: Path) -> None:
    heads = "Cod;Data intrării;Data ieșirii"
    reading = read(csv(tmp_path, heads, "R-1;3/4/2026;3/9/2026", "R-2;3/14/2026;3/23/2026"))
    assert stays(reading) == [
        ("R-1", date(2026, 3, 4), date(2026, 3, 9)),
        ("R-2", date(2026, 3, 14), date(2026, 3, 23)),
    ]
    assert "month_first" in {one.kind for one in reading.problems}
    both = read(csv(tmp_path, heads, "R-1;3/4/2026;3/9/2026", "R-2;3/14/2026;", "R-3;15/3/2026;"))
    assert both.stays == []
    assert "mixed_dates" in {one.kind for one in both.problems if one.severity == ERROR}
    assert every_row_is_counted(both)
    dots = read(csv(tmp_path, heads, "R-1;3.4.2026;9.4.2026", "R-2;3.14.2026;"))
    assert stays(dots) == [("R-1", date(2026, 4, 3), date(2026, 4, 9))]


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_zeros_that_a_spreadsheet_lost_make_nobody_new(read: Read, tmp_path: Path) -> None:
    heads = "Cod;Data intrării;Data ieșirii"
    same = read(csv(tmp_path, heads, "0012;05.01.2026;", "12;05.01.2026;28.02.2026"))
    assert stays(same) == [("0012", date(2026, 1, 5), date(2026, 2, 28))]
    other = read(csv(tmp_path, heads, "0012;05.01.2026;06.01.2026", "12;07.02.2026;28.02.2026"))
    assert (3, "code_alike", ERROR) in told(other)
    apart = read(csv(tmp_path, heads, "1-1;05.01.2026;06.01.2026", "11;07.02.2026;28.02.2026"))
    assert len(apart.stays) == 2


@pytest.mark.parametrize("read", [as_register, as_stays])
def test_a_file_without_exits_says_so(read: Read, tmp_path: Path) -> None:
    reading = read(csv(tmp_path, "Cod;Nume;Data intrării", "R-1;Ana;05.01.2026"))
    (problem,) = [one for one in reading.problems if one.kind == "no_exit_column"]
    assert problem.message.count(".") == 1
    assert len(reading.stays) == 1


def test_a_word_that_was_only_near_is_said(tmp_path: Path) -> None:
    reading = as_register(csv(tmp_path, ";".join(HEAD), "R-1;05.01.2026;;1990;feminină"))
    assert [one.sex for one in reading.stays] == ["F"]
    assert (2, "guessed_value", "warning") in told(reading)


@pytest.mark.parametrize(
    "heads",
    [
        ("clientId", "moveInDate", "moveOutDate"),
        ("Case number", "Intake date", "Date left"),
        ("Nr. dosar", "Data intrării", "Data plecării"),
        ("CLIENT_ID", "ENTRY_DATE", "EXIT_DATE"),
    ],
)
def test_headings_are_words_however_they_are_joined(heads: tuple[str, ...], tmp_path: Path) -> None:
    reading = as_stays(csv(tmp_path, ";".join(heads), "R-1;2026-01-05;2026-02-01"))
    assert stays(reading) == [("R-1", date(2026, 1, 5), date(2026, 2, 1))]


def cut(made: Path, part: str, *, whole: bool) -> None:
    """Cut a part of a workbook short, or leave it out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename != part:
                new.writestr(entry, content)
            elif not whole:
                new.writestr(entry, content[: len(content) // 2])
    made.write_bytes(kept.getvalue())


@pytest.mark.parametrize("whole", [True, False])
def test_a_damaged_sheet_is_refused_by_name(whole: bool, tmp_path: Path) -> None:
    made = book(
        tmp_path,
        Rezidenti=[HEAD, ("R-1", "05.01.2026", "", 1990, "F")],
        Sedinte=[("Cod", "Data", "Durata"), *(("R-1", "06.01.2026", 50) for _n in range(40))],
    )
    cut(made, "xl/worksheets/sheet2.xml", whole=whole)
    with pytest.raises(Refused) as refused:
        read_sheets(made)
    assert refused.value.code == "damaged_sheet"
    assert "Sedinte" in refused.value.message


def test_a_workbook_behind_a_password_is_told_as_that(tmp_path: Path) -> None:
    made = tmp_path / "inchis.xlsx"
    made.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(Refused) as refused:
        read_sheets(made)
    assert refused.value.code == "protected"


def test_half_signs_unseen_text_and_a_time_that_never_was_are_no_obstacle(tmp_path: Path) -> None:
    made = book(
        tmp_path,
        Rezidenti=[HEAD, ("R-1", "05.01.2026", "\u200b", 1990, "F")],
        Sedinte=[("Cod", "Data", "Ora", "Durata", "Nota"), ("R-1", "29.03.2026", "3:30", 50, "\u200b\u2060")],
    )
    reading = as_register(made)
    assert stays(reading) == [("R-1", date(2026, 1, 5), None)]
    assert [(one.day, one.clock, one.note) for one in reading.sessions] == [(date(2026, 3, 29), None, "")]
    assert (2, "skipped_time", "warning") in told(reading)
