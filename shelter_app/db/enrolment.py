"""Accounts' keys: invitation, enrolment, confirmation, reset, suspension, change of roles or passphrase.

How a new person's keys come to be trusted, although the director is not there when they are made:

1. The director's program makes a slot that a one-time code opens. It holds a passing key pair, and the
   director signs that whoever holds it is this account, with these roles (``Slot.invite``).
2. The person opens that slot with the code and replaces it by one of their own, under a passphrase that
   nobody else ever knew. The passing key signs the new public keys (``Slot.attest``).
3. At the next sign-in of a director, that program checks both signatures, writes the public keys into the
   account with the director's own signature over them, and they count from then on.

Until step 3 the person can work; only keys of cases cannot be granted to them yet. Every function here
changes the key file alone, before the transaction of the act that calls it commits: an interrupted act
leaves at worst a slot that belongs to no account, and such a slot opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db import audit, signin
from shelter_app.db import folder as data_folder
from shelter_app.db.models.trust import Account, VaultGrant
from shelter_app.db.store import Store
from shelter_app.db.vault import grants, printed, slots, waits
from shelter_app.db.vault import keyring as rings
from shelter_app.db.vault.keyring import Director, Keyring
from shelter_app.db.vault.keys import KeyPair, Vault, key_message, verified
from shelter_app.db.vault.slots import Invite, Kdf, Slot, WrongPassphrase
from shelter_app.db.vault.waits import SignInDelays, Ticks
from shelter_app.domain import passphrases
from shelter_app.domain.clock import system_clock
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.roles import DIRECTOR, store_keys
from shelter_app.i18n import _

VALID_FOR = timedelta(hours=24)
KEY_COLUMNS = ("key_signature", "key_signed_by", "pub_box", "pub_sign")
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Invitation:
    """The one-time code of a new account, shown once to the director who hands it over."""

    account_id: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Confirmed:
    """An account whose keys a director's sign-in confirmed, and the records that this changed."""

    account: Account
    records: list[list[Any]]


def invite(
    store: Store,
    *,
    account_id: str,
    name: str,
    roles: Collection[str],
    now: datetime,
    kdf: Kdf | None = None,
) -> Invitation:
    """Make a slot for a new account, opened by a one-time code that is valid for 24 hours.

    Raises NotAllowed unless a director holds the store open, Refused when the name is taken.
    """
    with rings.changing(store.folder) as read:
        keyring = read()
        if keyring.slot(account_id) is not None:
            raise Refused("slot_exists", _("This account is already active. Reset it instead."))
        return _invite(store, keyring, account_id, name, roles, now, kdf)


def reset(
    store: Store,
    *,
    account_id: str,
    name: str,
    roles: Collection[str],
    now: datetime,
    kdf: Kdf | None = None,
) -> Invitation:
    """Replace an account's slot by one with a one-time code: the old passphrase opens nothing any more.

    The keys of cases are sealed to the account's new keys by the colleagues who hold them, at their next
    sign-in after a director's sign-in has confirmed the new keys.
    """
    with rings.changing(store.folder) as read:
        return _invite(store, read(), account_id, name, roles, now, kdf)


def _invite(
    store: Store,
    keyring: Keyring,
    account_id: str,
    name: str,
    roles: Collection[str],
    now: datetime,
    kdf: Kdf | None,
) -> Invitation:
    vault = store.vault
    require_director(vault)
    who = slots.name_tag(name, keyring.cipher_salt)
    _require_free(keyring, who, account_id)
    passing, code, expires = KeyPair.new(), printed.new_key(printed.CODE_GROUPS), now + VALID_FOR
    message = Invite.message(keyring.db_id, account_id, passing.pub_sign, tuple(roles))
    shell = replace(
        slots.empty(account_id, slots.CODE, who),
        expires=expires.astimezone(UTC).strftime(_STAMP),
        invite=Invite(passing.pub_sign, tuple(sorted(roles)), vault.account_id, vault.sign(message)),
    )
    slot = slots.lock(shell, code, passing, vault.trust.pins, db_id=keyring.db_id, kdf=kdf or Kdf())
    changed = keyring.with_slot(slot.with_seals(seals_for(vault, roles)))
    rings.save(store.folder, changed.sealed_with(store.core_key()), now)
    return Invitation(account_id, code, expires)


