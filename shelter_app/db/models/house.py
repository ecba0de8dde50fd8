"""The house: organisation, shelters, rooms, beds and what takes a bed out of use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import Erasure, Listed, Record, coded, coded_many, ordered, refers, sealed
from shelter_app.i18n import N_


class Organisation(Record):
    """Whose store this is; one row."""

    __tablename__ = "organisation"
    LABEL = N_("organisation")
    ERASURE, EXPORTED = Erasure.NONE, True

    name: Mapped[str]
    legal_id: Mapped[str | None]
    accreditation_no: Mapped[str | None]
    accredited_on: Mapped[date | None]
    contacts: Mapped[str | None]
    letterhead: Mapped[str | None]
    logo: Mapped[bytes | None]
    head_office: Mapped[str | None]


class Shelter(Record):
    """A place with beds, under a code name; its address is sealed with the identity key.

    ``ambulance_to`` is what whoever works here at night tells an ambulance: the emergency sheet carries it.
    """

    __tablename__ = "shelter"
    LABEL = N_("shelter")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str] = coded("unit_type")
    service_code: Mapped[str | None]
    licence_no: Mapped[str | None]
    licensed_from: Mapped[date | None]
    licensed_to: Mapped[date | None]
    address: Mapped[bytes | None] = sealed("IDENTITY")
    phone: Mapped[str | None]
    ambulance_to: Mapped[str | None]


class ShelterCapacity(Record):
    """The licensed capacity of a shelter in a period of days; ``[from_on, to_on)``."""

    __tablename__ = "shelter_capacity"
    LABEL = N_("licensed capacity")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (
        ordered("from_on", "to_on", name="period"),
        CheckConstraint("beds >= 0", name="beds"),
    )

    shelter_id: Mapped[str] = refers("shelter.id")
    beds: Mapped[int]
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Room(Record):
    """A room and the rule of who may sleep in it."""

    __tablename__ = "room"
    LABEL = N_("room")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (UniqueConstraint("shelter_id", "name"),)

    shelter_id: Mapped[str] = refers("shelter.id")
    name: Mapped[str]
    floor: Mapped[str | None]
    placement_rule: Mapped[str] = coded("placement_rule")
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    grid_row: Mapped[int | None]
    grid_column: Mapped[int | None]
    retired_on: Mapped[date | None]
    retired_reason: Mapped[str | None]


class Bed(Record):
    """A place to sleep; whether it is free is a question of dated rows, never a column."""

    __tablename__ = "bed"
    LABEL = N_("bed")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (
        UniqueConstraint("room_id", "label"),
        ordered("in_use_from", "retired_on", name="in_use", strictly=False),
        CheckConstraint("retired_on IS NULL OR retired_reason IS NOT NULL", name="retired_reason"),
    )

    room_id: Mapped[str] = refers("room.id")
    label: Mapped[str]
    kind: Mapped[str] = coded("bed_kind")
    features: Mapped[list[str]] = coded_many("bed_feature")
    in_use_from: Mapped[date]
    retired_on: Mapped[date | None]
    retired_reason: Mapped[str | None]


class BedOutage(Record):
    """A bed that cannot be slept in from a moment to another."""

    __tablename__ = "bed_outage"
    LABEL = N_("bed out of service")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (ordered("from_at", "to_at", name="period"),)

    bed_id: Mapped[str] = refers("bed.id")
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    reason: Mapped[str]


class Setting(Record):
    """A setting of the house, its source, and from when it holds."""

    __tablename__ = "setting"
    LABEL = N_("setting")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (UniqueConstraint("key", "from_on"),)

    key: Mapped[str]
    value: Mapped[Any] = mapped_column(Listed)
    source: Mapped[str | None]
    from_on: Mapped[date]


class CodeEntry(Record):
    """A code of a list: the shipped ones and the shelter's own (``X_...``), offered on ``[from_on, to_on)``."""

    __tablename__ = "code"
    LABEL = N_("code in a list")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (UniqueConstraint("list", "code"),)

    list: Mapped[str]
    code: Mapped[str]
    ro: Mapped[str]
    en: Mapped[str]
    position: Mapped[int]
    origin: Mapped[str]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    counts_as: Mapped[str | None]
