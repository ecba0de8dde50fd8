"""Commands at a computer whose clock stands before what was done last."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shelter_app.db import opening as stores
from shelter_app.domain.clock import system_clock
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from tests.cli.conftest import House
from tests.conftest import CHEAP, DIRECTOR, PASSPHRASE


@pytest.fixture
def ahead(tmp_path: Path) -> House:
    """A house in which somebody worked 400 days from now, as this computer's clock has it."""
    later: Callable[[], datetime] = lambda: system_clock() + timedelta(days=400)  # noqa: E731 - a clock
    folder = tmp_path / "store"
    made = stores.create(folder, account=DIRECTOR, passphrase=PASSPHRASE, kdf=CHEAP, clock=later)
    with made.store as store:
        perform(Actor(store, store.account_id, DIRECTOR, later), AddShelter(code="A1", name="Casa"))
    return House(folder)


def test_nothing_is_taken_in_or_counted_before_the_clock_is_confirmed(ahead: House, tmp_path: Path) -> None:
    register, out = tmp_path / "stays.csv", tmp_path / "out.json"
    register.write_text("code;entry;exit\nA-1;2026-02-03;2026-02-10\n", encoding="utf-8")
    days = ("--from", "2026-01-01", "--to", "2026-10-31", "--codes", "I01", "--json", out)
    for words in (("import", register, "--profile", "stays"), ("figures", *days)):
        ran = ahead.run(*words)  # type: ignore[arg-type]
        assert ran.status == 1
        assert "--clock-is-right" in ran.err
    assert not out.exists()
    assert ahead.run("account", "list").status == 0
    assert ahead.run("import", register, "--profile", "stays", "--clock-is-right").status == 0
    assert ahead.run("figures", *days).status == 0
    (line,) = json.loads(out.read_text(encoding="utf-8"))["indicators"]
    assert line["value"] == 1
