"""Start to the mapped sign-in window, against a bare PySide6 window of the same size."""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path

from tests.bench.measure import Line
from tests.bench.screen import virtual_screen

GOAL = 1.15
TIMES = 25
NO_BYTE_CODE = (
    "PYTHONDONTWRITEBYTECODE"  # would have the program compiled anew at each start, and Qt's parts not
)
BARE = """
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget()
window.resize(1360, 860)
window.show()
application.exec()
"""


def start(store: Path) -> Line:
    """Measure both in turn on one virtual screen."""
    environment = {name: value for name, value in os.environ.items() if name != NO_BYTE_CODE}
    environment["QT_QPA_PLATFORM"] = "xcb"
    bare = [sys.executable, "-c", BARE]
    ours = [str(Path(sys.executable).with_name("shelter-app")), "--data", str(store)]
    with virtual_screen() as screen:
        for words in (bare, ours):  # once each, so that files and byte code are warm
            screen.seconds_to_window(words, environment)
        pairs = [
            [screen.seconds_to_window(words, environment) for words in (ours, bare)] for _time in range(TIMES)
        ]
    (mine, floor), (computing, least) = (
        [statistics.median(pair[which][of] for pair in pairs) for which in (0, 1)] for of in (0, 1)
    )
    return Line(
        "start to sign-in window / bare PySide6 window",
        f"{mine:.3f} s ({computing * 1000:.0f} ms of it computing)",
        f"{floor:.3f} s ({least * 1000:.0f} ms)",
        mine / floor,
        GOAL,
    )
