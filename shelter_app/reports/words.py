"""Text that is kept without a language and said when it is printed.

A dataset is the same in Romanian and English: it holds messages, codes and days, never finished sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shelter_app import i18n
from shelter_app.domain import codes, world
from shelter_app.reports.indicators import dimensions

Named = tuple[tuple[str, "Words"], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One text: a message with its named parts, a code, languages, a day, or what a person typed."""

    kind: str
    value: str
    named: Named = ()
    of: str = ""

    def text(self) -> str:
        """Return the text in the language in force."""
        if self.kind == "say":
            return i18n._(self.value).format(
                **{name: dimension_label.text() for name, dimension_label in self.named}
            )
        if self.kind == "code":
            return codes.label(self.of, self.value)
        if self.kind == "part":
            return dimensions.label(self.of, self.value)
        if self.kind == "day":
            return i18n.day(date.fromisoformat(self.value))
        if self.kind == "month":
            return _month(date.fromisoformat(self.value))
        if self.kind == "tongues":
            return ", ".join(world.language_name(code) for code in self.value.split())
        if self.kind == "both":
            return self.value if i18n.language() == "ro" else self.of
        if self.kind == "number":
            return i18n.number(float(self.value), int(self.of))
        return self.value

    def plain(self) -> Any:
        """Return the text as the frozen dataset keeps it."""
        found: dict[str, Any] = {self.kind: self.value}
        if self.of:
            found["of"] = self.of
        if self.named:
            found["named"] = {name: dimension_label.plain() for name, dimension_label in self.named}
        return found


def phrase(message: str, **named: Words) -> Words:
    """Return a message marked with ``N_``, with its named parts."""
    return Words("say", message, tuple(named.items()))


def coded(list_name: str, code: str) -> Words:
    """Return the label of a code."""
    return Words("code", code, of=list_name)


def dimension_label(dimension: str, code: str) -> Words:
    """Return the label of a code of a dimension."""
    return Words("part", code, of=dimension)


def literal(text: str) -> Words:
    """Return what a person typed, the same in every language."""
    return Words("text", text)


def language_names(codes: Sequence[str]) -> Words:
    """Return the names of languages, from their codes."""
    return Words("tongues", " ".join(codes))


def both(romanian: str, english: str) -> Words:
    """Return a name that is written in both languages."""
    return Words("both", romanian, of=english)


def date_text(day: date) -> Words:
    """Return a day: ``3 mai 2026``."""
    return Words("day", day.isoformat())


def month(day: date) -> Words:
    """Return the month of a day: ``mai 2026``."""
    return Words("month", day.isoformat())


def figure(value: float, decimals: int = 0) -> Words:
    """Return a number with fixed decimals."""
    return Words("number", repr(float(value)), of=str(decimals))


def _month(day: date) -> str:
    from babel.dates import format_date

    return format_date(day, "LLLL y", locale=i18n.language())
