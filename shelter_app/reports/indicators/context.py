"""What every indicator counts with: the view it is asked for, the rows of the period, the figure it gives.

One ``IndicatorContext`` serves all indicators of one period, so each table is read once. Rows are selected by the
period's days; nights are added up in Python, which is the same on every database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from shelter_app.db.models import Record
from shelter_app.db.models.counselling import SessionAttendance
from shelter_app.db.models.house import Setting, Shelter
from shelter_app.db.models.people import CaseAssignment
from shelter_app.db.models.services import GrantShare
from shelter_app.db.models.stays import Stay
from shelter_app.domain import codes
from shelter_app.domain.periods import Period

T = TypeVar("T")

UNKNOWN = "UNKNOWN"
NO_CODES: Mapping[str, str | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filters:
    """Whose records are counted, and which breakdowns are wanted.

    Parameters
    ----------
    shelter_id
        One shelter; None for all that ``shelters`` allows.
    shelters
        The shelters that the asker reaches; None for all.
    grant_id
        Only what this grant pays for, when shares were entered for it; otherwise all.
    assigned_to
        Only residents assigned to this account today.
    only
        Pairs of dimension and code; what does not carry all of them is left out.
    by
        The dimensions to break the figure down by; those the indicator does not have are left out.
    """

    shelter_id: str | None = None
    shelters: frozenset[str] | None = None
    grant_id: str | None = None
    assigned_to: str | None = None
    only: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()


class Item(NamedTuple):
    """One thing that an indicator counts: a record, whose it is, the day its age is taken on, its weight."""

    id: str
    resident_id: str | None
    day: date
    weight: float = 1
    codes: Mapping[str, str | None] = NO_CODES
    last: date | None = None


@dataclass(frozen=True)
class Figure:
    """A figure and where it comes from.

    ``value`` None with ``no_data`` means that nobody has entered what it is counted from; None without
    means that its denominator is zero. ``parts`` holds numerator and denominator of each breakdown of a
    ratio; ``also`` the further counts that the indicator's rule asks to print beside it.
    """

    code: str
    value: float | None
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    median: float | None = None
    ids: tuple[str, ...] = ()
    by: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    no_data: bool = False
    parts: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    also: Mapping[str, float | None] = field(default_factory=dict)
    items: tuple[Item, ...] = field(default=(), repr=False, compare=False)


class IndicatorContext:
    """A session, a period, a view, and the rows of the period, each read once.

    ``over`` is the first day whose night is not counted: the end of the period, or today.
    """

    def __init__(self, session: Session, period: Period, filters: Filters, today: date) -> None:
        if period.end is None:
            raise ValueError("a figure needs a period that ends")
        self.session = session
        self.period = period
        self.filters = filters
        self.today = today
        self.start = period.start
        self.end: date = period.end
        self.over = max(self.start, min(self.end, today))
        self._entered: dict[str, bool] = {}
        self._kept: dict[Callable[[IndicatorContext], Any], Any] = {}

    def once(self, read: Callable[[IndicatorContext], T]) -> T:
        """Return what ``read`` returns for this context; it is called the first time only."""
        if read not in self._kept:
            self._kept[read] = read(self)
        return cast("T", self._kept[read])

    @property
    def last_night(self) -> date | None:
        """The last night of the period that is over; None when none is."""
        return self.over - timedelta(days=1) if self.over > self.start else None

    def entered(self, *tables: type[Record]) -> bool:
        """Say whether each of ``tables`` has a row at all, ever, anywhere in the organisation."""
        for table in tables:
            name = table.__tablename__
            if name not in self._entered:
                self._entered[name] = self.session.execute(select(table.id).limit(1)).first() is not None
        return all(self._entered[t.__tablename__] for t in tables)

    def term(self, rule: str) -> int:
        """Return the days of a rule of time as they hold on the last day of the period, else as they ship."""
        found = self.session.execute(
            select(Setting.value)
            .where(Setting.key == f"deadline.{rule}", Setting.from_on < self.end)
            .order_by(Setting.from_on.desc())
            .limit(1)
        ).first()
        return int(codes.code("deadline_rule", rule).extra["value"] if found is None else found[0])

    @cached_property
    def shelter_codes(self) -> Mapping[str, str]:
        """Every shelter's code by its id."""
        rows = self.session.execute(select(Shelter.id, Shelter.code).order_by(Shelter.code))
        return {row.id: row.code for row in rows}

    @cached_property
    def view(self) -> tuple[str, ...]:
        """The shelters that are counted."""
        f = self.filters
        return tuple(
            i
            for i in self.shelter_codes
            if (f.shelter_id is None or i == f.shelter_id) and (f.shelters is None or i in f.shelters)
        )

    @property
    def limited(self) -> bool:
        """Whether the view leaves a shelter of the organisation out."""
        return len(self.view) < len(self.shelter_codes)

    @cached_property
    def granted(self) -> bool:
        """Whether the figures are for a grant that says which records it pays for."""
        if self.filters.grant_id is None:
            return False
        share = select(GrantShare.id).where(GrantShare.grant_id == self.filters.grant_id).limit(1)
        return self.session.execute(share).first() is not None

    def shares(self, column: Any) -> Select[Any]:
        """Return the ids that the grant's shares name in ``column``."""
        return select(column).where(GrantShare.grant_id == self.filters.grant_id, column.is_not(None))

    def assigned(self, resident_id: Any) -> list[ColumnElement[bool]]:
        """Return the condition that keeps the residents assigned to the asker, when that is asked."""
        if self.filters.assigned_to is None:
            return []
        held = select(CaseAssignment.resident_id).where(
            CaseAssignment.account_id == self.filters.assigned_to,
            CaseAssignment.from_on <= self.today,
            or_(CaseAssignment.to_on.is_(None), CaseAssignment.to_on > self.today),
        )
        return [resident_id.in_(held)]

    def stays_in_view(self, stay: Any = Stay) -> list[ColumnElement[bool]]:
        """Return the conditions that keep the stays of the view."""
        found = [stay.shelter_id.in_(self.view), *self.assigned(stay.resident_id)]
        if self.granted:
            found.append(stay.id.in_(self.shares(GrantShare.stay_id)))
        return found

    def overlapping(self) -> ColumnElement[bool]:
        """Return the condition that a stay has a night of the period that is over, or could have one."""
        return and_(Stay.admitted_on < self.over, or_(Stay.ended_on.is_(None), Stay.ended_on > self.start))

    @cached_property
    def nightly(self) -> tuple[Any, ...]:
        """The stays with a night in the period that is over: id, resident, shelter, admitted, ended."""
        if self.last_night is None:
            return ()
        chosen = select(Stay.id, Stay.resident_id, Stay.shelter_id, Stay.admitted_on, Stay.ended_on).where(
            self.overlapping(), *self.stays_in_view()
        )
        rows: tuple[Any, ...] = tuple(self.session.execute(chosen.order_by(Stay.id)))
        return tuple(r for r in rows if r.ended_on is None or r.ended_on > max(r.admitted_on, self.start))

    def arriving(self, stay: Any = Stay) -> ColumnElement[bool]:
        """Return the condition that a stay is an admission here: no transfer inside the view."""
        before = aliased(Stay)
        inside = exists().where(before.id == stay.transferred_from_id, before.shelter_id.in_(self.view))
        return or_(stay.transferred_from_id.is_(None), ~inside)

    def leaving(self, stay: Any = Stay) -> ColumnElement[bool]:
        """Return the condition that the end of a stay is an exit here: no transfer inside the view."""
        after = aliased(Stay)
        return ~exists().where(after.transferred_from_id == stay.id, after.shelter_id.in_(self.view))

    def sessions_in_view(self, session: Any) -> list[ColumnElement[bool]]:
        """Return the conditions that keep the counselling sessions of the view."""
        found: list[ColumnElement[bool]] = [session.shelter_id.in_(self.view)]
        if self.filters.assigned_to is not None:
            theirs = select(SessionAttendance.session_id).where(*self.assigned(SessionAttendance.resident_id))
            found.append(session.id.in_(theirs))
        if self.granted:
            under = select(SessionAttendance.session_id).where(
                SessionAttendance.stay_id.in_(self.shares(GrantShare.stay_id))
            )
            found.append(or_(session.id.in_(self.shares(GrantShare.session_id)), session.id.in_(under)))
        return found

    def residents_in_view(self, resident_id: Any, day: Any) -> list[ColumnElement[bool]]:
        """Return the conditions that keep what belongs to residents who had come to the view by ``day``."""
        found = self.assigned(resident_id)
        if self.limited or self.granted:
            came = exists().where(
                Stay.resident_id == resident_id, Stay.admitted_on <= day, *self._place_only()
            )
            found.append(came)
        return found

    def _place_only(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [Stay.shelter_id.in_(self.view)]
        if self.granted:
            found.append(Stay.id.in_(self.shares(GrantShare.stay_id)))
        return found


def read_once(function: Callable[[IndicatorContext], T]) -> Callable[[IndicatorContext], T]:
    """Let a function that reads rows for a context be asked by several indicators, and read once for each context."""

    @wraps(function)
    def wrapper(context: IndicatorContext) -> T:
        return context.once(function)

    return wrapper
