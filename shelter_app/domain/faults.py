"""Defects: logged without personal data, said as one sentence with a number to quote.

The log holds the kind of the error and where it happened (functions and line numbers of the program); never
its text, which may hold what somebody typed.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from pathlib import Path

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

LOG = logging.getLogger("shelter_app")


def number(error: BaseException) -> str:
    """Return the number of a defect: the same place and kind have the same number."""
    return hashlib.sha256("|".join(_trail(error)).encode()).hexdigest()[:6].upper()


def as_refusal(error: BaseException) -> Refused:
    """Log a defect and return it as a refusal with one sentence for the person."""
    if isinstance(error, Refused):
        return error
    quoted = number(error)
    LOG.error("defect %s %s", quoted, " < ".join(_trail(error)))
    sentence = _(
        "Something went wrong in the program and nothing was changed. Please report number {number}."
    )
    return Refused("defect", sentence.format(number=quoted))


def _trail(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.name}:{frame.lineno}" for frame in reversed(frames)]
    return [type(error).__name__, *places[:12]]
