"""The screen, a demo store, and an account to sign in with."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
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


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, str]]]:
    """A demo store and its accounts, made by the program once for all processes of the run."""
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    place.mkdir(mode=0o700, exist_ok=True)
    told = place / "accounts.json"
    with (place / "making").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not told.exists():
            shutil.rmtree(place / "store", ignore_errors=True)  # of a process that died while it made it
            told.write_text(json.dumps(demo(place / "store")), encoding="utf-8")
    return place / "store", json.loads(told.read_text(encoding="utf-8"))


@pytest.fixture
def accounts(made_demo: tuple[Path, list[dict[str, str]]], store_folder: Path) -> dict[str, dict[str, str]]:
    """The first account of each role of a copy of the demo store."""
    made, told = made_demo
    shutil.copytree(made, store_folder)
    store_folder.chmod(0o700)
    first: dict[str, dict[str, str]] = {}
    for account in told:
        first.setdefault(account["role"], account)
    return first
