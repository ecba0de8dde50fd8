"""A sheet of the house: lists to look at, to tick, to carry in an emergency; kept without language or form."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shelter_app.reports.dataset import Chart, Facts, Paragraph
from shelter_app.reports.letterhead import Letterhead
from shelter_app.reports.words import Words

TICK = Words("text", "")
"""A cell left empty, to be ticked or written in by hand."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of texts; ``shares`` divide the width, ``total`` draws the last row in bold."""

    title: Words | None
    columns: tuple[Words, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[Words, ...], ...]
    total: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: a title, what it is of, who made it when, and its blocks."""

    title: Words
    about: tuple[Words, ...]
    organisation: str
    made_at: datetime
    made_by: str
    demo: bool
    blocks: tuple[Listing | Facts | Paragraph | Chart, ...]
    letterhead: Letterhead | None = None

    @property
    def sha256(self) -> str:
        """The digest of what the sheet says."""
        said: list[Any] = [self.title.plain(), [w.plain() for w in self.about], self.made_at.isoformat()]
        for block in self.blocks:
            if isinstance(block, Listing):
                said.append([[cell.plain() for cell in row] for row in block.rows])
            elif isinstance(block, Facts):
                said.append([[name.plain(), value.plain()] for name, value in block.rows])
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
