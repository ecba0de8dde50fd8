"""The window over 10,000 residents: from sign-in to Today, from page to page, and a quarter of an hour of acts.

A quarter of an hour is played three times, each time in a new process; of each act the quickest counts, because what
else the computer does may lengthen an act and never shortens it. The goal is for the longest act of all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bench.measure import Line
from tests.bench.start import NO_BYTE_CODE

TIMES = 3
TODAY, SWITCH, SCROLL, KEY, HOLD = 0.3, 0.05, 0.05, 0.016, 0.05


def window_lines(folder: Path, account: str, passphrase: str) -> list[Line]:
    """Play on a store and say what was the slowest."""
    runs = [_played(folder, account, passphrase) for _time in range(TIMES)]
    acts = [min(same, key=lambda act: act["longest"]) for same in _alike(runs)]
    switches = [
        min(act["painted"] for act in same) for same in _alike(runs) if same[0]["what"].startswith("page ")
    ]
    worst = max(acts, key=lambda act: act["longest"])
    long = sorted({act["what"] for act in acts if act["longest"] > HOLD})
    today = min(run["today"] for run in runs)
    keys, scrolls = (min((sorted(run[of]) for run in runs), key=_p95) for of in ("keys", "scrolls"))
    return [
        Line("sign-in to Today's painted rows, key not counted", f"{today:.2f} s", "", today / TODAY, 1),
        Line(
            f"page switch to painted, worst of {len(switches)}",
            f"{_ms(max(switches))} (p95 {_ms(_p95(sorted(switches)))})",
            "",
            max(switches) / SWITCH,
            1,
        ),
        Line(
            "Residents: a scroll step, p95",
            f"{_ms(_p95(scrolls))} (worst {_ms(scrolls[-1])})",
            "",
            _p95(scrolls) / SCROLL,
            1,
        ),
        Line(
            "palette: key to painted rows, p95",
            f"{_ms(_p95(keys))} (worst {_ms(keys[-1])})",
            "",
            _p95(keys) / KEY,
            1,
        ),
        Line(
            f"a quarter of an hour, {len(acts)} acts back to back: longest hold",
            f"{_ms(worst['longest'])} ({_ms(worst['computing'])} computing) in: {worst['what']}",
            f"{len(long)} kinds over {_ms(HOLD)}: {', '.join(long)}" if long else "",
            worst["longest"] / HOLD,
            1,
        ),
    ]


def _alike(runs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return what each run says of an act: the first of its name, the second of its name, and so on."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for run in runs:
        nth: Counter[str] = Counter()
        for act in run["played"]:
            nth[act["what"]] += 1
            found.setdefault((act["what"], nth[act["what"]]), []).append(act)
    return list(found.values())


def _played(folder: Path, account: str, passphrase: str) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name != NO_BYTE_CODE}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.played", str(folder), account],
        input=passphrase + "\n",
        capture_output=True,
        encoding="utf-8",
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _p95(rising: list[float]) -> float:
    return rising[int(len(rising) * 0.95)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
