"""Children who stay in the house when the grown-ups of their household have left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from shelter_app.db.models.people import HouseholdMember, Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain.periods import age_on
from shelter_app.domain.placement import ADULT
from shelter_app.services.access import shelters_asked, shown_code, unrestricted
from shelter_app.services.acting import ReadContext, view


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A child in the house without any grown-up of its household: who left last, and on which day."""

    resident_id: str
    code: str
    left_code: str
    left_on: date


@view("stays.left_behind")
def left_behind(context: ReadContext, shelter: str) -> tuple[LeftBehind, ...]:
    """Return the children of a shelter (by code) whose household has only left grown-ups, by code."""
    today, asked = context.today, shelters_asked(context, shelter)
    member = (HouseholdMember.from_on <= today) & (
        HouseholdMember.to_on.is_(None) | (HouseholdMember.to_on > today)
    )
    here = context.session.execute(
        select(HouseholdMember.household_id, Resident.id, Resident.code, Resident.birth_year)
        .join(Resident, Resident.id == HouseholdMember.resident_id)
        .join(Stay, Stay.resident_id == Resident.id)
        .where(member, unrestricted(context), Stay.shelter_id.in_(asked), Stay.ended_at.is_(None))
        .order_by(Resident.code)
    ).all()
    looked_after = {home for home, _who, _code, born in here if not _is_child(born, today)}
    alone = [row for row in here if row[0] not in looked_after]
    if not alone:
        return ()
    gone = context.session.execute(
        select(
            HouseholdMember.household_id, shown_code(context), Resident.birth_year, func.max(Stay.ended_on)
        )
        .join(Resident, Resident.id == HouseholdMember.resident_id)
        .join(Stay, Stay.resident_id == Resident.id)
        .where(HouseholdMember.household_id.in_({row[0] for row in alone}), Stay.ended_on.is_not(None))
        .group_by(HouseholdMember.household_id, Resident.id)
        .order_by(func.max(Stay.ended_on))
    ).all()
    left = {
        home: (code, ended)
        for home, code, born, ended in gone
        if ended is not None and not _is_child(born, today)
    }
    return tuple(LeftBehind(who, code, *left[home]) for home, who, code, _born in alone if home in left)


def _is_child(birth_year: int | None, today: date) -> bool:
    age = age_on(birth_year, today)
    return age is not None and age < ADULT
