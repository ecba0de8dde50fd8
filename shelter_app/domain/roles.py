"""Roles that one person holds together: several, but the technical one alone where three or more work."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from shelter_app.domain.codes import codes
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

ADMIN = "ADMIN"
ENOUGH = 3  # staff of a site, from which the technical administrator is somebody who sees no case


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can sign in: the roles, and the shelters in which they hold (None: in all)."""

    account: str
    roles: frozenset[str]
    shelters: frozenset[str] | None

    def works_in(self, shelter: str) -> bool:
        """Say whether the member works in a shelter."""
        return self.shelters is None or shelter in self.shelters


def need_known(roles: Collection[str]) -> tuple[str, ...]:
    """Return the roles in order, each once; raises Refused when there is none or one of no list."""
    if not roles or any(role not in codes("account_role") for role in roles):
        raise Refused("unknown_role", _("Choose at least one role from the list."), ("roles",))
    return tuple(sorted(set(roles)))


def need_apart(team: Iterable[Member], shelters: Collection[str], account: str) -> None:
    """Refuse a team in which a technical administrator of a site of three or more holds another role too.

    ``account`` is the one that is being changed: another's roles are said to be what has to change first.
    """
    members = list(team)
    for shelter in shelters or ("",):
        here = [m for m in members if m.works_in(shelter)]
        if len(here) < ENOUGH:
            continue
        both = [m.account for m in here if ADMIN in m.roles and len(m.roles) > 1]
        if account in both:
            sentence = _(
                "In a house of three or more staff the technical administrator holds no other role."
                " Use two accounts."
            )
            raise Refused("admin_alone", sentence, ("roles",))
        if both:
            sentence = _(
                "The house now has three staff, and a technical administrator who holds another role too."
                " Change those roles first."
            )
            raise Refused("admin_beside", sentence, ("roles",))
