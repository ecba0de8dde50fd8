"""What a form is made from: the act, how each of its fields is asked, and what takes it back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any

from shelter_app.services.acting import Act, Changed, build

Choices = tuple[tuple[str, str], ...]
Subject = str | Callable[[Any, Any], str]


@dataclass(frozen=True)
class AskedChoices:
    """What a field chooses from as it was asked when the form opened; ``elsewhere`` as in ``FieldSpec``.

    ``searched`` can be chosen too, and are shown only to who types a part of their words.
    """

    choices: Choices
    elsewhere: Choices = ()
    searched: Choices = ()


@dataclass(frozen=True)
class FieldSpec:
    """How one field is asked: its words, what it is chosen from, its unit.

    ``codes`` names a code list; ``choices`` are values with their words. ``asked`` returns them instead: it is called
    in a worker when the form opens, and may ask the store; ``AskedChoices`` says what is not offered, too. With
    ``asked``, a field that has ``only`` begins with the choice where there is but one, one with ``if_any`` is left out
    where there is none, and ``nothing`` is said then.
    ``kind`` is needed only for a field that is none of the act's own. A ``hidden`` field appears when a refusal names
    it. ``start`` is the value to begin with. ``law`` names the facts of law that a "?" beside the label tells.
    ``needed`` asks for an answer although the act could do without one. ``unknown`` lets one answer that it is not
    known or was refused (the act's ``unanswered``); ``answered`` is such an answer to begin with. A field without
    ``letter`` is reached from the one before it and gets no key of its own (Alt and a letter). ``elsewhere`` are words
    that one might type although they are not offered, each with the sentence that says why; ``missing`` is said of any
    other. ``along`` names an earlier field of the same kind: its change moves this one by as much, until this one is
    typed.
    """

    name: str
    label: str
    codes: str = ""
    choices: Choices | None = None
    asked: Callable[[], Choices | AskedChoices] | None = None
    only: bool = False
    if_any: bool = False
    nothing: str = ""
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
    """What was done: its sentence, what takes it back (None: nothing does), what it returned, its kind, the act.

    ``then`` are forms that are asked afterwards, one after the other. ``subject`` is whom or what it was about: a code
    name, a bed, an account; never a name that a resident goes by.
    """

    sentence: str
    undo: Act[Any] | None = None
    result: Any = None
    kind: type[Act[Any]] | None = None
    act: Act[Any] | None = None
    then: tuple[FormSpec, ...] = ()
    subject: str = ""

    @property
    def words(self) -> str:
        """The sentence with whom or what it is about before it, unless the sentence says that itself."""
        if not self.subject or self.subject in self.sentence:
            return self.sentence
        return f"{self.subject} – {self.sentence}"


@dataclass(frozen=True)
class FormSpec:
    """A form: texts in the language in force, ``known`` values that are not asked, and what follows.

    ``compose`` makes the act's values from what is known and was typed where the two differ. ``proof`` asks for one's own
    passphrase once more. ``changed`` tells who wrote last what the form changes. ``undo`` returns, of the act and its
    result, the act that takes it back; ``restores`` derives it instead: the same act with what the form was opened with.
    ``final`` says why the act cannot be taken back: such an act is asked about once more before it is done.
    ``then`` returns, of the act, the forms that are asked afterwards. ``subject`` is whom or what the act is about, as
    ``Outcome`` tells it, or returns it of the act and its result; it is called in a worker, and may ask the store.
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
    undo: Callable[[Any, Any], Act[Any] | None] = lambda _act, _result: None
    restores: bool = False
    final: str = ""
    then: Callable[[Any], tuple[FormSpec, ...]] = lambda _act: ()
    compose: Callable[[dict[str, Any]], dict[str, Any]] = lambda typed: typed
    subject: Subject = ""

    def about(self, name: str, value: Any, words: str) -> FormSpec:
        """Return the form about one value of ``name``, which is not asked any more but told by its ``words``."""
        asks = tuple(ask for ask in self.asks if ask.name != name)
        return replace(self, asks=asks, known={**self.known, name: value}, note=words)

    def key(self) -> str:
        """Return what the form is about as one word, without the version, which moves on; drafts are known by it."""
        about = {name: value for name, value in self.known.items() if name != "version"}
        return json.dumps(about, default=str, sort_keys=True)

    def outcome(self, act: Act[Any], result: Any) -> Outcome:
        """Return what is told of ``act``, which was done with this form and returned ``result``; called in a worker."""
        subject = self.subject if isinstance(self.subject, str) else self.subject(act, result)
        return Outcome(self.done, self.undo_of(act, result), result, type(act), act, self.then(act), subject)

    def undo_of(self, act: Act[Any], result: Any) -> Act[Any] | None:
        """Return the act that takes ``act`` back, which was done with this form and returned ``result``."""
        return self._restored(act) if self.restores else self.undo(act, result)

    def _restored(self, act: Act[Any]) -> Act[Any]:
        """Return the act with the values that the form was opened with, on the version after this act."""
        asked = {one.name for one in fields(self.kind) if one.default is MISSING}  # type: ignore[arg-type]
        begun: dict[str, Any] = {
            ask.name: ask.start
            for ask in self.asks
            if not ask.answered and (ask.start is not None or ask.name in asked)
        }
        answered = {ask.name: ask.answered for ask in self.asks if ask.answered}
        known: dict[str, Any] = dict(self.known)
        if answered:
            begun["unanswered"] = answered
        version = getattr(act, "version", None)
        if version is not None:
            known["version"] = version + 1
        return build(self.kind, **{**known, **self.compose({**known, **begun})})
