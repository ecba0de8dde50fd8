"""What is entered or put right for a past moment holds today too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, ReadContext, perform
from shelter_app.services.beds.census import census, nights
from shelter_app.services.beds.corrections import CorrectStay
from shelter_app.services.beds.marks import MarkPresence
from shelter_app.services.beds.presence import roll_call
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.beds.roster import night_list
from shelter_app.services.beds.tape import tape
from shelter_app.services.house.layout import LayOutHouse, UseBedsSince
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.keep_apart import KeepResidentsApart
from shelter_app.services.stays.absences import EndAbsence, RecordAbsence
from shelter_app.services.stays.acts import Admit, EndStay, MoveToBed, PlaceInBed, SetBedEnd
from tests.beds.conftest import House
from tests.beds.steps import at
from tests.conftest import FixedClock

pytestmark = pytest.mark.usefixtures("english")


def test_a_bed_entered_for_yesterday_is_held_to_who_is_kept_apart_today(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    a, _ = house.admit(at(20), "1A")
    b, sb = house.admit(at(20))
    perform(director, KeepResidentsApart(resident=a, other=b, reason="x"))
    with pytest.raises(Refused):
        perform(make_actor("HOUSE_STAFF"), PlaceInBed(stay=sb, bed=house.beds["1B"], since=at(23, 23)))


def test_an_admission_entered_for_a_past_day_counts_who_is_here_today(
    director: Actor, build_house: Callable[..., House], make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    h = build_house("NORD", capacity=2)
    h.admit(at(20), "1A")
    h.admit(at(20), "1B")
    x = h.resident()
    with pytest.raises(Refused):
        perform(make_actor("HOUSE_STAFF"), Admit(resident=x, shelter=h.shelter, at=at(19), bed=h.beds["1C"]))


def test_nobody_comes_back_in_the_future(director: Actor, house: House, clock: FixedClock) -> None:
    st = house.admit(at(20), "1A")[1]
    a1 = perform(director, RecordAbsence(stay=st, kind="LEAVE_DAY", since=at(24, 9)))
    with pytest.raises(Refused) as refused:
        perform(director, EndAbsence(absence=a1, at=local_moment(date(2027, 11, 24))))
    assert (refused.value.code, refused.value.fields) == ("future", ("at",))
    perform(director, EndStay(stay=st, at=clock(), reason="OWN_REQUEST"))
    assert census(director).persons == 0


def test_an_exit_before_an_agreed_end_is_entered_later(
    director: Actor, house: House, clock: FixedClock
) -> None:
    st = perform(
        director,
        Admit(
            resident=house.resident(),
            shelter=house.shelter,
            at=at(20),
            bed=house.beds["1A"],
            until=at(24, 13),
        ),
    )
    clock.now = at(24, 15)
    perform(director, EndStay(stay=st, at=at(24, 12, 30), reason="OWN_REQUEST"))


def test_a_move_before_an_agreed_end_is_entered_later(
    director: Actor, house: House, clock: FixedClock
) -> None:
    st = perform(
        director,
        Admit(
            resident=house.resident(),
            shelter=house.shelter,
            at=at(20),
            bed=house.beds["1A"],
            until=at(24, 13),
        ),
    )
    clock.now = at(24, 15)
    perform(director, MoveToBed(stay=st, bed=house.beds["1B"], at=at(24, 12, 30)))


def test_an_exit_put_right_takes_the_leave_along_to_an_earlier_day(
    director: Actor, house: House, clock: FixedClock
) -> None:
    st = house.admit(at(10), "1A")[1]
    perform(director, RecordAbsence(stay=st, kind="UNAUTHORISED", since=at(20)))
    perform(director, EndStay(stay=st, at=at(23), reason="OWN_REQUEST"))
    perform(director, CorrectStay(stay=st, admitted_at=at(10), ended_at=at(22), reason="x"))


def test_an_exit_put_right_takes_the_leave_along_to_a_later_day(
    director: Actor, house: House, clock: FixedClock
) -> None:
    st = house.admit(at(10), "1A")[1]
    perform(director, RecordAbsence(stay=st, kind="UNAUTHORISED", since=at(20)))
    perform(director, EndStay(stay=st, at=at(22), reason="OWN_REQUEST"))
    perform(director, CorrectStay(stay=st, admitted_at=at(10), ended_at=at(24), reason="x"))
    assert (
        census(director, at(23)).rows[0].away == "UNAUTHORISED"
    )  # the bed goes with the exit, the leave does not


def test_who_came_in_the_last_minute_of_a_day_is_in_its_roll_call(
    director: Actor, house: House, clock: FixedClock
) -> None:
    clock.now = datetime(2026, 11, 24, 21, 59, 30, tzinfo=UTC)
    house.admit(clock(), "1A")
    clock.now = at(25, 10)
    assert (
        len(roll_call(director, None, date(2026, 11, 24)).rows)
        == dict(nights(director, date(2026, 11, 24), date(2026, 11, 24)))[date(2026, 11, 24)]
    )


def test_who_came_after_midnight_is_not_in_the_call_of_the_evening(
    director: Actor, house: House, clock: FixedClock
) -> None:
    clock.now = at(25, 2)
    house.admit(at(20), "1B")
    house.admit(clock(), "1A")
    call = roll_call(director)
    for row in call.rows:
        perform(director, MarkPresence(stay=row.stay_id, day=call.day, mark="PRESENT"))
    assert [(row.bed, row.mark) for row in roll_call(director).rows] == [("1B", "PRESENT")]
    with director.store.reading() as session:
        listed = repr(night_list(ReadContext(session, director, "beds.print_roster"), "NORD"))
    assert "1A" in listed, "who came after midnight sleeps here too"


def test_no_mark_is_made_for_an_evening_ahead(director: Actor, house: House, clock: FixedClock) -> None:
    st = house.admit(at(20), "1A")[1]
    clock.now = at(25, 2)
    with pytest.raises(Refused):
        perform(director, MarkPresence(stay=st, day=date(2026, 11, 25), mark="PRESENT"))


def test_an_end_of_another_age_is_refused_for_a_hold(
    director: Actor, house: House, clock: FixedClock
) -> None:
    with pytest.raises(Refused):
        perform(
            director,
            ReserveBed(
                bed=house.beds["1A"],
                from_at=at(25),
                to_at=datetime(9999, 12, 31, 23, tzinfo=UTC),
                lapses_at=at(25, 20),
            ),
        )
    tape(director, date(2026, 11, 20), 14)


def test_an_end_of_another_age_is_refused_for_a_bed(director: Actor, house: House, clock: FixedClock) -> None:
    st = house.admit(at(20), "1A")[1]
    with pytest.raises(Refused):
        perform(director, SetBedEnd(stay=st, until=datetime(9999, 12, 31, 23, tzinfo=UTC)))


def test_beds_are_in_use_since_before_the_program_was_set_up(
    director: Actor, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    shelter = perform(director, LayOutHouse(code="A1", name="Centrul", pattern="1 x 2"))
    who = perform(director, RegisterResident(sex="F", birth_year=1999))
    bed = beds_tonight(director, "A1").rooms[0].beds[0].bed_id
    came = Admit(resident=who, shelter=shelter, at=at(10), bed=bed)
    with pytest.raises(Refused) as refused:
        perform(director, came)
    assert refused.value.code == "bed_not_in_use"
    since = UseBedsSince(shelter=shelter, from_on=date(2026, 11, 1), reason="ne-am mutat atunci")
    with pytest.raises(NotAllowed):
        perform(make_actor("CASE_MANAGER"), since)
    assert perform(director, since) == 2
    perform(director, came)
    assert census(director, at(12), "A1").rows[0].bed == "1"
    with pytest.raises(Refused) as again:
        perform(director, since)
    assert again.value.code == "in_use_already"
    assert census(director, shelter="A1").licensed is None, "what the licence allows is not in the pattern"
