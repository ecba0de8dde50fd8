"""Keys of cases: who holds them, passing one on by name, taking one back.

A key is passed on only by somebody who holds it; a director takes one back without ever having held it.
What was read stays read: what is sealed after a key was taken back uses a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shelter_app.db.models.trust import Account
from shelter_app.db.vault import Compartment, grants
from shelter_app.db.vault.keyring import RECOVERY
from shelter_app.db.vault.sealing import COUNSEL, DESTINATION, LEGAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import need_resident, needed
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, accounts_named, act, names_then, view

OF_CASES = (COUNSEL, LEGAL, DESTINATION)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Somebody who holds a key of a case; ``account_id`` is None for the recovery authority."""

    compartment: str
    account_id: str | None
    name: str | None
    given_by: str
    given_at: datetime
    reason: str
    custody: bool


def _compartment(kind: str, resident_id: str) -> Compartment:
    if kind not in OF_CASES:
        raise Refused("compartment", _("Choose counselling, legal or address after exit."), ("compartment",))
    return Compartment(kind, resident_id)


@act("accounts.give_case_key", told=N_("gave access to the confidential data of a case"))
class GiveCaseKey(Act[None]):
    """Give a colleague the key of a case's notes, with the reason why."""

    resident: str
    compartment: str
    account: str
    reason: str

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse who holds no key, a colleague without confirmed keys, and one who has it already."""
        resident = need_resident(uow, self.resident)
        compartment = _compartment(self.compartment, resident.id)
        reason = needed(self.reason, "reason")
        account = uow.find(Account, self.account)
        if account.suspended_at is not None:
            raise Refused(
                "account_off", _("This account is suspended. Choose another colleague."), ("account",)
            )
        grants.learn(uow.session, uow.vault)
        given = grants.grant(
            uow.session,
            uow.vault,
            compartment,
            account.id,
            actor_id=uow.actor.account_id,
            now=uow.now,
            reason=reason,
        )
        if not given:
            raise Refused("key_held", _("This colleague already has access."), ("account",))
        uow.audit_subject(account, case_id=resident.id, reason=reason)


@act("accounts.take_case_key", told=N_("withdrew access to the confidential data of a case"))
class TakeCaseKey(Act[None]):
    """Take the key of a case's notes back from a colleague."""

    resident: str
    compartment: str
    account: str
    reason: str

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse when the colleague holds none."""
        resident = need_resident(uow, self.resident)
        compartment = _compartment(self.compartment, resident.id)
        reason = needed(self.reason, "reason")
        account = uow.find(Account, self.account)
        if not grants.revoke(uow.session, uow.vault, compartment, account.id, now=uow.now):
            raise Refused(
                "no_key_held",
                _("This colleague has no access to the confidential data of this case."),
                ("account",),
            )
        uow.audit_subject(account, case_id=resident.id, reason=reason)


@view("accounts.case_keys")
def case_keys(context: ReadContext, resident_id: str) -> tuple[KeyHolder, ...]:
    """Return who holds a key of the resident's case now, the recovery authority last."""
    resident = need_resident(context, resident_id)
    rows = [
        row
        for kind in OF_CASES
        for row in grants.holders(context.session, Compartment(kind, resident.id))
        if row.revoked_at is None
    ]
    newest = {(row.compartment, row.holder): row for row in sorted(rows, key=lambda row: row.epoch)}
    names, name_at = accounts_named(context, {row.holder for row in rows}), names_then(context)
    found = [
        KeyHolder(
            compartment=row.compartment,
            account_id=None if row.holder == RECOVERY else row.holder,
            name=names.get(row.holder),
            given_by=name_at(row.granted_by, row.granted_at),
            given_at=row.granted_at,
            reason=row.reason,
            custody=row.custody,
        )
        for row in newest.values()
    ]
    return tuple(sorted(found, key=lambda k: (OF_CASES.index(k.compartment), k.name is None, k.name or "")))


@view("accounts.colleagues")
def colleagues(context: ReadContext) -> tuple[tuple[str, str], ...]:
    """Return whom a key can be passed on to: the accounts with keys of their own, by name; not one's own."""
    rows = context.session.execute(
        select(Account.id, Account.name).where(
            Account.suspended_at.is_(None),
            Account.pub_box.is_not(None),
            Account.id != context.actor.account_id,
        )
    )
    return tuple(sorted(((who, name) for who, name in rows), key=lambda row: sort_key(row[1])))
