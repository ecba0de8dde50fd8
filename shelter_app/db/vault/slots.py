"""One slot of the keyring: private keys under a passphrase, store keys sealed to their owner."""

from __future__ import annotations

import hmac
import json
import os
import re
import time
from dataclasses import dataclass, field, replace
from typing import Any

from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shelter_app.db.vault.keys import KeyPair, seal_to
from shelter_app.domain import names

PASSWORD = "password"
CODE = "code"
RECOVERY_KIND = "recovery"
_KINDS = (PASSWORD, CODE, RECOVERY_KIND)

MIB = 1024
_M_BOUNDS = (46 * MIB, 1024 * MIB)
_T_BOUNDS = (1, 20)
_P_BOUNDS = (1, 8)
_SEALED_BYTES = 80
_PRIVATE_BYTES = 128
_WORD = re.compile(r"[ -~]{0,64}")
_SEAL_KINDS = ("core", "identity", "backup")


class Damaged(Exception):
    """The keyring cannot be read: it is cut, changed, or out of bounds."""


class WrongPassphrase(Exception):
    """The passphrase does not open the slot."""


@dataclass(frozen=True, slots=True)
class Kdf:
    """The cost of Argon2id: memory in KiB, passes, lanes."""

    m: int = 64 * MIB
    t: int = 3
    p: int = 2

    def __post_init__(self) -> None:
        for value, (low, high) in zip(
            (self.m, self.t, self.p), (_M_BOUNDS, _T_BOUNDS, _P_BOUNDS), strict=True
        ):
            whole(value, low, high)


@dataclass(frozen=True, slots=True)
class Slot:
    """What the keyring holds of one account.

    ``who`` is a tag of the account's name. ``sealed`` maps (kind, epoch) to a store key sealed to
    ``pub_box``. ``invite`` and ``attest`` carry a new person's keys until a director has confirmed them.
    """

    uid: str
    kind: str
    who: bytes
    kdf: Kdf
    salt: bytes
    nonce: bytes
    ct: bytes
    pub_box: bytes
    pub_sign: bytes
    sealed: dict[tuple[str, int], bytes] = field(default_factory=dict)
    suspended: bool = False
    expires: str = ""
    invite: Invite | None = None
    attest: bytes = b""

    @property
    def holds_core(self) -> bool:
        """Say whether the slot's owner can open the store."""
        return any(kind == "core" for kind, _epoch in self.sealed)

    def bound(self, db_id: str) -> bytes:
        """Return the authenticated data: the slot without what others may change in it.

        Name tag, seals and suspension are changed by directors, who do not know the passphrase; the
        keyring's mac covers them.
        """
        body = to_json(self)
        for key in ("ct", "who", "sealed", "suspended"):
            del body[key]
        return json.dumps([db_id, body], sort_keys=True, separators=(",", ":")).encode()

    def with_seals(self, keys: dict[tuple[str, int], bytes]) -> Slot:
        """Return the slot with these store keys sealed to its owner, and no others."""
        return replace(self, sealed={name: seal_to(self.pub_box, key) for name, key in keys.items()})


@dataclass(frozen=True, slots=True)
class Invite:
    """A director's signed word that whoever holds a one-time code is this account, with these roles."""

    pub_sign: bytes
    roles: tuple[str, ...]
    by: str
    signature: bytes

    @staticmethod
    def message(db_id: str, uid: str, pub_sign: bytes, roles: tuple[str, ...]) -> bytes:
        """Return what the director signs."""
        return json.dumps(["invite", db_id, uid, pub_sign.hex(), sorted(roles)]).encode()


@dataclass(frozen=True, slots=True)
class OpenedSlot:
    """What a slot's ciphertext holds: the pair, and the two signing keys from which trust starts."""

    pair: KeyPair
    pins: tuple[bytes, bytes]


def name_tag(name: str, salt: bytes) -> bytes:
    """Return the tag by which a slot is found: slow to guess, so that the file names nobody.

    A name is the same with and without its diacritics: keyboards differ.
    """
    return _tag(names.fold(name) or name, salt)


def name_tags(name: str, salt: bytes) -> tuple[bytes, ...]:
    """Return ``name_tag`` and the tags by which slots were found before, when a name was taken letter by letter.

    Their number depends on what is typed alone, so that the time tells nothing of who is there.
    """
    before = (" ".join(said.casefold().split()) for said in names.other_spellings(name))
    plain = dict.fromkeys((names.fold(name) or name, *before))
    return tuple(_tag(said, salt) for said in plain)


def _tag(plain: str, salt: bytes) -> bytes:
    secret = plain.encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, b"name" + salt, 2, 19 * MIB, 1, 16, Type.ID)


def _derive(spelled: str, salt: bytes, kdf: Kdf) -> bytes:
    return hash_secret_raw(spelled.encode("utf-8", "surrogatepass"), salt, kdf.t, kdf.m, kdf.p, 32, Type.ID)


def calibrated(limit: float = 0.7) -> Kdf:
    """Return the largest cost that this computer can pay in under ``limit`` seconds; 64 MiB at least."""
    started = time.perf_counter()
    _derive("calibration", bytes(16), Kdf())
    cost = time.perf_counter() - started
    for mib in (256, 128):
        if cost * mib / 64 < limit:
            return Kdf(mib * MIB)
    return Kdf()


