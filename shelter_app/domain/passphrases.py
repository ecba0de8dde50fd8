"""Passphrases."""
from __future__ import annotations


def require(passphrase: str, *names: str) -> None:
    pass
