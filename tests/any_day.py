"""Runs the tests that read the computer's clock at moments that bite, one line for each: ``make any-day``.

``python -m tests.any_day [WORD ...]`` runs at the moments whose line holds one of the words, at all of them without.
The clock is set by libfaketime, for the tests and for every process that they start; it goes on from there. Timers
are left alone, for they run by the clock that only counts (``FAKETIME_DONT_FAKE_MONOTONIC``), and so are the times
of files. Everything else in the suite works by a clock of its own (``tests.conftest.FixedClock``).
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

LIBRARY = "faketime/libfaketime.so.1"
MOMENTS = {
    "2026-03-29T02:58+02:00": "summer time begins two minutes later",
    "2026-03-29T04:01+03:00": "summer time has just begun",
    "2026-10-25T03:30+03:00": "an hour that comes twice, the first time",
    "2026-10-25T03:30+02:00": "an hour that comes twice, the second time",
    "2026-11-30T12:00+02:00": "a Monday and the end of a month",
    "2026-11-30T23:30+02:00": "late on the last day of a month",
    "2026-12-01T00:30+02:00": "a public holiday, early",
    "2026-12-25T10:00+02:00": "Christmas",
    "2026-12-31T23:58+02:00": "a year ends two minutes later",
    "2027-01-01T00:30+02:00": "the first day of a year, early",
    "2027-01-31T12:00+02:00": "a Sunday and the end of a month",
    "2027-03-28T03:59+03:00": "summer time: an hour that is left out",
    "2027-05-03T10:00+03:00": "Orthodox Easter Monday",
    "2027-10-31T04:30+02:00": "winter time, and the end of a month",
    "2028-02-29T10:00+02:00": "a leap day",
    "2028-02-29T23:30+02:00": "a leap day, late",
    "2028-03-01T00:30+02:00": "after a leap day, early",
}
TESTS = (
    "tests/e2e",
    "tests/firstrun",
    "tests/beds/test_rivals.py",
    "tests/cli/test_accounts.py",
    "tests/cli/test_importing.py",
    "tests/cli/test_init.py",
    "tests/cli/test_report.py",
    "tests/ui/test_enrolling.py",
    "tests/ui/test_recovering.py",
)
ROUNDS = "20"  # of the rivals for a bed: that they do not quarrel with the day is seen by few


def library() -> Path:
    """Return libfaketime, where Debian keeps it; ends the run with what to install where it is missing."""
    found = sorted(Path("/usr/lib").glob(f"*/{LIBRARY}"))
    if not found:
        raise SystemExit("libfaketime is missing. Run: installer/setup.sh libraries tests")
    return found[0]


def clock_at(moment: datetime) -> dict[str, str]:
    """Return the variables that let a process, and those it starts, live from ``moment`` on."""
    ahead = moment - datetime.now(UTC)
    return {
        "LD_PRELOAD": str(library()),
        "FAKETIME": f"{ahead.total_seconds():+.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # its "fix" ends every wait of Qt with a limit at once
        "NO_FAKE_STAT": "1",  # only half of the ways to ask for a file's times would be set
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def pytest_configure() -> None:
    """Let Python sleep: libfaketime 0.9.10 refuses the way it does so since 3.11 (``clock_nanosleep``)."""

    def sleep(seconds: float) -> None:
        threading.Event().wait(seconds)

    time.sleep = sleep


def run_at(moment: str, scratch: Path) -> tuple[bool, str]:
    """Run the tests at a moment; return whether they passed, and what pytest said in its last lines."""
    words = ["-q", "-p", "tests.any_day", "-p", "no:cacheprovider", "--tb=short", f"--basetemp={scratch}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *TESTS],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "BEDS_ROUNDS": ROUNDS,
            **clock_at(datetime.fromisoformat(moment)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def main(words: list[str]) -> int:
    """Run at each moment asked for and say how it went; return how many failed."""
    failed = 0
    for moment, why in MOMENTS.items():
        line = f"{moment}  {why}"
        if words and not any(word in line for word in words):
            continue
        scratch = Path(tempfile.mkdtemp(prefix="any-day-"))
        passed, said = run_at(moment, scratch / "tests")
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
