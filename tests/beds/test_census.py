"""Who was where at a minute, how many each night, and that beds and residents add up to the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.census import census, nights
from shelter_app.services.beds.extra_beds import AddMattress
from shelter_app.services.beds.occupancy import occupancy
from shelter_app.services.beds.transfers import MoveToShelter
from shelter_app.services.house.acts import SetCapacity, TakeBedOutOfUse
from shelter_app.services.reporting.figures import figures
from shelter_app.services.stays.acts import Admit, EndStay, MoveToBed, RecordAbsence


def test_the_census_of_a_past_minute_says_who_was_in_which_bed(director, house):
    who, stay = house.admit(local_moment(date(2026, 11, 1), 14), "1A")
    perform(director, MoveToBed(stay=stay, bed=house.beds["2A"], at=local_moment(date(2026, 11, 5), 10)))
    before = census(director, local_moment(date(2026, 11, 5), 9, 59), "NORD")
    after = census(director, local_moment(date(2026, 11, 5), 10), "NORD")
    assert [(row.resident_id, row.bed) for row in before.rows] == [(who, "1A")]
    assert [row.bed for row in after.rows] == ["2A"]
    assert census(director, local_moment(date(2026, 11, 1), 13, 59), "NORD").rows == ()


def test_the_census_counts_beds_outages_leave_and_people_without_a_bed(director, house):
    start = local_moment(date(2026, 11, 3))
    _who, stay = house.admit(start, "1A")
    house.admit(start)
    perform(director, TakeBedOutOfUse(bed=house.beds["2A"], since=start, reason="vopsit"))
    perform(director, RecordAbsence(stay=stay, kind="HOSPITAL", since=start + timedelta(days=1)))
    found = census(director, shelter="NORD")
    assert (found.persons, found.away, found.without_bed, found.households) == (2, 1, 1, 2)
    assert (found.beds, found.out_of_service, found.free) == (5, 1, 3)


def test_a_minute_that_has_not_come_is_refused(director, house, clock):
    with pytest.raises(Refused):
        census(director, clock() + timedelta(minutes=1))


def test_capacity_is_that_of_the_day_and_a_mattress_shows_as_over_it(director, build_house):
    house = build_house(rooms={"1": "A"})
    house.admit(local_moment(date(2026, 11, 1)), "1A")
    mattress = perform(
        director,
        AddMattress(
            room=house.rooms["1"],
            label="1X",
            since=date(2026, 11, 2),
            until=date(2026, 11, 22),
            reason="noapte de viscol",
        ),
    )
    who = house.resident()
    start = local_moment(date(2026, 11, 2))
    stay = perform(director, Admit(resident=who, shelter=house.shelter, at=start, bed=mattress))
    for beds, day in ((1, 2), (3, 20)):
        perform(director, SetCapacity(shelter=house.shelter, beds=beds, from_on=date(2026, 11, day)))
    assert census(director, local_moment(date(2026, 11, 3)), "NORD").over_capacity == 1
    assert census(director, local_moment(date(2026, 11, 21)), "NORD").over_capacity == 0
    perform(director, EndStay(stay=stay, at=local_moment(date(2026, 11, 23), 8), reason="OTHER"))
    other = house.resident()
    with pytest.raises(Refused):  # it takes nobody in after its last day
        perform(director, Admit(resident=other, shelter=house.shelter, at=director.clock(), bed=mattress))


def test_the_sum_over_beds_is_the_sum_over_residents(director, house):
    _ana, stay = house.admit(local_moment(date(2026, 10, 20)), "1A")
    perform(director, MoveToBed(stay=stay, bed=house.beds["2B"], at=local_moment(date(2026, 10, 28))))
    perform(director, EndStay(stay=stay, at=local_moment(date(2026, 11, 6)), reason="OTHER"))
    house.admit(local_moment(date(2026, 11, 2)), "1A")
    _ina, bedless = house.admit(local_moment(date(2026, 11, 10)))
    perform(director, EndStay(stay=bedless, at=local_moment(date(2026, 11, 12)), reason="OTHER"))
    found = occupancy(director, date(2026, 10, 1), date(2026, 11, 30), "NORD")
    slept = sum(room.nights for room in found.rooms)
    assert found.without_bed == 2
    assert slept + found.without_bed == found.whole.used == 17 + 22 + 2
    assert sum(line.used or 0 for _month, line in found.months) == found.whole.used
    by_night = nights(director, date(2026, 10, 1), date(2026, 11, 30), "NORD")
    assert sum(count for _day, count in by_night) == found.whole.used
    assert by_night[-1][0] == date(2026, 11, 23)
    assert (found.mean, found.median) == (9.5, 9.5)


def test_somebody_who_comes_and_goes_on_a_day_has_no_night_and_one_over_midnight_has_one(director, house):
    _one, stay = house.admit(local_moment(date(2026, 11, 3), 8), "1A")
    perform(director, EndStay(stay=stay, at=local_moment(date(2026, 11, 3), 20), reason="OTHER"))
    _two, short = house.admit(local_moment(date(2026, 11, 3), 23, 50), "1B")
    perform(director, EndStay(stay=short, at=local_moment(date(2026, 11, 4), 0, 10), reason="OTHER"))
    found = dict(nights(director, date(2026, 11, 1), date(2026, 11, 5)))
    assert [found[date(2026, 11, d)] for d in (2, 3, 4)] == [0, 1, 0]


def test_a_move_between_shelters_is_no_admission_and_no_exit_of_the_organisation(director, build_house):
    north, south = build_house("NORD"), build_house("SUD")
    _who, stay = north.admit(local_moment(date(2026, 11, 2)), "1A")
    perform(
        director,
        MoveToShelter(
            stay=stay, shelter=south.shelter, at=local_moment(date(2026, 11, 9)), bed=south.beds["1A"]
        ),
    )
    month = (date(2026, 11, 1), date(2026, 11, 30))
    together = {f.code: f.value for f in figures(director, *month, codes=("I03", "I06", "I08"))}
    assert together == {"I03": 1, "I06": 0, "I08": 22}
    apart = {f.code: f.value for f in figures(director, *month, codes=("I03", "I08"), shelter="SUD")}
    assert apart["I08"] == 15
    assert [row.shelter for row in census(director).rows] == ["SUD"]
    with pytest.raises(Refused):
        perform(director, MoveToShelter(stay=stay, shelter=south.shelter, at=local_moment(date(2026, 11, 9))))
