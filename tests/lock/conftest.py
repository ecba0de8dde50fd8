"""The real program on a screen of its own."""

from tests.e2e.conftest import accounts, screen, store_folder

__all__ = ["accounts", "screen", "store_folder"]
