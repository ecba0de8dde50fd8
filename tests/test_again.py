"""A failed test gets one second look, alone; what a second look cannot excuse fails the run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[1])
BEGINS = """
import os, signal, subprocess
from pathlib import Path
def first_time(name):
    mark = Path(__file__).with_name(name)
    there = mark.exists()
    mark.touch()
    return not there
def test_steady():
    assert Path(__file__).exists()
"""
ONCE = """
def test_{0}():
    assert not first_time("{0}")
"""
TWICE = """
def test_wrong():
    assert 1 == 2
"""
NOT_ENDED = """
import pytest
@pytest.fixture
def one():
    yield
    assert not first_time("one")
def test_one(one):
    pass
"""
DIES = """
def test_dies():
    if first_time("dies"):
        os.kill(os.getpid(), signal.SIGSEGV)
"""
PROGRAM_DIES = """
def test_program_dies():
    done = subprocess.run(["sh", "-c", "kill -SEGV $$" if first_time("dies") else "true"], check=False)
    assert done.returncode == 0
"""
TIME_OUT = """
def test_time_out():
    subprocess.run(["sleep", "9" if first_time("slow") else "0"], timeout=0.5)
"""
UNREADABLE = """
import no_such_thing
"""


def run(folder: Path, *parts: str) -> tuple[int, list[str]]:
    """Run the parts as one file of tests, by a worker as the suite is; return the status and the lines said."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(BEGINS + "".join(parts))
    done = subprocess.run(
        [sys.executable, "-m", "tests.again", "-q", "-p", "xdist", "-n", "1"],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": ROOT, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    return done.returncode, done.stdout.splitlines()


def closing(lines: list[str]) -> str:
    """Return what became of the tests, by the last line."""
    told = re.fullmatch(r"(.+) in \d+\.\d\ds( \(.+\))?", lines[-1])
    assert told, lines
    return told[1]


def test_a_run_without_a_failure_ends_as_pytest_ends_it(tmp_path: Path) -> None:
    status, lines = run(tmp_path)
    assert (status, closing(lines)) == (0, "1 passed")


def test_who_passes_alone_is_named_and_counted_as_passed(tmp_path: Path) -> None:
    status, lines = run(tmp_path, *(ONCE.format(name) for name in "abc"))
    assert (status, closing(lines)) == (0, "4 passed")
    named = [line for line in lines if line.startswith("unsteady: ")]
    assert named == [f"unsteady: test_it.py::test_{name}" for name in "abc"]


def test_who_did_not_end_well_once_is_counted_once(tmp_path: Path) -> None:
    status, lines = run(tmp_path, NOT_ENDED)
    assert (status, closing(lines)) == (0, "2 passed")
    assert "unsteady: test_it.py::test_one" in lines


def test_a_failure_that_repeats_fails_the_run_and_the_unsteady_is_named_all_the_same(tmp_path: Path) -> None:
    status, lines = run(tmp_path, TWICE, ONCE.format("a"))
    assert (status, closing(lines)) == (1, "1 failed, 2 passed")
    assert "unsteady: test_it.py::test_a" in lines
    assert "unsteady: test_it.py::test_wrong" not in lines


def test_more_than_three_failures_get_no_second_look(tmp_path: Path) -> None:
    status, lines = run(tmp_path, *(ONCE.format(name) for name in "abcd"))
    assert (status, closing(lines)) == (1, "4 failed, 1 passed")
    assert not any(line.startswith("unsteady: ") for line in lines)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (DIES, "test_it.py::test_dies: its worker died"),
        (PROGRAM_DIES, "test_it.py::test_program_dies: a program was ended by a signal"),
        (TIME_OUT, "test_it.py::test_time_out: a time ran out"),
    ],
)
def test_a_signal_a_dead_worker_and_a_time_out_are_never_unsteady(
    tmp_path: Path, part: str, why: str
) -> None:
    status, lines = run(tmp_path, part)
    assert (status, closing(lines)) == (1, "1 failed, 1 passed")
    assert f"no second look: {why}" in lines


def test_a_file_that_cannot_be_read_fails_the_run(tmp_path: Path) -> None:
    status, lines = run(tmp_path, UNREADABLE)
    assert status != 0
    assert "no second look: test_it.py: it cannot be read" in lines
