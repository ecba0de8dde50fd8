"""The keyring file beside the database: slots that open with a passphrase, keys sealed to their owners.

A slot holds the two private keys of an account, encrypted under a key that Argon2id makes of the
passphrase. The store's keys (``core``, ``identity``, ``backup``) are sealed to the slot's public key, so
that adding a colleague or renewing a key needs nobody else's passphrase.

Who vouches for what:

- the *mac* under a key derived from ``core`` covers every slot that holds a core seal and the head of the
  file; slots without one (IT administrator) cannot make it and are not covered;
- the *charter* (store, file salt, directors, public keys of recovery and backup) is signed by a director.
  The founder's and the recovery authority's signing keys are pinned inside each slot's ciphertext, so
  that nobody who merely holds the core key can put a director of their own into the file.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shelter_app.db import folder as data_folder
from shelter_app.db.vault import slots
from shelter_app.db.vault.keys import KeyPair, derived, verified
from shelter_app.db.vault.slots import Damaged, Slot, hexed
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

FORMAT = 1
MAX_BYTES = 1024 * 1024
MAX_SLOTS = 256
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Director:
    """A signing key that may vouch for accounts, itself vouched for by an earlier one."""

    uid: str
    pub_sign: bytes
    by: str
    signature: bytes

    @staticmethod
    def message(db_id: str, uid: str, pub_sign: bytes) -> bytes:
        """Return what the voucher signs."""
        return canonical(["director", db_id, uid, pub_sign.hex()])


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keyring as it stands in memory; changes are made on copies and written whole."""

    db_id: str
    cipher_salt: bytes
    recovery_box: bytes
    recovery_sign: bytes
    backup_pubs: dict[int, bytes]
    directors: tuple[Director, ...]
    slots: tuple[Slot, ...]
    generation: int = 1
    updated: str = ""
    charter_by: str = ""
    charter_signature: bytes = b""
    mac: bytes = b""
    from_backup: bool = field(default=False, compare=False)

    # -- finding ------------------------------------------------------------------------------------

    def slot(self, uid: str) -> Slot | None:
        """Return the account's slot."""
        return next((slot for slot in self.slots if slot.uid == uid), None)

    def slot_named(self, *tags: bytes) -> Slot | None:
        """Return the slot whose name tag is one of these, the first of them before the others."""
        found = (slot for who in tags for slot in self.slots if hmac.compare_digest(slot.who, who))
        return next(found, None)

    def with_slot(self, slot: Slot) -> Keyring:
        """Return the keyring with the slot put in, replacing the account's earlier one."""
        others = tuple(s for s in self.slots if s.uid != slot.uid)
        if len(others) >= MAX_SLOTS:
            raise Refused("too_many_accounts", _("The register can have at most 256 accounts."))
        return replace(self, slots=(*others, slot))

    def newest(self, kind: str) -> int:
        """Return the newest epoch of a kind of seal that any slot holds."""
        return max((epoch for s in self.slots for k, epoch in s.sealed if k == kind), default=1)

    # -- trust ----------------------------------------------------------------------------------------

    def vouchers(self, pins: tuple[bytes, bytes]) -> dict[str, frozenset[bytes]]:
        """Return the signing keys that may vouch for others, by account, followed from the pinned ones.

        ``pins`` are the founder's and the recovery authority's signing keys from a slot's ciphertext. A
        director whose keys were reset has several: what the earlier one signed stays good.
        """
        root, authority = pins
        trusted: dict[str, frozenset[bytes]] = {RECOVERY: frozenset({authority})}
        waiting = list(self.directors)
        grown = True
        while grown:
            grown = False
            for director in tuple(waiting):
                message = Director.message(self.db_id, director.uid, director.pub_sign)
                by = trusted.get(director.by, frozenset())
                if director.pub_sign == root or any(verified(key, message, director.signature) for key in by):
                    trusted[director.uid] = trusted.get(director.uid, frozenset()) | {director.pub_sign}
                    waiting.remove(director)
                    grown = True
        return trusted

    def charter(self) -> bytes:
        """Return what a director signs: the parts that staff never change."""
        return canonical(
            [
                "charter",
                self.db_id,
                self.cipher_salt.hex(),
                self.recovery_box.hex(),
                self.recovery_sign.hex(),
                {str(e): p.hex() for e, p in sorted(self.backup_pubs.items())},
                [[d.uid, d.pub_sign.hex(), d.by, d.signature.hex()] for d in self.directors],
            ]
        )

    def chartered(self, uid: str, pair: KeyPair) -> Keyring:
        """Return the keyring with its charter signed by ``uid``."""
        return replace(self, charter_by=uid, charter_signature=pair.signed(self.charter()))

    def charter_holds(self, pins: tuple[bytes, bytes]) -> bool:
        """Say whether the charter carries the signature of a director or of the recovery authority."""
        keys = self.vouchers(pins).get(self.charter_by, frozenset())
        return any(verified(key, self.charter(), self.charter_signature) for key in keys)

    def _mac(self, core: bytes) -> bytes:
        covered = [slots.to_json(s) for s in sorted(self.slots, key=lambda s: s.uid) if s.holds_core]
        body = [
            self.charter().decode(),
            self.generation,
            self.charter_by,
            self.charter_signature.hex(),
            covered,
        ]
        return hmac.digest(derived(core, "keyring-mac"), canonical(body), "sha256")

    def sealed_with(self, core: bytes) -> Keyring:
        """Return the keyring one generation on, with the mac of the store key."""
        later = replace(self, generation=self.generation + 1)
        return replace(later, mac=later._mac(core))

    def mac_holds(self, core: bytes) -> bool:
        """Say whether the file is as a holder of the store key wrote it."""
        return hmac.compare_digest(self.mac, self._mac(core))


