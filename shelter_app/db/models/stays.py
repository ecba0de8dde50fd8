"""Referrals, reservations, stays and the beds slept in.

A night belongs to the local day on which it begins: night d counts when
``from_on <= d < to_on``. The instants say who was where at a minute.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import (
    Erasure,
    Record,
    coded,
    coded_many,
    erased,
    only_one,
    ordered,
    refers,
    sealed,
    without_value,
)
from shelter_app.i18n import N_


class Referral(Record):
    """A request for a place; it needs no name."""

    __tablename__ = "referral"
    LABEL = N_("request for a place")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (ordered("received_at", "decided_at", name="decided", strictly=False),)

    shelter_id: Mapped[str] = refers("shelter.id")
    received_at: Mapped[datetime]
    received_on: Mapped[date] = mapped_column(index=True)
    source: Mapped[str] = coded("referral_source")
    source_text: Mapped[str | None] = erased("remove")
    channel: Mapped[str | None] = coded("referral_channel", nullable=True)
    reason: Mapped[str | None] = coded("referral_reason_in", nullable=True)
    urgency: Mapped[str] = coded("urgency")
    sex: Mapped[str | None] = coded("sex", nullable=True)
    birth_year: Mapped[int | None] = erased("blur")
    persons: Mapped[int] = mapped_column(default=1)
    needs: Mapped[list[str]] = coded_many("bed_feature")
    note: Mapped[str | None] = erased("remove")
    decision: Mapped[str] = coded("referral_decision")
    decided_at: Mapped[datetime | None]
    decline_note: Mapped[str | None] = erased("remove")
    resident_id: Mapped[str | None] = refers("resident.id", nullable=True)
    unanswered: Mapped[dict[str, str] | None] = without_value("sex", "birth_year")


class Reservation(Record):
    """A bed held for somebody until it lapses."""

    __tablename__ = "reservation"
    LABEL = N_("reserved bed")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        ordered("from_at", "to_at", name="period"),
        CheckConstraint("lapses_at >= from_at", name="lapses"),
    )

    bed_id: Mapped[str] = refers("bed.id")
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    reason: Mapped[str | None] = erased("remove")
    referral_id: Mapped[str | None] = refers("referral.id", nullable=True)
    outcome: Mapped[str | None] = coded("reservation_outcome", nullable=True)
    outcome_at: Mapped[datetime | None]


class Stay(Record):
    """From admission to exit; ``[admitted_at, ended_at)``, open while ``ended_at`` is null."""

    __tablename__ = "stay"
    LABEL = N_("stay")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        ordered("admitted_at", "ended_at", name="period", strictly=False),
        ordered("admitted_on", "ended_on", name="days", strictly=False),
        CheckConstraint("(ended_at IS NULL) = (ended_on IS NULL)", name="ended_both"),
        CheckConstraint("(ended_at IS NULL) = (exit_reason IS NULL)", name="exit_reason"),
        only_one("uq_stay_open", "resident_id", where="ended_at IS NULL"),
        Index("ix_stay_shelter_id_admitted_on_ended_on", "shelter_id", "admitted_on", "ended_on"),
        Index("ix_stay_ended_on", "ended_on", "admitted_on", "shelter_id"),
    )

    resident_id: Mapped[str] = refers("resident.id")
    shelter_id: Mapped[str] = refers("shelter.id", index=False)
    referral_id: Mapped[str | None] = refers("referral.id", nullable=True)
    referral_source: Mapped[str | None] = coded("referral_source", nullable=True)
    admitted_at: Mapped[datetime]
    admitted_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    leaves_on: Mapped[date | None]
    transferred_from_id: Mapped[str | None] = refers("stay.id", nullable=True)
    admission_reason: Mapped[str | None] = coded("referral_reason_in", nullable=True)
    exit_reason: Mapped[str | None] = coded("exit_reason", nullable=True)
    exit_destination: Mapped[str | None] = coded("exit_destination", nullable=True)
    exit_note: Mapped[str | None] = erased("remove")
    destination_address: Mapped[bytes | None] = sealed("DESTINATION")
    unanswered: Mapped[dict[str, str] | None] = without_value("exit_destination")


class EmergencyAdmission(Record):
    """An admission by the shift, who enters only what is needed at once; a case manager completes it later."""

    __tablename__ = "emergency_admission"
    LABEL = N_("emergency admission")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (UniqueConstraint("stay_id"),)

    stay_id: Mapped[str] = refers("stay.id", index=False)
    completed_at: Mapped[datetime | None]


class BedPeriod(Record):
    """A bed held by a stay; ``[from_at, to_at)``. An end that is to come was agreed: the bed is another's then."""

    __tablename__ = "bed_period"
    LABEL = N_("bed period")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        ordered("from_at", "to_at", name="period"),
        ordered("from_on", "to_on", name="days", strictly=False),
        CheckConstraint("(to_at IS NULL) = (to_on IS NULL)", name="ended_both"),
        Index("ix_bed_period_bed_id_from_at", "bed_id", "from_at"),
        only_one("uq_bed_period_open", "bed_id", where="to_at IS NULL"),
    )

    stay_id: Mapped[str] = refers("stay.id")
    bed_id: Mapped[str] = refers("bed.id", index=False)
    from_at: Mapped[datetime]
    from_on: Mapped[date]
    to_at: Mapped[datetime | None]
    to_on: Mapped[date | None]
    override_reason: Mapped[str | None] = erased("remove")

    @classmethod
    def goes_on(cls, now: datetime) -> ColumnElement[bool]:
        """Return the condition that the bed is had at ``now``: without an end, or with one agreed that is to come."""
        return or_(cls.to_at.is_(None), cls.to_at > now)


class Absence(Record):
    """Away from the house during a stay; ``[from_at, to_at)``, the bed held or released."""

    __tablename__ = "absence"
    LABEL = N_("leave")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (ordered("from_at", "to_at", name="period"),)

    stay_id: Mapped[str] = refers("stay.id")
    kind: Mapped[str] = coded("absence_type")
    from_at: Mapped[datetime]
    from_on: Mapped[date]
    to_at: Mapped[datetime | None]
    to_on: Mapped[date | None]
    expected_at: Mapped[datetime | None]
    reported_to: Mapped[str | None] = erased("remove")
