"""Finding a bed: the best first, each with why; the others with why not and who may set that aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from shelter_app.domain.ages import read_ages
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.extra_beds import AddMattress
from shelter_app.services.beds.finding import FoundBed, find_bed, to_place
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.house.acts import AddBed, AddRoom, SetCapacity, TakeBedOutOfUse
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from tests.beds.conftest import House

SINCE = date(2025, 1, 1)


@pytest.fixture
def rooms(director: Actor, house: House) -> House:
    """The house with a room for families of two beds and a cot, and one for men."""
    for name, rule, beds in (("F", "FAMILY", ("FA", "FB", "FC")), ("M", "MEN", ("MA",))):
        house.rooms[name] = perform(director, AddRoom(shelter=house.shelter, name=name, placement_rule=rule))
        for label in beds:
            kind = "COT" if label == "FC" else "BED"
            house.beds[label] = perform(
                director, AddBed(room=house.rooms[name], label=label, in_use_from=SINCE, kind=kind)
            )
    return house


def by_bed(found: tuple[FoundBed, ...]) -> dict[str, FoundBed]:
    return {bed.room_bed.split(" · ")[1]: bed for bed in found}


def codes(bed: FoundBed) -> list[str]:
    return [reason.code for reason in bed.reasons]


def test_a_mother_with_a_baby_is_offered_the_room_for_families_first(director: Actor, rooms: House) -> None:
    found = find_bed(director, "NORD", director.clock(), sex="F", age=24, children=(0,))
    assert [bed.room_bed for bed in found[:2]] == ["F · FA", "F · FB"]
    assert found[0].merits == ("room_for_all", "room_of_their_own", "spares_features", "empty_room")
    assert found[0].why == (
        "Această cameră are paturi libere pentru toți cei care vin."
        " Camera este destinată persoanelor în această situație."
        " Astfel paturile cu dotări speciale rămân libere pentru alții."
        " Nimeni altcineva nu doarme în această cameră."
    )
    assert codes(by_bed(found)["FC"]) == ["cot"]


def test_a_rule_says_who_may_set_it_aside_and_a_final_reason_that_nobody_may(
    director: Actor, rooms: House, english: None
) -> None:
    house = rooms
    house.admit(local_moment(date(2026, 11, 20)), "1A")
    found = by_bed(find_bed(director, "NORD", director.clock(), sex="F", age=30))
    assert codes(found["MA"]) == ["men_only"]
    assert found["MA"].set_aside_by == ("DIRECTOR", "CASE_MANAGER")
    assert codes(found["1A"]) == ["bed_taken"]
    assert found["1A"].set_aside_by == ()
    perform(director, SetCapacity(shelter=house.shelter, beds=1, from_on=date(2026, 11, 1)))
    found = by_bed(find_bed(director, "NORD", director.clock(), sex="F", age=30))
    assert found["1B"].set_aside_by == ("DIRECTOR",)
    assert found["1B"].why == "The shelter would go over its licensed capacity. Write the reason."


def test_those_that_fit_come_first_then_those_a_reason_opens_then_the_others(
    director: Actor, rooms: House
) -> None:
    rooms.admit(local_moment(date(2026, 11, 20)), "1A")
    found = find_bed(director, "NORD", director.clock(), sex="F", age=30)
    kinds = [0 if bed.fits else 1 if bed.set_aside_by else 2 for bed in found]
    assert kinds == sorted(kinds)
    assert {0, 1, 2} == set(kinds)


def test_of_the_beds_that_a_reason_opens_the_one_with_the_fewest_reasons_comes_first(
    director: Actor, rooms: House
) -> None:
    rooms.admit(local_moment(date(2026, 11, 20)), "1A")
    perform(director, SetCapacity(shelter=rooms.shelter, beds=1, from_on=date(2026, 11, 1)))
    found = find_bed(director, "NORD", director.clock(), sex="F", age=30)
    opened = [len(bed.reasons) for bed in found if bed.set_aside_by]
    assert opened == sorted(opened)
    assert opened[-1] == 2


def test_the_time_asked_for_is_kept(director: Actor, house: House) -> None:
    later = local_moment(date(2026, 12, 5))
    perform(director, TakeBedOutOfUse(bed=house.beds["1A"], since=later, reason="paint"))
    soon = by_bed(find_bed(director, "NORD", director.clock(), local_moment(date(2026, 12, 1)), sex="F"))
    assert soon["1A"].fits
    for_a_while = by_bed(find_bed(director, "NORD", director.clock(), sex="F"))["1A"]
    assert (for_a_while.fits, for_a_while.until) == (True, later)
    beyond = find_bed(director, "NORD", director.clock(), local_moment(date(2026, 12, 7)), sex="F")
    assert codes(by_bed(beyond)["1A"]) == ["bed_out_of_service"]
    with pytest.raises(Refused) as refused:
        find_bed(director, "NORD", later, director.clock())
    assert refused.value.code == "ends_before"


def test_a_mattress_put_up_for_a_time_takes_nobody_in_after_it(director: Actor, house: House) -> None:
    perform(
        director,
        AddMattress(
            room=house.rooms["1"],
            label="1X",
            since=date(2026, 11, 20),
            until=date(2026, 11, 26),
            reason="a night of frost",
        ),
    )
    assert by_bed(find_bed(director, "NORD", director.clock(), sex="F"))["1X"].fits
    after = by_bed(find_bed(director, "NORD", local_moment(date(2026, 11, 26)), sex="F"))
    assert codes(after["1X"]) == ["bed_not_in_use"]


def test_a_request_is_answered_by_what_it_says_and_its_own_held_bed_is_not_in_its_way(
    director: Actor, rooms: House
) -> None:
    now = director.clock()
    asked = perform(
        director,
        RecordReferral(
            shelter=rooms.shelter,
            received_at=now,
            source="ANITP_CR",
            urgency="DAYS",
            sex="F",
            birth_year=1999,
            persons=2,
        ),
    )
    until = now + timedelta(hours=9)
    perform(
        director,
        ReserveBed(bed=rooms.beds["FA"], from_at=now, to_at=until, lapses_at=until, referral=asked),
    )
    found = by_bed(find_bed(director, "NORD", now, referral=asked))
    assert found["FA"].fits
    assert codes(by_bed(find_bed(director, "NORD", now, sex="F", children=(2,)))["FA"]) == ["bed_reserved"]


def test_for_whom_a_bed_is_looked_for_is_offered_who_waits_first(director: Actor, house: House) -> None:
    now = director.clock()
    house.admit(local_moment(date(2026, 11, 20)), "1A")
    bedless, _stay = house.admit(local_moment(date(2026, 11, 21)))
    asked = perform(
        director,
        RecordReferral(shelter=house.shelter, received_at=now, source="ANITP_CR", urgency="TONIGHT"),
    )
    perform(director, AcceptReferral(referral=asked, version=1))
    offered = to_place(director, "NORD")
    assert [(row.referral_id, row.accepted) for row in offered[:1]] == [(asked, True)]
    assert offered[1].resident_id == bedless
    assert offered[2].bed == "1 · 1A"


def test_somebody_in_the_house_is_not_offered_the_bed_she_has(director: Actor, house: House) -> None:
    who, _stay = house.admit(local_moment(date(2026, 11, 20)), "1A")
    found = by_bed(find_bed(director, "NORD", director.clock(), resident=who))
    assert "1A" not in found
    assert found["1B"].fits


def test_who_works_elsewhere_finds_no_bed_here(
    director: Actor, house: House, build_house: Callable[..., House], make_actor: Callable[..., Actor]
) -> None:
    other = build_house("SUD")
    night = make_actor("HOUSE_STAFF", shelters=[other.shelter])
    with pytest.raises(NotAllowed):
        find_bed(night, "NORD", director.clock())
    assert find_bed(night, "SUD", director.clock(), sex="F")


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("", ()),
        ("0", (0,)),
        ("3, 7", (3, 7)),
        ("3 7;1", (3, 7, 1)),
        ("x", None),
        ("3, 400", None),
        ("-1", None),
    ],
)
def test_ages_are_read_as_they_are_typed_in_a_hurry(text: str, ages: tuple[int, ...] | None) -> None:
    assert read_ages(text) == ages
