"""A fresh process image in place of this one: nothing of its memory stays."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def restart(folder: Path, account: str) -> None:
    """Replace this process with a fresh sign-in on the same folder; may be called from any thread."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "shelter_app"]
    words = [*program, "--data", str(folder.resolve()), "--account", account]
    if sys.platform == "win32":
        import subprocess

        subprocess.Popen(words)
        os._exit(0)
    os.execv(words[0], words)
