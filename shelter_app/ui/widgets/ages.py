"""How people are told apart in lists and forms: by code name and age, never by name."""

from __future__ import annotations

from shelter_app.i18n import _, ngettext


def aged(words: str, age: int | None) -> str:
    """Return who it is with the age where it is known."""
    if age is None:
        return words
    years = ngettext("{n} year old", "{n} years old", age).format(n=age)
    return _("{who}, {years}").format(who=words, years=years)
