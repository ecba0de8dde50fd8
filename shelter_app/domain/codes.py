"""Code lists: stable codes with Romanian and English labels, read from ``domain/data``.

A list is named by its key in the file, or by ``meta.list`` when the key is ``items``. What the house changed about
the lists (codes of its own, codes it retired) is taken up from the open store and holds from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from shelter_app.i18n import language

FILES = (
    "accommodation", "case_management", "consents", "counselling", "counties", "criminal_proceedings",
    "deadlines", "demographics", "exploitation", "house", "incidents_registers", "indicators", "instruments",
    "labour_sector", "milestones", "needs_domains", "referral", "registers", "reports", "risk", "roles", "services",
    "trafficking_process", "victim_status",
)  # fmt: skip


# What is chosen when nothing else of a list fits; it stays at the end, after the house's own codes.
LAST = frozenset({"OTHER", "UNKNOWN", "REFUSED", "NOT_SPECIFIED", "NOT_APPLICABLE"})


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list; ``extra`` holds whatever else its file says of it.

    A code of the house's ``own`` follows the rules of the shipped code that it ``counts_as``, where its list has
    rules. It is offered on the days ``[from_on, to_on)``.
    """

    list: str
    code: str
    ro: str
    en: str
    position: int
    extra: Mapping[str, Any]
    own: bool = False
    counts_as: str | None = None
    from_on: date | None = None
    to_on: date | None = None

    def label(self, lang: str | None = None) -> str:
        """Return the label in ``lang``, or in the language in force."""
        return self.ro if (lang or language()) == "ro" else self.en

    def offered(self, day: date) -> bool:
        """Say whether a form offers the code on ``day``."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day < self.to_on)


@dataclass(frozen=True, slots=True)
class Change:
    """What the house changed: a code of its own, or the days on which a shipped one is offered."""

    list: str
    code: str
    ro: str
    en: str
    own: bool
    counts_as: str | None
    from_on: date | None
    to_on: date | None


def read(name: str) -> Any:
    """Return the content of ``domain/data/<name>.yaml``."""
    text = files("shelter_app.domain").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache
def shipped() -> Mapping[str, tuple[Code, ...]]:
    """Return every code list as the program ships it, by name, in the order of its file."""
    found: dict[str, tuple[Code, ...]] = {}
    for name in FILES:
        content = read(name)
        for key, entries in content.items():
            if (
                isinstance(entries, list)
                and entries
                and isinstance(entries[0], dict)
                and "code" in entries[0]
            ):
                list_name = content["meta"]["list"] if key == "items" else key
                before = found.get(list_name, ())
                found[list_name] = before + tuple(
                    _code(list_name, i, entry) for i, entry in enumerate(entries, len(before))
                )
    found["needs_domain"] += tuple(
        Code("needs_domain", c.code, c.ro, c.en, len(found["needs_domain"]) + i, c.extra)
        for i, c in enumerate(found.pop("extra_for_services_only", ()))
    )
    return MappingProxyType(found)


def _code(list_name: str, position: int, entry: dict[str, Any]) -> Code:
    extra = {k: v for k, v in entry.items() if k not in ("code", "ro", "en")}
    code = str(entry["code"])
    return Code(
        list_name, code, entry.get("ro", code), entry.get("en", code), position, MappingProxyType(extra)
    )


class _Edition:
    """The lists as they stand now; a new edition replaces the one before as a whole, in every thread."""

    def __init__(self, number: int, lists: Mapping[str, tuple[Code, ...]]) -> None:
        self.number = number
        self.lists = lists
        self.by_code = {name: {c.code: c for c in entries} for name, entries in lists.items()}


_edition: _Edition | None = None


def _now() -> _Edition:
    global _edition  # noqa: PLW0603 - one house is open in a program
    if _edition is None:
        _edition = _Edition(0, shipped())
    return _edition


def apply_changes(changes: Iterable[Change]) -> None:
    """Let what the house changed about the lists hold from now on, and nothing that was taken up before."""
    global _edition  # noqa: PLW0603 - one house is open in a program
    lists = dict(shipped())
    for change in changes:
        if change.list not in lists:
            continue
        entries = lists[change.list]
        if change.own:
            lists[change.list] = _with_own(entries, change)
        else:
            lists[change.list] = tuple(
                replace(c, from_on=change.from_on, to_on=change.to_on) if c.code == change.code else c
                for c in entries
            )
    _edition = _Edition(_now().number + 1, MappingProxyType(lists))


def _with_own(entries: tuple[Code, ...], change: Change) -> tuple[Code, ...]:
    """Return a list with an own code in it, before what is chosen when nothing else fits.

    It has whatever the code that it counts as has, but that nobody enters the program's automatic services.
    """
    like = next((c for c in entries if c.code == change.counts_as), None)
    extra = {k: v for k, v in like.extra.items() if k != "auto"} if like is not None else {}
    at = len(entries)
    while at and entries[at - 1].code in LAST:
        at -= 1
    own = Code(
        list=change.list,
        code=change.code,
        ro=change.ro,
        en=change.en,
        position=at,
        extra=MappingProxyType(extra),
        own=True,
        counts_as=change.counts_as,
        from_on=change.from_on,
        to_on=change.to_on,
    )
    return (*entries[:at], own, *entries[at:])


def edition() -> int:
    """Return a number that is another one whenever the lists have changed."""
    return _now().number


def lists() -> Mapping[str, tuple[Code, ...]]:
    """Return every code list by name, in its order: shipped, own and retired codes."""
    return _now().lists


def offered(list_name: str, day: date) -> tuple[Code, ...]:
    """Return the codes of a list that a form offers on ``day``, in their order."""
    return tuple(c for c in lists()[list_name] if c.offered(day))


def base(list_name: str, value: str) -> str:
    """Return the shipped code whose rules ``value`` follows: itself, or what an own code counts as."""
    found = _now().by_code[list_name].get(value)
    return value if found is None or found.counts_as is None else found.counts_as


def code(list_name: str, value: str) -> Code:
    """Return the code ``value`` of ``list_name``; raises KeyError when the list does not hold it."""
    return _now().by_code[list_name][value]


def codes(list_name: str) -> tuple[str, ...]:
    """Return the codes of a list in their order, retired ones too."""
    return tuple(c.code for c in lists()[list_name])


def label(list_name: str, value: str) -> str:
    """Return the label of a code in the language in force; a code of nobody's list is shown as it is."""
    found = _now().by_code[list_name].get(value)
    return value if found is None else found.label()