def canonical(value: Any) -> bytes:
    """Return the one way to write a value as JSON bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def parse(content: bytes) -> Keyring:
    """Read a keyring, with every bound checked before any work; raises Damaged."""
    if len(content) > MAX_BYTES:
        raise Damaged
    try:
        body = json.loads(content)
        if body["format"] != FORMAT or not isinstance(body["slots"], list) or len(body["slots"]) > MAX_SLOTS:
            raise Damaged
        read_slots = tuple(slots.from_json(item) for item in body["slots"])
        if len({s.uid for s in read_slots}) != len(read_slots):
            raise Damaged
        directors = tuple(
            Director(
                slots.word(item["uid"]),
                hexed(item["pub_sign"], 32),
                slots.word(item["by"]),
                hexed(item["signature"], 64),
            )
            for item in body["directors"]
        )
        return Keyring(
            db_id=slots.word(body["db_id"]),
            cipher_salt=hexed(body["cipher_salt"], 16),
            recovery_box=hexed(body["recovery"]["pub_box"], 32),
            recovery_sign=hexed(body["recovery"]["pub_sign"], 32),
            backup_pubs={slots.epoch(k): hexed(v, 32) for k, v in body["backup"].items()},
            directors=directors,
            slots=read_slots,
            generation=slots.whole(body["generation"], 1, 2**53),
            updated=slots.word(body["updated_utc"]),
            charter_by=slots.word(body["org_signature"]["by"]),
            charter_signature=hexed(body["org_signature"]["signature"], 64),
            mac=hexed(body["mac"], 32),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError):
        raise Damaged from None


def dump(keyring: Keyring) -> bytes:
    """Write a keyring as the file holds it."""
    body = {
        "format": FORMAT,
        "db_id": keyring.db_id,
        "generation": keyring.generation,
        "updated_utc": keyring.updated,
        "cipher_salt": keyring.cipher_salt.hex(),
        "recovery": {"pub_box": keyring.recovery_box.hex(), "pub_sign": keyring.recovery_sign.hex()},
        "backup": {str(e): p.hex() for e, p in sorted(keyring.backup_pubs.items())},
        "directors": [
            {"uid": d.uid, "pub_sign": d.pub_sign.hex(), "by": d.by, "signature": d.signature.hex()}
            for d in keyring.directors
        ],
        "slots": [slots.to_json(slot) for slot in keyring.slots],
        "org_signature": {"by": keyring.charter_by, "signature": keyring.charter_signature.hex()},
        "mac": keyring.mac.hex(),
    }
    return json.dumps(body, indent=1, sort_keys=True).encode()


def load(folder: Path) -> Keyring:
    """Read the keyring of a folder, or its copy from before the last change when it is damaged.

    Raises Refused when neither can be read. ``from_backup`` of the result says that the copy was used.
    """
    for name in (data_folder.KEYRING, data_folder.KEYRING_BEFORE):
        try:
            keyring = parse(_read(folder / name))
        except (Damaged, OSError):
            continue
        return replace(keyring, from_backup=name == data_folder.KEYRING_BEFORE)
    raise Refused(
        "keyring_damaged",
        _("The key file is missing or damaged. Restore the latest backup."),
    )


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def save(folder: Path, keyring: Keyring, now: datetime) -> None:
    """Write the keyring whole or not at all, keeping the one before it."""
    stamped = replace(keyring, updated=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    path = folder / data_folder.KEYRING
    keep = folder / data_folder.KEYRING_BEFORE
    try:
        parse(_read(path))
    except (Damaged, OSError):
        data_folder.replace_file(path, dump(stamped))  # a damaged file must not push out its good copy
        return
    data_folder.replace_file(path, dump(stamped), keep=keep)


@contextmanager
def changing(folder: Path) -> Iterator[Callable[[], Keyring]]:
    """Hold the keyring for one change: yields the function that reads it as it is now."""
    with data_folder.files_locked(folder):
        yield lambda: load(folder)
