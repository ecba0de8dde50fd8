"""The house's evening and day book: who was in, which bed is kept for whom, rooms looked at, past days corrected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import Erasure, Listed, Record, coded, erased, refers
from shelter_app.i18n import N_


class Presence(Record):
    """What the roll call of an evening found of a resident; one row a stay and day."""

    __tablename__ = "presence"
    LABEL = N_("roll call mark")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (UniqueConstraint("stay_id", "day"), Index("ix_presence_day", "day"))

    stay_id: Mapped[str] = refers("stay.id", index=False)
    day: Mapped[date]
    mark: Mapped[str] = coded("presence_mark")
    marked_at: Mapped[datetime]
    on_paper: Mapped[bool] = mapped_column(default=False)


class BedDecision(Record):
    """A decision on the bed of somebody who is away: kept for her, or given free."""

    __tablename__ = "bed_decision"
    LABEL = N_("decision about a bed")
    ERASURE, EXPORTED = Erasure.BLUR, True

    stay_id: Mapped[str] = refers("stay.id")
    bed_id: Mapped[str] = refers("bed.id")
    decision: Mapped[str] = coded("bed_decision")
    reason: Mapped[str] = erased("remove")
    decided_at: Mapped[datetime]


class AbsenceStep(Record):
    """A step taken about somebody who did not come back: what, whom it was told, when, and what came of it."""

    __tablename__ = "absence_step"
    LABEL = N_("step taken about somebody who is not back")
    ERASURE, EXPORTED = Erasure.BLUR, True

    absence_id: Mapped[str] = refers("absence.id")
    step: Mapped[str] = erased("remove")
    whom: Mapped[str] = erased("remove")
    taken_at: Mapped[datetime]
    outcome: Mapped[str | None] = erased("remove")


class ExtraBed(Record):
    """Why a mattress over the capacity was put up, and until when it takes somebody in."""

    __tablename__ = "extra_bed"
    LABEL = N_("extra mattress")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (UniqueConstraint("bed_id"),)

    bed_id: Mapped[str] = refers("bed.id", index=False)
    until_on: Mapped[date]
    reason: Mapped[str] = erased("remove")


class RoomInspection(Record):
    """A room looked at on a day."""

    __tablename__ = "room_inspection"
    LABEL = N_("room check")
    ERASURE, EXPORTED = Erasure.NONE, True

    room_id: Mapped[str] = refers("room.id")
    inspected_on: Mapped[date]
    result: Mapped[str] = coded("inspection_result")
    note: Mapped[str | None]


class RoomDefect(Record):
    """Something broken in a room or bed: work to do until it is mended; it may put the bed out of service."""

    __tablename__ = "room_defect"
    LABEL = N_("room defect")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (
        CheckConstraint("fixed_on IS NULL OR fixed_on >= found_on", name="period"),
        Index("ix_room_defect_fixed_on", "fixed_on"),
    )

    room_id: Mapped[str] = refers("room.id")
    bed_id: Mapped[str | None] = refers("bed.id", nullable=True)
    inspection_id: Mapped[str | None] = refers("room_inspection.id", nullable=True)
    outage_id: Mapped[str | None] = refers("bed_outage.id", nullable=True)
    assignee_id: Mapped[str | None] = refers("account.id", nullable=True)
    text: Mapped[str]
    found_on: Mapped[date]
    due_on: Mapped[date | None]
    fixed_on: Mapped[date | None]
    fixed_note: Mapped[str | None]


class Correction(Record):
    """What a past record said before it was corrected, what it says since, and why; it never changes."""

    __tablename__ = "correction"
    LABEL = N_("correction")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (Index("ix_correction_record_id", "record_id"),)

    record_table: Mapped[str] = erased("keep")
    record_id: Mapped[str] = erased("keep")
    stay_id: Mapped[str | None] = refers("stay.id", nullable=True)
    was: Mapped[Any] = erased("remove", Listed)
    became: Mapped[Any] = erased("remove", Listed)
    reason: Mapped[str] = erased("remove")
