"""What staff type into a cell: dates, times, minutes, money, quantities, beds.

Each parser takes a cell as the sheet gives it (text, number, date, time) and returns a plain value, None
for a blank, or raises ``Unreadable`` with the kind of the problem. Nothing here guesses where two readings
differ: days come before months, as in Romania, unless the whole sheet says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite

from shelter_app.domain.codes import read
from shelter_app.domain.names import fold
from shelter_app.domain.typed_text import has_half_sign, is_unseen

Cell = str | int | float | bool | date | datetime | time | timedelta | None

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
OLDEST = 1880
OLDEST_PERSON = 120  # years


class Unreadable(ValueError):
    """A cell that holds something, but nothing that can be this; ``kind`` is the problem's kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@lru_cache
def words() -> dict[str, object]:
    """Return the vocabulary of registers, ``domain/data/import_words.yaml``."""
    content = read("import_words")
    assert isinstance(content, dict)
    return content


@lru_cache
def _months() -> dict[str, int]:
    months = words()["months"]
    assert isinstance(months, dict)
    return {name: int(number) for number, names in months.items() for name in names}


@lru_cache
def _blanks() -> frozenset[str]:
    blank = words()["blank"]
    assert isinstance(blank, list)
    return frozenset(blank)


def text(cell: Cell) -> str:
    """Return a cell as trimmed text; a whole number has no decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    said = re.sub(r"\s+", " ", str(cell).replace("\u00a0", " ").replace("\ufeff", "")).strip()
    if said.isascii():
        return said
    if has_half_sign(said):
        said = said.encode("utf-8", "replace").decode()
    return "" if is_unseen(said) else said


def is_empty(cell: object) -> bool:
    """Say whether a cell of a file holds nothing at all: no value, or nothing but blanks."""
    return cell is None or (isinstance(cell, str) and (not cell.strip() or is_unseen(cell)))


def is_blank(cell: Cell) -> bool:
    """Say whether a cell says nothing: empty, a dash, n/a."""
    return not isinstance(cell, (date, time, timedelta)) and text(cell).casefold() in _blanks()


def is_written_day(said: str) -> bool:
    """Say whether a text is written as a day is, whatever the calendar says of it."""
    return _date_parts(text(said)) is not None


def day(
    cell: Cell,
    *,
    today: date,
    epoch_1904: bool = False,
    month_first: bool = False,
    serial: bool = True,
) -> date | None:
    """Return the day that a cell means, or None for a blank.

    Reads date cells, ``12.03.2021``, ``12/3/21``, ``2021-03-12``, ``12 mar. 2021``, ``12-III-2021``, each with or
    without a time behind it; numbers of a spreadsheet's calendar where ``serial``; ``3/12/2021`` as 12 March where
    ``month_first``. Two digits of a year after this one mean 19xx.

    Raises Unreadable (``impossible_date``) for a day that no calendar has and for what is no date at all.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if is_blank(cell) or isinstance(cell, bool):
        return None
    said = text(cell)
    if serial and isinstance(cell, (int, float)) and cell < 1_000_000:
        return _serial(float(cell), epoch_1904)
    if serial and re.fullmatch(r"\d{5}(\.\d+)?", said):
        return _serial(float(said), epoch_1904)
    parts = _date_parts(said, month_first=month_first)
    if parts is None:
        raise Unreadable("impossible_date")
    year, month, number = parts
    if year < 100:
        year += 2000 if year <= (today.year + 1) % 100 else 1900
    if year < OLDEST:
        raise Unreadable("impossible_date")
    try:
        return date(year, month, number)
    except ValueError:
        raise Unreadable("impossible_date") from None


def _serial(number: float, epoch_1904: bool) -> date:
    if not 1 <= number <= 90_000:
        raise Unreadable("impossible_date")
    return (EPOCH_1904 if epoch_1904 else EPOCH_1900) + timedelta(days=int(number))


