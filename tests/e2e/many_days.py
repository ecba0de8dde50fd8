"""Many days of the real program, to find what happens once in hundreds: ``python -m tests.e2e.many_days --log FILE``.

Each day is ``test_a_day_of_the_house`` in a process of its own, on a screen and a store of its own, some at once.
The log gets a line for each day that is over; started again with the same log, what is missing up to ``--runs`` is
run. What a failed day said stands beside the log. With ``E2E_PROGRAM=tests.e2e.unhardened`` a crash leaves a core.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

DAY = "tests/e2e/test_a_day.py::test_a_day_of_the_house"
HANDS = {"keyboard": "by the keyboard alone", "reader": "by a screen reader"}
LONGEST = 1800
ENDED = re.compile(r"the program ended with (-?\d+)")


class Log:
    """A line for each day that is over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()

    def days(self) -> list[dict[str, object]]:
        """Return the days that are over."""
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def add(self, day: dict[str, object]) -> None:
        """Write a day down."""
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(day) + "\n")


def live(run: int, hand: str, log: Log) -> None:
    """Live a day, and write down how it went; ``ended`` is what the program ended with where it did so itself."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "pytest", "-q", f"{DAY}[{HANDS[hand]}]", f"--basetemp={folder}/day"]
        try:
            done = subprocess.run(
                words, capture_output=True, text=True, errors="replace", timeout=LONGEST, check=False
            )
            code, said = done.returncode, done.stdout + done.stderr
        except subprocess.TimeoutExpired as late:
            code, said = -1, f"{late}\n{late.stdout!r}"
    ended = ENDED.search(said)
    day: dict[str, object] = {"run": run, "passed": code == 0, "seconds": round(time.monotonic() - began)}
    if code != 0:
        day["ended"] = int(ended[1]) if ended else None
        log.path.with_suffix(f".{run}.txt").write_text(said, encoding="utf-8")
    log.add(day)
    print(json.dumps(day), flush=True)


def main() -> int:
    """Live the days that are missing; 0 when every one passed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--log", type=Path, required=True)
    ask.add_argument("--runs", type=int, default=50)
    ask.add_argument("--at-once", type=int, default=2)
    ask.add_argument("--hand", choices=sorted(HANDS), default="keyboard")
    asked = ask.parse_args()
    log = Log(asked.log)
    over = {day["run"] for day in log.days()}
    with ThreadPoolExecutor(asked.at_once) as at_once:
        for run in range(1, asked.runs + 1):
            if run not in over:
                at_once.submit(live, run, asked.hand, log)
    days = log.days()
    failed = [day["run"] for day in days if not day["passed"]]
    crashed = [day["run"] for day in days if day.get("ended") is not None]
    print(
        f"{len(days)} days, {len(failed)} failed {failed}, the program ended by itself in {len(crashed)} {crashed}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
