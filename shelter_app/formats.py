"""Days and numbers as Romanian and English write them; Babel says the same and would be 9 MB in an evening's memory."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

Style = Literal["short", "medium", "long", "full", "day_month", "month"]

_MONTHS = {
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "en": "January February March April May June July August September October November December",
}
_SHORT_MONTHS = {
    "ro": "ian. feb. mar. apr. mai iun. iul. aug. sept. oct. nov. dec.",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
}
_WEEKDAYS = {
    "ro": "luni marți miercuri joi vineri sâmbătă duminică",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_FIGURES = {"ro": "%d.%m.%Y", "en": "%d/%m/%Y"}
_MARKS = {"ro": str.maketrans(",.", ".,"), "en": {}}
_MOST_DECIMALS = 3


def day(value: date, style: Style, language: str) -> str:
    """Write a day: short (figures), medium (``3 mar. 2026``), long, full (with the weekday).

    Where the year is said beside it: ``day_month`` (``3 mar.``); where the day is, ``month`` (``mar.``).
    """
    if style == "short":
        return value.strftime(_FIGURES[language])
    months = (_MONTHS if style in ("long", "full") else _SHORT_MONTHS)[language].split(" ")
    if style in ("day_month", "month"):
        month = months[value.month - 1]
        return month if style == "month" else f"{value.day} {month}"
    said = f"{value.day} {months[value.month - 1]} {value.year}"
    return f"{_WEEKDAYS[language].split(' ')[value.weekday()]}, {said}" if style == "full" else said


def number(value: int | float | Decimal, decimals: int | None, language: str) -> str:
    """Write a number with so many digits after the mark; with as many as it has, three at the most, for None."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    digits = _MOST_DECIMALS if decimals is None else decimals
    text = f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN):,f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_MARKS[language])
