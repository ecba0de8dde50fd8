"""The real program on a screen of its own."""

from tests.e2e.conftest import accounts, made_demo, screen, store_folder

__all__ = ["accounts", "made_demo", "screen", "store_folder"]
