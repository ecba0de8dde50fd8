"""What the program pays to keep keys safe, and tests leave out where they are not about it.

Argon2id is slow by design, and nearly every test signs somebody in. SQLCipher locks and wipes each piece of memory
that SQLite takes, which makes opening a database ten times dearer. The program pays both wherever a test starts it:
it knows nothing of this module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from argon2.low_level import Type
from argon2.low_level import hash_secret_raw as argon2id

from shelter_app.db import cipher
from shelter_app.db.vault import slots

MEMORY = "cipher_memory_security"


def hashed(
    secret: bytes, salt: bytes, time_cost: int, memory_cost: int, parallelism: int, hash_len: int, type: Type
) -> bytes:
    """Stand in for Argon2id: another secret, salt or cost gives another key here too."""
    words = (secret, salt, time_cost, memory_cost, parallelism, type.value)
    return hashlib.blake2b(repr(words).encode(), digest_size=hash_len).digest()


@contextmanager
def _derived_by(function: Callable[..., bytes]) -> Iterator[None]:
    before = slots.hash_secret_raw
    slots.hash_secret_raw = function
    try:
        yield
    finally:
        slots.hash_secret_raw = before


@contextmanager
def cheap_derivation() -> Iterator[None]:
    """Derive keys by a plain hash; a store made so opens in this process and under this patch only."""
    with _derived_by(hashed):
        yield


@contextmanager
def real_derivation() -> Iterator[None]:
    """Derive keys as the program does."""
    with _derived_by(argon2id):
        yield


@contextmanager
def unwiped_memory() -> Iterator[None]:
    """Let SQLite's memory be as it is; once a process has asked for locked and wiped memory, it stays so."""
    before = cipher._PRAGMAS
    cipher._PRAGMAS = tuple(one if one[0] != MEMORY else (MEMORY, "OFF", "0") for one in before)
    try:
        yield
    finally:
        cipher._PRAGMAS = before
