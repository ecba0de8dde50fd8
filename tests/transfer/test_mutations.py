"""A register that hands, programs and disks have spoilt: no traceback, and every row is accepted, refused or left out."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelter_app.domain.errors import Refused
from shelter_app.transfer.problems import ERROR
from shelter_app.transfer.register import read_register
from shelter_app.transfer.register_rows import Reading
from shelter_app.transfer.sheet import MergedCells, Sheet
from shelter_app.transfer.stays import read_stays
from shelter_app.transfer.table import read_sheets
from shelter_app.transfer.values import Cell

TODAY = date(2026, 11, 24)
HEADS = [
    "Cod",
    "Nume",
    "Data nașterii",
    "Sex",
    "Data intrării",
    "Data ieșirii",
    "Cameră",
    "Pat",
    "Destinație",
]
ODD: list[Cell] = [
    *(
        None,
        "",
        " ",
        "-",
        "?",
        "x",
        "TOTAL",
        "Cod",
        "Data intrării",
        "\u200b",
        "\u202e1",
        "\ud83d",
        "0",
        "-1",
    ),
    *(
        "31.02.2026",
        "3/14/2026",
        "14/3/2026",
        "2026-13-01",
        "00.00.1990",
        "1/1/1",
        "46000",
        "1e9",
        "1900",
        "1903",
    ),
    *(0, -1, 1, 46000, 1e300, float("inf"), float("nan"), True, 12.5, time(3, 30), timedelta(days=400)),
    *(
        datetime(2026, 3, 29, 3, 30),
        date(1, 1, 1),
        date(9999, 12, 31),
        "A" * 5000,
        "ş",
        "Ş1",
        "0007",
        "7",
        "=1+1",
    ),
]


def clean(chance: random.Random) -> list[list[Cell]]:
    rows: list[list[Cell]] = [list(HEADS)]
    for number in range(chance.randint(1, 12)):
        entry = date(2025, 1, 1) + timedelta(days=chance.randint(0, 500))
        left = entry + timedelta(days=chance.randint(0, 90)) if chance.random() < 0.6 else None
        rows.append(
            [f"R-{number:03}", f"Ana {number}", 1990 + number, "F", entry, left, number, 1, "familie"]
        )
    return rows


def spoil(rows: list[list[Cell]], chance: random.Random) -> list[list[Cell]]:
    for _time in range(chance.randint(1, 15)):
        row = chance.randrange(len(rows))
        kind = chance.random()
        if kind < 0.6 and rows[row]:
            rows[row][chance.randrange(len(rows[row]))] = chance.choice(ODD)
        elif kind < 0.7:
            rows.insert(row, list(chance.choice(rows)))
        elif kind < 0.8:
            rows[row] = rows[row][: chance.randrange(len(HEADS))]
        elif kind < 0.9:
            rows[row] = [*rows[row], *chance.choices(ODD, k=3)]
        else:
            at = chance.randrange(len(HEADS))
            odd = chance.choice(ODD)
            for cells in rows[1:]:
                if at < len(cells):
                    cells[at] = odd
    return rows


def is_whole(reading: Reading) -> None:
    for one in reading.sheets:
        assert one.rows == one.accepted + one.rejected + one.left_out
    refused = {(one.sheet, one.row) for one in reading.problems if one.severity == ERROR}
    taken = {(one.at.sheet, one.at.row) for one in reading.stays}
    assert not refused & taken
    for stay in reading.stays:
        assert stay.exit is None or stay.entry <= stay.exit
        assert date(1990, 1, 1) <= stay.entry <= TODAY
        assert stay.birth.year is None or stay.birth.year <= stay.entry.year
    for problem in reading.problems:
        assert problem.message


@pytest.mark.parametrize("read", [read_register, read_stays])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_spoilt_sheets_are_judged_whole(read: Callable[..., Reading], seed: int) -> None:
    chance = random.Random(seed)
    rows = spoil(clean(chance), chance)
    merged = tuple(
        MergedCells(first, first + chance.randint(1, 4), chance.randrange(len(HEADS)))
        for first in (chance.randint(0, len(rows)) for _time in range(chance.randint(0, 3)))
    )
    is_whole(read([Sheet("Foaie", rows, merged=merged)], today=TODAY))


def write_csv(path: Path, chance: random.Random) -> None:
    rows = spoil(clean(chance), chance)
    mark = chance.choice(";,\t|")
    lines = []
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        lines.append(
            mark.join(f'"{cell}"' if mark in cell and chance.random() < 0.9 else cell for cell in cells)
        )
    raw = bytearray(
        "\n".join(lines).encode(chance.choice(["utf-8", "utf-8-sig", "cp1250", "utf-16"]), "replace")
    )
    for _time in range(chance.choice((0, 0, 1, 5))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    path.write_bytes(bytes(raw[: chance.randint(1, len(raw))] if chance.random() < 0.1 else raw))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_spoilt_files_are_read_or_refused_in_words(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "spoilt.csv"
    write_csv(path, random.Random(seed))
    try:
        sheets = read_sheets(path)
    except Refused as refused:
        assert refused.message
        return
    for read in (read_register, read_stays):
        is_whole(read(sheets, today=TODAY))
