"""Recovery: the printed sheet opens the authority's keys, and a director gets new ones.

The authority holds the store's keys and a copy of every case's key, so that a forgotten passphrase costs
nothing but the sheet: it is used up, and a new one is printed at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db import audit, enrolment, signin
from shelter_app.db import folder as data_folder
from shelter_app.db import opening as stores
from shelter_app.db.models.trust import Account, VaultGrant
from shelter_app.db.signin import SignedIn
from shelter_app.db.store import Store
from shelter_app.db.vault import grants, printed, slots, waits
from shelter_app.db.vault import keyring as rings
from shelter_app.db.vault.keyring import RECOVERY, Director, Keyring
from shelter_app.db.vault.keys import KeyPair, key_message
from shelter_app.db.vault.sealing import Compartment
from shelter_app.db.vault.slots import Kdf, OpenedSlot, Slot, WrongPassphrase
from shelter_app.db.vault.waits import SignInDelays, Ticks
from shelter_app.domain import passphrases
from shelter_app.domain.clock import system_clock
from shelter_app.domain.errors import Refused
from shelter_app.domain.roles import DIRECTOR
from shelter_app.i18n import _


def prepare(
    folder: Path,
    recovery_key: str,
    account_name: str,
    passphrase: str,
    *,
    clock: Callable[[], datetime] = system_clock,
    ticks: Ticks | None = None,
) -> str:
    """Check all that ``recover`` needs, changing no key and no record, and return the key of the sheet to come.

    It is printed first and given to ``recover`` then, so that the old sheet holds until the new one is on paper.
    That a sheet was tried stands in the trail from the next sign-in on. Raises Refused as ``recover`` does.
    """
    ticks = ticks or Ticks(clock)
    signed, mine = _signed_in(folder, recovery_key, account_name, passphrase, ticks)
    with stores.opened(folder, signed, ticks) as store, store.reading() as session:
        _director(session, mine, ticks.now())
    waits.note(folder, ticks.now(), mine.uid, waits.SHEET_TRIED)
    return printed.new_key(printed.RECOVERY_GROUPS)


def recover(
    folder: Path,
    recovery_key: str,
    account_name: str,
    passphrase: str,
    *,
    new_key: str | None = None,
    clock: Callable[[], datetime] = system_clock,
    ticks: Ticks | None = None,
    kdf: Kdf | None = None,
) -> str:
    """Give a director new keys under a new passphrase, with the key from the recovery sheet, which is used up.

    ``new_key`` is that of the new sheet, where it is printed already; it is returned. Raises Refused for a mistyped
    or wrong key, a name that is no active director's, or a weak passphrase; once anything has changed, it is done.
    """
    ticks = ticks or Ticks(clock)
    signed, mine = _signed_in(folder, recovery_key, account_name, passphrase, ticks)
    authority = signed.opened
    new_key, cost = new_key or printed.new_key(printed.RECOVERY_GROUPS), kdf or slots.calibrated()
    with stores.opened(folder, signed, ticks) as store, store.writing() as session:
        account = _director(session, mine, ticks.now())
        pair = KeyPair.new()
        records = _new_keys(session, store, account, pair)
        with rings.changing(folder) as read:
            changed = _changed(read(), mine, pair, passphrase, store, cost)
            changed = _new_sheet(changed, authority, new_key, store, cost)
            rings.save(folder, changed.sealed_with(store.core_key()), ticks.now())
        _audit(session, store, account, records)
    SignInDelays(folder, ticks).succeeded(
        mine.uid
    )  # wrong tries at the forgotten passphrase say nothing of the new one
    return new_key


def _signed_in(
    folder: Path, recovery_key: str, account_name: str, passphrase: str, ticks: Ticks
) -> tuple[SignedIn, Slot]:
    """Open the authority's keys with the sheet; return them, and the slot of the director who gets new keys."""
    data_folder.check(folder)
    typed = printed.read_key(recovery_key, printed.RECOVERY_GROUPS, "recovery_key")
    passphrases.require(passphrase, account_name)
    keyring = rings.load(folder)
    authority, slot = _open_sheet(folder, keyring, typed, ticks)
    mine = keyring.slot_named(*slots.name_tags(account_name, keyring.cipher_salt))
    if mine is None or mine.kind == slots.RECOVERY_KIND:
        raise _no_director()
    vault = signin.vault_of(keyring, slot, authority)
    return SignedIn(keyring, slot, authority, vault, 0), mine


