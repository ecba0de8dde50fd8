"""Prove a bundle: it makes a demo store, and its window opens on a virtual screen.

The bundle is started outside the checkout with an environment that holds no Python paths, so nothing but its
own files can answer.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WAIT = 60.0
GEOMETRY = "1360x860x24"


def bare_environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment with a home of its own and nothing of this checkout's."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **more}


def make_demo_store(program: Path, place: Path) -> Path:
    """Make a small demo store with the bundle and return its folder."""
    store, said = place / "store", place / "demo.json"
    words = ["demo", "--data", str(store), "--residents", "12", "--years", "1", "--json", str(said)]
    subprocess.run([program, *words], check=True, cwd=place, env=bare_environment(place))
    accounts = json.loads(said.read_text(encoding="utf-8"))["accounts"]
    print(f"demo store made, {len(accounts)} accounts")
    return store


def start_screen() -> tuple[subprocess.Popen[bytes], str]:
    """Start a virtual screen and return it with its name."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", GEOMETRY, "-nolisten", "tcp"]
    screen = subprocess.Popen(words, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        name = ":" + answer.readline().strip()
    return screen, name


def window_appears(display: str, process_id: int) -> bool:
    """Wait until a window of the process is on the screen."""
    until = time.monotonic() + WAIT
    environment = {**os.environ, "DISPLAY": display}
    words = ["xdotool", "search", "--onlyvisible", "--pid", str(process_id), "--name", "."]
    while time.monotonic() < until:
        found = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        if found.stdout.strip():
            return True
        time.sleep(0.2)
    return False


def open_window(program: Path, store: Path, place: Path) -> bool:
    """Start the bundle's window on the store and say whether it came up."""
    screen, display = start_screen()
    try:
        environment = bare_environment(place, DISPLAY=display, XDG_RUNTIME_DIR=str(place))
        window = subprocess.Popen([program, "--data", store], cwd=place, env=environment)
        try:
            return window_appears(display, window.pid)
        finally:
            window.terminate()
            window.wait(timeout=WAIT)
    finally:
        screen.terminate()
        screen.wait(timeout=WAIT)


def main() -> int:
    """Try the bundle in ``dist``, or the one given."""
    program = (Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "shelter-app") / "shelter-app"
    os.umask(0o077)
    place = Path(tempfile.mkdtemp(prefix="bundle-"))
    try:
        store = make_demo_store(program.resolve(), place)
        if not open_window(program.resolve(), store, place):
            print("The window did not appear on the virtual screen.", file=sys.stderr)
            return 1
        print("the window came up on a virtual screen")
    finally:
        shutil.rmtree(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
