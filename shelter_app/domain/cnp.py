"""The personal code (CNP): 13 digits with sex, birth date, county and a check digit.

Source of the layout: Law 105/1996 and its norms as commonly applied; the code is optional everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

WEIGHTS = (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)
CENTURY = {"1": 1900, "2": 1900, "3": 1800, "4": 1800, "5": 2000, "6": 2000}


@dataclass(frozen=True, slots=True)
class Cnp:
    """What a sound personal code says; ``birth`` is None for a foreigner's code of open century."""

    digits: str
    sex: str | None
    birth: date | None


def check_digit(first_twelve: str) -> int:
    """Return the thirteenth digit for the first twelve."""
    rest = sum(int(d) * w for d, w in zip(first_twelve, WEIGHTS, strict=True)) % 11
    return 1 if rest == 10 else rest


def read_cnp(text: str) -> Cnp:
    """Return what a personal code says.

    Raises
    ------
    ValueError
        ``length``, ``checksum`` or ``date``: which part is wrong, never the code itself.
    """
    digits = "".join(c for c in text if not c.isspace())
    if len(digits) != 13 or not digits.isascii() or not digits.isdigit() or digits[0] == "0":
        raise ValueError("length")
    if check_digit(digits[:12]) != int(digits[12]):
        raise ValueError("checksum")
    first = digits[0]
    sex = None if first == "9" else ("M" if int(first) % 2 else "F")
    century = CENTURY.get(first)
    month, day_of_month = int(digits[3:5]), int(digits[5:7])
    try:
        birth = date((century or 2000) + int(digits[1:3]), month, day_of_month)
    except ValueError:
        raise ValueError("date") from None
    return Cnp(digits, sex, birth if century else None)


def mismatches(cnp: Cnp, *, sex: str | None = None, birth: date | None = None) -> tuple[str, ...]:
    """Return what was written down and differs from what the code says: ``sex``, ``birth``.

    Each is a warning for the person who typed it: papers are wrong too, and the resident is asked, not the code.
    """
    differs = {
        "sex": sex in ("F", "M") and cnp.sex is not None and sex != cnp.sex,
        "birth": birth is not None and f"{birth:%y%m%d}" != cnp.digits[1:7],
    }
    if birth is not None and cnp.birth is not None:
        differs["birth"] = birth != cnp.birth
    return tuple(name for name, holds in differs.items() if holds)