def enrol(
    folder: Path,
    name: str,
    code: str,
    passphrase: str,
    *,
    clock: Callable[[], datetime] = system_clock,
    ticks: Ticks | None = None,
    kdf: Kdf | None = None,
) -> str:
    """Take an invitation up: replace the code by a passphrase of one's own; returns the account's id.

    Raises Refused for a wrong name or code, an expired code, or a passphrase that is too weak.
    """
    ticks = ticks or Ticks(clock)
    data_folder.check(folder)
    typed = printed.read_key(code, printed.CODE_GROUPS, "code")
    passphrases.require(passphrase, name)
    keyring = rings.load(folder)
    tags = slots.name_tags(name, keyring.cipher_salt)
    slot = keyring.slot_named(*tags)
    counted = signin.counted(slot, tags[0])
    gate = SignInDelays(folder, ticks)
    gate.require(counted)
    opened = _open_code(keyring, slot, typed)
    if slot is None or opened is None:
        gate.failed(counted)
        waits.note(folder, ticks.now(), counted, "wrong_code")
        raise Refused(
            "wrong_code",
            _(
                "The name or the activation code is wrong, or the code has already been used. Ask a "
                "director for a new one."
            ),
            ("code",),
        )
    if ticks.now() >= datetime.fromisoformat(slot.expires):
        raise Refused(
            "code_expired", _("This activation code has expired. Ask a director for a new one."), ("code",)
        )
    passing = signin.vault_of(keyring, slot, opened)
    pair = KeyPair.new()
    shell = replace(
        slots.empty(slot.uid, slots.PASSWORD, tags[0]),
        invite=slot.invite,
        attest=passing.sign(key_message(keyring.db_id, slot.uid, pair.pub_box, pair.pub_sign)),
    )
    own = slots.lock(shell, passphrase, pair, opened.pins, db_id=keyring.db_id, kdf=kdf)
    own = own.with_seals(_all_seals(passing))
    with rings.changing(folder) as read:
        current = read()
        if current.slot(slot.uid) != slot:
            raise Refused(
                "changed_meanwhile",
                _("The account was changed in the meantime. Ask a director for a new code."),
            )
        _save(folder, current.with_slot(own), passing, ticks.now())
    gate.succeeded(counted)
    waits.note(folder, ticks.now(), slot.uid, "enrolled")
    passing.close()
    return slot.uid


def confirm(session: Session, store: Store) -> list[Confirmed]:
    """Write and sign the public keys of everybody who enrolled since; a director's sign-in calls this.

    Grants that the person signed with earlier keys, and that others hold, are signed anew by the director.
    """
    vault, now = store.vault, store.ticks.now()
    if not vault.trust.is_director(vault.account_id, vault.pub_sign):
        return []
    done: list[Confirmed] = []
    keyring = rings.load(store.folder)
    for slot in keyring.slots:
        account = session.get(Account, slot.uid)
        if account is None or slot.invite is None or not slot.attest:
            continue
        if account.pub_sign == slot.pub_sign and grants.confirmed(vault, account):
            continue
        if not _vouched_invite(vault, slot, slot.invite):
            continue
        records = renew_grants(session, vault, account, now)
        message = key_message(keyring.db_id, slot.uid, slot.pub_box, slot.pub_sign)
        account.pub_box, account.pub_sign = slot.pub_box, slot.pub_sign
        account.key_signed_by, account.key_signature = vault.account_id, vault.sign(message)
        account.updated_at, account.updated_by = now, vault.account_id
        session.flush()
        if DIRECTOR in slot.invite.roles:
            _certify(store, slot.uid, slot.pub_sign)
        done.append(Confirmed(account, [audit.recorded(account, "changed", KEY_COLUMNS), *records]))
    return done


