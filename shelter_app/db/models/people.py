"""People: the resident by code, the sealed identity, who works with whom, who belongs together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import (
    Erasure,
    Listed,
    Record,
    coded,
    coded_many,
    erased,
    ordered,
    refers,
    sealed,
    without_value,
)
from shelter_app.i18n import N_


class Resident(Record):
    """A person under a code word; says nothing of name, family or exact birth date."""

    __tablename__ = "resident"
    LABEL = N_("resident")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("birth_year IS NULL OR birth_year BETWEEN 1880 AND 2200", name="birth_year"),
        CheckConstraint(
            "(birth_year IS NULL) = (birth_precision IN ('UNKNOWN', 'REFUSED'))", name="birth_precision"
        ),
        Index("ix_resident_former_code", "former_code"),
    )

    code: Mapped[str] = erased("keep")
    former_code: Mapped[str | None] = erased("remove")
    preferred_name: Mapped[str | None] = erased("remove")
    sex: Mapped[str | None] = coded("sex", nullable=True)
    birth_year: Mapped[int | None] = erased("blur")
    birth_precision: Mapped[str] = coded("birth_precision")
    citizenships: Mapped[list[str]] = erased("keep", Listed, default=list)
    county: Mapped[str | None] = coded("county", nullable=True)
    languages: Mapped[list[str]] = erased("keep", Listed, default=list)
    interpreter_needed: Mapped[bool] = mapped_column(default=False)
    vulnerabilities: Mapped[list[str]] = coded_many("vulnerability")
    unanswered: Mapped[dict[str, str] | None] = without_value(
        "preferred_name", "sex", "birth_year", "citizenships", "county", "languages", "vulnerabilities"
    )


class ResidentAlert(Record):
    """Something that the house must know about a resident, with a level and an end."""

    __tablename__ = "resident_alert"
    LABEL = N_("alert")
    ERASURE, EXPORTED = Erasure.REMOVE, True

    resident_id: Mapped[str] = refers("resident.id")
    level: Mapped[str] = coded("alert_level")
    text: Mapped[str]
    until_on: Mapped[date | None]


class ResidentIdentity(Record):
    """Who the resident is, every column sealed with the identity key; one row a resident."""

    __tablename__ = "resident_identity"
    LABEL = N_("identity")
    ERASURE, EXPORTED = Erasure.REMOVE, True
    __table_args__ = (UniqueConstraint("resident_id"),)

    resident_id: Mapped[str] = refers("resident.id", index=False)
    legal_name: Mapped[bytes | None] = sealed("IDENTITY")
    other_names: Mapped[bytes | None] = sealed("IDENTITY")
    birth_date: Mapped[bytes | None] = sealed("IDENTITY")
    cnp: Mapped[bytes | None] = sealed("IDENTITY")
    documents: Mapped[bytes | None] = sealed("IDENTITY")
    phones: Mapped[bytes | None] = sealed("IDENTITY")
    contact_rules: Mapped[bytes | None] = sealed("IDENTITY")
    home_address: Mapped[bytes | None] = sealed("IDENTITY")
    photo: Mapped[bytes | None] = sealed("IDENTITY")
    relatives: Mapped[bytes | None] = sealed("IDENTITY")
    guardian: Mapped[bytes | None] = sealed("IDENTITY")
    notes: Mapped[bytes | None] = sealed("IDENTITY")
    unanswered: Mapped[bytes | None] = sealed("IDENTITY")


class CaseAssignment(Record):
    """Who works with a resident, as what, from when; this is what "own" means in the roles table."""

    __tablename__ = "case_assignment"
    LABEL = N_("assignment of a case")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (
        ordered("from_on", "to_on", name="period", strictly=False),
        CheckConstraint("account_id IS NOT NULL OR staff_name IS NOT NULL", name="who"),
        Index("ix_case_assignment_account_id_role", "account_id", "role"),
    )

    resident_id: Mapped[str] = refers("resident.id")
    account_id: Mapped[str | None] = refers("account.id", nullable=True, index=False)
    staff_name: Mapped[str | None] = erased("keep")
    role: Mapped[str] = coded("case_role")
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Household(Record):
    """People placed and counted together."""

    __tablename__ = "household"
    LABEL = N_("household")
    ERASURE, EXPORTED = Erasure.BLUR, True

    label: Mapped[str | None] = erased("remove")


class HouseholdMember(Record):
    """A resident in a household for a time; an accompanying child is no victim record."""

    __tablename__ = "household_member"
    LABEL = N_("household member")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (ordered("from_on", "to_on", name="period", strictly=False),)

    household_id: Mapped[str] = refers("household.id")
    resident_id: Mapped[str] = refers("resident.id")
    role: Mapped[str] = coded("household_role")
    accompanying_child: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class KeepApart(Record):
    """Two residents who must not share a room."""

    __tablename__ = "keep_apart"
    LABEL = N_("people kept apart")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        ordered("from_on", "to_on", name="period", strictly=False),
        CheckConstraint("one_id < other_id", name="pair"),
    )

    one_id: Mapped[str] = refers("resident.id")
    other_id: Mapped[str] = refers("resident.id")
    reason: Mapped[str] = erased("remove")
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class TraffickingEvent(Record):
    """An episode of trafficking, coded so that HTCDS maps one to one; all of it may be unknown."""

    __tablename__ = "trafficking_event"
    LABEL = N_("account of what the person went through")
    ERASURE, EXPORTED = Erasure.BLUR, True

    resident_id: Mapped[str] = refers("resident.id")
    recruitment: Mapped[list[str]] = coded_many("recruitment_method")
    means_of_control: Mapped[list[str]] = coded_many("means_of_control")
    main_form: Mapped[str | None] = coded("exploitation_form", nullable=True)
    exploitation_forms: Mapped[list[str]] = coded_many("exploitation_form")
    sectors: Mapped[list[str]] = coded_many("labour_sector")
    direction: Mapped[str | None] = coded("direction", nullable=True)
    countries: Mapped[list[str]] = erased("keep", Listed, default=list)
    trafficker_relation: Mapped[str | None] = coded("recruiter_relation", nullable=True)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    recorded_on: Mapped[date]
    unlisted_text: Mapped[str | None] = erased("remove")


class Identification(Record):
    """A step of the victim status chain: what, by whom, when; never overwritten."""

    __tablename__ = "identification"
    LABEL = N_("identification as a victim")
    ERASURE, EXPORTED = Erasure.BLUR, True

    resident_id: Mapped[str] = refers("resident.id")
    status: Mapped[str] = coded("victim_status")
    decided_by: Mapped[str | None] = coded("decision_maker", nullable=True)
    number: Mapped[str | None] = erased("remove")
    decided_on: Mapped[date]


class Milestone(Record):
    """A reintegration milestone of a resident; a milestone can be lost again."""

    __tablename__ = "milestone"
    LABEL = N_("milestone")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        ordered("reached_on", "lost_on", name="lost_after_reached", strictly=False),
        CheckConstraint("lost_on IS NULL OR reached_on IS NOT NULL", name="lost_needs_reached"),
        Index("ix_milestone_due", "reached_on", "target_on", "resident_id", "kind"),
    )

    resident_id: Mapped[str] = refers("resident.id")
    kind: Mapped[str] = coded("reintegration_milestone")
    target_on: Mapped[date | None]
    reached_on: Mapped[date | None]
    evidence: Mapped[str | None] = erased("remove")
    lost_on: Mapped[date | None]


class FollowUp(Record):
    """A contact after exit, due by the deadline rules."""

    __tablename__ = "follow_up"
    LABEL = N_("contact after exit")
    ERASURE, EXPORTED = Erasure.BLUR, True

    stay_id: Mapped[str] = refers("stay.id")
    resident_id: Mapped[str] = refers("resident.id")
    point: Mapped[str] = coded("followup_point")
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    result: Mapped[str | None] = coded("followup_result", nullable=True)
    housing_score: Mapped[int | None]
    in_work_or_school: Mapped[bool | None]
    retrafficking: Mapped[str | None] = coded("retrafficking_assessment", nullable=True)
    next_step: Mapped[str | None] = erased("remove")
