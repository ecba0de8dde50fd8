"""``python -m shelter_app``: without a command the window opens, otherwise the command is carried out."""

from __future__ import annotations

import gc
import os
import sys

WINDOW_WORDS = ("--data", "--account")


def main() -> int:
    """Open the window, or carry out the command that the arguments name."""
    os.umask(0o077)
    words = sys.argv[1:]
    asked = _for_the_window(words)
    if asked is None:
        from shelter_app.cli.main import run

        return run(words)
    gc.disable()  # nothing of the start is garbage; the collector goes on when the rest has been loaded
    from shelter_app.ui import fast_pyside_import

    fast_pyside_import.load()
    from shelter_app.app import open_window

    return open_window(asked.get("--data"), asked.get("--account", ""))


def _for_the_window(words: list[str]) -> dict[str, str] | None:
    """Return the window's options, or None when the arguments are a command's."""
    asked: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, sign, value = word.partition("=")
        if name not in WINDOW_WORDS:
            return None
        if not sign:
            value = next(rest, "")
        if not value:
            return None
        asked[name] = value
    return asked


if __name__ == "__main__":
    sys.exit(main())
