"""Unknown and refused are answers: a field that has no value may say why, and nothing of it is lost.

What nobody asked has neither a value nor an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

UNKNOWN, REFUSED = "UNKNOWN", "REFUSED"
ANSWERS = (UNKNOWN, REFUSED)


def unanswered(
    said: Mapping[str, str], may: Collection[str], given: Mapping[str, Any]
) -> dict[str, str] | None:
    """Return the fields without a value with why, None when there are none.

    Raises Refused naming a field that always has a value, an answer that is none, or a field that has both a
    value and a reason for having none.
    """
    for field, answer in said.items():
        if field not in may or answer not in ANSWERS:
            raise Refused("no_answer", _("This field needs a value. Type or choose one."), (field,))
        if given.get(field) not in (None, "", (), []):
            sentence = _("This has a value and is also marked as not known. Keep one of the two.")
            raise Refused("answered_twice", sentence, (field,))
    return dict(said) or None


def precision(year: int | None, said: str, answer: str | None) -> str:
    """Return how surely the year of birth is known, from what was said and why there is no year."""
    if year is None:
        return answer or UNKNOWN
    return "YEAR" if said in ANSWERS else said
