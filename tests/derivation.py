"""How keys are derived from passphrases in tests: at no cost, unless a test is about that cost.

Argon2id is slow by design, and nearly every test signs somebody in. Tests use a hash of the same words instead:
other words, another salt or other costs give another key, as with Argon2id. Tests marked ``real_kdf`` or ``system``
use Argon2id itself: those of the key file, and those whose store is opened by another process too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from argon2.low_level import Type
from argon2.low_level import hash_secret_raw as argon2id

from shelter_app.db.vault import slots


def hashed(
    secret: bytes, salt: bytes, time_cost: int, memory_cost: int, parallelism: int, hash_len: int, type: Type
) -> bytes:
    """Stand in for Argon2id: a key that depends on all that Argon2id's depends on."""
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
    """Derive keys by a plain hash; a store made so opens in this process and here only."""
    with _derived_by(hashed):
        yield


@contextmanager
def real_derivation() -> Iterator[None]:
    """Derive keys as the program does."""
    with _derived_by(argon2id):
        yield
