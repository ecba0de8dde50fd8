"""A store with one shelter, made once, copied for each test that uses the command line."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shelter_app.db import opening as stores
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from tests.cli.running import Ran, run_here
from tests.conftest import CHEAP, DIRECTOR, PASSPHRASE, takes_real_kdf
from tests.costs import cheap_derivation, real_derivation

SAMPLE = Path(__file__).parents[1] / "samples" / "registru-beneficiari.xlsx"


@dataclass(frozen=True)
class House:
    """A data folder, and how its director calls commands on it."""

    folder: Path

    def run(self, command: str, *words: str | Path, typed: str = PASSPHRASE + "\n") -> Ran:
        who = ("--data", self.folder, "--account", DIRECTOR, "--password-stdin")
        return run_here(command, *words, *who, typed=typed)


def made_house(folder: Path) -> Path:
    made = stores.create(folder, account=DIRECTOR, passphrase=PASSPHRASE, kdf=CHEAP)
    with made.store as store:
        perform(Actor(store, store.account_id, DIRECTOR), AddShelter(code="A1", name="Casa"))
    return folder


@pytest.fixture(scope="session")
def cheap_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with cheap_derivation():
        return made_house(tmp_path_factory.mktemp("house") / "store")


@pytest.fixture(scope="session")
def real_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with real_derivation():
        return made_house(tmp_path_factory.mktemp("real-house") / "store")


@dataclass(frozen=True)
class Imported:
    """A store that holds the sample register, and what the import said."""

    folder: Path
    ran: Ran
    result: dict[str, Any]


@pytest.fixture(scope="session")
def sample_import(cheap_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    place = tmp_path_factory.mktemp("imported")
    house = House(copied(cheap_house, place / "store"))
    done = house.run("import", SAMPLE, "--accept-partial", "--json", place / "out.json")
    assert done.status == 0, done.err
    return Imported(house.folder, done, json.loads((place / "out.json").read_text(encoding="utf-8")))


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    template: Path = request.getfixturevalue("real_house" if takes_real_kdf(request.node) else "cheap_house")
    return House(copied(template, tmp_path / "store"))


@pytest.fixture
def imported(sample_import: Imported, tmp_path: Path) -> House:
    return House(copied(sample_import.folder, tmp_path / "store"))


def copied(template: Path, to: Path) -> Path:
    shutil.copytree(template, to)
    to.chmod(0o700)
    return to
