"""Somebody comes at night: what was typed about the person, and who of those known before it may be.

Likeness goes by what the whole shift may see: code name, former code, preferred name, year of birth and county. Without a
word typed nobody is like: who was here before is found by a search, never offered in a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from shelter_app.domain.codes import codes, label
from shelter_app.domain.names import LIKELY_SAME, fold, likeness

LEAST = 2  # letters below which nobody is searched
NEAR = 2  # years by which an age that somebody tells is wrong
OLDEST = 120
CODE, NAME, YEAR, COUNTY = "CODE", "NAME", "YEAR", "COUNTY"  # why somebody is like what was typed
WEIGHT = {CODE: 8, NAME: 4, YEAR: 2, COUNTY: 1}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in one line: the words of a name or a code, the year of birth, the county; each may be missing."""

    words: str = ""
    birth_year: int | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the shift may know of somebody known before."""

    id: str
    code: str
    former_code: str = ""
    preferred_name: str = ""
    sex: str | None = None
    birth_year: int | None = None
    county: str | None = None


def birth_year_of(number: int, today: date) -> int | None:
    """Return the year of birth that a number says: an age up to 120, or the year itself; None for neither."""
    if 0 <= number <= OLDEST:
        return today.year - number
    return number if today.year - OLDEST <= number <= today.year else None


def read_typed(text: str, today: date) -> Typed:
    """Return what a line says, as ``maria, 24, Iași``: parts in any order, between commas or blanks."""
    words: list[str] = []
    year: int | None = None
    county: str | None = None
    for part in (one.strip() for one in text.split(",")):
        found = _county(part) if county is None and "," in text else None
        if found is not None:
            county = found
            continue
        for word in part.split():
            born = birth_year_of(int(word), today) if word.isdecimal() and len(word) <= 4 else None
            if born is not None and year is None:
                year = born
            else:
                words.append(word)
    return Typed(" ".join(words), year, county)


def likely(
    people: Iterable[Known], typed: Typed, sex: str | None = None, most: int = 4
) -> list[tuple[Known, tuple[str, ...]]]:
    """Return who may be meant, the likeliest first, each with why; nobody while less than two letters are typed."""
    wanted = fold(typed.words)
    if len(wanted.replace(" ", "")) < LEAST:
        return []
    found = []
    for who in people:
        if sex is not None and who.sex is not None and who.sex != sex:
            continue
        why = _why(who, wanted, typed)
        if CODE in why or NAME in why:
            found.append((who, why))
    found.sort(key=lambda one: (-_score(one[1]), _years_apart(one[0], typed), one[0].code))
    return found[:most]


def _why(who: Known, wanted: str, typed: Typed) -> tuple[str, ...]:
    told = {
        CODE: any(fold(code).startswith(wanted) for code in (who.code, who.former_code)),
        NAME: _same_name(wanted, who.preferred_name),
        YEAR: _years_apart(who, typed) <= NEAR,
        COUNTY: typed.county is not None and typed.county == who.county,
    }
    return tuple(code for code, holds in told.items() if holds)


def _same_name(wanted: str, name: str) -> bool:
    return fold(name).startswith(wanted) or likeness(wanted, name) >= LIKELY_SAME


def _years_apart(who: Known, typed: Typed) -> int:
    if who.birth_year is None or typed.birth_year is None:
        return OLDEST
    return abs(who.birth_year - typed.birth_year)


def _score(why: Collection[str]) -> int:
    return sum(WEIGHT[code] for code in why)


def _county(text: str) -> str | None:
    wanted = fold(text)
    return next((code for code in codes("county") if wanted and fold(label("county", code)) == wanted), None)
