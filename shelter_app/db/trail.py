"""What sign-in leaves in the audit trail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shelter_app.db import audit, enrolment
from shelter_app.db.models.house import CodeEntry
from shelter_app.db.models.trust import Account, AuditEvent
from shelter_app.db.store import Store
from shelter_app.db.vault import grants, waits
from shelter_app.i18n import N_

JUMP = timedelta(minutes=5)
_TOLD_ONE_BY_ONE = 200

# What the trail says of the events that are no act: the store, its keys and its clock leave them.
SENTENCES = {
    "account.confirm_keys": N_("confirmed a colleague's access"),
    "account.enrolled": N_("used an activation code"),
    "account.recovered": N_("regained access with the recovery sheet"),
    "account.sheet_tried": N_("used the recovery sheet, without a new passphrase yet"),
    "account.sign_in": N_("signed in"),
    "account.sign_in_failed": N_("failed to sign in"),
    "clock.jumped": N_("worked while the computer's clock had been changed"),
    "lock.late": N_("was locked only when the computer woke up"),
    "store.codes_added": N_("added the codes that came with a newer program"),
    "store.created": N_("created the register"),
    "store.older_accepted": N_("accepted an older version of the register"),
    "store.upgraded": N_("upgraded the register to a new version"),
    "vault.grant": N_("transferred access to a colleague"),
}


def event(store: Store, session: Session, account: Account, action: str, **parts: Any) -> None:
    """Append an event of the signed-in account itself, outside any act."""
    detail = parts.pop("detail", {})
    audit.append(
        session,
        at=store.ticks.now(),
        session_id=store.session_id,
        actor=account.id,
        roles=",".join(sorted(account.roles)),
        action=action,
        detail=json.dumps(detail, sort_keys=True),
        **parts,
    )


FAILED, ENROLLED, SHEET_TRIED = "account.sign_in_failed", "account.enrolled", "account.sheet_tried"
BEFORE_SIGN_IN = (
    FAILED,
    ENROLLED,
    SHEET_TRIED,
)  # written by who signs in next; their detail says of which account they are


CONFIRM_CLOCK = "accounts.confirm_clock"
# What a sign-in writes by itself, whatever the clock shows: it is no work by which a clock can be judged.
# The sheets of people are needed at once, by any clock.
NEEDED_AT_ONCE = ("beds.print_roster", "beds.print_missing")
BY_ITSELF = ("account.sign_in", "account.confirm_keys", "store.codes_added", "store.upgraded")


def last_work(session: Session) -> datetime | None:
    """Return when somebody last wrote something, or said that the clock is right; None where nobody did.

    What was only read or printed does not count: that is done by a doubted clock too.
    """
    wrote = AuditEvent.detail.contains('"records": [[') & AuditEvent.action.not_in(
        (*BY_ITSELF, *NEEDED_AT_ONCE)
    )
    told = select(AuditEvent.at).where(or_(wrote, AuditEvent.action == CONFIRM_CLOCK))
    return session.scalar(told.order_by(AuditEvent.seq.desc()).limit(1))


def locked_late(store: Store) -> None:
    """Write that the computer slept while somebody was signed in: the lock came only when it woke."""
    with store.writing() as session:
        account = session.get(Account, store.account_id)
        if account is not None:
            event(store, session, account, "lock.late")


def signed_in(
    store: Store, session: Session, account: Account, unusable: int, seeded: Sequence[CodeEntry]
) -> None:
    """Write what came before, then the sign-in itself, then what this account's keys can put in order.

    A director confirms the keys of people who enrolled meanwhile; everybody hands the keys of his cases to
    colleagues who were assigned and have none yet. ``unusable`` is how many of the account's grants no key opens,
    ``seeded`` what codes of a newer program this transaction has entered.
    """
    now = store.ticks.now()
    _clock_jump(store, session, account)
    for line in _shortened(waits.noted(store.folder)):
        action = {"enrolled": ENROLLED, waits.SHEET_TRIED: SHEET_TRIED}.get(line.get("what", ""), FAILED)
        event(store, session, account, action, detail=line)
    if store.accepted_older is not None:
        event(store, session, account, "store.older_accepted", detail={"lost": store.accepted_older})
    if store.upgraded_from is not None:
        event(store, session, account, "store.upgraded", detail={"from": store.upgraded_from})
    if seeded:
        detail: dict[str, Any] = {
            "codes": [f"{row.list}.{row.code}" for row in seeded],
            "records": [audit.recorded(row, "new") for row in seeded],
        }
        event(store, session, account, "store.codes_added", object_type="code", detail=detail)
    account.last_sign_in_at = now
    account.updated_at, account.updated_by = now, account.id
    session.flush()
    detail = {"records": [audit.recorded(account, "changed", ("last_sign_in_at",))]}
    if unusable:
        detail["unusable_grants"] = unusable
    event(
        store, session, account, "account.sign_in", object_type="account", object_id=account.id, detail=detail
    )
    confirm_keys(store, session, account)
    for compartment, account_id in grants.missing_grants(session, store.vault, now=now):
        made = grants.grant(
            session,
            store.vault,
            compartment,
            account_id,
            actor_id=account.id,
            now=now,
            reason="assigned",
        )
        records = [audit.recorded(row, "new") for row in grants.holders(session, compartment)][-made:]
        event(
            store,
            session,
            account,
            "vault.grant",
            object_type="account",
            object_id=account_id,
            case_id=compartment.case_id,
            detail={"compartment": compartment.kind, "records": records},
        )


def confirm_keys(store: Store, session: Session, account: Account) -> None:
    """Confirm the keys of people who enrolled since, when ``account`` is a director, and write it down."""
    for confirmed in enrolment.confirm(session, store):
        event(
            store,
            session,
            account,
            "account.confirm_keys",
            object_type="account",
            object_id=confirmed.account.id,
            detail={"records": confirmed.records},
        )


def absorbed(store: Store) -> None:
    """End what ``signed_in`` took over: its transaction is on the disk now."""
    waits.absorbed(store.folder)


def _shortened(lines: list[dict[str, str]]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = list(lines[:_TOLD_ONE_BY_ONE])
    if len(lines) > _TOLD_ONE_BY_ONE:
        told.append({"more": len(lines) - _TOLD_ONE_BY_ONE, "until": lines[-1]["at"]})
    return told


def _clock_jump(store: Store, session: Session, account: Account) -> None:
    last = session.execute(
        select(AuditEvent.at, AuditEvent.mono_ns, AuditEvent.boot_id).order_by(AuditEvent.seq.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return
    at, mono_ns, boot = last
    now = store.ticks.now().astimezone(UTC)
    if boot == audit.boot_id():
        passed = timedelta(seconds=store.ticks.mono() - mono_ns / 1e9)
        jump = now - (at + passed)
    else:
        jump = min(now - at, timedelta())
    if abs(jump) > JUMP:
        event(store, session, account, "clock.jumped", detail={"seconds": int(jump.total_seconds())})
