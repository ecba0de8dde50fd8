"""Requests for a place: which decision may follow which, and what an admission asks of them."""

from __future__ import annotations

from datetime import timedelta

TONIGHT, DAYS, PLANNED = "TONIGHT", "DAYS", "PLANNED"
URGENCY = {TONIGHT: 0, DAYS: 1, PLANNED: 2}  # the most urgent first
COMES_WITHIN = timedelta(days=30)  # an accepted request whose people have not come is looked for so long
HELD_MEANWHILE = timedelta(hours=6)  # how long a bed is held for a request while it is decided
WAITING = frozenset({"RECEIVED", "SCREENING", "WAITLISTED"})
ACCEPTED = "ACCEPTED"
# Why a request ends without an admission; the last two also end one that was accepted.
NEVER_CAME = frozenset({"CLIENT_REFUSED", "NO_SHOW"})
DECLINED = frozenset({"DECLINED_FULL", "DECLINED_SAFETY", "DECLINED_CRITERIA", "REDIRECTED"}) | NEVER_CAME


def may_follow(before: str, after: str) -> bool:
    """Say whether a request that stands at ``before`` may be decided ``after``."""
    if before in WAITING:
        return after not in (before, "NO_SHOW")
    return before == ACCEPTED and after in NEVER_CAME


def may_end(before: str, after: str) -> bool:
    """Say whether a request that stands at ``before`` may end so without an admission: declined, or nobody came."""
    return after in DECLINED and may_follow(before, after)


def objection_to_admission(
    decision: str, shelter: str, to_shelter: str, persons: int, admitted: int
) -> str | None:
    """Return why nobody (more) is admitted on a request, or None.

    A request for a mother with two children is one request for three persons: it takes three admissions.
    """
    if decision != ACCEPTED:
        return "referral_not_accepted"
    if shelter != to_shelter:
        return "referral_other_shelter"
    return "referral_used" if admitted >= persons else None


def is_for_tonight(urgency: str) -> bool:
    """Say whether a request with this urgency cannot wait until the morning."""
    return urgency == TONIGHT
