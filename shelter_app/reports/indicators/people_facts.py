"""What splits a figure by person: sex, age band, citizenship, county, exploitation, status."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from shelter_app.db.models.people import Identification, Resident, TraffickingEvent
from shelter_app.domain.codes import lists
from shelter_app.domain.periods import age_band, age_on
from shelter_app.reports.figures import Item

EU = frozenset(
    ["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"]
)  # fmt: skip
AT_ONCE = 500


@lru_cache
def _groups() -> dict[str, str]:
    return {c.code: str(c.extra.get("group", "OTHER")) for c in lists()["exploitation_form"]}


class Facets:
    """The facts of some residents that tables are split by; unknown is a part of its own."""

    def __init__(self, session: Session, resident_ids: set[str]) -> None:
        self._people: dict[str, tuple[str | None, int | None, list[str], str | None]] = {}
        self._forms: dict[str, str] = {}
        self._status: dict[str, str] = {}
        ordered = sorted(resident_ids)
        for start in range(0, len(ordered), AT_ONCE):
            some = ordered[start : start + AT_ONCE]
            for row in session.execute(
                select(
                    Resident.id, Resident.sex, Resident.birth_year, Resident.citizenships, Resident.county
                ).where(Resident.id.in_(some))
            ):
                self._people[row.id] = (row.sex, row.birth_year, row.citizenships, row.county)
            for who, form in session.execute(
                select(TraffickingEvent.resident_id, TraffickingEvent.main_form)
                .where(TraffickingEvent.resident_id.in_(some))
                .order_by(TraffickingEvent.recorded_on)
            ):
                self._forms[who] = _groups().get(form or "", "UNKNOWN")
            for who, status in session.execute(
                select(Identification.resident_id, Identification.status)
                .where(Identification.resident_id.in_(some))
                .order_by(Identification.decided_on)
            ):
                self._status[who] = status

    def of(self, item: Item, dimension: str) -> str:
        """Return the part of ``dimension`` that the item's resident belongs to."""
        sex, birth_year, citizenships, county = self._people.get(
            item.resident_id or "", (None, None, [], None)
        )
        if dimension == "sex":
            return sex or "UNKNOWN"
        if dimension == "age_band":
            return age_band(age_on(birth_year, item.on))
        if dimension == "citizenship_group":
            return _citizenship(citizenships)
        if dimension == "county":
            return county or "UNKNOWN"
        if dimension == "exploitation_group":
            return self._forms.get(item.resident_id or "", "UNKNOWN")
        if dimension == "victim_status":
            return self._status.get(item.resident_id or "", "UNKNOWN")
        return "UNKNOWN"


def _citizenship(citizenships: list[str]) -> str:
    if not citizenships:
        return "UNKNOWN"
    if "RO" in citizenships:
        return "RO"
    return "EU" if EU & set(citizenships) else "NON_EU"
