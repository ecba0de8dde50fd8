"""Runs the tests marked ``computer_clock`` at moments that bite, one line for each: ``make any-day``.

``python -m tests.any_day [WORD ...]`` runs at the moments whose line holds one of the words, at all of them without.
The clock is set by ``faketime`` (Debian's package of libfaketime), for the tests and for every program that they
start; it goes on from there. Timers are left alone, for they run by the clock that only counts, and so are the
times of files. Everything else in the suite works by a clock of its own (``tests.conftest.FixedClock``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

MOMENTS = {  # none before the last day of tests/samples: a register that tells of days to come is refused
    "2026-11-30T12:00+02:00": "a Monday and the end of a month",
    "2026-11-30T23:30+02:00": "late on the last day of a month",
    "2026-12-01T00:30+02:00": "a public holiday, early",
    "2026-12-25T10:00+02:00": "Christmas",
    "2026-12-31T23:58+02:00": "a year ends two minutes later",
    "2027-01-01T00:30+02:00": "the first day of a year, early",
    "2027-01-31T12:00+02:00": "a Sunday and the end of a month",
    "2027-03-28T02:58+02:00": "summer time begins two minutes later",
    "2027-03-28T04:01+03:00": "summer time has just begun",
    "2027-05-03T10:00+03:00": "Orthodox Easter Monday",
    "2027-10-31T03:30+03:00": "an hour that comes twice, the first time, and the end of a month",
    "2027-10-31T03:30+02:00": "an hour that comes twice, the second time",
    "2028-02-29T10:00+02:00": "a leap day",
    "2028-02-29T23:30+02:00": "a leap day, late",
    "2028-03-01T00:30+02:00": "after a leap day, early",
}
WORDS = ("-q", "-m", "computer_clock", "-p", "tests.any_day", "-p", "no:cacheprovider", "--tb=short")
SETTINGS = {
    "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # its "fix" ends every wait of Qt that has a limit at once
    "NO_FAKE_STAT": "1",  # only half of the ways to ask for the times of a file would be set
    "PYTHONDONTWRITEBYTECODE": "1",
    "QT_QPA_PLATFORM": "offscreen",
    "BEDS_ROUNDS": "20",  # the rivals for a bed need few rounds to be seen going by the clock
}


def pytest_configure() -> None:
    """Let Python sleep: libfaketime 0.9.10 refuses the way it does so since 3.11 (``clock_nanosleep``)."""

    def sleep(seconds: float) -> None:
        threading.Event().wait(seconds)

    time.sleep = sleep


def run_at(moment: datetime, scratch: Path) -> tuple[bool, str]:
    """Run the tests at a moment; return whether they passed, and all that pytest said."""
    ahead = (moment - datetime.now(UTC)).total_seconds()
    clock = ["faketime", "--exclude-monotonic", "-f", f"{ahead:+.0f}"]
    done = subprocess.run(
        [*clock, sys.executable, "-m", "pytest", *WORDS, f"--basetemp={scratch}"],
        env={**os.environ, **SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def main(words: list[str]) -> int:
    """Run at each moment asked for and say how it went; return how many failed."""
    if shutil.which("faketime") is None:
        raise SystemExit("faketime is missing. Run: installer/setup.sh libraries tests")
    failed = 0
    for moment, why in MOMENTS.items():
        line = f"{moment}  {why}"
        if words and not any(word in line for word in words):
            continue
        scratch = Path(tempfile.mkdtemp(prefix="any-day-"))
        passed, said = run_at(datetime.fromisoformat(moment), scratch / "tests")
        shutil.rmtree(scratch, ignore_errors=True)
        told = [one for one in said.splitlines() if one.startswith(("FAILED", "ERROR"))]
        last = next((one for one in reversed(said.splitlines()) if " in " in one), "")
        print(f"{line:<75} {last.strip('= ')}", *told, sep="\n    ", flush=True)
        if not passed:
            failed += 1
            print(said, file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
