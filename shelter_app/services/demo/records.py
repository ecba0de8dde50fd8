"""What the invented people left in the store, and the accounts under which it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from shelter_app.services.demo.occupancy import Person


@dataclass
class Stayed:
    """One person's stay as it was written."""

    id: str
    resident: str
    person: Person
    shelter: str
    start: date
    end: date | None
    exit_reason: str | None
    same_day: bool
    admitted_at: datetime
    ended_at: datetime | None


@dataclass
class Team:
    """The accounts that the made-up work is written under."""

    director: str
    managers: tuple[str, str]
    counsellor: str
    legal: str
    house: str


@dataclass
class BlockRecords:
    """What the people of a block left in the store, for whoever writes their care."""

    stays: list[Stayed] = field(default_factory=list)
    manager_of: dict[str, str] = field(default_factory=dict)
    victims: list[str] = field(default_factory=list)
