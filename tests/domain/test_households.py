"""Beds for a household in one go."""

from __future__ import annotations

from shelter_app.domain.households import Spot, together
from shelter_app.domain.placement import Person, Place


def person(name: str, age: int | None, sex: str | None = None, **more: object) -> Person:
    return Person(name, sex=sex, age=age, household="h", **more)  # type: ignore[arg-type]


ANA = person("ana", 24, "F")
BABY = person("baby", 0, "M")
GIRL = person("girl", 9, "F")
BOY = person("boy", 14, "M")


def spots(*names: str, rule: str = "ANY", **more: object) -> list[Spot]:
    """Return spots of a room; a name that ends in C is a cot."""
    return [
        Spot(name, Place(rule=rule, kind="COT" if name.endswith("C") else "BED", **more))  # type: ignore[arg-type]
        for name in names
    ]


def test_the_room_that_holds_all_is_taken_and_the_baby_has_the_cot() -> None:
    rooms = {"1": spots("1A"), "2": spots("2A", "2B", "2C"), "3": spots("3A", "3B", "3D", "3E")}
    assert together([ANA, GIRL, BABY], rooms) == ("2A", "2B", "2C")


def test_a_room_for_families_comes_before_one_for_anybody() -> None:
    rooms = {"1": spots("1A", "1B"), "2": spots("2A", "2B", rule="FAMILY")}
    assert together([ANA, GIRL], rooms) == ("2A", "2B")


def test_of_two_equal_rooms_the_fuller_one_is_taken() -> None:
    assert together([ANA, GIRL], {"1": spots("1A", "1B", "1D"), "2": spots("2A", "2B")}) == ("2A", "2B")


def test_where_no_room_holds_all_the_youngest_stay_with_their_mother() -> None:
    rooms = {"1": spots("1A", "1B"), "2": spots("2A")}
    assert together([ANA, BOY, GIRL], rooms) == ("1A", "2A", "1B")


def test_a_son_in_a_room_for_women_is_with_his_mother_or_not_there() -> None:
    rooms = {"1": spots("1A", "1B", rule="WOMEN"), "2": spots("2A", rule="WOMEN")}
    assert together([ANA, BOY], rooms) == ("1A", "1B")
    assert together([ANA, GIRL, BOY], rooms) == ("1A", "1B", None)


def test_a_cot_is_for_no_grown_child_and_a_mother_is_never_put_into_one() -> None:
    assert together([ANA, GIRL], {"1": spots("1A", "1C")}) == ("1A", None)
    assert together([ANA, BABY], {"1": spots("1C", "2C")}) == (None, "1C")


def test_nobody_sleeps_with_somebody_to_be_kept_apart_from() -> None:
    apart = person("ana", 24, "F", keep_apart=frozenset({"ina"}))
    rooms = {"1": spots("1A", "1B", roommates=(Person("ina"),)), "2": spots("2A")}
    assert together([apart, GIRL], rooms) == ("2A", "1A")
