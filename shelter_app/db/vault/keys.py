"""The vault object: the keys of the person who is signed in, and nothing else holds them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from shelter_app.db.vault import sealing
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import _


def derived(key: bytes, label: str) -> bytes:
    """Return a 32-byte key derived from ``key`` for one use, named by ``label``."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label.encode()).derive(key)


def seal_to(pub_box: bytes, secret: bytes) -> bytes:
    """Seal a key to a public key: only its private half opens it."""
    return bytes(SealedBox(PublicKey(pub_box)).encrypt(secret))


def verified(pub_sign: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether ``signature`` over ``message`` was made by the owner of ``pub_sign``."""
    try:
        VerifyKey(pub_sign).verify(message, signature)
    except (BadSignatureError, CryptoError, ValueError, TypeError):
        return False
    return True


class KeyPair:
    """An account's own keys: one opens what is sealed to it, the other signs."""

    def __init__(self, box: bytes, sign: bytes) -> None:
        self._box = PrivateKey(box)
        self._sign = SigningKey(sign)

    @classmethod
    def new(cls) -> KeyPair:
        """Make a pair from the system's random numbers."""
        return cls(os.urandom(32), os.urandom(32))

    @property
    def pub_box(self) -> bytes:
        """The public key to which keys are sealed."""
        return bytes(self._box.public_key)

    @property
    def pub_sign(self) -> bytes:
        """The public key that proves signatures."""
        return bytes(self._sign.verify_key)

    def private(self) -> bytes:
        """Return both private keys, box first, 64 bytes."""
        return bytes(self._box) + bytes(self._sign)

    def opened(self, sealed_key: bytes) -> bytes | None:
        """Return what was sealed to this pair, or None when it was sealed to another."""
        try:
            return bytes(SealedBox(self._box).decrypt(sealed_key))
        except (CryptoError, ValueError, TypeError):
            return None

    def signed(self, message: bytes) -> bytes:
        """Return the signature over ``message``."""
        return bytes(self._sign.sign(message).signature)


@dataclass(frozen=True)
class Trust:
    """Whose signatures count here: followed from the keys pinned in the slot that was opened."""

    db_id: str
    vouchers: Mapping[str, frozenset[bytes]]
    recovery_box: bytes
    pins: tuple[bytes, bytes]

    def signed_by(self, by: str | None, message: bytes, signature: bytes | None) -> bool:
        """Say whether the director ``by`` (or the recovery authority) signed ``message``."""
        if by is None or signature is None:
            return False
        return any(verified(key, message, signature) for key in self.vouchers.get(by, ()))

    def is_director(self, account_id: str, pub_sign: bytes) -> bool:
        """Say whether an account's signing key may vouch for others."""
        return pub_sign in self.vouchers.get(account_id, ())

    def vouches(
        self,
        account_id: str,
        pub_box: bytes | None,
        pub_sign: bytes | None,
        by: str | None,
        signature: bytes | None,
    ) -> bool:
        """Say whether a director vouched for these public keys of an account."""
        if pub_box is None or pub_sign is None:
            return False
        return self.signed_by(by, key_message(self.db_id, account_id, pub_box, pub_sign), signature)


def key_message(db_id: str, uid: str, pub_box: bytes, pub_sign: bytes) -> bytes:
    """Return what vouches for an account's public keys: its id, box key and signing key."""
    return json.dumps(["account", db_id, uid, pub_box.hex(), pub_sign.hex()]).encode()


class Vault:
    """The keys that one signed-in account holds; ``close`` drops them all.

    Services seal and open with the place of the content; they never see a key.
    """

    def __init__(self, account_id: str, pair: KeyPair, trust: Trust) -> None:
        self.account_id = account_id
        self.trust = trust
        self._pair: KeyPair | None = pair
        self._keys: dict[Compartment, dict[int, bytes]] = {}
        self._custody: set[Compartment] = set()
        self._core: dict[int, bytes] = {}
        self._backup: dict[int, bytes] = {}

    # -- what people's work asks -------------------------------------------------------------------

    def seal(self, place: SealedPlace, text: str) -> bytes:
        """Encrypt a text for its place with the newest key; raises NotAllowed ``no_key``."""
        return self.seal_bytes(place, text.encode())

    def open(self, place: SealedPlace, blob: bytes) -> str:
        """Decrypt the text of a place; raises NotAllowed ``no_key``, or Refused when it was tampered with."""
        return self.open_bytes(place, blob).decode()

    def seal_bytes(self, place: SealedPlace, content: bytes) -> bytes:
        """Encrypt a photo or a file for its place; raises NotAllowed ``no_key``."""
        epoch, key = self._newest(place.compartment)
        return sealing.seal(key, epoch, place, content)

    def open_bytes(self, place: SealedPlace, blob: bytes) -> bytes:
        """Decrypt a photo or a file of a place; see ``open``."""
        try:
            epoch = sealing.epoch_of(blob)
            key = self._keys.get(place.compartment, {}).get(epoch)
            if key is None:
                raise _no_key()
            return sealing.unseal(key, place, blob)
        except sealing.Misplaced:
            raise Refused(
                "sealed_damaged",
                _(
                    "This confidential text was changed outside the program and cannot be shown. Tell a "
                    "director."
                ),
            ) from None

    def holds(self, compartment: Compartment) -> bool:
        """Say whether this account holds the compartment's key."""
        return bool(self._keys.get(compartment))

    def holds_in_custody(self, compartment: Compartment) -> bool:
        """Say whether the key is held only until it is handed on to the counsellor."""
        return compartment in self._custody

    def compartments(self) -> Iterable[Compartment]:
        """Return the compartments that this account can open."""
        return tuple(self._keys)

    def sign(self, message: bytes) -> bytes:
        """Sign with the account's own key."""
        return self.pair.signed(message)

    @property
    def pub_box(self) -> bytes:
        """The account's public box key."""
        return self.pair.pub_box

    @property
    def pub_sign(self) -> bytes:
        """The account's public signing key."""
        return self.pair.pub_sign

    # -- what the vault's own parts need -------------------------------------------------------------

    @property
    def pair(self) -> KeyPair:
        """The private keys; raises NotAllowed after ``close``."""
        if self._pair is None:
            raise NotAllowed("locked", _("The program is locked. Sign in again."))
        return self._pair

    def learn(self, compartment: Compartment, epoch: int, key: bytes, *, custody: bool = False) -> None:
        """Take a compartment's key into the vault."""
        if len(key) != sealing.KEY_BYTES:
            raise ValueError("a key of the wrong length")
        self._keys.setdefault(compartment, {})[epoch] = key
        if custody:
            self._custody.add(compartment)
        else:
            self._custody.discard(compartment)

    def forget(self, compartment: Compartment) -> None:
        """Drop a compartment's keys (a grant was revoked)."""
        self._keys.pop(compartment, None)
        self._custody.discard(compartment)

    def unlearn(self, compartment: Compartment, epoch: int) -> None:
        """Drop one epoch of a compartment's keys."""
        held = self._keys.get(compartment, {})
        held.pop(epoch, None)
        if not held:
            self.forget(compartment)

    def key(self, compartment: Compartment, epoch: int) -> bytes | None:
        """Return a compartment's key of an epoch, if it is held."""
        return self._keys.get(compartment, {}).get(epoch)

    def epochs(self, compartment: Compartment) -> tuple[int, ...]:
        """Return the epochs held of a compartment, oldest first."""
        return tuple(sorted(self._keys.get(compartment, {})))

    def learn_seals(self, kind: str, epoch: int, key: bytes) -> None:
        """Take a key that the keyring seals: ``core``, ``identity`` or ``backup``."""
        if kind == "identity":
            self.learn(Compartment(sealing.IDENTITY), epoch, key)
        elif kind == "core":
            self._core[epoch] = key
        elif kind == "backup":
            self._backup[epoch] = key

    def seals(self, kind: str) -> dict[int, bytes]:
        """Return the keys held of a kind that the keyring seals, by epoch."""
        if kind == "identity":
            return dict(self._keys.get(Compartment(sealing.IDENTITY), {}))
        return dict(self._core if kind == "core" else self._backup)

    def keep_core(self, epoch: int) -> None:
        """Drop the store keys that do not open the database."""
        self._core = {epoch: self._core[epoch]}

    def _newest(self, compartment: Compartment) -> tuple[int, bytes]:
        held = self._keys.get(compartment)
        if not held:
            raise _no_key()
        epoch = max(held)
        return epoch, held[epoch]

    def close(self) -> None:
        """Drop every key; ending the process removes what Python still keeps of them."""
        self._pair = None
        for held in (self._keys, self._core, self._backup):
            held.clear()
        self._custody.clear()


def _no_key() -> NotAllowed:
    return NotAllowed(
        "no_key",
        _(
            "You have no access to this. Ask the person who works on the case, or a director, to "
            "give you access."
        ),
    )
