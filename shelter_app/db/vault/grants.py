"""Grants: who holds the key of a case's compartment, sealed to that person and signed by the giver.

A key is made the first time that something is sealed in a compartment. It goes to the person who makes it,
to the people assigned to the case in the fitting role, and to the recovery authority, so that a lost
passphrase does not lose the notes. Directors get none by default.

An epoch that somebody outside once held (its grant was revoked, or was given in custody for an import) is
used for nothing new: the next sealing makes a new epoch that the outsider never had.

What remains: an insider with a raw connection can plant a row that offers a key of his own making; its
signature names him, and the check of the trail reports a row that no act wrote.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shelter_app.db.models.base import new_id
from shelter_app.db.models.people import CaseAssignment
from shelter_app.db.models.trust import Account, VaultGrant
from shelter_app.db.vault.keys import Vault, seal_to, verified
from shelter_app.db.vault.sealing import (
    IDENTITY,
    KEY_BYTES,
    PROCESS,
    Compartment,
)
from shelter_app.domain import roles
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import _

RECOVERY = "recovery"
RENEW = "new_keys"
LEARNED = "keys_learned"


def learn(session: Session, vault: Vault) -> int:
    """Take the keys of the account's live grants into its vault and drop those no longer granted.

    Returns how many grants could not be used: not signed by an account that a director vouches for, or
    sealed to keys that the account no longer has.
    """
    rows = session.scalars(
        select(VaultGrant)
        .where(VaultGrant.holder == vault.account_id, VaultGrant.revoked_at.is_(None))
        .order_by(VaultGrant.epoch)
    ).all()
    signers = _signers(session, vault, {row.granted_by for row in rows})
    found: dict[Compartment, list[tuple[int, bytes, bool]]] = {}
    unusable = 0
    for row in rows:
        key = vault.pair.opened(row.sealed_key)
        if not _trusted(vault, row, signers.get(row.granted_by)) or key is None or len(key) != KEY_BYTES:
            unusable += 1
            continue
        found.setdefault(_compartment(row), []).append((row.epoch, key, row.custody))
    for compartment in vault.compartments():
        if compartment.kind != IDENTITY:
            vault.forget(compartment)
    for compartment, keys in found.items():
        for epoch, key, custody in keys:
            vault.learn(compartment, epoch, key, custody=custody)
    return unusable


def ensure_case_key(
    session: Session,
    vault: Vault,
    compartment: Compartment,
    *,
    actor_id: str,
    now: datetime,
    reason: str,
    custody: bool = False,
) -> None:
    """See to it that the actor can seal in the compartment, making its key on first use.

    ``custody`` marks the actor's own grant as held only until it is handed on (imported notes).

    Raises
    ------
    NotAllowed
        The compartment has a key, and the actor does not hold it.
    """
    if compartment.kind == IDENTITY:
        if not vault.holds(compartment):
            raise _no_key()
        return
    if compartment.kind == PROCESS and compartment.case_id != actor_id:
        raise _no_key()
    rows = _rows(session, compartment)
    newest = max((row.epoch for row in rows), default=0)
    if vault.key(compartment, newest) is not None and not _outsider(rows, newest, actor_id):
        return
    others_hold = any(row.revoked_at is None and row.holder != RECOVERY for row in rows)
    if others_hold and not custody and not vault.holds(compartment):
        raise _no_key()
    keepers = {
        row.holder
        for row in rows
        if row.epoch == newest and row.revoked_at is None and not row.custody and row.holder != RECOVERY
    }
    key, epoch = os.urandom(KEY_BYTES), newest + 1
    vault.learn(compartment, epoch, key, custody=custody)
    session.info.setdefault(LEARNED, []).append((compartment, epoch))
    for holder in sorted({*keepers, *_assigned(session, compartment, now)} - {actor_id}):
        account = session.get(Account, holder)
        if account is not None and account.suspended_at is None and confirmed(vault, account):
            _give(session, vault, compartment, epoch, holder, account.pub_box, actor_id, now, reason)
    _give(session, vault, compartment, epoch, actor_id, vault.pub_box, actor_id, now, reason, custody=custody)
    _give(session, vault, compartment, epoch, RECOVERY, vault.trust.recovery_box, actor_id, now, reason)
    session.flush()


def unlearn(session: Session, vault: Vault) -> None:
    """Drop the keys made in a transaction that was rolled back: their grants do not exist."""
    for compartment, epoch in session.info.pop(LEARNED, []):
        vault.unlearn(compartment, epoch)


def grant(
    session: Session,
    vault: Vault,
    compartment: Compartment,
    to_account: str,
    *,
    actor_id: str,
    now: datetime,
    reason: str,
    custody: bool = False,
) -> int:
    """Give an account every key that the actor holds of the compartment; returns how many were new.

    Raises NotAllowed when the actor holds none, Refused when no director has confirmed the account's keys.
    """
    if compartment.kind in (IDENTITY, PROCESS):
        raise Refused("not_granted_by_case", _("This kind of access cannot be given from person to person."))
    if not vault.holds(compartment):
        raise _no_key()
    account = session.get(Account, to_account)
    if account is None or not confirmed(vault, account):
        raise Refused(
            "keys_unconfirmed",
            _("This account is not confirmed yet. It is confirmed when a director signs in."),
            ("account",),
        )
    live = {
        row.epoch
        for row in _rows(session, compartment)
        if row.holder == to_account and row.revoked_at is None
    }
    missing = [epoch for epoch in vault.epochs(compartment) if epoch not in live]
    for epoch in missing:
        _give(
            session,
            vault,
            compartment,
            epoch,
            to_account,
            account.pub_box,
            actor_id,
            now,
            reason,
            custody=custody,
        )
    session.flush()
    return len(missing)


def revoke(
    session: Session, vault: Vault, compartment: Compartment, from_account: str, *, now: datetime
) -> int:
    """End an account's grants of the compartment; returns how many there were.

    What the person has read or copied stays read. What is sealed from now on uses a new key.
    """
    if from_account == RECOVERY:
        raise Refused("recovery_keeps", _("Recovery access is kept, so that no note can be lost."))
    ended = 0
    for row in _rows(session, compartment):
        if row.holder == from_account and row.revoked_at is None:
            row.revoked_at = now
            ended += 1
    session.flush()
    if from_account == vault.account_id:
        vault.forget(compartment)
    return ended


def retire_keys(session: Session, account_id: str, *, now: datetime) -> list[VaultGrant]:
    """End every grant sealed to an account's lost keys; others who hold the keys give them anew."""
    rows = session.scalars(
        select(VaultGrant).where(VaultGrant.holder == account_id, VaultGrant.revoked_at.is_(None))
    ).all()
    for row in rows:
        row.revoked_at = now
        row.reason = RENEW
    session.flush()
    return list(rows)


