"""A number as the language in force writes it: ``2``, ``1,5``, ``2.500`` in Romanian; ``1.5``, ``2,500`` in English."""

from __future__ import annotations

import re
from decimal import Decimal

MARKS = {"ro": (",", "."), "en": (".", ",")}  # before the decimals, between the thousands
GROUPED = r"[+-]?\d{{1,3}}(?:{between}\d{{3}})+(?:{mark}\d+)?"
PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def read_number(text: str, language: str) -> Decimal | None:
    """Return the number that ``text`` means, or None when it means none.

    A mark that could be either is what the language has it for; one that cannot part thousands is taken for decimals.
    """
    typed = re.sub(r"(?<=\d)[\s\u00a0](?=\d{3}(?:\D|$))", "", text.strip())
    mark, between = MARKS[language]
    if re.fullmatch(GROUPED.format(between=re.escape(between), mark=re.escape(mark)), typed):
        return Decimal(typed.replace(between, "").replace(mark, "."))
    if PLAIN.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    return None
