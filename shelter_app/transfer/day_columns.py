"""How the days of a sheet are written, judged by whole columns: which number is the month, whether numbers are days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum

from shelter_app.transfer.values import Cell, is_blank, is_written_day, text

OF_DAYS = ("entry", "exit", "date", "target", "born")  # the fields whose cells are days
EARLY, LATE = 32_874, 54_789  # 1990 to 2049, as a spreadsheet counts days
SEVERAL = 3
SLIPS = 0.1  # so small a share of cells against the others are slips of the hand, not another way of writing


class DayOrder(Enum):
    """Which of the two first numbers of a written day is the month."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    MIXED = "both"


_NUMBERS = re.compile(r"(\d{1,2})\s*([/-])\s*(\d{1,2})\s*[/-]\s*(?:\d{4}|\d{2})\b.*")


def day_order(cells: Iterable[Cell]) -> DayOrder:
    """Return how the days of these cells are written; with dots the day comes first, as everywhere in Europe.

    A number above 12 tells; few against many are slips, and a sheet of both kinds is ``MIXED``: nobody can tell
    3/4 from 4/3 in it.
    """
    day_first = month_first = 0
    for cell in cells:
        if isinstance(cell, str) and (found := _NUMBERS.fullmatch(text(cell))):
            first, second = int(found[1]), int(found[3])
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    told = day_first + month_first
    if not month_first or month_first <= SLIPS * told:
        return DayOrder.DAY_FIRST
    if day_first <= SLIPS * told:
        return DayOrder.MONTH_FIRST
    return DayOrder.MIXED


def numbers_are_days(cells: Iterable[Cell], *, named: bool) -> bool:
    """Say whether a bare number in this column is a day.

    It is where the cells beside it are written or stored as days. Under a heading that names a day in so many words
    (``named``) also where all numbers, several of them, are days of a spreadsheet's calendar within living memory.
    """
    days, numbers, others = _counted(cells)
    if days:
        return days > others
    return named and not others and len(numbers) >= SEVERAL and all(EARLY <= one <= LATE for one in numbers)


def believable_days(cells: Iterable[Cell], *, serial: bool) -> bool:
    """Say whether a column may be one of days: it does not hold mostly numbers that are none."""
    days, numbers, others = _counted(cells)
    return serial or len(numbers) <= days + others


def _counted(cells: Iterable[Cell]) -> tuple[int, list[float], int]:
    """Return how many cells are days, the bare numbers, and how many cells hold anything else."""
    days = others = 0
    numbers: list[float] = []
    for cell in cells:
        if is_blank(cell):
            continue
        if isinstance(cell, date | datetime) or (isinstance(cell, str) and is_written_day(cell)):
            days += 1
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            numbers.append(float(cell))
        elif re.fullmatch(r"\d+(?:\.\d+)?", text(cell)):
            numbers.append(float(text(cell)))
        else:
            others += 1
    return days, numbers, others
