"""What a person chose for this window, kept beside the store: language, look, text size.

A line each, a name and its value: the sign-in waits for them, and a reader of JSON takes longer to load than to read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from shelter_app.i18n import DEFAULT, LANGUAGES
from shelter_app.ui.theme.look import SCALES, SYSTEM
from shelter_app.ui.theme.tokens import LOOKS

FILE = "window.choices"
KEYRING = "keyring.json"


class Preferences:
    """The choices, each with the value of a first start; no dataclass, which would be loaded before the first paint."""

    def __init__(self, language: str = DEFAULT, look: str = SYSTEM, percent: int = 100) -> None:
        self.language = language
        self.look = look
        self.percent = percent


def load(folder: Path) -> Preferences:
    """Return the choices kept in ``folder``; what is missing or unreadable is as at a first start."""
    try:
        lines = (folder / FILE).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return Preferences()
    known: dict[str, dict[str, Any]] = {
        name: {str(value): value for value in allowed}
        for name, allowed in (("language", LANGUAGES), ("look", (SYSTEM, *LOOKS)), ("percent", SCALES))
    }
    kept = dict(line.partition("=")[::2] for line in lines)
    return Preferences(
        **{name: allowed[kept[name]] for name, allowed in known.items() if kept.get(name) in allowed}
    )


def store_exists(folder: Path) -> bool:
    """Return whether ``folder`` holds a store; nothing of ours is put into a folder without one."""
    return (folder / KEYRING).is_file()


def save(folder: Path, choices: Preferences) -> None:
    """Keep the choices beside the store, whole or not at all; where there is no store, nothing is kept."""
    if not store_exists(folder):
        return
    part = folder / f"{FILE}.partial"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in vars(choices).items())
    part.replace(folder / FILE)
