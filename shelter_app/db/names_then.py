"""What accounts are called, now and at a moment: what was done is told under the name of that time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.trust import Account, FormerName


class AccountNames:
    """The names of all accounts by id, with what each was called before; ``now`` holds those of today."""

    def __init__(self, session: Session) -> None:
        self.now: dict[str, str] = {}
        self._before: dict[str, list[tuple[datetime, str]]] = {}
        for uid, name, former, until in session.execute(
            select(Account.id, Account.name, FormerName.name, FormerName.until_at)
            .outerjoin(FormerName, FormerName.account_id == Account.id)
            .order_by(FormerName.until_at, FormerName.id)
        ):
            self.now[uid] = name
            if until is not None:
                self._before.setdefault(uid, []).append((until, former))

    def at(self, uid: str | None, moment: datetime) -> str:
        """Return what an account was called at a moment; empty for no account."""
        known = uid or ""
        former = (name for until, name in self._before.get(known, ()) if moment < until)
        return next(former, self.now.get(known, ""))