def lock(
    slot: Slot, passphrase: str, pair: KeyPair, pins: tuple[bytes, bytes], *, db_id: str, kdf: Kdf | None
) -> Slot:
    """Return the slot with the private keys encrypted under a passphrase."""
    cost = kdf or calibrated()
    shell = replace(
        slot,
        kdf=cost,
        salt=os.urandom(16),
        nonce=os.urandom(12),
        pub_box=pair.pub_box,
        pub_sign=pair.pub_sign,
        ct=b"",
    )
    key = _derive(names.comma_below(passphrase), shell.salt, cost)
    ct = AESGCM(key).encrypt(shell.nonce, pair.private() + pins[0] + pins[1], shell.bound(db_id))
    return replace(shell, ct=ct)


def empty(uid: str, kind: str, who: bytes) -> Slot:
    """Return a slot to be locked: no keys yet."""
    return Slot(uid, kind, who, Kdf(), bytes(16), bytes(12), b"", bytes(32), bytes(32))


def open_slot(slot: Slot, passphrase: str, db_id: str) -> OpenedSlot:
    """Open a slot with its passphrase, whichever keyboard types it; raises WrongPassphrase.

    A slot is locked with ș and ț as Romanian has them; older ones with what the keyboard of that day gave.
    """
    for spelled in names.other_spellings(passphrase):
        key = _derive(spelled, slot.salt, slot.kdf)
        try:
            content = AESGCM(key).decrypt(slot.nonce, slot.ct, slot.bound(db_id))
        except InvalidTag:
            continue
        break
    else:
        raise WrongPassphrase
    if len(content) != _PRIVATE_BYTES:
        raise WrongPassphrase
    pair = KeyPair(content[:32], content[32:64])
    if not (
        hmac.compare_digest(pair.pub_box, slot.pub_box) and hmac.compare_digest(pair.pub_sign, slot.pub_sign)
    ):
        raise WrongPassphrase
    return OpenedSlot(pair, (content[64:96], content[96:128]))


def pretend(passphrase: str, kdf: Kdf) -> None:
    """Spend the time of an opening on a name that no slot has."""
    for spelled in names.other_spellings(passphrase):
        _derive(spelled, os.urandom(16), kdf)


# -- JSON, with bounds -----------------------------------------------------------------------------------


def hexed(value: Any, length: int) -> bytes:
    """Return the bytes of a hexadecimal text of a fixed length; raises Damaged."""
    if not isinstance(value, str) or len(value) != 2 * length:
        raise Damaged
    try:
        return bytes.fromhex(value)
    except ValueError:
        raise Damaged from None


def word(value: Any) -> str:
    """Return a short plain text; raises Damaged."""
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise Damaged
    return value


def whole(value: Any, low: int, high: int) -> int:
    """Return a whole number within bounds; raises Damaged."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise Damaged
    return value


def epoch(value: Any) -> int:
    """Return the epoch of a seal's name; raises Damaged."""
    if not isinstance(value, str) or not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise Damaged
    return int(value)


def to_json(slot: Slot) -> dict[str, Any]:
    """Return a slot as the file holds it."""
    invite = slot.invite
    return {
        "uid": slot.uid,
        "kind": slot.kind,
        "who": slot.who.hex(),
        "kdf": {"alg": "argon2id", "v": ARGON2_VERSION, "m": slot.kdf.m, "t": slot.kdf.t, "p": slot.kdf.p},
        "salt": slot.salt.hex(),
        "nonce": slot.nonce.hex(),
        "ct": slot.ct.hex(),
        "pub_box": slot.pub_box.hex(),
        "pub_sign": slot.pub_sign.hex(),
        "sealed": {f"{kind}:{number}": key.hex() for (kind, number), key in sorted(slot.sealed.items())},
        "suspended": slot.suspended,
        "expires": slot.expires,
        "invite": None
        if invite is None
        else {
            "pub_sign": invite.pub_sign.hex(),
            "roles": list(invite.roles),
            "by": invite.by,
            "signature": invite.signature.hex(),
        },
        "attest": slot.attest.hex(),
    }


def from_json(item: Any) -> Slot:
    """Read a slot; raises Damaged (or a plain error of reading, which ``parse`` takes for the same)."""
    kdf = item["kdf"]
    if item["kind"] not in _KINDS or kdf["alg"] != "argon2id" or kdf["v"] != ARGON2_VERSION:
        raise Damaged
    if not isinstance(item["suspended"], bool):
        raise Damaged
    seals: dict[tuple[str, int], bytes] = {}
    for name, value in item["sealed"].items():
        kind, _colon, number = name.partition(":")
        if kind not in _SEAL_KINDS:
            raise Damaged
        seals[(kind, epoch(number))] = hexed(value, _SEALED_BYTES)
    invite = None
    if item["invite"] is not None:
        given = item["invite"]
        if not isinstance(given["roles"], list) or len(given["roles"]) > 16:
            raise Damaged
        invite = Invite(
            hexed(given["pub_sign"], 32),
            tuple(word(role) for role in given["roles"]),
            word(given["by"]),
            hexed(given["signature"], 64),
        )
    return Slot(
        uid=word(item["uid"]),
        kind=item["kind"],
        who=hexed(item["who"], 16),
        kdf=Kdf(kdf["m"], kdf["t"], kdf["p"]),
        salt=hexed(item["salt"], 16),
        nonce=hexed(item["nonce"], 12),
        ct=hexed(item["ct"], _PRIVATE_BYTES + 16),
        pub_box=hexed(item["pub_box"], 32),
        pub_sign=hexed(item["pub_sign"], 32),
        sealed=seals,
        suspended=item["suspended"],
        expires=word(item["expires"]),
        invite=invite,
        attest=hexed(item["attest"], 64) if item["attest"] else b"",
    )
