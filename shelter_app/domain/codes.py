"""Code lists: stable codes with Romanian and English labels, read from ``domain/data``.

A file of code lists is known by its key ``lists``: it says in words, by name, each of its lists that people see (empty
where they see none yet). ``open``: the house may add codes of its own and retire codes. ``follows``: the rules of the
program look at the code, so an own code names the shipped one whose rules it follows. ``held``: codes that the program
itself writes or offers; they are never retired. A list without ``open`` is fixed by a standard, a law or a rule of the
program.

A list is named by its key in the file, or by ``meta.list`` when the key is ``items``. What the house changed about
the lists (codes of its own, codes it retired) is taken up from the open store and holds from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from shelter_app.i18n import language

LISTS = re.compile(r"^lists:", re.MULTILINE)
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
    """What differs in a store: a code of the house's own, the days on which a shipped one is offered, or a dropped one.

    A dropped code is one that an earlier version shipped: no list holds it any more.
    """

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


def _list_files() -> Iterator[dict[str, Any]]:
    """Give the content of each file of code lists, in the order of their names."""
    folder = files("shelter_app.domain").joinpath("data")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml") and LISTS.search(file.read_text(encoding="utf-8")):
            yield read(file.name.removesuffix(".yaml"))


@lru_cache
def read_lists() -> tuple[Mapping[str, tuple[Code, ...]], Mapping[str, Mapping[str, Any]]]:
    """Return ``shipped`` and ``shipped_words``, read once."""
    found: dict[str, tuple[Code, ...]] = {}
    words: dict[str, Mapping[str, Any]] = {}
    for content in _list_files():
        words |= content.pop("lists")
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
    return MappingProxyType(found), MappingProxyType(words)


def shipped() -> Mapping[str, tuple[Code, ...]]:
    """Return every code list as the program ships it, by name, in the order of its file."""
    return read_lists()[0]


def shipped_words() -> Mapping[str, Mapping[str, Any]]:
    """Return what ``lists`` says of each list that people see, by name: ``ro``, ``en`` and the marks above."""
    return read_lists()[1]


def _code(list_name: str, position: int, entry: dict[str, Any]) -> Code:
    extra = {k: v for k, v in entry.items() if k not in ("code", "ro", "en")}
    code = str(entry["code"])
    return Code(
        list_name, code, entry.get("ro", code), entry.get("en", code), position, MappingProxyType(extra)
    )


class _Edition:
    """The lists as they stand now; a new edition replaces the one before as a whole, in every thread."""

    def __init__(
        self, number: int, lists: Mapping[str, tuple[Code, ...]], dropped: Iterable[Code] = ()
    ) -> None:
        self.number = number
        self.lists = lists
        self.by_code = {name: {c.code: c for c in entries} for name, entries in lists.items()}
        for code in dropped:
            self.by_code.setdefault(code.list, {})[code.code] = code


_edition: _Edition | None = None


def _now() -> _Edition:
    global _edition  # noqa: PLW0603 - one house is open in a program
    if _edition is None:
        _edition = _Edition(0, shipped())
    return _edition


def apply_changes(changes: Iterable[Change]) -> None:
    """Let what the house changed about the lists hold from now on, and nothing that was taken up before."""
    global _edition  # noqa: PLW0603 - one house is open in a program
    lists, dropped = dict(shipped()), []
    for change in changes:
        entries = lists.get(change.list, ())
        if change.own:
            lists[change.list] = _with_own(entries, change)
        elif all(c.code != change.code for c in entries):
            dropped.append(_dropped(change, len(entries)))
        else:
            lists[change.list] = tuple(
                replace(c, from_on=change.from_on, to_on=change.to_on) if c.code == change.code else c
                for c in entries
            )
    _edition = _Edition(_now().number + 1, MappingProxyType(lists), dropped)


def _with_own(entries: tuple[Code, ...], change: Change) -> tuple[Code, ...]:
    """Return the entries of a list with the house's own code added before the residual ones ("other", "unknown").

    The own code takes over the marks of the code that it counts as, except ``auto`` (services that the program records
    itself). Where that code is no longer shipped its marks are unknown (``_NoMarks``).
    """
    like = next((c for c in entries if c.code == change.counts_as), None)
    marks = {k: v for k, v in like.extra.items() if k != "auto"} if like is not None else {}
    extra = _NoMarks() if like is None and change.counts_as is not None else MappingProxyType(marks)
    at = len(entries)
    while at and entries[at - 1].code in LAST:
        at -= 1
    own = Code(
        list=change.list,
        code=change.code,
        ro=change.ro,
        en=change.en,
        position=at,
        extra=extra,
        own=True,
        counts_as=change.counts_as,
        from_on=change.from_on,
        to_on=change.to_on,
    )
    return (*entries[:at], own, *entries[at:])


class _NoMarks(dict[str, Any]):
    """What is known of a code that is shipped no more, or counts as one: every mark of it is None."""

    def __missing__(self, _mark: str) -> None:
        return None


def _dropped(change: Change, position: int) -> Code:
    """Return a code that this version ships no more, with the words that the store kept of it.

    It is in no list: rules and reports that go through a list do not meet it, and its marks are not known.
    """
    return Code(
        list=change.list,
        code=change.code,
        ro=change.ro,
        en=change.en,
        position=position,
        extra=_NoMarks(),
        from_on=change.from_on,
        to_on=change.to_on,
    )


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
