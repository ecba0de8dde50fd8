"""Start to the mapped sign-in window, against a bare PySide6 window of the same size."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.bench.measure import Line, side_by_side
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
        mine, floor = side_by_side(
            lambda: screen.seconds_to_window(ours, environment),
            lambda: screen.seconds_to_window(bare, environment),
            TIMES,
        )
    return Line(
        "start to sign-in window / bare PySide6 window",
        f"{mine:.3f} s",
        f"{floor:.3f} s",
        mine / floor,
        GOAL,
    )
