"""Sealing: text under a compartment's key, bound to the one place where it belongs.

A sealed blob is a version byte, the key's epoch, a nonce and AES-256-GCM ciphertext. The authenticated
data names table, column, record, case, compartment and epoch, so that a ciphertext moved to another
record, column or case does not open.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

IDENTITY = "IDENTITY"
COUNSEL = "COUNSEL"
LEGAL = "LEGAL"
DESTINATION = "DESTINATION"
PROCESS = "PROCESS"
KINDS = (IDENTITY, COUNSEL, LEGAL, DESTINATION, PROCESS)

KEY_BYTES = 32
_VERSION = 1
_HEAD = struct.Struct(">BI")
_NONCE = 12
_TAG = 16


@dataclass(frozen=True, slots=True)
class Compartment:
    """A class of sealed content: the organisation's identities, or one case's notes.

    ``case_id`` is a resident's id; the author's account id for process notes; empty for identities.
    """

    kind: str
    case_id: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(self.kind)
        if (self.kind == IDENTITY) != (self.case_id == ""):
            raise ValueError(f"{self.kind} and its case do not fit")


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """Where a sealed content belongs: table, column, record, and whose compartment it is."""

    table: str
    column: str
    record_id: str
    compartment: Compartment

    def bound(self, epoch: int) -> bytes:
        """Return the authenticated data of this place."""
        parts = (
            self.table,
            self.column,
            self.record_id,
            self.compartment.case_id,
            self.compartment.kind,
            str(epoch),
        )
        return "|".join(parts).encode()


class Misplaced(Exception):
    """The blob was changed, or was sealed for another place."""


def epoch_of(blob: bytes) -> int:
    """Return the epoch of the key that a blob was sealed with."""
    if len(blob) < _HEAD.size + _NONCE + _TAG:
        raise Misplaced
    version, epoch = _HEAD.unpack_from(blob)
    if version != _VERSION:
        raise Misplaced
    return int(epoch)


def seal(key: bytes, epoch: int, place: SealedPlace, content: bytes) -> bytes:
    """Encrypt ``content`` for its place; the nonce is random and never used again."""
    nonce = os.urandom(_NONCE)
    return _HEAD.pack(_VERSION, epoch) + nonce + AESGCM(key).encrypt(nonce, content, place.bound(epoch))


def unseal(key: bytes, place: SealedPlace, blob: bytes) -> bytes:
    """Decrypt a blob that belongs to ``place``; raises Misplaced."""
    epoch = epoch_of(blob)
    start = _HEAD.size
    try:
        return AESGCM(key).decrypt(blob[start : start + _NONCE], blob[start + _NONCE :], place.bound(epoch))
    except InvalidTag:
        raise Misplaced from None
