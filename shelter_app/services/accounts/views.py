"""What can be seen of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shelter_app.db import enrolment
from shelter_app.db.models.trust import Account
from shelter_app.i18n import N_, sort_key
from shelter_app.services.acting import ReadContext, view
from shelter_app.services.lists.printing import printed_list

PrintAccounts = printed_list("accounts", N_("Accounts"), told=N_("exported the list of accounts"))


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the list shows it; ``state`` is invited, expired, suspended or enrolled.

    ``shelters`` are those in which the roles hold; None is all of them.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    state: str
    last_sign_in_at: datetime | None
    version: int
    shelters: tuple[str, ...] | None


@view("accounts.accounts")
def accounts(context: ReadContext) -> tuple[AccountRow, ...]:
    """Return every account, by name."""
    stands = enrolment.waiting(context.actor.store.folder, context.now)
    rows = sorted(context.session.scalars(select(Account)), key=lambda row: sort_key(row.name))
    return tuple(
        AccountRow(
            row.id,
            row.name,
            tuple(row.roles),
            "suspended" if row.suspended_at else stands.get(row.id, "enrolled"),
            row.last_sign_in_at,
            row.version,
            None if row.shelters is None else tuple(row.shelters),
        )
        for row in rows
    )
