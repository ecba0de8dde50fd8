"""The program's language: gettext, dates, numbers and order.

Texts are written in English in the code, so English needs no catalogue; the other languages are translated in
``translations/``. The language of a thread is a context variable, so a report in English can be made
while the window speaks Romanian.
"""

from __future__ import annotations

import gettext as _gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from shelter_app.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from decimal import Decimal

    from shelter_app.formats import Style

LANGUAGES = ("ro", "en")
SOURCE = "en"  # the language of the texts in the code
DEFAULT = "ro"
DAYS = {"ro": "ro", "en": "en_GB"}  # day before month in both, as Europe writes
DOMAIN = "shelter_app"
CATALOGUES = Path(__file__).parent / "locale"

_default_language = DEFAULT
_language: ContextVar[str | None] = ContextVar("language", default=None)


@lru_cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == SOURCE:
        return _gettext.NullTranslations()
    with (CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as content:
        return Catalogue(content)


def language() -> str:
    """Return the language in force here, ``ro`` or ``en``."""
    return _language.get() or _default_language


def use_language(code: str) -> None:
    """Make ``code`` the program's language in every thread that has not chosen its own."""
    global _default_language  # noqa: PLW0603 - one person sits at the window
    if code not in LANGUAGES:
        raise ValueError(code)
    _default_language = code


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak ``code`` inside the block, in this thread only."""
    if code not in LANGUAGES:
        raise ValueError(code)
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def _(message: str) -> str:
    """Return ``message`` in the language in force."""
    return _catalogue(language()).gettext(message)


def pgettext(context: str, message: str) -> str:
    """Return ``message`` as it is said in ``context``."""
    return _catalogue(language()).pgettext(context, message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of the sentence for ``n`` things: English has one for 1 and one for the rest, Romanian three."""
    return _catalogue(language()).ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark ``message`` for translation where it is said later."""
    return message


def day(value: date, style: Style = "long") -> str:
    """Say a day: ``3 mai 2026``, ``3 May 2026``; ``style`` is one that ``formats.day`` knows."""
    from shelter_app import formats

    return formats.day(value, style, language())


def day_numeric(value: date) -> str:
    """Say a day in figures: ``03.05.2026`` in Romanian, ``03/05/2026`` in English."""
    return value.strftime("%d.%m.%Y" if language() == "ro" else "%d/%m/%Y")


def moment(value: datetime, style: Style = "long") -> str:
    """Say a local moment: ``3 mai 2026, 14:05``; ``style`` is the day's."""
    return f"{day(value.date(), style)}, {value:%H:%M}"


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """Say a number: ``1.234,5``; ``decimals`` fixes the digits after the mark."""
    from shelter_app import formats

    return formats.number(value, decimals, language())


def money(bani: int, currency: str = "RON") -> str:
    """Say an amount given in bani: ``1.250,75 lei``."""
    from decimal import Decimal

    unit = _("lei") if currency == "RON" else currency
    return f"{number(Decimal(bani) / 100, 2)} {unit}"


_ALPHABET = "aăâbcdefghiîjklmnopqrsștțuvwxyz"
_ORDER = {letter: index + 1 for index, letter in enumerate(_ALPHABET)}


class _Places(dict[int, str]):
    """What each letter is sorted by, found once and kept: a list of everybody is sorted by it."""

    def __missing__(self, code: int) -> str:
        letter = {"ş": "ș", "ţ": "ț"}.get(chr(code), chr(code))
        if letter in _ORDER:
            self[code] = chr(1000 + _ORDER[letter])
        else:
            self[code] = letter if code < 1000 else chr(2000) + letter
        return self[code]


_PLACES = _Places()


def sort_key(text: str) -> str:
    """Return a key that sorts as Romanian does: a ă â … i î … s ș t ț; digits first."""
    return text.casefold().translate(_PLACES)
