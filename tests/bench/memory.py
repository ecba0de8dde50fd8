"""Memory of the program signed in, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Line

GOAL = 160  # MB
BARE = """
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget()
window.resize(1360, 860)
window.show()
application.processEvents()
"""
SIGNED_IN = """
import sys
from pathlib import Path
from shelter_app.ui import fast_pyside_import
fast_pyside_import.load()
from PySide6.QtWidgets import QApplication
from shelter_app.db import opening as stores
from shelter_app.services.acting import Actor
from shelter_app.ui import preferences
from shelter_app.ui.frame.main_window import MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
application = QApplication([])
folder, name, passphrase = Path(sys.argv[1]), sys.argv[2], sys.stdin.readline().strip()
store = stores.unlock(folder, name, passphrase)
shell = MainWindow(preferences.load(folder))
actor = Actor(store, store.account_id, name, session_id=store.session_id)
shell.show_content(Workspace(actor, signed_in_user(actor), shell))
shell.resize(1360, 860)
shell.show()
import time
until = time.monotonic() + 3
while time.monotonic() < until:
    application.processEvents()
"""
MEASURED = """
import os
kilobytes = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")][0]
print(int(kilobytes) // 1024, flush=True)
os._exit(0)
"""


def memory(folder: Path, account: str, passphrase: str) -> Line:
    """Start both off screen and read their resident memory."""
    bare = _megabytes(BARE)
    ours = _megabytes(SIGNED_IN, str(folder), account, typed=passphrase + "\n")
    return Line(f"memory signed in, {GOAL} MB", f"{ours} MB", f"bare window {bare} MB", ours / GOAL, 1)


def _megabytes(script: str, *words: str, typed: str = "") -> int:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script + MEASURED, *words],
        input=typed,
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return int(done.stdout.splitlines()[-1])