def _director(session: Session, mine: Slot, now: datetime) -> Account:
    account = session.get(Account, mine.uid)
    if account is None or DIRECTOR not in account.roles or not stores.active(account, now):
        raise _no_director()
    return account


def _open_sheet(folder: Path, keyring: Keyring, typed: str, ticks: Ticks) -> tuple[OpenedSlot, Slot]:
    gate, slot = SignInDelays(folder, ticks), keyring.slot(RECOVERY)
    gate.require(RECOVERY)
    if slot is not None and slot.kind == slots.RECOVERY_KIND:
        try:
            found = slots.open_slot(slot, typed, keyring.db_id), slot
        except WrongPassphrase:
            gate.failed(RECOVERY)
            waits.note(folder, ticks.now(), RECOVERY, "wrong_sheet")
        else:
            gate.succeeded(RECOVERY)
            return found
    raise Refused(
        "wrong_recovery_key",
        _("This recovery key does not belong to this register, or a newer sheet has replaced it."),
        ("recovery_key",),
    )


def _new_keys(session: Session, store: Store, account: Account, pair: KeyPair) -> list[list[object]]:
    """Put the new public keys into the account and give it again every key of a case that it held."""
    vault, now = store.vault, store.ticks.now()
    grants.learn(session, vault)
    held = {
        Compartment(row.compartment, row.case_id)
        for row in session.scalars(
            select(VaultGrant).where(VaultGrant.holder == account.id, VaultGrant.revoked_at.is_(None))
        )
    }
    records = enrolment.renew_grants(session, vault, account, now)
    message = key_message(store.db_id, account.id, pair.pub_box, pair.pub_sign)
    account.pub_box, account.pub_sign = pair.pub_box, pair.pub_sign
    account.key_signed_by, account.key_signature = RECOVERY, vault.sign(message)
    account.updated_at, account.updated_by = now, RECOVERY
    session.flush()
    records.append(audit.recorded(account, "changed", enrolment.KEY_COLUMNS))
    for compartment in sorted(held, key=lambda c: (c.kind, c.case_id)):
        if vault.holds(compartment):
            grants.restore(session, vault, compartment, account, actor_id=RECOVERY, now=now)
            given = [row for row in grants.holders(session, compartment) if row.holder == account.id]
            records += [audit.recorded(row, "new") for row in given]
    return records


def _changed(
    keyring: Keyring, mine: Slot, pair: KeyPair, passphrase: str, store: Store, cost: Kdf
) -> Keyring:
    """Return the keyring with the director's new slot, vouched for by the authority."""
    vault = store.vault
    shell = slots.empty(mine.uid, slots.PASSWORD, mine.who)
    own = slots.lock(shell, passphrase, pair, vault.trust.pins, db_id=keyring.db_id, kdf=cost)
    own = own.with_seals(enrolment.seals_for(vault, [DIRECTOR]))
    signature = vault.sign(Director.message(keyring.db_id, mine.uid, pair.pub_sign))
    director = Director(mine.uid, pair.pub_sign, RECOVERY, signature)
    changed = replace(keyring.with_slot(own), directors=(*keyring.directors, director))
    return changed.chartered(RECOVERY, vault.pair)


def _new_sheet(keyring: Keyring, authority: OpenedSlot, new_key: str, store: Store, cost: Kdf) -> Keyring:
    old = keyring.slot(RECOVERY)
    if old is None:
        raise _no_director()
    sheet = slots.lock(old, new_key, authority.pair, authority.pins, db_id=store.db_id, kdf=cost)
    return keyring.with_slot(sheet)


def _audit(session: Session, store: Store, account: Account, records: list[list[object]]) -> None:
    audit.append(
        session,
        at=store.ticks.now(),
        session_id=store.session_id,
        actor=RECOVERY,
        roles=RECOVERY,
        action="account.recovered",
        object_type="account",
        object_id=account.id,
        detail=json.dumps({"records": records}, sort_keys=True),
    )


def _no_director() -> Refused:
    return Refused(
        "no_director",
        _("There is no active director with this name. The recovery sheet is for director accounts."),
        ("name",),
    )
