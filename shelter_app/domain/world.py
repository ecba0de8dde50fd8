"""Countries and languages by their names in the language in force (Unicode CLDR)."""

from __future__ import annotations

from functools import lru_cache

from shelter_app.i18n import language, sort_key

Choices = tuple[tuple[str, str], ...]

NEAR = ("RO", "MD", "UA")  # countries that residents come from most
SPOKEN = ("ro", "hu", "rom", "uk", "ru", "en")


def countries() -> Choices:
    """Return every country, the nearest first, then by name."""
    return _countries(language())


def languages() -> Choices:
    """Return every language, those most spoken here first, then by name."""
    return _languages(language())


def country(code: str) -> str:
    """Return the name of a country, or the code that no list knows."""
    return dict(countries()).get(code, code)


def language_name(code: str) -> str:
    """Return the name of a language, or the code that no list knows."""
    return dict(languages()).get(code, code)


@lru_cache
def _countries(spoken: str) -> Choices:
    from babel import Locale

    named = Locale(spoken).territories
    found = {code: name for code, name in named.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}
    return _first(found, NEAR)


@lru_cache
def _languages(spoken: str) -> Choices:
    from babel import Locale

    named = Locale(spoken).languages
    return _first({code: name for code, name in named.items() if len(code) == 2 or code in SPOKEN}, SPOKEN)


def _first(found: dict[str, str], first: tuple[str, ...]) -> Choices:
    rest = sorted((code for code in found if code not in first), key=lambda code: sort_key(found[code]))
    return tuple((code, found[code]) for code in (*(c for c in first if c in found), *rest))
