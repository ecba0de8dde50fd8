"""Sign-in: from a name and a passphrase to the keys that the account holds.

An unknown name and a wrong passphrase take the same time and give the same sentence.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path

from shelter_app.db import folder as data_folder
from shelter_app.db.vault import keyring as rings
from shelter_app.db.vault import slots, waits
from shelter_app.db.vault.keyring import Keyring
from shelter_app.db.vault.keys import Trust, Vault
from shelter_app.db.vault.slots import OpenedSlot, Slot, WrongPassphrase
from shelter_app.db.vault.waits import SignInDelays, Ticks
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import _


@dataclass(frozen=True)
class SignedIn:
    """An opened slot: the keyring as read, the account's vault, the wrong tries before this one."""

    keyring: Keyring
    slot: Slot
    opened: OpenedSlot
    vault: Vault
    failed_before: int


def sign_in(folder: Path, name: str, passphrase: str, ticks: Ticks) -> SignedIn:
    """Open the slot of ``name``.

    Raises
    ------
    Refused
        ``wait``, ``wrong_sign_in``, or what is wrong with the folder or its key file.
    NotAllowed
        The account is suspended, not enrolled yet, or holds no key to the store.
    """
    data_folder.check(folder)
    keyring = rings.load(folder)
    tags = slots.name_tags(name, keyring.cipher_salt)
    slot = keyring.slot_named(*tags)
    waiting = counted(slot, tags[0])
    gate = SignInDelays(folder, ticks)
    gate.require(waiting)
    opened = _try(keyring, slot, passphrase)
    if slot is None or opened is None:
        gate.failed(waiting)
        waits.note(folder, ticks.now(), waiting, "wrong")
        raise wrong_sign_in()
    failed_before = gate.succeeded(slot.uid)
    vault = vault_of(keyring, slot, opened)
    if slot.suspended:
        waits.note(folder, ticks.now(), slot.uid, "suspended")
        raise account_off()
    if not vault.seals("core"):
        waits.note(folder, ticks.now(), slot.uid, "no_core")
        raise NotAllowed(
            "no_core",
            _("This account has no access to the data: it can make backups, but cannot open the records."),
        )
    return SignedIn(keyring, slot, opened, vault, failed_before)


def vault_of(keyring: Keyring, slot: Slot, opened: OpenedSlot) -> Vault:
    """Return the vault of an opened slot, with the store keys that are sealed to it."""
    trust = Trust(keyring.db_id, keyring.vouchers(opened.pins), keyring.recovery_box, opened.pins)
    vault = Vault(slot.uid, opened.pair, trust)
    for (kind, epoch), sealed_key in slot.sealed.items():
        key = opened.pair.opened(sealed_key)
        if key is not None and len(key) == 32:
            vault.learn_seals(kind, epoch, key)
    return vault


def prove(folder: Path, uid: str, passphrase: str, ticks: Ticks) -> OpenedSlot:
    """Prove once more who sits here (before an export, a grant, a change of passphrase).

    Raises Refused ``wait`` or ``wrong_passphrase``.
    """
    keyring = rings.load(folder)
    slot = keyring.slot(uid)
    gate = SignInDelays(folder, ticks)
    gate.require(uid)
    opened = _try(keyring, slot, passphrase)
    if opened is None:
        gate.failed(uid)
        waits.note(folder, ticks.now(), uid, "wrong")
        raise Refused("wrong_passphrase", _("The passphrase is wrong. Type it again."), ("passphrase",))
    gate.succeeded(uid)
    return opened


def _try(keyring: Keyring, slot: Slot | None, passphrase: str) -> OpenedSlot | None:
    if slot is None or slot.kind != slots.PASSWORD:
        # A name that nobody has, or that nobody has enrolled, costs what a real one costs.
        slots.pretend(passphrase, keyring.slots[0].kdf if keyring.slots else slots.Kdf())
        return None
    try:
        return slots.open_slot(slot, passphrase, keyring.db_id)
    except WrongPassphrase:
        return None


def counted(slot: Slot | None, who: bytes) -> str:
    """Return under what name wrong passphrases are counted.

    Names that do not exist wait like the others; one byte of the tag says nothing about what was typed.
    """
    return slot.uid if slot is not None else f"unknown-{hmac.digest(who, b'bucket', 'sha256')[0]:02x}"


def wrong_sign_in() -> Refused:
    """Return the one sentence for a wrong name or passphrase."""
    return Refused(
        "wrong_sign_in",
        _("The name or the passphrase is wrong. Check both and try again."),
        ("passphrase",),
    )


def account_off() -> NotAllowed:
    """Return the refusal of an account that was closed."""
    return NotAllowed("account_off", _("This account is no longer active. Ask a director to reopen it."))
