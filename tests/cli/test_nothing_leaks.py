"""A whole day through the real program: nothing of what it holds stands in any file that it leaves."""

from __future__ import annotations

import os
import stat
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine

from tests.cli.conftest import SAMPLE
from tests.cli.running import PROGRAM
from tests.conftest import DIRECTOR, PASSPHRASE

WRONG = "o cu totul alta fraza de nimic"
YEAR = ("--from", "2025-01-01", "--to", "2025-12-31")


def private_words() -> set[str]:
    """Return every name and every longer text of the register."""
    words: set[str] = set()
    book = python_calamine.load_workbook(SAMPLE)
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python()
        heading = next((r for r in rows if sum(bool(str(c).strip()) for c in r) > 3), [])
        names = {i for i, cell in enumerate(heading) if "nume" in str(cell).lower()}
        for row in rows[rows.index(heading) + 1 :] if heading else []:
            for i, cell in enumerate(row):
                said = "" if isinstance(cell, (date, datetime, float)) else str(cell).strip()
                if (i in names and len(said) > 6) or len(said) > 30:
                    words.add(said)
    return words


class Machine:
    """A home and a temporary folder of their own, and the program run in them."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.data, self.out, self.home, self.temporary = (
            place / part for part in ("data", "out", "home", "temporary")
        )
        for folder in (self.out, self.home, self.temporary):
            folder.mkdir()

    def run(
        self, command: str, *words: str | Path, typed: str = PASSPHRASE
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                PROGRAM,
                command,
                *map(str, words),
                "--data",
                self.data,
                "--account",
                DIRECTOR,
                "--password-stdin",
            ],
            input=typed + "\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
            env={**os.environ, "HOME": str(self.home), "TMPDIR": str(self.temporary), "XDG_STATE_HOME": ""},
        )

    def files(self) -> list[Path]:
        return [p for p in self.place.rglob("*") if p.is_file() and self.out not in p.parents]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Machine, str]:
    """A store is made, filled, counted, reported, checked, and once tried with a wrong passphrase."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    streams = []
    for status, command, words, typed in (
        (0, "init", ("--recovery-out", machine.out / "recovery.pdf"), PASSPHRASE),
        (0, "import", (SAMPLE, "--accept-partial"), PASSPHRASE),
        (0, "figures", YEAR, PASSPHRASE),
        (0, "report", ("R06", *YEAR, "--out", machine.out / "r06.pdf"), PASSPHRASE),
        (1, "account", ("list",), WRONG),
        (0, "check", (), PASSPHRASE),
    ):
        ran = machine.run(command, *words, typed=typed)
        assert ran.returncode == status, (command, ran.stderr)
        streams += [ran.stdout, ran.stderr]
    return machine, "".join(streams)


def test_no_name_no_note_and_no_passphrase_is_left_in_any_file(day: tuple[Machine, str]) -> None:
    machine, streams = day
    canaries = private_words() | {PASSPHRASE, WRONG}
    assert len(canaries) > 200
    files = machine.files()
    assert any(p.name == "core.db" for p in files)
    content = {p: p.read_bytes() for p in files}
    found = [
        (path.name, len(word))  # not the word: a failing test says nothing either
        for path, held in content.items()
        for word in canaries
        if word.encode() in held or word.encode("utf-16-le") in held
    ]
    assert found == []
    assert [len(word) for word in canaries if word in streams] == []


def test_nothing_is_left_in_the_temporary_folder(day: tuple[Machine, str]) -> None:
    assert [p for p in day[0].temporary.rglob("*") if p.is_file()] == []


def test_every_file_is_its_owners_alone(day: tuple[Machine, str]) -> None:
    machine, _streams = day
    places = [machine.data, *machine.data.rglob("*")]
    wrong = {
        str(p.relative_to(machine.place)): oct(stat.S_IMODE(p.stat().st_mode))
        for p in places
        if stat.S_IMODE(p.stat().st_mode) != (0o700 if p.is_dir() else 0o600)
    }
    assert wrong == {}
