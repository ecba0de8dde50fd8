"""The shift handover: what those who go tell those who come, and who has read it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import Erasure, Record, coded, refers
from shelter_app.i18n import N_


class Handover(Record):
    """One thing told to the next shift, of the house or of a resident; it is withdrawn, never changed."""

    __tablename__ = "handover"
    LABEL = N_("shift handover")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (Index("ix_handover_shelter_id_written_at", "shelter_id", "written_at"),)

    shelter_id: Mapped[str] = refers("shelter.id", index=False)
    shift: Mapped[str] = coded("shift")
    resident_id: Mapped[str | None] = refers("resident.id", nullable=True)
    text: Mapped[str] = mapped_column(info={"erase": "remove"})
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class HandoverRead(Record):
    """Somebody has read a line of the handover."""

    __tablename__ = "handover_read"
    LABEL = N_("handover read by a colleague")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (UniqueConstraint("handover_id", "account_id"),)

    handover_id: Mapped[str] = refers("handover.id", index=False)
    account_id: Mapped[str] = refers("account.id")
    read_at: Mapped[datetime]
