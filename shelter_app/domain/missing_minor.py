"""What to do, in order, when somebody under age has not come back: the steps of the house, or those proposed.

The order is a proposal of the program, after the practice of reporting a missing child at once; the house writes its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _

SETTING = "missing_minor_steps"
MOST, LONGEST = 12, 160  # steps, and characters of one
PROPOSED = (
    N_("Look for the person in and around the shelter, and ask who saw them last."),
    N_("Call the person on the safe number."),
    N_("Call the police on 112: for a minor immediately, with the sheet at hand."),
    N_("Notify the guardian, the parent or DGASPC."),
    N_("Tell the case manager and the director."),
)


def proposed() -> list[str]:
    """Return the steps that hold where the house has written none, in the language in force."""
    return [_(step) for step in PROPOSED]


def need_steps(lines: Iterable[object]) -> list[str]:
    """Return steps as they are stored; raises Refused where there is none, too many, or one is too long."""
    steps = [words for words in (" ".join(str(line).split()) for line in lines) if words]
    if not 1 <= len(steps) <= MOST or any(len(step) > LONGEST for step in steps):
        raise Refused(
            "steps",
            _("Write each step on its own line: 1 to 12 lines, at most 160 characters each."),
            ("value",),
        )
    return steps