_WEEKDAY = re.compile(
    r"^(?:luni|mar[tț]i|miercuri|joi|vineri|s[aâ]mb[aă]t[aă]|duminic[aă])[,\s]+", re.IGNORECASE
)
_CLOCK = r"(?:[ T,]+(?:ora\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*Z?)?"
_MARK = r"\s*[./,\- ]{1,3}\s*"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_MARK}(\d{{1,2}}){_MARK}(\d{{4}}|\d{{2}})\s*[.r]?{_CLOCK}")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_MARK}(\d{{1,2}}){_MARK}(\d{{1,2}}){_CLOCK}")
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})")
_COMPACT_DAY_FIRST = re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})")
_NAMED = re.compile(rf"(\d{{1,2}})\s*[-./, ]?\s*([^\W\d_]+)\.?\s*[-./, ]{{0,2}}\s*(\d{{4}}|\d{{2}}){_CLOCK}")
_NAME_FIRST = re.compile(rf"([^\W\d_]+)\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_CLOCK}")


_SLASHED = re.compile(r"\d{1,2}\s*[/-]")  # with dots the day comes first wherever it is written


def _date_parts(said: str, *, month_first: bool = False) -> tuple[int, int, int] | None:
    said = _WEEKDAY.sub("", re.sub(r"[‐-―]", "-", said))
    said = re.sub(r"\s*\([^()]*\)$", "", said).strip("'\" ,;?~")
    if m := _YEAR_FIRST.fullmatch(said) or _COMPACT.fullmatch(said):
        return int(m[1]), int(m[2]), int(m[3])
    if m := _DAY_FIRST.fullmatch(said) or _COMPACT_DAY_FIRST.fullmatch(said):
        day_at, month_at = (2, 1) if month_first and _SLASHED.match(said) else (1, 2)
        return int(m[3]), int(m[month_at]), int(m[day_at])
    if (m := _NAMED.fullmatch(said)) and (month := _months().get(fold(m[2]))):
        return int(m[3]), month, int(m[1])
    if (m := _NAME_FIRST.fullmatch(said)) and (month := _months().get(fold(m[1]))):
        return int(m[3]), month, int(m[2])
    digits = said.translate(str.maketrans("oOlI", "0011"))  # letters typed for digits
    if digits != said and (m := _DAY_FIRST.fullmatch(digits)):
        return int(m[3]), int(m[2]), int(m[1])
    return None


