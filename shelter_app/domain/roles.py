"""What the program knows of each role, and which roles one person holds together.

The table is ``domain/data/roles.yaml``; what a role may do and see is in ``permissions``. A role that is not in the
table has nothing: no keys, no notes, no rule to set aside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from shelter_app.domain.codes import codes, shipped
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

DIRECTOR = "DIRECTOR"  # who founds a store, and vouches for the keys of the others
STORE_KEYS = ("core", "identity", "backup")
ENOUGH = 3  # staff of a site, from which the technical administrator is somebody who sees no case


@dataclass(frozen=True, slots=True)
class Role:
    """One role of the table; what each field means is said at the head of ``roles.yaml``."""

    code: str
    store_keys: frozenset[str]
    case_role: str | None
    case_keys: frozenset[str]
    any_case_role: bool
    may_hold: frozenset[str]
    writes_notes: frozenset[str]
    sets_aside: frozenset[str]
    held_alone: bool


@lru_cache(maxsize=1)
def table() -> Mapping[str, Role]:
    """Return the roles by their code, in the order in which forms offer them."""
    return MappingProxyType(
        {
            row.code: Role(
                code=row.code,
                store_keys=frozenset(row.extra.get("store_keys", ())),
                case_role=row.extra.get("case_role"),
                case_keys=frozenset(row.extra.get("case_keys", ())),
                any_case_role=bool(row.extra.get("any_case_role")),
                may_hold=frozenset(row.extra.get("may_hold", ())),
                writes_notes=frozenset(row.extra.get("writes_notes", ())),
                sets_aside=frozenset(row.extra.get("sets_aside", ())),
                held_alone=bool(row.extra.get("held_alone")),
            )
            for row in shipped()["account_role"]
        }
    )


def of(held: Collection[str]) -> tuple[Role, ...]:
    """Return what is known of the roles ``held``; one that is in no table counts for nothing."""
    return tuple(role for role in table().values() if role.code in held)


def store_keys(held: Collection[str]) -> tuple[str, ...]:
    """Return which of the ``STORE_KEYS`` are sealed to whoever has the roles ``held``."""
    return tuple(kind for kind in STORE_KEYS if any(kind in role.store_keys for role in of(held)))


def with_case_key(compartment: str) -> tuple[Role, ...]:
    """Return the roles to which the key of a case's ``compartment`` comes with being assigned; none: it is given."""
    return tuple(role for role in table().values() if compartment in role.case_keys)


def may_write(held: Collection[str], note_class: str) -> bool:
    """Say whether one of the roles ``held`` writes notes of a class."""
    return any(note_class in role.writes_notes for role in of(held))


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
        both = [m.account for m in here if len(m.roles) > 1 and any(role.held_alone for role in of(m.roles))]
        if account in both:
            sentence = _(
                "In a shelter with three or more staff, the IT administrator cannot have another "
                "role. Use two accounts."
            )
            raise Refused("admin_alone", sentence, ("roles",))
        if both:
            sentence = _(
                "The shelter would now have three staff and an IT administrator who also has another "
                "role. Change those roles first."
            )
            raise Refused("admin_beside", sentence, ("roles",))