def change_passphrase(store: Store, current: str, new: str, *, name: str, kdf: Kdf | None = None) -> None:
    """Put the signed-in person's keys under a new passphrase; the keys themselves stay."""
    opened = signin.prove(store.folder, store.account_id, current, store.ticks)
    passphrases.require(new, name)
    with rings.changing(store.folder) as read:
        keyring = read()
        slot = keyring.slot(store.account_id)
        if slot is None:
            raise signin.account_off()
        changed = slots.lock(slot, new, opened.pair, opened.pins, db_id=keyring.db_id, kdf=kdf)
        _save(store.folder, keyring.with_slot(changed), store.vault, store.ticks.now())


def suspend(store: Store, account_id: str) -> None:
    """Close an account's slot: it is flagged, and no store key is sealed to it any more."""
    require_director(store.vault)
    with rings.changing(store.folder) as read:
        keyring = read()
        slot = _slot(keyring, account_id)
        _require_another_director(keyring, account_id)
        closed = replace(slot.with_seals({}), suspended=True)
        _save(store.folder, keyring.with_slot(closed), store.vault, store.ticks.now())


def apply_roles(store: Store, account_id: str, roles: Collection[str]) -> None:
    """Seal to an account what its roles need and nothing else; opens a suspended slot again.

    Somebody who ceases to be a director keeps what that signature vouched for earlier.
    """
    require_director(store.vault)
    with rings.changing(store.folder) as read:
        keyring = read()
        slot = _slot(keyring, account_id)
        if DIRECTOR not in roles:
            _require_another_director(keyring, account_id)
        opened = replace(slot.with_seals(seals_for(store.vault, roles)), suspended=False)
        _save(store.folder, keyring.with_slot(opened), store.vault, store.ticks.now())
    if DIRECTOR in roles and slot.kind == slots.PASSWORD and _is_confirmed(store, slot):
        _certify(store, account_id, slot.pub_sign)


def rename(store: Store, account_id: str, name: str) -> None:
    """Let an account be found under a new name at sign-in."""
    require_director(store.vault)
    with rings.changing(store.folder) as read:
        keyring = read()
        who = slots.name_tag(name, keyring.cipher_salt)
        _require_free(keyring, who, account_id)
        renamed = replace(_slot(keyring, account_id), who=who)
        _save(store.folder, keyring.with_slot(renamed), store.vault, store.ticks.now())


def waiting(folder: Path, now: datetime) -> dict[str, str]:
    """Return how each account stands: ``invited``, ``expired``, ``suspended`` or ``enrolled``."""
    stands = {}
    for slot in rings.load(folder).slots:
        if slot.uid == rings.RECOVERY:
            continue
        if slot.suspended:
            stands[slot.uid] = "suspended"
        elif slot.kind == slots.CODE:
            stands[slot.uid] = "expired" if now >= datetime.fromisoformat(slot.expires) else "invited"
        else:
            stands[slot.uid] = "enrolled"
    return stands


def seals_for(vault: Vault, held: Collection[str]) -> dict[tuple[str, int], bytes]:
    """Return the store keys that the roles ``held`` have: an IT administrator alone gets none."""
    return {(kind, epoch): key for kind in store_keys(held) for epoch, key in vault.seals(kind).items()}


def require_director(vault: Vault) -> None:
    """Refuse unless a director, vouched for down to the founding, holds this vault."""
    if not vault.trust.is_director(vault.account_id, vault.pub_sign):
        raise NotAllowed("not_director", _("Only a director can change accounts and their access."))


