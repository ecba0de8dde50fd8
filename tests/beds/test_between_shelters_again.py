"""Moves between shelters: one stay in two parts, its rules, its figures, its taking back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shelter_app.db.check import check
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.corrections import AddPastBedPeriod, CorrectBedPeriod, CorrectStay
from shelter_app.services.beds.occupancy import occupancy
from shelter_app.services.beds.transfers import MoveToShelter
from shelter_app.services.residents.head import open_case
from shelter_app.services.residents.keep_apart import KeepResidentsApart
from shelter_app.services.stays.acts import Admit, EndStay
from shelter_app.services.stays.households import Comer, PlaceTogether, household_of
from shelter_app.services.stays.undo import UndoAdmission
from tests.beds.conftest import House
from tests.beds.steps import NOV, at, period, request
from tests.conftest import FixedClock

pytestmark = pytest.mark.usefixtures("english")


def test_a_move_to_another_shelter_leaves_the_books_in_order(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    st = n.admit(at(20), "1A")[1]
    assert check(director.store).problems == ()
    perform(director, MoveToShelter(stay=st, shelter=s.shelter, at=clock()))
    assert check(director.store).problems == ()


def test_taking_a_move_to_another_shelter_back_opens_the_stay_before_it(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    st = n.admit(at(20), "1A")[1]
    new = perform(director, MoveToShelter(stay=st, shelter=s.shelter, at=clock()))
    perform(director, UndoAdmission(stay=new))
    assert [(row.shelter, row.bed) for row in census(director).rows] == [("NORD", "1A")]


def test_a_bed_in_another_shelter_is_held_to_the_same_rules(
    director: Actor, build_house: Callable[..., House], make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD", capacity=1)
    a, sa = n.admit(at(20), "1A")
    b, _ = s.admit(at(20), "1A")
    perform(director, KeepResidentsApart(resident=a, other=b, reason="x"))
    with pytest.raises(Refused):
        perform(
            make_actor("CASE_MANAGER"),
            MoveToShelter(stay=sa, shelter=s.shelter, at=clock(), bed=s.beds["1B"]),
        )


def test_a_bed_is_not_put_right_into_another_shelter(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    st = n.admit(at(20), "1A")[1]
    with pytest.raises(Refused):
        perform(
            director,
            CorrectBedPeriod(
                period=period(director, st).id, from_at=at(20), to_at=None, bed=s.beds["1A"], reason="x"
            ),
        )
    assert (occupancy(director, *NOV, "SUD").whole.used or 0, period(director, st).bed_id) == (
        0,
        n.beds["1A"],
    )


def test_a_past_bed_is_one_of_the_shelter_of_the_stay(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    st = n.admit(at(20))[1]
    with pytest.raises(Refused):
        perform(
            director, AddPastBedPeriod(stay=st, bed=s.beds["1A"], from_at=at(20), to_at=at(22), reason="x")
        )
    south = occupancy(director, *NOV, "SUD")
    assert (south.whole.used or 0, south.without_bed) == (0, 0)
    assert occupancy(director, *NOV, "NORD").without_bed == 4


def test_a_stay_that_went_on_elsewhere_is_as_long_as_both_parts(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    st = n.admit(at(1), "1A")[1]
    new = perform(director, MoveToShelter(stay=st, shelter=s.shelter, at=at(16)))
    perform(director, EndStay(stay=new, at=at(21), reason="OWN_REQUEST"))
    o = occupancy(director, *NOV)
    assert (o.whole.used, o.mean) == (20, 20)


def test_the_two_parts_of_a_stay_are_put_right_together(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    st = n.admit(at(1), "1A")[1]
    new = perform(director, MoveToShelter(stay=st, shelter=s.shelter, at=at(10)))
    perform(director, CorrectStay(stay=new, admitted_at=at(15), ended_at=None, reason="x"))
    assert [(row.shelter, row.bed) for row in census(director, at(12)).rows] == [("NORD", "1A")]
    assert [row.shelter for row in census(director, at(16)).rows] == ["SUD"]


def test_a_move_to_another_shelter_uses_no_place_of_a_request_up(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    r = request(director, n, clock, persons=2)
    st = perform(director, Admit(resident=n.resident(), shelter=n.shelter, at=clock(), referral=r))
    clock.forward(hours=1)
    perform(director, MoveToShelter(stay=st, shelter=s.shelter, at=clock()))
    perform(director, Admit(resident=n.resident(), shelter=n.shelter, at=clock(), referral=r))


def test_the_same_person_again_uses_no_place_of_a_request_up(
    director: Actor, house: House, clock: FixedClock
) -> None:
    r = request(director, house, clock, persons=2)
    m = house.resident()
    st = perform(director, Admit(resident=m, shelter=house.shelter, at=clock(), referral=r))
    clock.forward(hours=1)
    perform(director, EndStay(stay=st, at=clock(), reason="OWN_REQUEST"))
    perform(director, Admit(resident=m, shelter=house.shelter, at=clock(), referral=r))
    perform(director, Admit(resident=house.resident(), shelter=house.shelter, at=clock(), referral=r))


def test_a_household_is_told_of_as_far_as_one_reaches(
    director: Actor, build_house: Callable[..., House], make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    k, _ = n.admit(at(20), "1A")
    m, _ = s.admit(at(20), "1A")
    perform(
        director,
        PlaceTogether(
            shelter=s.shelter, at=clock(), people=(Comer(resident=m, bed=s.beds["1A"]), Comer(resident=k))
        ),
    )
    hs = make_actor("HOUSE_STAFF", shelters=[n.shelter])
    with pytest.raises(NotAllowed):
        open_case(hs, m)
    assert household_of(hs, k) == ()


def test_nobody_is_admitted_by_who_does_not_reach_them(
    director: Actor, build_house: Callable[..., House], make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    who, st = s.admit(at(1), "1A")
    perform(director, EndStay(stay=st, at=at(3), reason="OWN_REQUEST"))
    hs = make_actor("HOUSE_STAFF", shelters=[n.shelter])
    with pytest.raises(NotAllowed):
        open_case(hs, who)
    with pytest.raises(NotAllowed):
        perform(hs, Admit(resident=who, shelter=n.shelter, at=clock()))


def test_a_request_names_nobody_out_of_reach(
    director: Actor, build_house: Callable[..., House], make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    who, _ = s.admit(at(1), "1A")
    cm = make_actor("CASE_MANAGER", shelters=[n.shelter])
    with pytest.raises(NotAllowed):
        request(cm, n, clock, accept=False, resident=who)
