"""What a form is made from: the act, how each of its fields is asked, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shelter_app.services.acting import Act, Changed

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FieldSpec:
    """How one field is asked: its words, what it is chosen from, its unit.

    ``codes`` names a code list; ``choices`` are values with their words. ``kind`` is needed only for a field that
    is none of the act's own. A ``hidden`` field appears when a refusal names it. ``start`` is the value to begin
    with. ``law`` names the facts of law that a "?" beside the label tells. ``needed`` asks for an answer although
    the act could do without one. ``unknown`` lets one answer that it is not known or was refused (the act's
    ``unanswered``); ``answered`` is such an answer to begin with.
    A field that only goes on with the one before has no ``letter`` of its own. ``elsewhere`` are words that one might
    type although they are not offered, each with the sentence that says why; ``missing`` is said of any other.
    ``along`` names an earlier field of the same kind: its change moves this one by as much, until this one is typed.
    """

    name: str
    label: str
    codes: str = ""
    choices: Choices | None = None
    long: bool = False
    unit: str = ""
    hidden: bool = False
    kind: Any = None
    start: Any = None
    needed: bool = False
    law: tuple[str, ...] = ()
    unknown: bool = False
    answered: str = ""
    letter: bool = True
    elsewhere: Choices = ()
    missing: str = ""
    along: str = ""


@dataclass(frozen=True)
class Outcome:
    """What was done: its sentence, what takes it back (None: nothing does), what it returned, its kind, the act."""

    sentence: str
    undo: Act[Any] | None = None
    result: Any = None
    kind: type[Act[Any]] | None = None
    doing: Act[Any] | None = None


@dataclass(frozen=True)
class FormSpec:
    """A form: texts in the language in force, ``known`` values that are not asked, and what follows.

    ``compose`` makes the act's values from what is known and was typed where the two differ. ``proof`` asks for one's own
    passphrase once more. ``changed`` tells who wrote last what the form changes.
    """

    kind: type[Act[Any]]
    title: str
    done: str
    asks: tuple[FieldSpec, ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    changed: Changed | None = None
    save: str = ""
    proof: bool = False
    undo: Callable[[Act[Any], Any], Act[Any] | None] = lambda _act, _result: None
    compose: Callable[[dict[str, Any]], dict[str, Any]] = lambda typed: typed

    def about(self, name: str, value: Any, words: str) -> FormSpec:
        """Return the form about one value of ``name``, which is not asked any more but told by its ``words``."""
        asks = tuple(ask for ask in self.asks if ask.name != name)
        return replace(self, asks=asks, known={**self.known, name: value}, note=words)
