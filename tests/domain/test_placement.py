"""Which bed fits whom."""

from __future__ import annotations

import pytest

from shelter_app.domain.placement import Person, Place, first_blocking_reason, fits

ANA = Person("ana", sex="F", age=30, household="h", shelter="s")
CHILD = Person("child", sex="M", age=4, household="h", shelter="s")


def codes(place: Place, person: Person, **more: object) -> dict[str, bool]:
    given: dict[str, object] = {"capacity": 24, "present": 10, **more}
    return {r.code: r.overridable for r in fits(place, person, **given)}  # type: ignore[arg-type]


def test_a_free_bed_in_a_room_for_women_fits_a_woman() -> None:
    assert codes(Place(rule="WOMEN", shelter="s"), ANA) == {}


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Place(in_use=False), "bed_not_in_use"),
        (Place(in_service=False), "bed_out_of_service"),
        (Place(taken=True), "bed_taken"),
        (Place(reserved=True), "bed_reserved"),
        (Place(shelter="other"), "other_shelter"),
        (Place(kind="COT"), "cot"),
    ],
)
def test_no_reason_outweighs_what_the_house_cannot_do(place: Place, code: str) -> None:
    assert codes(place, ANA) == {code: False}


def test_who_must_be_kept_apart_shares_a_room_only_when_a_director_says_why() -> None:
    room = Place(roommates=[Person("ina", keep_apart=frozenset({"ana"}))])
    assert codes(room, ANA) == {"keep_apart": True}
    reasons = fits(room, ANA, capacity=24, present=0)
    assert first_blocking_reason(reasons, ["DIRECTOR"], "no other room tonight") is None
    for roles, why in ((["DIRECTOR"], " "), (["CASE_MANAGER", "HOUSE_STAFF"], "no other room tonight")):
        stands = first_blocking_reason(reasons, roles, why)
        assert stands is not None and stands.code == "keep_apart"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Place(rule="MEN"), "men_only"),
        (Place(rule="FAMILY"), "family_only"),
        (Place(age_to=25), "too_old"),
        (Place(age_from=31), "too_young"),
    ],
)
def test_the_rule_of_a_room_is_set_aside_with_a_reason(place: Place, code: str) -> None:
    assert codes(place, ANA) == {code: True}


def test_the_ages_of_a_room_are_inside_it() -> None:
    assert codes(Place(age_from=30, age_to=30), ANA) == {}


def test_an_unknown_sex_is_asked_about_and_an_unknown_age_is_not_guessed() -> None:
    assert codes(Place(rule="WOMEN", age_from=18), Person("x")) == {"women_only": True}


def test_a_son_sleeps_where_his_mother_sleeps() -> None:
    assert codes(Place(rule="WOMEN", age_from=18, roommates=[ANA]), CHILD, family=[ANA]) == {}
    assert "women_only" in codes(Place(rule="WOMEN", roommates=[]), CHILD, family=[ANA])


def test_a_room_for_families_fits_a_mother_with_her_child() -> None:
    assert codes(Place(rule="FAMILY"), ANA, family=[CHILD]) == {}


def test_a_child_alone_is_asked_about() -> None:
    assert codes(Place(kind="COT"), CHILD) == {"minor_alone": True}


def test_a_need_that_the_bed_does_not_meet_is_said() -> None:
    needs = Person("ana", sex="F", needs=frozenset({"ACCESSIBLE", "QUIET"}))
    assert codes(Place(features=frozenset({"QUIET"})), needs) == {"lacks_feature": True}


def test_one_more_than_the_licence_allows_needs_a_reason() -> None:
    assert codes(Place(), ANA, present=23) == {}
    assert codes(Place(), ANA, present=24) == {"over_capacity": True}
    assert codes(Place(), ANA, capacity=None, present=99) == {}


def test_what_is_final_is_said_first() -> None:
    reasons = fits(Place(rule="MEN", taken=True), ANA, capacity=1, present=1)
    assert [r.overridable for r in reasons] == [False, True, True]
    assert all(r.sentence for r in reasons)
