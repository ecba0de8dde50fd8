"""What accounts were called at a moment: what was done is told under the name of that time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.trust import Account, FormerName


def names_then(session: Session) -> Callable[[str | None, datetime], str]:
    """Return what gives, of an account's id and a moment, its name at that moment; empty for no account."""
    now = {uid: name for uid, name in session.execute(select(Account.id, Account.name))}
    before: dict[str, list[tuple[datetime, str]]] = {}
    for uid, name, until in session.execute(
        select(FormerName.account_id, FormerName.name, FormerName.until_at).order_by(FormerName.until_at)
    ):
        before.setdefault(uid, []).append((until, name))

    def name_at(uid: str | None, at: datetime) -> str:
        known = uid or ""
        former = (name for until, name in before.get(known, ()) if at < until)
        return next(former, now.get(known, ""))

    return name_at
