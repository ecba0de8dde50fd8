"""A printed recovery sheet, read as a person reads it."""

from __future__ import annotations

import re
from pathlib import Path

from pypdf import PdfReader

from shelter_app.ui.signin.recovery_sheet import RecoverySheet

GROUP = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}\b")


def groups_on(paper: Path) -> list[str]:
    """Return the groups of the key that stand on a sheet."""
    found = GROUP.findall(PdfReader(paper).pages[0].extract_text())
    assert len(found) == 6
    return found


def group_asked(sheet: RecoverySheet, paper: Path) -> str:
    """Return the group that the window asks for."""
    return groups_on(paper)[sheet.number - 1]
