"""The terms (days until something is due) that the house changed in its settings, loaded from the store."""

from __future__ import annotations

from datetime import date

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
    return {key.removeprefix(KEY): int(value) for key, value in rows}
