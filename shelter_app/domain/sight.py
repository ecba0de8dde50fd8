"""Whom one sees: how long somebody who left stays in sight of the house, and who knows of a person at all.

House staff need to know who is in the house and, for a while, who has just left it (a setting of the house); others
they find with a reason. A restricted person is known to the named people only. Source: decision 039.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

FORMER_DAYS = "former_days"  # the setting: for how many days somebody who left is still in sight
DAYS = 14
LONGEST = 365
REASON = 3  # letters that a reason has at least


def in_sight_since(today: date, days: int) -> date:
    """Return the first day of leaving that is still in sight ``today``, the day itself and ``days`` before it."""
    return today - timedelta(days=days)


def is_in_sight(left: Iterable[date | None], today: date, days: int) -> bool:
    """Say whether the house sees somebody whose stays ended on the days ``left``; None: she is in the house."""
    since = in_sight_since(today, days)
    return any(day is None or day >= since for day in left)


def hidden_from(
    account: str, directs: bool, named: Mapping[str, Collection[str]], active: Collection[str]
) -> frozenset[str]:
    """Return which of the restricted people are kept from an account.

    Parameters
    ----------
    account, directs
        Who looks, and whether as a director.
    named
        The accounts named for each restricted person.
    active
        The accounts that can sign in. Where none of those named is among them a director sees the person: nobody is
        ever out of everybody's sight.
    """
    working = set(active)
    return frozenset(
        who
        for who, accounts in named.items()
        if account not in accounts and not (directs and working.isdisjoint(accounts))
    )


def need_named(named: Collection[str], directors: Collection[str]) -> tuple[str, ...]:
    """Return the named accounts in order, each once; raises Refused when no director is among them.

    Somebody must be able to end the restriction, and answers for it.
    """
    if not set(named) & set(directors):
        raise Refused(
            "no_director",
            _("Name at least one director: somebody must be able to end the restriction."),
            ("named",),
        )
    return tuple(sorted(set(named)))


def need_reason(text: str, field: str = "reason") -> str:
    """Return a reason without its blanks; raises Refused naming ``field`` for less than three letters."""
    plain = text.strip()
    if len(plain) < REASON:
        raise Refused(
            "reason_needed", _("Write briefly why you are looking for a former resident."), (field,)
        )
    return plain
