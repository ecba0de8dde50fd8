"""What a register says, row by row: plain entries in file order, each with its place in the workbook.

Nothing here knows a store. What the store already holds comes in as ``Known``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time

from shelter_app.transfer import values
from shelter_app.transfer.problems import ERROR, Problem
from shelter_app.transfer.values import Birth, Cell


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry stands: sheet, row as numbered in the workbook."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class StayEntry:
    """One stay; days are local days, codes are codes of the lists, ``shelter`` is as the row names it."""

    at: Source
    code: str
    name: str
    cnp: str
    birth: Birth
    sex: str | None
    citizenship: str
    county: str | None
    entry: date
    exit: date | None
    bed: tuple[str, str] | None
    source: str | None
    exploitation: str | None
    exploitation_text: str
    case_manager: str
    destination: str | None
    exit_reason: str | None
    destination_text: str
    notes: str
    kept: tuple[str, ...] = ()
    shelter: str = ""
    household: str = ""


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """One row of the sessions' sheet."""

    at: Source
    code: str
    day: date
    clock: time | None
    minutes: int | None
    kind: str
    kind_text: str
    counsellor: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """One row of the services' sheet; ``value_bani`` is the row's total."""

    at: Source
    code: str
    day: date
    service: str
    service_text: str
    quantity_hundredths: int
    value_bani: int | None
    funder: str


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """One row of the goals' sheet."""

    at: Source
    code: str
    domain: str
    domain_text: str
    statement: str
    target: date | None
    status: str


@dataclass(frozen=True, slots=True)
class ExitEntry:
    """The exit of a stay that the store holds as going on; ``stay`` is its id."""

    at: Source
    stay: str
    exit: date
    destination: str | None
    exit_reason: str | None
    destination_text: str


@dataclass(frozen=True, slots=True)
class OpenStay:
    """A stay of the store that a register may still end: its id, and the day of the last change of bed in it."""

    id: str
    since: date


@dataclass(frozen=True, slots=True)
class StoredStay:
    """A bed held in the store, ``[start, end)`` in local days."""

    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class StoreContents:
    """What the store already holds, by the register's own codes and bed names.

    ``open_stays`` are those that came from a register and go on, by code and day of entry.
    """

    stays: dict[str, list[StoredStay]] = field(default_factory=dict)
    beds: dict[tuple[str, str], list[StoredStay]] = field(default_factory=dict)
    secret: bytes = b"register"
    open_stays: dict[tuple[str, date], OpenStay] = field(default_factory=dict)


@dataclass(slots=True)
class SheetCount:
    """How a sheet went: ``rows`` that hold something are ``accepted``, ``rejected`` or ``left_out``.

    Left out is what tells of nobody (a sum, headings printed again) or tells what is there already.
    """

    name: str
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    left_out: int = 0


@dataclass(slots=True)
class Reading:
    """What a register says: accepted entries, problems, counts by sheet."""

    stays: list[StayEntry] = field(default_factory=list)
    sessions: list[SessionEntry] = field(default_factory=list)
    services: list[ServiceEntry] = field(default_factory=list)
    goals: list[GoalEntry] = field(default_factory=list)
    exits: list[ExitEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[SheetCount] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many problems leave a row out."""
        return sum(p.severity == ERROR for p in self.problems)


def normal_code(cell: Cell) -> str:
    """Return a register's own code as it is compared: upper case, without spaces around its parts."""
    return "" if values.is_blank(cell) else re.sub(r"[‐-―]", "-", "".join(values.text(cell).upper().split()))


def loose_code(code: str) -> str:
    """Return a code as a hurried hand or a spreadsheet may have written it: ``CR-007`` is ``CR7``, ``0007`` is ``7``.

    Numbers stay apart: ``1-1`` is not ``11``.
    """
    parts = re.findall(r"\d+|[^\W\d_]+", code)
    plain = [part.lstrip("0") or "0" if part.isdecimal() else part for part in parts]
    return re.sub(r"(?<=\d)\x1f(?=\d)", "-", "\x1f".join(plain)).replace("\x1f", "")
