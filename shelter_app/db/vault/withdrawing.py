"""Keys of cases follow the roles: what came with a role goes with it, and comes back with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.trust import VaultGrant
from shelter_app.db.vault.grants import CASE_ROLE, RECOVERY, RENEW
from shelter_app.db.vault.sealing import COUNSEL, DESTINATION, LEGAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import ngettext

MAY_HOLD = {
    COUNSEL: frozenset({"DIRECTOR", "COUNSELLOR", "LEGAL"}),
    LEGAL: frozenset({"DIRECTOR", "COUNSELLOR", "LEGAL"}),
    DESTINATION: frozenset({"DIRECTOR", "CASE_MANAGER"}),
}


def withdraw(
    session: Session, account_id: str, *, roles: Collection[str], lost: Collection[str], now: datetime
) -> int:
    """End the grants that came with a role the account has ``lost``, and those that none of ``roles`` may hold.

    Returns how many there were; they come back from colleagues when the role does. Raises Refused where no
    colleague would hold the newest key of a case any more.
    """
    held = session.scalars(
        select(VaultGrant).where(VaultGrant.holder == account_id, VaultGrant.revoked_at.is_(None))
    ).all()
    gone = [
        row
        for row in held
        if row.compartment in CASE_ROLE
        and (CASE_ROLE[row.compartment] in lost or not MAY_HOLD[row.compartment] & set(roles))
    ]
    alone = {row.case_id for row in gone if _alone(session, row)}
    if alone:
        sentence = ngettext(
            "With this role goes the key of {n} case that no other colleague holds. Let it be passed on first.",
            "With this role go the keys of {n} cases that no other colleague holds. Let them be passed on first.",
            len(alone),
        )
        raise Refused("last_key", sentence.format(n=len(alone)), ("roles",))
    for row in gone:
        row.revoked_at = now
        row.reason = RENEW
    session.flush()
    return len(gone)


def _alone(session: Session, row: VaultGrant) -> bool:
    others = (VaultGrant.holder.not_in((row.holder, RECOVERY)), VaultGrant.revoked_at.is_(None))
    of = (VaultGrant.case_id == row.case_id, VaultGrant.compartment == row.compartment)
    return session.scalar(select(VaultGrant.id).where(*of, *others, VaultGrant.epoch == row.epoch)) is None
