"""Code names, folding of diacritics, likeness of names."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from shelter_app.domain.codes import read

LIKELY_SAME = 88.0
_CEDILLA = str.maketrans("şţŞŢ", "șțȘȚ")
_COMMA = str.maketrans("șțȘȚ", "şţŞŢ")


@lru_cache
def code_words() -> tuple[str, ...]:
    """Return the bundled words for code names: short Romanian plants, trees and waters."""
    return tuple(read("code_words")["words"])


def new_code(taken: Collection[str], chance: random.Random) -> str:
    """Return a code name that nobody has, such as ``CEDRU-14``; it says nothing of the person.

    Two digits while they last, three when half of those are gone. Raises ValueError when every
    word and number is taken.
    """
    words = code_words()
    for digits, room in ((2, 98 * len(words) // 2), (3, 899 * len(words))):
        if len(taken) < room:
            low, high = (2, 99) if digits == 2 else (100, 999)
            while (code := f"{chance.choice(words)}-{chance.randint(low, high):02d}") in taken:
                pass
            return code
    raise ValueError("every code name is taken")


def comma_below(text: str) -> str:
    """Return a text, composed, with ș and ț as Romanian has them: the cedilla comes from older keyboards."""
    return unicodedata.normalize("NFC", text).translate(_CEDILLA)


def other_spellings(text: str) -> tuple[str, ...]:
    """Return the ways in which keyboards have written a text, ``comma_below`` first, each once."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys((comma_below(text), composed, comma_below(text).translate(_COMMA))))


def tidy(text: str) -> str:
    """Return a written name with single spaces and comma-below ș and ț."""
    return re.sub(r"\s+", " ", comma_below(text)).strip()


def fold(text: str) -> str:
    """Return ``text`` lower-case, without diacritics, in single spaces, for search and comparison."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", plain.replace("ß", "ss")).strip()


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 100; order, diacritics and a missing second name matter little."""
    from rapidfuzz import fuzz

    a, b = fold(one), fold(other)
    if not a or not b:
        return 0.0
    part = 0.97 * fuzz.token_set_ratio(a, b) if min(len(a), len(b)) > 4 else 0
    return max(fuzz.token_sort_ratio(a, b), part)
