"""Founding: every key of a new store, its first director's slot and the recovery authority's."""

from __future__ import annotations

import os
from dataclasses import dataclass

from shelter_app.db.models.base import new_id
from shelter_app.db.vault import printed, slots
from shelter_app.db.vault.keyring import RECOVERY, Director, Keyring
from shelter_app.db.vault.keys import KeyPair, key_message
from shelter_app.db.vault.slots import Kdf, OpenedSlot, Slot


@dataclass(frozen=True)
class Founded:
    """A keyring not yet written, what opens it, and the recovery key for paper."""

    keyring: Keyring
    slot: Slot
    opened: OpenedSlot
    core: bytes
    recovery_key: str


def found(name: str, passphrase: str, kdf: Kdf | None) -> Founded:
    """Make the keys of a new store."""
    db_id, uid, cipher_salt = new_id(), new_id(), os.urandom(16)
    founder, authority, backup = KeyPair.new(), KeyPair.new(), KeyPair.new()
    pins = (founder.pub_sign, authority.pub_sign)
    core, identity = os.urandom(32), os.urandom(32)
    seals = {("core", 1): core, ("identity", 1): identity, ("backup", 1): backup.private()[:32]}
    cost = kdf or slots.calibrated()

    def slot(owner: str, kind: str, who: bytes, secret: str, pair: KeyPair) -> Slot:
        locked = slots.lock(slots.empty(owner, kind, who), secret, pair, pins, db_id=db_id, kdf=cost)
        return locked.with_seals(seals)

    own = slot(uid, slots.PASSWORD, slots.name_tag(name, cipher_salt), passphrase, founder)
    recovery_key = printed.new_key(printed.RECOVERY_GROUPS)
    spare = slot(RECOVERY, slots.RECOVERY_KIND, os.urandom(16), recovery_key, authority)
    director = Director(
        uid, founder.pub_sign, RECOVERY, authority.signed(Director.message(db_id, uid, founder.pub_sign))
    )
    keyring = Keyring(
        db_id=db_id,
        cipher_salt=cipher_salt,
        recovery_box=authority.pub_box,
        recovery_sign=authority.pub_sign,
        backup_pubs={1: backup.pub_box},
        directors=(director,),
        slots=(own, spare),
    )
    signed = keyring.chartered(uid, founder).sealed_with(core)
    return Founded(signed, own, OpenedSlot(founder, pins), core, recovery_key)


def vouch(db_id: str, uid: str, of: KeyPair, by: KeyPair) -> bytes:
    """Return the signature by which ``by`` vouches for the public keys of the account ``uid``."""
    return by.signed(key_message(db_id, uid, of.pub_box, of.pub_sign))
