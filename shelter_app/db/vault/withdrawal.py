"""Case keys that an account loses with a role: its grants are revoked when no role that is left may hold them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.trust import VaultGrant
from shelter_app.db.vault.grants import RECOVERY, RENEW
from shelter_app.domain import roles
from shelter_app.domain.errors import Refused
from shelter_app.domain.roles import Role
from shelter_app.i18n import ngettext


def withdraw(
    session: Session, account_id: str, *, kept: Collection[str], lost: Collection[str], now: datetime
) -> int:
    """Revoke an account's grants of case keys that came with a role in ``lost`` or that no role in ``kept`` may hold.

    Returns how many were revoked; colleagues who hold the keys grant them again when the role is given back.
    Raises Refused where no colleague would hold the newest key of a case any more.
    """
    held = session.scalars(
        select(VaultGrant).where(VaultGrant.holder == account_id, VaultGrant.revoked_at.is_(None))
    ).all()
    gone = [row for row in held if _goes(row.compartment, roles.of(kept), roles.of(lost))]
    alone = {row.case_id for row in gone if _alone(session, row)}
    if alone:
        sentence = ngettext(
            "Removing this role would lose access to {n} case that no other colleague can open. "
            "Have access given to somebody else first.",
            "Removing this role would lose access to {n} cases that no other colleague can open. "
            "Have access given to somebody else first.",
            len(alone),
        )
        raise Refused("last_key", sentence.format(n=len(alone)), ("roles",))
    for row in gone:
        row.revoked_at = now
        row.reason = RENEW
    session.flush()
    return len(gone)


def _goes(compartment: str, kept: Collection[Role], lost: Collection[Role]) -> bool:
    """Return whether the grant for a compartment of a case is to be revoked with the roles that are lost."""
    if not roles.with_case_key(compartment):
        return False  # identities follow the keys of the store, process notes are their author's
    came_with = any(compartment in role.case_keys for role in lost)
    comes_still = any(compartment in role.case_keys for role in kept)
    return (came_with and not comes_still) or not any(compartment in role.may_hold for role in kept)


def _alone(session: Session, row: VaultGrant) -> bool:
    others = (VaultGrant.holder.not_in((row.holder, RECOVERY)), VaultGrant.revoked_at.is_(None))
    of = (VaultGrant.case_id == row.case_id, VaultGrant.compartment == row.compartment)
    return session.scalar(select(VaultGrant.id).where(*of, *others, VaultGrant.epoch == row.epoch)) is None
