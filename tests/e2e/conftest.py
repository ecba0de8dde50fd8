"""The screen, a demo store, and an account to sign in with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.screen import Screen, demo, tools_missing


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    assert tools_missing() == [], "run: installer/setup.sh libraries tests"
    folder = tmp_path / "home"
    folder.mkdir()
    made = Screen(folder)
    yield made
    made.close()


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def accounts(store_folder: Path) -> dict[str, dict[str, str]]:
    """The first account of each role of a new demo store."""
    first: dict[str, dict[str, str]] = {}
    for account in demo(store_folder):
        first.setdefault(account["role"], account)
    return first