def restore(
    session: Session,
    vault: Vault,
    compartment: Compartment,
    account: Account,
    *,
    actor_id: str,
    now: datetime,
) -> None:
    """Give an account with new keys what it held before (process notes too: they are its own)."""
    for epoch in vault.epochs(compartment):
        _give(session, vault, compartment, epoch, account.id, account.pub_box, actor_id, now, RENEW)
    session.flush()


def destroy(session: Session, compartment: Compartment, *, now: datetime) -> int:
    """Destroy every copy of a compartment's keys: nothing sealed with them opens ever again."""
    rows = _rows(session, compartment)
    for row in rows:
        row.sealed_key = b""
        row.revoked_at = row.revoked_at or now
    session.flush()
    return len(rows)


def missing_grants(session: Session, vault: Vault, *, now: datetime) -> list[tuple[Compartment, str]]:
    """Return the assigned people who still lack a key that this account holds and could give them.

    Somebody whose grant was revoked on purpose is left out, unless the account has new keys since.
    """
    due: list[tuple[Compartment, str]] = []
    for compartment in vault.compartments():
        with_key = roles.with_case_key(compartment.kind)
        if not with_key:
            continue
        rows = _rows(session, compartment)
        for account_id in sorted(_assigned(session, compartment, now)):
            account = session.get(Account, account_id)
            if account is None or account.suspended_at is not None or not confirmed(vault, account):
                continue
            if not any(role in with_key or role.any_case_role for role in roles.of(account.roles)):
                continue
            own = [row for row in rows if row.holder == account_id]
            if not any(row.revoked_at is None for row in own) and not any(
                row.revoked_at is not None and row.reason != RENEW for row in own
            ):
                due.append((compartment, account_id))
    return due


