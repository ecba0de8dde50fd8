"""The shelter's own codes: which lists it may change, how a code and its words must be, what may be retired."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from shelter_app.domain.codes import LAST, Code, lists, shipped_words
from shelter_app.domain.errors import Refused
from shelter_app.domain.names import fold
from shelter_app.i18n import _, language

PREFIX = "X_"  # keeps the house's codes apart from those that a later version ships
LONGEST = 40
WRITTEN = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


@dataclass(frozen=True, slots=True)
class List:
    """A code list as people see it: its words, and what the house may change about it."""

    name: str
    ro: str
    en: str
    open: bool
    follows: bool
    held: frozenset[str]

    def label(self) -> str:
        """Return the words of the list in the language in force."""
        return self.ro if language() == "ro" else self.en


@lru_cache
def shown_lists() -> Mapping[str, List]:
    """Return the lists that people see, by name."""
    return MappingProxyType(
        {
            name: List(
                name,
                row["ro"],
                row["en"],
                bool(row.get("open")),
                bool(row.get("follows")),
                frozenset(row.get("held", ())),
            )
            for name, row in sorted(shipped_words().items())
        }
    )


def parse_code(typed: str) -> str:
    """Return the code that is meant by what was typed; raises Refused when it is none."""
    plain = typed.strip().removeprefix(PREFIX)
    if not WRITTEN.fullmatch(plain) or len(plain) > LONGEST:
        sentence = _(
            "A code has only capital letters A to Z, digits and _, for example ART_THERAPY. Type "
            "it like that."
        )
        raise Refused("not_a_code", sentence, ("code",))
    return PREFIX + plain


def need_open(name: str) -> List:
    """Return the list; raises Refused when the house may not change it."""
    found = shown_lists().get(name)
    if found is None or not found.open:
        sentence = _("This list is fixed: the program or a standard needs it as it is. Choose another list.")
        raise Refused("list_fixed", sentence, ("list",))
    return found


def need_new(name: str, value: str) -> None:
    """Refuse a code that its list already has."""
    if any(c.code == value for c in lists()[name]):
        sentence = _("This list already has the code {code}. Choose another one, or restore that one.")
        raise Refused("code_taken", sentence.format(code=value), ("code",))


def need_words(name: str, value: str, ro: str, en: str) -> tuple[str, str]:
    """Return the words of a code in both languages; raises Refused when one is missing or another code has it."""
    plain = (" ".join(ro.split()), " ".join(en.split()))
    for field, words in zip(("ro", "en"), plain, strict=True):
        if not words:
            raise Refused("words_missing", _("A code needs a label in each language. Type both."), (field,))
        if any(c.code != value and fold(getattr(c, field)) == fold(words) for c in lists()[name]):
            raise Refused(
                "words_taken", _("Another code in this list has this label. Choose another one."), (field,)
            )
    return plain


def need_base(of: List, counts_as: str | None) -> str | None:
    """Return the shipped code that an own one follows, where its list has rules; raises Refused without one."""
    if not of.follows:
        return None
    if counts_as not in {c.code for c in lists()[of.name] if not c.own}:
        sentence = _(
            "Choose the code that this one is equivalent to: rules and reports treat it the same way."
        )
        raise Refused("base_missing", sentence, ("counts_as",))
    return counts_as


def needed_by_program(name: str, value: str) -> bool:
    """Say whether the program itself writes or offers a shipped code, so that it is never retired."""
    found = shown_lists().get(name)
    return found is None or not found.open or value in found.held or value in LAST


def need_retirable(code: Code, last_day: date) -> None:
    """Refuse to retire what the program needs, what is retired already, or a code long before it began.

    One that was added by mistake goes on the day before its first one.
    """
    need_open(code.list)
    if not code.own and needed_by_program(code.list, code.code):
        raise Refused("code_needed", _("The program needs this code. It stays in the list."), ("entry",))
    if code.to_on is not None:
        raise Refused("retired_already", _("This code is already retired. Restore it first."), ("entry",))
    if code.from_on is not None and last_day < code.from_on - timedelta(days=1):
        raise Refused(
            "before_it_began", _("This day is before the code's first day. Choose a later day."), ("to_on",)
        )


def need_own(code: Code) -> None:
    """Refuse to change the words of a code that the program ships."""
    if not code.own:
        sentence = _("The label of this code is built in. Retire the code and add one of your own instead.")
        raise Refused("code_shipped", sentence, ("entry",))
