"""The whole suite, and each test that failed once more alone: ``python -m tests.again`` with pytest's own words.

A test that passes alone is named as unsteady and does not fail the run. What no second look excuses fails it: more
than ``MOST`` failures, a failure that repeats, a signal, a dead worker, a time that ran out, a file that cannot be
read. The last line is pytest's closing line, with what became of every test.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST = 3
HANGS = 900  # seconds; no test takes a tenth of that
FAILED = 1
FOUND_IN = "FAILURES_FOUND_IN"
WORKER_DIED = "???"  # as pytest-xdist names the phase in which a worker died
_SIGNAL = re.compile(
    r"died with <Signals\.|Fatal Python error|Segmentation fault|ended with -\d|^E .*\bassert \(?-\d",
    re.MULTILINE,
)
_TIME = re.compile(r"^E .*(Timeout(Expired|Error)\b|\btimed out\b)", re.MULTILINE)


@dataclass(frozen=True)
class Failure:
    """A test that failed, in which phase, and what pytest says of it."""

    test: str
    when: str
    text: str

    @property
    def inexcusable(self) -> str:
        """Why a second look would say nothing; empty where it does."""
        if self.when == WORKER_DIED:
            return "its worker died"
        if self.when == "collect":
            return "it cannot be read"
        if _SIGNAL.search(self.text):
            return "a program was ended by a signal"
        return "a time ran out" if _TIME.search(self.text) else ""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write down what failed and how many tests ended how; this module is a plugin of the run that it starts."""
    stats = terminalreporter.stats
    failures = [
        {"test": one.nodeid, "when": getattr(one, "when", "collect"), "text": one.longreprtext}
        for kind in ("failed", "error")
        for one in stats.get(kind, ())
    ]
    counts = {kind: len(stats.get(kind, ())) for kind in ("passed", "skipped", "xfailed", "xpassed")}
    Path(os.environ[FOUND_IN]).write_text(json.dumps([counts, failures]), encoding="utf-8")


def run(words: Sequence[str], found: Path) -> tuple[int, dict[str, int], list[Failure]]:
    """Run pytest; return its exit status, how many tests ended how, and what failed."""
    limits = ("-o", f"faulthandler_timeout={HANGS}", "-o", "faulthandler_exit_on_timeout=true")
    found.unlink(missing_ok=True)
    status = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.again", *limits, *words],
        env={**os.environ, FOUND_IN: str(found)},
        check=False,
    ).returncode
    counts, failures = json.loads(found.read_text(encoding="utf-8")) if found.exists() else ({}, [])
    return status, counts, [Failure(**one) for one in failures]


def closing(counts: dict[str, int], failed: int, seconds: float) -> str:
    """Return pytest's closing line."""
    parts = {"failed": failed, **counts}
    told = ", ".join(f"{count} {kind}" for kind, count in parts.items() if count)
    return f"{told or 'no tests ran'} in {seconds:.2f}s"


def main(words: Sequence[str]) -> int:
    """Return 0 where every test passed, at once or alone; else what pytest returned."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.json"
        status, counts, failures = run(words, found)
        if status == 0:
            return 0
        tests = list(dict.fromkeys(one.test for one in failures))
        final = [f"no second look: {one.test}: {one.inexcusable}" for one in failures if one.inexcusable]
        if len(tests) > MOST:
            final.append(f"no second look: {len(tests)} tests failed, more than {MOST}")
        if final or not tests or status != FAILED:
            print(*final, closing(counts, len(tests), time.monotonic() - began), sep="\n", flush=True)
            return status
        unsteady = [test for test in tests if passes_alone(test, found)]
    before = {
        one.test for one in failures if one.when != "teardown"
    }  # the rest passed, then did not end well
    counts["passed"] += sum(test in before for test in unsteady)
    repeated = len(tests) - len(unsteady)
    for test in unsteady:
        print(f"unsteady: {test}")
    print(closing(counts, repeated, time.monotonic() - began), flush=True)
    return FAILED if repeated else 0


def passes_alone(test: str, found: Path) -> bool:
    """Run one test in a process of its own."""
    print(f"once more, alone: {test}", flush=True)
    return run(["-q", test], found)[0] == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