_YEAR_ALONE = re.compile(
    r"(?:[?0]{2}[./-][?0]{2}[./-])?"
    r"(~|≈|aprox\w*\.?|circa|cca\.?|ca\.?|about|în jur de|in jur de|prin|n\.)?\s*(\d{4})\s*\??",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Birth:
    """What a register says of a birth: the day if any, the year, and how sure (``birth_precision``)."""

    on: date | None
    year: int | None
    precision: str


UNKNOWN_BIRTH = Birth(None, None, "UNKNOWN")


def birth(
    cell: Cell, *, today: date, epoch_1904: bool = False, month_first: bool = False, serial: bool = True
) -> Birth:
    """Return the birth that a cell means; a bare or approximate year is kept as that.

    Raises Unreadable (``impossible_date``, ``future_date``; ``unlikely_birth`` for somebody older than anybody).
    """
    said = text(cell)
    if is_blank(cell) or fold(said) in _unknown_words():
        return UNKNOWN_BIRTH
    if m := _YEAR_ALONE.fullmatch(said):
        year = int(m[2])
        about = (m[1] or "n.").casefold() != "n." or said.endswith("?")
        found = Birth(None, year, "ABOUT" if about else "YEAR")
    else:
        on = day(cell, today=today, epoch_1904=epoch_1904, month_first=month_first, serial=serial)
        if on is None:
            return UNKNOWN_BIRTH
        if on > today and isinstance(cell, str) and on.year >= 2000 and not re.search(r"\d{4}", said):
            on = on.replace(year=on.year - 100)
        found = Birth(on, on.year, "DAY")
    if (found.year is not None and found.year > today.year) or (found.on is not None and found.on > today):
        raise Unreadable("future_date")
    if found.year is not None and found.year < today.year - OLDEST_PERSON:
        raise Unreadable("unlikely_birth" if found.year >= OLDEST else "impossible_date")
    return found


@lru_cache
def _unknown_words() -> frozenset[str]:
    unknown = words()["unknown"]
    assert isinstance(unknown, list)
    return frozenset(unknown)


def clock(cell: Cell) -> time | None:
    """Return the time of day that a cell means: ``9``, ``930``, ``14.30``, ``ora 9``, a fraction of a day."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if is_blank(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, timedelta):
        return _of_minutes(int(cell.total_seconds() // 60))
    if isinstance(cell, float) and 0 < cell < 1:
        return _of_minutes(round(cell * 1440))
    if isinstance(cell, float) and not cell.is_integer() and cell < 24:
        return clock(f"{cell:.2f}")  # 14.30 typed into a sheet becomes the number 14.3
    said = re.sub(r"^(ora|h)\s*", "", text(cell), flags=re.I)
    said = re.split(r"\s*[-–]\s*", said)[0]
    if m := re.fullmatch(r"(\d{1,2})(?:\s*[:.,hH]\s*(\d{2}))?(?:[:.]\d{2})?\s*h?", said) or re.fullmatch(
        r"(\d{1,2})(\d{2})", said
    ):
        hour, minute = int(m[1]), int(m[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Unreadable("unknown_value")


def _of_minutes(total: int) -> time:
    if not 0 <= total < 1440:
        raise Unreadable("unknown_value")
    return time(total // 60, total % 60)


_HOURS = {
    "o ora": 60,
    "o ora si jumatate": 90,
    "o ora si un sfert": 75,
    "trei sferturi de ora": 45,
    "jumatate de ora": 30,
    "doua ore": 120,
    "1 ora": 60,
    "ora": 60,
}


def minutes(cell: Cell) -> int | None:
    """Return the minutes that a cell means: ``50 min``, ``90'``, ``0:45``, ``1h 15``, ``1,5 h``, ``o oră``.

    Raises Unreadable (``unknown_value``) for anything else and for nothing or more than a day.
    """
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        found = cell.hour * 60 + cell.minute
    elif isinstance(cell, timedelta):
        found = round(cell.total_seconds() / 60)
    elif is_blank(cell) or isinstance(cell, bool):
        return None
    elif isinstance(cell, (int, float)):
        if not isfinite(cell):
            raise Unreadable("unknown_value")
        if isinstance(cell, float) and 1 < cell < 10 and not cell.is_integer():
            found = round(cell * 60)  # 1.5 is an hour and a half
        else:
            found = round(cell * 1440) if 0 < cell < 1 else round(cell)
    else:
        found = _spoken_minutes(text(cell))
    if not 1 <= found <= 1440:
        raise Unreadable("unknown_value")
    return found


def _spoken_minutes(said: str) -> int:
    low = said.casefold().replace("’", "'").replace("′", "'").replace("de minute", "minute")
    if (plain := fold(low)) in _HOURS:
        return _HOURS[plain]
    if m := re.fullmatch(r"(\d+)(?:[.,]0+)?\s*(?:'|min\.?|minute|de minute|m|mins|minutes)?", low):
        return int(m[1])
    if m := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*h?", low):
        return int(m[1]) * 60 + int(m[2])
    if m := re.fullmatch(
        r"(\d{1,2})\s*(?:h|ore|or[aă]|hours?)\s*(?:[sș]i\s*)?(\d{1,2})?\s*(?:min\.?|minute|m|')?", low
    ):
        return int(m[1]) * 60 + int(m[2] or 0)
    if m := re.fullmatch(r"(\d)[.,](\d{1,2})\s*(?:h|ore|or[aă]|hours?)?", low):
        return round(float(f"{m[1]}.{m[2]}") * 60)
    raise Unreadable("unknown_value")


def bani(cell: Cell) -> int | None:
    """Return an amount of lei in bani: ``1.250,75 lei``, ``35,50``, ``RON 120``, ``1,250.75``, ``120``."""
    if is_blank(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, (date, time, timedelta)):
        raise Unreadable("unknown_value")
    said = text(cell)
    if fold(said) in ("gratuit", "gratis", "fara cost", "free"):
        return 0
    if m := re.fullmatch(r"(.+?)\s*lei\s*(?:si\s*|și\s*)?(\d{1,2})\s*bani", said, re.IGNORECASE):
        said = f"{m[1]},{int(m[2]):02d}"
    amount = number(cell if isinstance(cell, (int, float)) else re.sub(r"[.,]\s*[-–]+$", "", said))
    if amount is None or amount < 0:
        raise Unreadable("unknown_value")
    return int((amount * 100).to_integral_value())


def number(cell: Cell) -> Decimal | None:
    """Return a number written as staff do, with a unit or currency beside it, or None for a blank."""
    if is_blank(cell):
        return None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and isfinite(cell):
        return Decimal(str(cell))
    said = re.sub(
        r"(?i)(?<![^\W\d_])(lei|ron|leu|buc|bucati|bucăți|bucata|bucată|ore|ora|oră|h|x|pers|set|seturi)(?![^\W\d_])\.?",
        "",
        text(cell),
    )
    said = re.sub(r"[\s']", "", said)
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", said):
        said = said.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", said) and not re.fullmatch(r"-?\d{1,3},\d{3}", said):
        said = said.replace(",", "")
    else:
        said = said.replace(",", ".")
    try:
        found = Decimal(said)
    except InvalidOperation:
        raise Unreadable("unknown_value") from None
    if not found.is_finite():
        raise Unreadable("unknown_value")
    return found


_BED_FIRST = re.compile(
    r"(?:patul|pat|bed|p)\s*(?:nr\s*)?(\w+)\s+(?:din\s+)?((?:camera|cam|room|c|dormitor)\b.*|c\d+)"
)


def bed(cell: Cell) -> tuple[str, str] | None:
    """Return (room, bed) as a register names them: ``camera 6, patul 2``, ``C4/P2``, ``2-3``."""
    if isinstance(cell, datetime) or (isinstance(cell, date) and not isinstance(cell, datetime)):
        # "2-3" typed into a sheet becomes the second of March; the sheet's author meant room 2, bed 3.
        return str(cell.day), str(cell.month)
    if is_blank(cell):
        return None
    said = fold(re.sub(r"([/\-.,;_|\\])", r" \1 ", text(cell)))
    said = re.sub(r"\b(etaj|et|parter|corp|nivel)\b\s*(\d\b)?(?=.*\b(camera|cam|c\d*|room)\b)", " ", said)
    if m := _BED_FIRST.fullmatch(said):
        said = f"{m[2]} {m[1]}"
    said = re.sub(r"(?<=\d)(?=(?:camera|cam|patul|pat|bed|b|c|p)\s?\d)", " ", said)
    said = re.sub(r"\b(camera|cam|room|dormitor|patul|pat|bed|p|c|r|b)(?=\d)", " ", said)
    said = re.sub(r"\b(camera|cam|room|dormitorul|dormitor|nr|numarul|no|din|patul|pat|bed|p|c)\b", " ", said)
    parts = said.split()
    if len(parts) == 1 and (m := re.fullmatch(r"(\d+)([a-z])", parts[0])):
        parts = [m[1], m[2]]
    if len(parts) != 2 or not all(re.fullmatch(r"\w{1,12}", p) for p in parts):
        raise Unreadable("unknown_value")
    room, place = (p.lstrip("0") or "0" if p.isdigit() else p.upper() for p in parts)
    return room, place
