"""Services given, and who pays for what."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import Erasure, Record, coded, erased, ordered, refers
from shelter_app.i18n import N_


class ServiceDelivery(Record):
    """One service given to one resident on one day; money in bani is the row's total."""

    __tablename__ = "service_delivery"
    LABEL = N_("service provided")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        CheckConstraint("quantity_hundredths > 0", name="quantity"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("cost_bani IS NULL OR cost_bani >= 0", name="cost"),
        # Covers what figures count, so that a year's services are read in order from the index alone.
        Index(
            "ix_service_delivery_counted",
            "given_on",
            "id",
            "shelter_id",
            "resident_id",
            "service",
            "quantity_hundredths",
        ),
    )

    resident_id: Mapped[str] = refers("resident.id")
    stay_id: Mapped[str | None] = refers("stay.id", nullable=True)
    shelter_id: Mapped[str] = refers("shelter.id")
    service: Mapped[str] = coded("service")
    given_on: Mapped[date]
    quantity_hundredths: Mapped[int] = mapped_column(default=100)
    unit: Mapped[str] = erased("keep")
    minutes: Mapped[int | None]
    provider: Mapped[str | None] = erased("remove")
    cost_bani: Mapped[int | None]
    currency: Mapped[str] = erased("keep", default="RON")
    funder_id: Mapped[str | None] = refers("funder.id", nullable=True)
    batch: Mapped[str | None] = erased("keep", index=True)
    unlisted_text: Mapped[str | None] = erased("remove")


class Funder(Record):
    """Who gives money."""

    __tablename__ = "funder"
    LABEL = N_("donor")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str]


class Grant(Record):
    """Money of a funder for a time; ``[from_on, to_on)``."""

    __tablename__ = "grant"
    LABEL = N_("grant")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (UniqueConstraint("code"), ordered("from_on", "to_on", name="period"))

    funder_id: Mapped[str] = refers("funder.id")
    code: Mapped[str]
    title: Mapped[str]
    from_on: Mapped[date]
    to_on: Mapped[date]
    currency: Mapped[str] = mapped_column(default="EUR")


class GrantShare(Record):
    """A stay, session or service that a grant pays for."""

    __tablename__ = "grant_share"
    LABEL = N_("share of a grant")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (
        CheckConstraint(
            "(stay_id IS NOT NULL) + (session_id IS NOT NULL) + (delivery_id IS NOT NULL) = 1", name="one"
        ),
    )

    grant_id: Mapped[str] = refers("grant.id")
    stay_id: Mapped[str | None] = refers("stay.id", nullable=True)
    session_id: Mapped[str | None] = refers("session.id", nullable=True)
    delivery_id: Mapped[str | None] = refers("service_delivery.id", nullable=True)


class GrantTarget(Record):
    """What a grant promised for an indicator; figures in hundredths."""

    __tablename__ = "grant_target"
    LABEL = N_("grant target")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (UniqueConstraint("grant_id", "indicator"),)

    grant_id: Mapped[str] = refers("grant.id", index=False)
    indicator: Mapped[str] = coded("indicator")
    baseline_hundredths: Mapped[int | None]
    target_hundredths: Mapped[int]
    verification: Mapped[str | None]


class Staffing(Record):
    """Posts of a function in a shelter, in hundredths of a full-time post."""

    __tablename__ = "staffing"
    LABEL = N_("staffing")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (
        ordered("from_on", "to_on", name="period"),
        CheckConstraint("posts_hundredths > 0", name="posts"),
    )

    shelter_id: Mapped[str] = refers("shelter.id")
    function: Mapped[str] = coded("staff_role")
    posts_hundredths: Mapped[int]
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Expense(Record):
    """What a shelter cost in a month, by category; ``month_on`` is the month's first day."""

    __tablename__ = "expense"
    LABEL = N_("expense")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (
        UniqueConstraint("shelter_id", "month_on", "category"),
        CheckConstraint("amount_bani >= 0", name="amount"),
        CheckConstraint("substr(month_on, 9, 2) = '01'", name="month"),
    )

    shelter_id: Mapped[str] = refers("shelter.id", index=False)
    month_on: Mapped[date]
    category: Mapped[str] = coded("expense_category")
    amount_bani: Mapped[int]
