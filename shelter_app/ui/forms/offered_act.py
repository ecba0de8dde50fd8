"""An act that is offered with its words and done without a form: from a menu, on a row, by dragging."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shelter_app.services.acting import Act
from shelter_app.ui.forms.spec import Outcome


def _nothing(_result: Any) -> None:
    """Take nothing back."""


@dataclass(frozen=True)
class OfferedAct:
    """What may be done now: ``title`` in a menu, ``make`` the act (given the reason where one is asked).

    ``done`` is the sentence when it is done, ``undo`` returns of its result what takes it back. ``why_not`` says why it
    cannot be done: such an act is told and not done. ``asks_reason`` asks for a reason first. ``proof`` asks for one's own
    passphrase first.
    """

    title: str
    make: Callable[[str], Act[Any]]
    done: str
    undo: Callable[[Any], Act[Any] | None] = _nothing
    why_not: str = ""
    asks_reason: bool = False
    proof: bool = False

    def outcome(self, act: Act[Any], result: Any) -> Outcome:
        """Return what is told of ``act`` once it was done and returned ``result``."""
        return Outcome(self.done, self.undo(result), result, type(act), act)
