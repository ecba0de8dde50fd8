"""The terms (days until something is due) that the house changed in its settings, loaded from the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from shelter_app.db.models.house import Setting
from shelter_app.domain import deadlines

KEY = "deadline."


def take_up(session: Session, today: date) -> None:
    """Apply the terms stored in the settings to the deadline rules of this process; called at sign-in."""
    deadlines.take_up(terms(session, today))


def take_up_once_stored(session: Session, today: date) -> None:
    """Let what this transaction sets be told as soon as it is stored, and not before."""
    session.flush()
    found = terms(session, today)
    event.listen(session, "after_commit", lambda _session: deadlines.take_up(found), once=True)


def terms(session: Session, today: date) -> dict[str, int]:
    """Return the terms that the house has set and that hold on a day, by the name of the rule."""
    rows = session.execute(
        select(Setting.key, Setting.value)
        .where(Setting.key.startswith(KEY), Setting.from_on <= today)
        .order_by(Setting.from_on)
    )
    return terms_in({key: value for key, value in rows})


def terms_in(settings: Mapping[str, Any]) -> dict[str, int]:
    """Return the terms that stand among settings given by their keys, by the name of the rule."""
    return {key.removeprefix(KEY): int(value) for key, value in settings.items() if key.startswith(KEY)}
