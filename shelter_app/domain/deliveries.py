"""Services given: how they are counted, and which may be given to somebody who does not live in the house."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from shelter_app.domain.codes import base, code

POST_EXIT_DOMAIN = "FOLLOWUP"
# Work outside the house, before an admission or after an exit; all else is given to people who live here.
OUTREACH = frozenset(
    {
        "CRISIS_INTERVENTION",
        "ESCORT",
        "INTERPRETATION",
        "LEGAL_ADVICE",
        "LEGAL_INFO",
        "LEGAL_REPRESENT",
        "RETURN_ASSISTANCE",
        "SAFETY_PLAN",
        "TRANSPORT",
    }
)
HOUR = "hour"


def unit_of(service: str) -> str:
    """Return the unit that a service is counted in; ``unit`` for the shelter's own services."""
    try:
        return str(code("service", service).extra["unit"])
    except KeyError:
        return "unit"


def given_outside_stay(service: str) -> bool:
    """Say whether a service may be given to somebody without a stay on that day."""
    if base("service", service) in OUTREACH:
        return True
    try:
        return bool(code("service", service).extra["domain"] == POST_EXIT_DOMAIN)
    except KeyError:
        return False


def hundredths(quantity: Decimal | None, unit: str, minutes: int | None) -> int:
    """Return a quantity in hundredths; hours follow from the minutes when no quantity was given."""
    if quantity is None:
        quantity = Decimal(minutes) / 60 if unit == HOUR and minutes else Decimal(1)
    return int((quantity * 100).to_integral_value(ROUND_HALF_UP))