def _all_seals(vault: Vault) -> dict[tuple[str, int], bytes]:
    return {
        (kind, epoch): key
        for kind in ("core", "identity", "backup")
        for epoch, key in vault.seals(kind).items()
    }


def _save(folder: Path, keyring: Keyring, vault: Vault, now: datetime) -> None:
    cores = vault.seals("core")
    # A slot without the store key stands outside the mac, so its owner can write without making one.
    rings.save(folder, keyring.sealed_with(cores[max(cores)]) if cores else keyring, now)


def _slot(keyring: Keyring, account_id: str) -> Slot:
    slot = keyring.slot(account_id)
    if slot is None or slot.kind == slots.RECOVERY_KIND:
        raise Refused(
            "no_slot", _("This account is not active yet. Give the person an activation code first.")
        )
    return slot


def _require_free(keyring: Keyring, who: bytes, account_id: str) -> None:
    found = keyring.slot_named(who)
    if found is not None and found.uid != account_id:
        raise Refused("name_taken", _("Another account has this name. Choose another one."), ("name",))


def _require_another_director(keyring: Keyring, account_id: str) -> None:
    certified = {director.uid for director in keyring.directors}
    able = {
        slot.uid
        for slot in keyring.slots
        if slot.uid in certified and slot.holds_core and slot.kind == slots.PASSWORD and not slot.suspended
    }
    if able == {account_id}:
        raise Refused(
            "last_director",
            _("This is the only director who can sign in. Activate another director's account first."),
        )


def _open_code(keyring: Keyring, slot: Slot | None, code: str) -> slots.OpenedSlot | None:
    if slot is None or slot.kind != slots.CODE or slot.suspended:
        slots.pretend(code, Kdf())
        return None
    try:
        return slots.open_slot(slot, code, keyring.db_id)
    except WrongPassphrase:
        return None


def _vouched_invite(vault: Vault, slot: Slot, given: Invite) -> bool:
    db_id = vault.trust.db_id
    message = Invite.message(db_id, slot.uid, given.pub_sign, given.roles)
    return vault.trust.signed_by(given.by, message, given.signature) and verified(
        given.pub_sign, key_message(db_id, slot.uid, slot.pub_box, slot.pub_sign), slot.attest
    )


def renew_grants(session: Session, vault: Vault, account: Account, now: datetime) -> list[list[Any]]:
    """End the grants sealed to the account's lost keys; sign anew those that it gave to others."""
    if account.pub_sign is None:
        return []
    given = session.scalars(
        select(VaultGrant).where(
            VaultGrant.granted_by == account.id,
            VaultGrant.holder != account.id,
            VaultGrant.revoked_at.is_(None),
        )
    ).all()
    signed_anew = [row for row in given if grants.sign_anew(vault, row, account.pub_sign, now)]
    ended = grants.retire_keys(session, account.id, now=now)
    session.flush()
    return [
        *(audit.recorded(row, "changed", ("signature",)) for row in signed_anew),
        *(audit.recorded(row, "changed", ("reason", "revoked_at")) for row in ended),
    ]


def _certify(store: Store, uid: str, pub_sign: bytes) -> None:
    with rings.changing(store.folder) as read:
        keyring = read()
        if any(d.uid == uid and d.pub_sign == pub_sign for d in keyring.directors):
            return
        vault = store.vault
        signature = vault.sign(Director.message(keyring.db_id, uid, pub_sign))
        director = Director(uid, pub_sign, vault.account_id, signature)
        changed = replace(keyring, directors=(*keyring.directors, director))
        changed = changed.chartered(vault.account_id, vault.pair)
        _save(store.folder, changed, vault, store.ticks.now())


def _is_confirmed(store: Store, slot: Slot) -> bool:
    with store.reading() as session:
        account = session.get(Account, slot.uid)
        return (
            account is not None
            and account.pub_sign == slot.pub_sign
            and grants.confirmed(store.vault, account)
        )
