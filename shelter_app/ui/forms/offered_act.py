"""An act that is offered with its words and done without a form: from a menu, on a row, by dragging."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shelter_app.services.acting import Act, build
from shelter_app.ui.forms.spec import FormSpec, Outcome


def _nothing(_result: Any) -> None:
    """Take nothing back."""


@dataclass(frozen=True)
class OfferedAct:
    """What may be done now: ``title`` are its words, ``kind`` and ``values`` the act.

    ``done`` is the sentence when it is done; ``undo`` returns of its result what takes it back. ``reason`` names the
    field of the act that takes a reason, ``needs_reason`` asks for one before. ``why_not`` says why it cannot be done:
    such an act is told and not offered to be done. ``question`` is what is asked before it is done, where it is asked.
    ``subject`` is whom or what it is about.
    """

    title: str
    kind: type[Act[Any]]
    values: Mapping[str, Any] = field(default_factory=dict)
    done: str = ""
    undo: Callable[[Any], Act[Any] | None] = _nothing
    question: str = ""
    reason: str = ""
    needs_reason: bool = False
    why_not: str = ""
    subject: str = ""

    def make(self, reason: str = "") -> Act[Any]:
        """Return the act; raises Refused naming the fields that do not fit."""
        given = {self.reason: reason} if self.reason and (reason or self.needs_reason) else {}
        return build(self.kind, **{**self.values, **given})

    def outcome(self, act: Act[Any], result: Any) -> Outcome:
        """Return what is told of ``act`` once it was done and returned ``result``."""
        return Outcome(self.done, self.undo(result), result, self.kind, act, subject=self.subject)


Offered = FormSpec | OfferedAct  # what a menu or a row offers: a form to fill, or an act that asks nothing
