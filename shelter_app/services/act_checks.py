"""What is asked of every act before its own rule: a clock that can be right, days and texts that can be meant."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from shelter_app.db.store import Store
from shelter_app.db.trail import CONFIRM_CLOCK, NEEDED_AT_ONCE
from shelter_app.domain.errors import Refused
from shelter_app.domain.typed_text import need_readable
from shelter_app.i18n import _

YEARS = range(1900, 2200)  # in which what people type takes place
BY_ANY_CLOCK = (CONFIRM_CLOCK, *NEEDED_AT_ONCE)
BY_A_RIGHT_CLOCK = ("reporting.preview", "reporting.figures")  # views whose figures depend on what day it is


def need_believed_clock(store: Store, act: str) -> None:
    """Refuse to write by a clock that cannot be right, until somebody says that it is."""
    if store.clock_doubt is not None and act not in BY_ANY_CLOCK:
        raise Refused(
            "clock_in_doubt",
            _("The computer's clock seems to be wrong. Set it correctly, or first confirm that it is right."),
        )


def need_believed_clock_for(store: Store, view: str) -> None:
    """Refuse figures and reports by a clock that cannot be right; everything else may be read."""
    if view in BY_A_RIGHT_CLOCK:
        need_believed_clock(store, view)


def need_near_days(act: Any) -> None:
    """Refuse a day of another century: typed by mistake, it would stand in every list and figure that reaches it."""
    for one in fields(act):
        said = getattr(act, one.name)
        if isinstance(said, date) and said.year not in YEARS:
            raise Refused("far_day", _("This day is too far away. Check the year."), (one.name,))


def need_readable_texts(act: Any) -> None:
    """Refuse half a sign and texts that nobody can see, whichever field of whichever act they are typed into."""
    for one in fields(act):
        said = getattr(act, one.name)
        for text in said if isinstance(said, tuple) else (said,):
            if isinstance(text, str):
                need_readable(text, one.name)
