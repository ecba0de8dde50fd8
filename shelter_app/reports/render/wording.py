"""How a cell is written on paper: numbers with their decimals, ``no data`` and ``n/a`` in words, ``*``."""

from __future__ import annotations

from functools import lru_cache

from shelter_app.i18n import _, language, number
from shelter_app.reports.dataset import COUNT, DECIMALS, MONEY, NOT_APPLICABLE, PERCENT, Cell, Line, kind_of


def format_cell(cell: Cell, kind: str) -> str:
    """Return a cell in the language in force; what nobody entered is never 0."""
    if cell is None:
        return _("no data")
    if isinstance(cell, str):
        return _("n/a") if cell == NOT_APPLICABLE else cell
    return _number(cell, kind, language())


@lru_cache(maxsize=4096)
def _number(value: float, kind: str, _tongue: str) -> str:
    written = number(value, DECIMALS[kind or COUNT])
    return _("{number}%").format(number=written) if kind == PERCENT else written


def value_of(line: Line) -> str:
    """Return an indicator's value with its unit where a bare number would mislead."""
    kind = kind_of(line.unit)
    written = format_cell(line.value, kind)
    if kind == MONEY and isinstance(line.value, float | int):
        return _("{amount} lei").format(amount=written)
    return written


def ends_of(line: Line) -> str:
    """Return numerator and denominator of a ratio, or nothing."""
    if line.denominator is None or line.suppressed:
        return ""
    kind = kind_of(line.unit)
    words = _("{numerator} out of {denominator}") if kind == PERCENT else _("{numerator} : {denominator}")
    ends = (format_cell(n, _kind_of_end(n)) for n in (line.numerator, line.denominator))
    return words.format(**dict(zip(("numerator", "denominator"), ends, strict=True)))


def _kind_of_end(number: Cell) -> str:
    return MONEY if isinstance(number, float) and not number.is_integer() else COUNT
