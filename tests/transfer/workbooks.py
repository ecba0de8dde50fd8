"""The sample register, written again as another hand would write it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

SAMPLES = Path(__file__).parents[1] / "samples"
REGISTER = SAMPLES / "registru-beneficiari.xlsx"
TODAY = date(2026, 11, 24)

Rows = list[list[Any]]


def sample() -> dict[str, Rows]:
    book = openpyxl.load_workbook(REGISTER, data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def save(sheets: dict[str, Rows], path: Path, hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def shuffled_columns(rows: Rows, chance: random.Random) -> Rows:
    width = max(map(len, rows))
    order = list(range(width))
    chance.shuffle(order)
    return [[(row + [None] * width)[at] for at in order] for row in rows]


def every_cell(rows: Rows, change: Callable[[Any], Any]) -> Rows:
    return [[change(cell) for cell in row] for row in rows]


def lost_diacritics(cell: Any) -> Any:
    plain = str.maketrans("ăâîșțşţĂÂÎȘȚŞŢ", "aaiststAAISTST")
    return cell.translate(plain) if isinstance(cell, str) else cell


def cedilla(cell: Any) -> Any:
    return cell.translate(str.maketrans("șțȘȚ", "şţŞŢ")) if isinstance(cell, str) else cell


MONTHS = [
    "ian.",
    "feb.",
    "martie",
    "apr.",
    "mai",
    "iun.",
    "iulie",
    "aug.",
    "sept.",
    "oct.",
    "noi.",
    "decembrie",
]


def spelled_dates(cell: Any) -> Any:
    return f"{cell.day} {MONTHS[cell.month - 1]} {cell.year}" if isinstance(cell, (date, datetime)) else cell


def renamed(rows: Rows, names: dict[str, str]) -> Rows:
    return every_cell(rows, lambda cell: names.get(cell, cell) if isinstance(cell, str) else cell)
