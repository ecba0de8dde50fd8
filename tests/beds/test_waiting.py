"""The waiting list: the most urgent first, which free bed fits whom, and why the others do not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shelter_app import i18n
from shelter_app.domain import referrals
from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import perform
from shelter_app.services.beds.finding import find_bed, to_place
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.beds.waiting import asked_for_tonight, waiting
from shelter_app.services.house.acts import AddBed, AddRoom, RetireBed, SetCapacity, TakeBedOutOfUse
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral


@pytest.fixture
def ask(director, house, clock):
    """Return a function that records a request made some hours ago."""

    def record(hours, urgency="DAYS", **about):
        return perform(
            director,
            RecordReferral(
                shelter=house.shelter,
                received_at=clock() - timedelta(hours=hours),
                source="ANITP_CR",
                urgency=urgency,
                **{"sex": "F", "birth_year": 1999, **about},
            ),
        )

    return record


def order(director):
    return [row.referral_id for row in waiting(director, "NORD").rows]


def test_the_most_urgent_come_first_then_those_who_wait_the_longest(director, ask):
    planned, later, earlier, tonight = ask(90, "PLANNED"), ask(3), ask(30), ask(1, "TONIGHT")
    assert order(director) == [tonight, earlier, later, planned]
    assert [round(row.hours) for row in waiting(director, "NORD").rows] == [1, 30, 3, 90]


def test_a_bed_that_opens_is_proposed_to_the_first_whom_it_fits(director, house, ask):
    room = perform(director, AddRoom(shelter=house.shelter, name="0", placement_rule="MEN"))
    perform(director, AddBed(room=room, label="0A", in_use_from=date(2025, 1, 1)))
    woman, man = ask(9, "TONIGHT"), ask(2, sex="M")
    found = waiting(director, "NORD")
    assert {bed.room_bed: who for bed, who in found.proposals}["0 · 0A"] == man
    assert woman in {who for _bed, who in found.proposals}
    first = found.rows[0]
    assert "0 · 0A" not in {bed.room_bed for bed in first.fitting}
    assert [(other.room_bed, other.why.endswith(".")) for other in first.others] == [("0 · 0A", True)]


def test_a_bed_with_what_is_needed_comes_first_and_one_without_says_what_it_lacks(director, house, ask):
    bed = perform(
        director,
        AddBed(room=house.rooms["2"], label="2Z", in_use_from=date(2025, 1, 1), features=("ACCESSIBLE",)),
    )
    ask(1, needs=("ACCESSIBLE",))
    (row,) = waiting(director, "NORD").rows
    assert [found.bed_id for found in row.fitting] == [bed]
    assert len(row.others) == 5
    ask(2)
    assert waiting(director, "NORD").rows[0].fitting[-1].bed_id == bed


def test_taken_reserved_and_full_are_no_free_beds(director, house, ask, clock):
    house.admit(local_moment(date(2026, 11, 20)), "1A")
    perform(
        director,
        ReserveBed(
            bed=house.beds["1B"],
            from_at=clock(),
            to_at=clock() + timedelta(hours=9),
            lapses_at=clock() + timedelta(hours=9),
        ),
    )
    ask(1)
    assert [bed.room_bed for bed in waiting(director, "NORD").free] == ["1 · 1C", "2 · 2A", "2 · 2B"]
    perform(director, SetCapacity(shelter=house.shelter, beds=1, from_on=date(2026, 11, 1)))
    assert waiting(director, "NORD").rows[0].fitting == ()


def test_what_is_held_for_a_request_is_told_with_it_until_it_lapses(director, house, ask, clock):
    mine, other = ask(2), ask(1)
    until = clock() + timedelta(hours=6)
    perform(
        director,
        ReserveBed(bed=house.beds["1A"], from_at=clock(), to_at=until, lapses_at=until, referral=mine),
    )
    rows = {row.referral_id: row for row in waiting(director, "NORD").rows}
    assert rows[mine].held == (("1 · 1A", until),)
    assert rows[other].held == ()
    clock.forward(hours=7)
    assert [row.held for row in waiting(director, "NORD").rows] == [(), ()]


def test_who_was_answered_waits_no_longer_and_the_time_to_answer_is_told(director, ask):
    asked = ask(5)
    perform(director, AcceptReferral(referral=asked, version=1))
    found = waiting(director, "NORD")
    assert (found.rows, found.answered_in_hours) == ((), 5)


def test_a_bed_held_from_tomorrow_noon_on_is_free_tonight_and_says_until_when(director, house, ask, clock):
    ask(3)
    free = len(waiting(director, "NORD").free)
    for bed, hour in (("1A", 12), ("1B", 8)):
        since = local_moment(clock().date() + timedelta(days=1), hour)
        perform(
            director,
            ReserveBed(
                bed=house.beds[bed],
                from_at=since,
                to_at=since + timedelta(days=2),
                lapses_at=since + timedelta(hours=5),
                reason="DGASPC",
            ),
        )
    found = waiting(director, "NORD")
    beds = {bed.bed_id for bed in found.free}
    assert len(beds) == free - 1
    assert house.beds["1A"] in beds
    assert house.beds["1B"] not in beds
    (row,) = found.rows
    ends = {bed.bed_id: bed.until for bed in row.fitting}
    assert ends[house.beds["1A"]] == local_moment(date(2026, 11, 25))
    assert ends[house.beds["1C"]] is None
    i18n.use_language("en")
    (found_bed,) = [
        bed for bed in find_bed(director, "NORD", clock(), sex="F") if bed.bed_id == house.beds["1A"]
    ]
    assert found_bed.fits
    assert found_bed.why.startswith(
        "Free only until 25 Nov 2026, 12:00; then it is reserved for somebody else."
    )
    assert found_bed.until == ends[house.beds["1A"]]


def test_a_planned_outage_or_end_of_a_bed_is_no_hindrance_tonight_but_told(director, house, ask, clock):
    ask(3, "TONIGHT")
    far = clock() + timedelta(days=60)
    perform(
        director,
        TakeBedOutOfUse(bed=house.beds["1A"], since=far, until=far + timedelta(days=1), reason="painting"),
    )
    perform(director, RetireBed(bed=house.beds["1B"], from_on=date(2026, 12, 24), reason="old"))
    (row,) = waiting(director, "NORD").rows
    ends = {bed.bed_id: bed.until for bed in row.fitting}
    assert ends[house.beds["1A"]] == far
    assert ends[house.beds["1B"]] == local_moment(date(2026, 12, 24), 0)
    assert ends[house.beds["1C"]] is None


def test_a_bed_that_is_not_free_at_first_is_not_called_so_because_of_what_comes_later(director, house, clock):
    perform(
        director,
        TakeBedOutOfUse(
            bed=house.beds["1A"], since=clock(), until=clock() + timedelta(days=2), reason="painting"
        ),
    )
    since = clock() + timedelta(days=3)
    perform(
        director,
        ReserveBed(
            bed=house.beds["1A"],
            from_at=since,
            to_at=since + timedelta(days=1),
            lapses_at=since + timedelta(hours=5),
        ),
    )
    (bed,) = [bed for bed in find_bed(director, "NORD", clock(), sex="F") if bed.bed_id == house.beds["1A"]]
    assert {reason.code for reason in bed.reasons} == {"bed_out_of_service", "bed_reserved"}
    assert [reason.until for reason in bed.reasons] == [None, None]


def test_day_list_and_search_tell_the_same_beds_of_a_request(director, house, ask, clock):
    request = ask(3, "TONIGHT")
    since = local_moment(clock().date() + timedelta(days=1), 12)
    perform(
        director,
        ReserveBed(
            bed=house.beds["1A"],
            from_at=since,
            to_at=since + timedelta(days=2),
            lapses_at=since + timedelta(hours=5),
            reason="DGASPC",
        ),
    )
    (on_the_list,) = waiting(director, "NORD").rows
    (of_the_day,) = asked_for_tonight(director, "NORD").rows
    searched = [bed for bed in find_bed(director, "NORD", clock(), referral=request) if bed.fits]
    assert {bed.bed_id: bed.until for bed in searched} == {
        bed.bed_id: bed.until for bed in on_the_list.fitting
    }
    assert on_the_list.fitting == of_the_day.fitting
    assert house.beds["1A"] in {bed.bed_id for bed in searched}


def test_a_request_whose_people_never_came_is_asked_for_nowhere(director, house, ask, clock):
    forgotten, fresh = ask(3, "TONIGHT"), ask(2, "TONIGHT")
    perform(director, AcceptReferral(referral=forgotten, version=1))
    clock.now += referrals.COMES_WITHIN + timedelta(minutes=1)
    assert {row.referral_id for row in waiting(director, "NORD").rows} == {fresh}
    assert waiting(director, "NORD").accepted == ()
    assert [row.referral_id for row in asked_for_tonight(director, "NORD").rows] == [fresh]
    assert [one.referral_id for one in to_place(director, "NORD") if one.referral_id] == [fresh]
