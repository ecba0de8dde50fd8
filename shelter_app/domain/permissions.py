"""Who may do and see what: one table, as data, default deny.

The table is ``domain/data/permissions.yaml``, a decision of the house that the manual prints.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from shelter_app.domain.codes import codes, read


class Scope(StrEnum):
    """How far a permission reaches."""

    ALL = "ALL"
    SITE = "SITE"
    HOUSE = "HOUSE"
    OWN = "OWN"
    GRANT = "GRANT"


WIDEST_FIRST = (Scope.ALL, Scope.SITE, Scope.HOUSE, Scope.OWN, Scope.GRANT)


@lru_cache
def table() -> Mapping[str, Mapping[str, Scope]]:
    """Return the roles table: act or view → role → scope.

    Raises ValueError when a row names a role that no list holds.
    """
    roles = set(codes("account_role"))
    found: dict[str, Mapping[str, Scope]] = {}
    for name, row in read("permissions").items():
        if name == "meta":
            continue
        if unknown := set(row) - roles:
            raise ValueError(f"{name} names unknown roles {sorted(unknown)}")
        found[name] = {role: Scope(reach) for role, reach in row.items()}
    return found


def scope(roles: Collection[str], name: str) -> Scope | None:
    """Return the widest reach that ``roles`` have for the act or view ``name``, or None: default deny."""
    row = table().get(name, {})
    reaches = {row[role] for role in roles if role in row}
    return next((s for s in WIDEST_FIRST if s in reaches), None)


@dataclass(frozen=True)
class Access:
    """What an account may do where it stands: by its roles, and by whether the case in hand is its own.

    Outside a case ``own_case`` stays true: whose records an act reaches is looked at when it is done.
    """

    roles: tuple[str, ...] = ()
    own_case: bool = True

    def may(self, name: str) -> bool:
        """Return whether the roles reach the act or view ``name``; one for own cases only, in an own case."""
        reach = scope(self.roles, name)
        return reach is not None and (self.own_case or reach is not Scope.OWN)
