"""The colours of the three looks, read from ``tokens.json``; every text on its ground is at least 4.5 : 1."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LIGHT = "light"
DARK = "dark"
HIGH_CONTRAST = "high_contrast"
LOOKS = (LIGHT, DARK, HIGH_CONTRAST)

_FILE = Path(__file__).with_name("tokens.json")


class Tokens(NamedTuple):
    """The colours of one look, named by what they mean."""

    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    free: str
    free_soft: str
    info: str
    info_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    sealed: str
    sealed_soft: str


@lru_cache
def tokens(look: str) -> Tokens:
    """Return the colours of ``look``."""
    return Tokens(**json.loads(_FILE.read_text("utf-8"))[look])
