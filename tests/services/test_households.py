"""A household placed in one act and taken back in one act, on the real store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from shelter_app.db.models.people import Household, HouseholdMember, Resident
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter, SetCapacity
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit, EndStay
from shelter_app.services.stays.children_left import left_behind
from shelter_app.services.stays.households import (
    Comer,
    PlaceTogether,
    Plan,
    UndoTogether,
    household_of,
    plan_together,
)

MOTHER, GIRL, BABY = (
    Comer(sex="F", birth_year=2002),
    Comer(sex="F", birth_year=2017),
    Comer(birth_year=2026),
)


@dataclass(frozen=True)
class House:
    shelter: str
    beds: dict[str, str]


@pytest.fixture
def house(director: Actor) -> House:
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    beds = {}
    for room, labels, rule in (("1", ("1A", "1B"), "WOMEN"), ("2", ("2A", "2B", "2C"), "FAMILY")):
        made = perform(director, AddRoom(shelter=shelter, name=room, placement_rule=rule))
        for label in labels:
            kind = "COT" if label == "2C" else "BED"
            beds[label] = perform(
                director, AddBed(room=made, label=label, in_use_from=date(2026, 1, 1), kind=kind)
            )
    return House(shelter, beds)


def planned(director: Actor, *people: Comer) -> Plan:
    return plan_together(director, "NORD", director.clock(), people)


def placing(director: Actor, house: House, *people: Comer, **more: object) -> PlaceTogether:
    """Return the act that follows the plan for these people."""
    plan = planned(director, *people)
    placed = tuple(
        Comer(bed=spot.bed_id, resident=one.resident, sex=one.sex, birth_year=one.birth_year)
        for one, spot in zip(people, plan.spots, strict=True)
    )
    return PlaceTogether(shelter=house.shelter, at=director.clock(), people=placed, **more)  # type: ignore[arg-type]


def counts(director: Actor) -> list[int]:
    with director.store.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Resident, Stay, BedPeriod, Household, HouseholdMember)
        ]


def beds_now(director: Actor) -> list[str | None]:
    return sorted((row.bed for row in census(director, shelter="NORD").rows), key=str)


def test_mother_and_two_children_are_one_household_of_three_with_one_cot(
    director: Actor, house: House
) -> None:
    plan = planned(director, MOTHER, GIRL, BABY)
    assert [spot.room_bed for spot in plan.spots] == ["2 · 2A", "2 · 2B", "2 · 2C"]
    assert (plan.rooms, plan.cots, plan.without) == (1, 1, 0)
    assert counts(director) == [0, 0, 0, 0, 0]
    made = perform(director, placing(director, house, MOTHER, GIRL, BABY))
    now = census(director, shelter="NORD")
    assert (now.households, now.persons) == (1, 3)
    assert beds_now(director) == ["2A", "2B", "2C"]
    with director.store.reading() as session:
        rows = session.scalars(select(HouseholdMember).order_by(HouseholdMember.id)).all()
    assert [(row.role, row.accompanying_child) for row in rows] == [
        ("HEAD", False),
        ("CHILD", True),
        ("CHILD", True),
    ]
    perform(director, UndoTogether(made=made))
    assert counts(director) == [0, 0, 0, 0, 0]


def test_children_who_stay_when_their_mother_leaves_are_told_until_they_leave_too(
    director: Actor, house: House, clock: Any
) -> None:
    perform(director, placing(director, house, MOTHER, GIRL, BABY))
    assert left_behind(director, "NORD") == ()
    mother = next(row for row in residents(director).rows if row.age_band not in ("A00_13", "A14_17"))
    clock.forward(hours=2)
    stay = head(director, mother.id).stay
    assert stay is not None
    perform(director, EndStay(stay=stay.id, at=clock(), reason="LEFT_UNANNOUNCED"))
    left = left_behind(director, "NORD")
    assert len(left) == 2
    assert {(row.left_code, row.left_on) for row in left} == {(mother.code, clock().date())}
    for row in left:
        theirs = head(director, row.resident_id).stay
        assert theirs is not None
        perform(director, EndStay(stay=theirs.id, at=clock(), reason="LEFT_UNANNOUNCED"))
    assert left_behind(director, "NORD") == ()


def test_where_no_room_holds_all_several_rooms_are_proposed(director: Actor, house: House) -> None:
    plan = planned(director, MOTHER, GIRL, Comer(sex="F", birth_year=2010), BABY)
    assert plan.rooms == 2
    assert plan.without == 0
    assert plan.spots[0].room == plan.spots[3].room
    perform(director, placing(director, house, MOTHER, GIRL, Comer(sex="F", birth_year=2010), BABY))
    assert census(director, shelter="NORD").households == 1
    assert len(beds_now(director)) == 4


def test_who_is_here_moves_and_who_is_new_comes_in_the_same_act(director: Actor, house: House) -> None:
    ana = perform(director, RegisterResident(sex="F", birth_year=2002))
    at = director.clock() - timedelta(days=3)
    perform(director, Admit(resident=ana, shelter=house.shelter, at=at, bed=house.beds["1A"]))
    made = perform(director, placing(director, house, Comer(resident=ana), BABY))
    assert beds_now(director) == ["2A", "2C"]
    assert (len(made.moved), len(made.stays), made.given) == (1, 1, ())
    (child,) = household_of(director, ana)
    assert child.age == 0
    perform(director, UndoTogether(made=made))
    assert beds_now(director) == ["1A"]
    assert counts(director) == [1, 1, 1, 0, 0]


def test_a_household_that_sleeps_together_already_stays_where_it_is(director: Actor, house: House) -> None:
    perform(director, placing(director, house, MOTHER, BABY))
    here = [row.resident_id for row in census(director, shelter="NORD").rows if row.bed == "2A"]
    others = [one.resident_id for one in household_of(director, here[0])]
    before = counts(director)
    made = perform(director, placing(director, house, Comer(resident=here[0]), Comer(resident=others[0])))
    assert counts(director) == before
    assert (made.moved, made.given, made.stays) == ((), (), ())


def test_one_bed_that_does_not_fit_refuses_the_whole(director: Actor, house: House) -> None:
    wrong = PlaceTogether(
        shelter=house.shelter,
        at=director.clock(),
        people=(
            Comer(bed=house.beds["1A"], sex="F", birth_year=2002),
            Comer(bed=house.beds["2C"], sex="F", birth_year=2010),
        ),
    )
    with pytest.raises(Refused) as refused:
        perform(director, wrong)
    assert refused.value.code == "cot"
    twice = PlaceTogether(
        shelter=house.shelter,
        at=director.clock(),
        people=(Comer(bed=house.beds["1A"]), Comer(bed=house.beds["1A"])),
    )
    with pytest.raises(Refused) as refused:
        perform(director, twice)
    assert refused.value.code == "bed_twice"
    assert counts(director) == [0, 0, 0, 0, 0]


def test_one_too_many_for_the_licence_asks_for_a_reason_and_counts_the_children(
    director: Actor, house: House
) -> None:
    perform(director, SetCapacity(shelter=house.shelter, beds=2, from_on=date(2026, 1, 1)))
    assert planned(director, MOTHER, GIRL, BABY).over_capacity
    assert not planned(director, MOTHER, BABY).over_capacity
    with pytest.raises(Refused) as refused:
        perform(director, placing(director, house, MOTHER, GIRL, BABY))
    assert (refused.value.code, refused.value.fields) == ("over_capacity", ("override",))
    perform(
        director, placing(director, house, MOTHER, GIRL, BABY, override="no other house takes them tonight")
    )
    assert census(director, shelter="NORD").over_capacity == 1


def test_a_request_for_three_is_used_up_by_three(director: Actor, house: House) -> None:
    asked = perform(
        director,
        RecordReferral(
            shelter=house.shelter,
            received_at=director.clock(),
            source="ANITP_CR",
            urgency="TONIGHT",
            persons=3,
        ),
    )
    perform(director, AcceptReferral(referral=asked, version=1))
    perform(director, placing(director, house, MOTHER, GIRL, BABY, referral=asked))
    with pytest.raises(Refused) as refused:
        perform(
            director,
            Admit(
                resident=perform(director, RegisterResident()),
                shelter=house.shelter,
                at=director.clock(),
                referral=asked,
            ),
        )
    assert refused.value.code == "referral_used"


def test_only_who_placed_them_takes_it_back(
    director: Actor, house: House, make_actor: Callable[..., Actor]
) -> None:
    made = perform(director, placing(director, house, MOTHER, BABY))
    with pytest.raises(NotAllowed):
        perform(make_actor("CASE_MANAGER"), UndoTogether(made=made))
    assert beds_now(director) == ["2A", "2C"]
