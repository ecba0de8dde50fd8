"""Who knows of a person at all: a restriction, and the accounts that are named in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from shelter_app.db.models.base import Erasure, Record, erased, only_one, refers
from shelter_app.i18n import N_


class Restriction(Record):
    """A resident whom only named accounts see, from its entry until it is ended; one at a time."""

    __tablename__ = "restriction"
    LABEL = N_("access restriction")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (only_one("uq_restriction_open", "resident_id", where="ended_at IS NULL"),)

    resident_id: Mapped[str] = refers("resident.id")
    reason: Mapped[str] = erased("remove")
    ended_at: Mapped[datetime | None]


class RestrictionName(Record):
    """An account that sees a restricted resident."""

    __tablename__ = "restriction_name"
    LABEL = N_("name in an access restriction")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (UniqueConstraint("restriction_id", "account_id"),)

    restriction_id: Mapped[str] = refers("restriction.id", index=False)
    account_id: Mapped[str] = refers("account.id")
