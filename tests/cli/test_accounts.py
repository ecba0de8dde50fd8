"""``account`` and ``check``: a colleague is invited, enrols alone, is listed, and is out at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import House
from tests.cli.running import run_here
from tests.conftest import DIRECTOR, PASSPHRASE

pytestmark = pytest.mark.computer_clock

OWN = "șapte luntri pe gârla din deal"


def test_a_person_is_invited_enrols_alone_and_is_out_when_suspended(house: House) -> None:
    added = house.run("account", "add", "Maria Lungu", "--role", "case_manager")
    assert added.status == 0, added.err
    code = added.out.strip()
    assert code.count("-") == 3
    enrolled = run_here(
        "account",
        "enrol",
        "Maria Lungu",
        "--data",
        house.folder,
        "--password-stdin",
        typed=f"{code}\n{OWN}\n",
    )
    assert enrolled.status == 0, enrolled.err
    listed = house.run("account", "list")
    assert "Maria Lungu" in listed.out
    who = ("--data", house.folder, "--account", "Maria Lungu", "--password-stdin")
    assert run_here("account", "list", *who, typed=OWN + "\n").status == 1  # not a case manager's
    assert house.run("account", "suspend", "Maria Lungu").status == 0
    after = run_here("account", "list", *who, typed=OWN + "\n")
    assert after.status == 1
    assert "Traceback" not in after.err


def test_a_code_opens_once_only(house: House) -> None:
    code = house.run("account", "add", "Ion Rusu", "--role", "COUNSELLOR").out.strip()
    first, second = (
        run_here(
            "account",
            "enrol",
            "Ion Rusu",
            "--data",
            house.folder,
            "--password-stdin",
            typed=f"{code}\n{OWN}\n",
        )
        for _try in range(2)
    )
    assert (first.status, second.status) == (0, 1)


def test_an_unknown_role_is_refused_with_the_list_of_roles(house: House) -> None:
    said = house.run("account", "add", "Ion Rusu", "--role", "KING")
    assert said.status == 1
    assert "CASE_MANAGER" in said.err


def test_nobody_suspends_their_own_account(house: House) -> None:
    assert house.run("account", "suspend", DIRECTOR).status == 1
    assert house.run("account", "list").status == 0


def test_a_sound_store_is_said_to_be_sound(house: House, tmp_path: Path) -> None:
    said = house.run("check", "--json", tmp_path / "check.json")
    assert said.status == 0, said.err
    result = json.loads((tmp_path / "check.json").read_text(encoding="utf-8"))
    assert result["sound"] is True
    assert result["problems"] == []
    assert result["events"] > 0


def test_no_passphrase_stands_in_any_output(house: House) -> None:
    said = house.run("account", "list")
    assert PASSPHRASE not in said.out + said.err
