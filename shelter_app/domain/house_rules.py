"""The rules that a house sets for itself: terms, hours of worry, whom to call, steps; what is typed, and what it means.

Each has a shipped value with its mark (law, standard, proposal); the house's own takes its place from a day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shelter_app.domain import missing_minor, presence, sight
from shelter_app.domain.codes import code
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _

CONTACTS = "emergency_contacts"
MISSING_MINOR = missing_minor.SETTING
NOT_RETURNED = presence.HOURS_SETTING
FORMER = sight.FORMER_DAYS
TERM = "deadline."
TERMS = (
    "D_PLAN",
    "D_PLAN_REVIEW",
    "D_ANITP_QUARTERLY",
    "D_ANNUAL_REPORT",
)  # those that the program counts with
LONGEST_TERM = 3650
LONGEST_WAIT = 72
MOST_CONTACTS = 12
PROPOSAL = N_("proposed by the program")
ORIGINS = {
    "LAW": N_("law"),
    "STD": N_("minimum standards; the number is a proposal"),
    "HOUSE": PROPOSAL,
}
SURENESS = {"H": N_("sure"), "M": N_("fairly sure"), "L": N_("to be confirmed")}


def keys(shelters: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the rules by their keys: contacts, steps, hours for all and for each of ``shelters`` (codes), terms."""
    own = tuple(f"{NOT_RETURNED}.{shelter}" for shelter in shelters) if len(shelters) > 1 else ()
    return (CONTACTS, MISSING_MINOR, NOT_RETURNED, *own, FORMER, *(f"{TERM}{rule}" for rule in TERMS))


def shipped(key: str) -> Any:
    """Return the value that holds where the house has set none; raises KeyError for no rule."""
    if key == CONTACTS:
        return []
    if key == MISSING_MINOR:
        return missing_minor.proposed()
    if key.partition(".")[0] == NOT_RETURNED:
        return presence.HOURS
    if key == FORMER:
        return sight.DAYS
    return int(code("deadline_rule", key.removeprefix(TERM)).extra["value"])


def need_value(key: str, value: Any) -> Any:
    """Return a value of a rule as it is stored; raises Refused for what is none, or for no rule."""
    if key == CONTACTS:
        pairs = [(str(who).strip(), str(number).strip()) for who, number in value]
        if len(pairs) > MOST_CONTACTS or not all(who and number for who, number in pairs):
            raise Refused(
                "contacts", _("Write one per line: who, a colon, the number; at most 12."), ("value",)
            )
        return [[who, number] for who, number in pairs]
    if key == MISSING_MINOR:
        return missing_minor.need_steps(value)
    if key.partition(".")[0] == NOT_RETURNED:
        return _number(value, LONGEST_WAIT, _("Type the hours as a whole number from 1 to 72."))
    if key == FORMER:
        return _number(value, sight.LONGEST, _("Type the days as a whole number from 1 to 365."))
    if key.removeprefix(TERM) in TERMS and key.startswith(TERM):
        return _number(value, LONGEST_TERM, _("Type the days as a whole number from 1 to 3650."))
    raise Refused("no_rule", _("There is no such rule. Choose one from the list."), ("key",))


def read(key: str, typed: str) -> Any:
    """Return the value that a person typed for a rule; raises Refused naming ``value`` for what is none."""
    if key == MISSING_MINOR:
        return need_value(key, typed.splitlines())
    if key != CONTACTS:
        return need_value(key, typed.strip())
    pairs = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        who, sign, number = line.partition(":")
        pairs.append((who, number if sign else ""))
    return need_value(key, pairs)


def typed(key: str, value: Any) -> str:
    """Return a value as a person would type it; ``read`` gives the value back."""
    if key == CONTACTS:
        return "\n".join(f"{who}: {number}" for who, number in value)
    if key == MISSING_MINOR:
        return "\n".join(value)
    return str(value)


def _number(value: Any, most: int, sentence: str) -> int:
    text = str(value)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise Refused("number", sentence, ("value",))
    return int(text)