def holders(session: Session, compartment: Compartment) -> list[VaultGrant]:
    """Return the live grants of a compartment, the recovery authority's included."""
    return [row for row in _rows(session, compartment) if row.revoked_at is None]


def confirmed(vault: Vault, account: Account) -> bool:
    """Say whether a director vouches for the account's public keys."""
    return vault.trust.vouches(
        account.id, account.pub_box, account.pub_sign, account.key_signed_by, account.key_signature
    )


def _rows(session: Session, compartment: Compartment) -> list[VaultGrant]:
    return list(
        session.scalars(
            select(VaultGrant)
            .where(VaultGrant.case_id == compartment.case_id, VaultGrant.compartment == compartment.kind)
            .order_by(VaultGrant.epoch)
        )
    )


def _outsider(rows: Iterable[VaultGrant], epoch: int, actor_id: str) -> bool:
    """Say whether somebody who is outside the case, or the case's custodian, has had this epoch."""
    of_epoch = [row for row in rows if row.epoch == epoch]
    inside = {row.holder for row in of_epoch if row.revoked_at is None and not row.custody}
    return any(row.holder not in inside and row.holder != actor_id for row in of_epoch)


def _assigned(session: Session, compartment: Compartment, now: datetime) -> set[str]:
    case_roles = {role.case_role for role in roles.with_case_key(compartment.kind)}
    if not case_roles:
        return set()
    today = local_day(now)
    found = session.scalars(
        select(CaseAssignment.account_id).where(
            CaseAssignment.resident_id == compartment.case_id,
            CaseAssignment.role.in_(case_roles),
            CaseAssignment.from_on <= today,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > today),
        )
    )
    return {account_id for account_id in found if account_id is not None}


def _signers(session: Session, vault: Vault, ids: set[str]) -> dict[str, bytes]:
    keys = {vault.account_id: vault.pub_sign}
    for account in session.scalars(select(Account).where(Account.id.in_(ids - set(keys)))):
        if account.pub_sign is not None and confirmed(vault, account):
            keys[account.id] = account.pub_sign
    return keys


def _trusted(vault: Vault, row: VaultGrant, giver: bytes | None) -> bool:
    message = _message(vault, row)
    if giver is not None and verified(giver, message, row.signature):
        return True
    # The recovery authority gave it, or a director signed it anew when the giver's keys were reset.
    return any(vault.trust.signed_by(by, message, row.signature) for by in vault.trust.vouchers)


def sign_anew(vault: Vault, row: VaultGrant, earlier: bytes, now: datetime) -> bool:
    """Sign a grant whose giver gets new keys, when the giver's ``earlier`` key did sign it."""
    if not verified(earlier, _message(vault, row), row.signature):
        return False
    row.signature = vault.sign(_message(vault, row))
    row.updated_at, row.updated_by = now, vault.account_id
    return True


def _give(
    session: Session,
    vault: Vault,
    compartment: Compartment,
    epoch: int,
    holder: str,
    pub_box: bytes | None,
    actor_id: str,
    now: datetime,
    reason: str,
    *,
    custody: bool = False,
) -> None:
    key = vault.key(compartment, epoch)
    if key is None or pub_box is None:
        raise _no_key()
    row = VaultGrant(
        id=new_id(),
        created_at=now,
        created_by=actor_id,
        updated_at=now,
        updated_by=actor_id,
        case_id=compartment.case_id,
        compartment=compartment.kind,
        epoch=epoch,
        holder=holder,
        sealed_key=seal_to(pub_box, key),
        custody=custody,
        granted_by=actor_id,
        granted_at=now,
        reason=reason,
    )
    row.signature = vault.sign(_message(vault, row))
    session.add(row)


def _message(vault: Vault, row: VaultGrant) -> bytes:
    at = row.granted_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = [
        "grant",
        vault.trust.db_id,
        row.case_id,
        row.compartment,
        row.epoch,
        row.holder,
        row.sealed_key.hex(),
        bool(row.custody),
        row.granted_by,
        at,
        row.reason,
    ]
    return json.dumps(parts).encode()


def _compartment(row: VaultGrant) -> Compartment:
    return Compartment(row.compartment, row.case_id)


def _no_key() -> NotAllowed:
    return NotAllowed(
        "no_key",
        _(
            "You have no access to this. Ask the person who works on the case, or a director, to "
            "give you access."
        ),
    )
