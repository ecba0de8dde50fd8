"""The stays that a figure looks at, read once for all indicators of nights and flows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from shelter_app.db.models.house import Shelter
from shelter_app.db.models.services import GrantShare
from shelter_app.db.models.stays import Stay
from shelter_app.domain.codes import code
from shelter_app.domain.periods import Period, nights
from shelter_app.reports.figures import Filters, Item

PART_OF = {
    "referral_source": "referral_source",
    "exit_reason": "exit_reason",
    "exit_destination": "exit_destination",
}


@dataclass(frozen=True, slots=True)
class StayFact:
    """A stay as figures see it."""

    id: str
    resident_id: str
    start: date
    end: date | None
    facets: dict[str, str]

    def period(self) -> Period:
        """The stay's days."""
        return Period(self.start, self.end)


def _query(
    filters: Filters,
) -> Select[tuple[str, str, date, date | None, str | None, str | None, str | None, str]]:
    query = select(
        Stay.id,
        Stay.resident_id,
        Stay.admitted_on,
        Stay.ended_on,
        Stay.referral_source,
        Stay.exit_reason,
        Stay.exit_destination,
        Shelter.code.label("unit"),
    ).join(Shelter, Shelter.id == Stay.shelter_id)
    if filters.shelter_id is not None:
        query = query.where(Stay.shelter_id == filters.shelter_id)
    if filters.grant_id is not None:
        paid = select(GrantShare.stay_id).where(GrantShare.grant_id == filters.grant_id)
        query = query.where(Stay.id.in_(paid))
    return query


def _facts(
    session: Session,
    query: Select[tuple[str, str, date, date | None, str | None, str | None, str | None, str]],
) -> list[StayFact]:
    found = []
    for row in session.execute(query):
        facets = {"unit": row.unit}
        if row.referral_source:
            facets["referral_source"] = row.referral_source
        if row.exit_reason:
            facets["exit_reason"] = row.exit_reason
            facets["exit_destination"] = row.exit_destination or "UNKNOWN"
            facets["planned"] = "YES" if code("exit_reason", row.exit_reason).extra.get("planned") else "NO"
        found.append(StayFact(row.id, row.resident_id, row.admitted_on, row.ended_on, facets))
    return found


def with_nights(
    session: Session, period: Period, filters: Filters, today: date
) -> list[tuple[StayFact, int]]:
    """Return the stays with at least one night in the period that is over, and how many."""
    end = min(period.end or today, today)
    query = _query(filters).where(
        Stay.admitted_on < end, or_(Stay.ended_on.is_(None), Stay.ended_on > period.start)
    )
    counted = ((fact, nights(fact.period(), period, today)) for fact in _facts(session, query))
    return [(fact, number) for fact, number in counted if number]


def admitted(session: Session, period: Period, filters: Filters, today: date) -> list[StayFact]:
    """Return the stays that began in the period; a move between own shelters is none, seen from all of them."""
    query = _query(filters).where(
        Stay.admitted_on >= period.start, Stay.admitted_on < (period.end or today), Stay.admitted_on <= today
    )
    if filters.shelter_id is None:
        query = query.where(Stay.transferred_from_id.is_(None))
    return _facts(session, query)


def ended(session: Session, period: Period, filters: Filters, today: date) -> list[StayFact]:
    """Return the stays that ended in the period; a move between own shelters is none, seen from all of them."""
    query = _query(filters).where(
        Stay.ended_on >= period.start, Stay.ended_on < (period.end or today), Stay.ended_on <= today
    )
    if filters.shelter_id is None:
        later = aliased(Stay)
        query = query.where(~exists().where(later.transferred_from_id == Stay.id))
    return _facts(session, query)


def present_on(session: Session, day: date, filters: Filters) -> list[StayFact]:
    """Return the stays that have the night of ``day``."""
    query = _query(filters).where(Stay.admitted_on <= day, or_(Stay.ended_on.is_(None), Stay.ended_on > day))
    return _facts(session, query)


def last_night(period: Period, today: date) -> date | None:
    """Return the last night of the period that is over, or None when none is."""
    last = period.last if period.end is not None and period.end <= today else Period(date.min, today).last
    return last if last is not None and last >= period.start else None


def item(fact: StayFact, on: date, weight: int = 1) -> Item:
    """Return a stay as a counted thing."""
    return Item(fact.id, fact.resident_id, on, weight, fact.facets)


def persons(pairs: list[tuple[StayFact, date]]) -> list[Item]:
    """Return one item a person, at the first of her days."""
    first: dict[str, tuple[StayFact, date]] = {}
    for fact, on in sorted(pairs, key=lambda p: (p[1], p[0].id)):
        first.setdefault(fact.resident_id, (fact, on))
    return [Item(who, who, on, 1, fact.facets) for who, (fact, on) in first.items()]
