"""What is taken back is fresh, one's own, and comes back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.away import DecideBed, ReportMissing, UndoRelease, away
from shelter_app.services.beds.census import census
from shelter_app.services.beds.corrections import CorrectStay
from shelter_app.services.beds.outages import ChangeOutage, UndoOutage
from shelter_app.services.beds.reservations import ArriveOnReservation, ReserveBed, reservations
from shelter_app.services.counselling.acts import PlanSession
from shelter_app.services.counselling.views import sessions
from shelter_app.services.house.acts import RetireBed, TakeBedOutOfUse
from shelter_app.services.residents.acts import AssignCase
from shelter_app.services.stays.absences import EndAbsence, RecordAbsence, UndoAbsence, UndoReturn
from shelter_app.services.stays.acts import Admit, EndStay, MoveToBed, PlaceInBed, SetBedEnd
from shelter_app.services.stays.undo import UndoAdmission, UndoExit, UndoMove, UndoPlacing
from tests.beds.conftest import House
from tests.beds.steps import at, hold, period, request
from tests.conftest import FixedClock

pytestmark = pytest.mark.usefixtures("english")


def test_an_absence_that_a_colleague_reported_is_not_taken_back(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    st = house.admit(at(10), "1A")[1]
    a = perform(director, RecordAbsence(stay=st, kind="UNAUTHORISED", since=clock()))
    clock.forward(days=2)
    perform(make_actor("HOUSE_STAFF"), ReportMissing(absence=a, reported_to="Police 5"))
    clock.forward(minutes=1)
    with pytest.raises(Refused):
        perform(director, UndoAbsence(absence=a))


def test_an_old_bed_is_not_fresh_by_a_new_end(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    cm = make_actor("CASE_MANAGER")
    st = house.admit(at(20))[1]
    p = perform(director, PlaceInBed(stay=st, bed=house.beds["1A"], since=clock()))
    clock.forward(days=2)
    perform(cm, SetBedEnd(stay=st, until=clock() + timedelta(days=1)))
    perform(cm, SetBedEnd(stay=st, until=None))
    clock.forward(minutes=1)
    with pytest.raises(Refused):
        perform(director, UndoPlacing(period=p))


def test_an_old_outage_is_not_fresh_by_a_new_end(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    a = perform(director, TakeBedOutOfUse(bed=house.beds["1A"], since=clock(), reason="x"))
    clock.forward(days=3)
    perform(make_actor("HOUSE_STAFF"), ChangeOutage(outage=a, until=clock() + timedelta(days=1)))
    clock.forward(minutes=1)
    with pytest.raises(Refused):
        perform(director, UndoOutage(outage=a))


def test_an_old_exit_is_not_fresh_by_a_correction(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    st = house.admit(at(1), "1A")[1]
    perform(make_actor("CASE_MANAGER"), EndStay(stay=st, at=at(3), reason="OWN_REQUEST"))
    clock.forward(days=15)
    perform(director, CorrectStay(stay=st, admitted_at=at(1), ended_at=at(4), reason="x"))
    clock.forward(minutes=1)
    with pytest.raises((Refused, NotAllowed)):
        perform(director, UndoExit(stay=st))


def test_a_return_is_not_taken_back_under_a_later_absence(
    director: Actor, house: House, clock: FixedClock
) -> None:
    st = house.admit(at(20), "1A")[1]
    a1 = perform(director, RecordAbsence(stay=st, kind="LEAVE_DAY", since=at(24, 9)))
    perform(director, EndAbsence(absence=a1, at=at(24, 10)))
    perform(director, RecordAbsence(stay=st, kind="HOSPITAL", since=at(24, 11)))
    with pytest.raises(Refused):
        perform(director, UndoReturn(absence=a1))
    assert len(away(director)) == 1


def test_an_arrival_taken_back_leaves_the_bed_held(director: Actor, house: House, clock: FixedClock) -> None:
    h = hold(director, house, clock, reason="Ana")
    st = perform(director, ArriveOnReservation(reservation=h, resident=house.resident(), at=clock()))
    perform(director, UndoAdmission(stay=st))
    assert len(reservations(director)) == 1


def test_a_bed_taken_back_is_held_again(director: Actor, house: House, clock: FixedClock) -> None:
    r = request(director, house, clock)
    hold(director, house, clock, referral=r)
    st = perform(director, Admit(resident=house.resident(), shelter=house.shelter, at=clock(), referral=r))
    p = perform(director, PlaceInBed(stay=st, bed=house.beds["1A"], since=clock()))
    perform(director, UndoPlacing(period=p))
    assert len(reservations(director)) == 1


def test_each_arrival_is_taken_back_by_itself(director: Actor, house: House, clock: FixedClock) -> None:
    r = request(director, house, clock, persons=2)
    h1, h2 = hold(director, house, clock, "1A", referral=r), hold(director, house, clock, "1B", referral=r)
    s1 = perform(director, ArriveOnReservation(reservation=h1, resident=house.resident(), at=clock()))
    clock.forward(minutes=1)
    perform(director, ArriveOnReservation(reservation=h2, resident=house.resident(), at=clock()))
    clock.forward(minutes=1)
    perform(director, UndoAdmission(stay=s1))
    assert [row.bed for row in census(director).rows] == ["1B"]
    assert [row.bed_id for row in reservations(director)] == [house.beds["1A"]]


def test_an_exit_leaves_what_is_held_for_those_still_to_come(
    director: Actor, house: House, clock: FixedClock
) -> None:
    r = request(director, house, clock, persons=2)
    st = perform(
        director,
        Admit(resident=house.resident(), shelter=house.shelter, at=clock(), referral=r, bed=house.beds["1A"]),
    )
    hold(director, house, clock, "1B", referral=r)
    clock.forward(hours=1)
    perform(director, EndStay(stay=st, at=clock(), reason="OWN_REQUEST"))
    perform(director, UndoExit(stay=st))
    assert len(reservations(director)) == 1


def test_a_bed_until_a_time_is_taken_back(director: Actor, house: House, clock: FixedClock) -> None:
    st = house.admit(at(20))[1]
    p = perform(director, PlaceInBed(stay=st, bed=house.beds["1A"], since=clock(), until=at(25)))
    perform(director, UndoPlacing(period=p))
    assert [row.bed for row in census(director).rows] == [None]


def test_a_move_until_a_time_is_taken_back(director: Actor, house: House, clock: FixedClock) -> None:
    st = house.admit(at(20), "1A")[1]
    p = perform(director, MoveToBed(stay=st, bed=house.beds["1B"], at=clock(), until=at(25)))
    perform(director, UndoMove(period=p))
    assert [row.bed for row in census(director).rows] == ["1A"]


@pytest.mark.parametrize("how", ["move", "exit", "release"])
def test_what_is_taken_back_lasts_until_the_bed_is_retired(
    director: Actor, house: House, clock: FixedClock, how: str
) -> None:
    st = perform(
        director,
        Admit(
            resident=house.resident(), shelter=house.shelter, at=at(20), bed=house.beds["1A"], until=at(26)
        ),
    )
    perform(director, RetireBed(bed=house.beds["1A"], from_on=date(2026, 11, 27), reason="x"))
    if how == "move":
        perform(
            director, UndoMove(period=perform(director, MoveToBed(stay=st, bed=house.beds["1B"], at=clock())))
        )
    if how == "exit":
        perform(director, EndStay(stay=st, at=clock(), reason="OWN_REQUEST"))
        perform(director, UndoExit(stay=st))
    if how == "release":
        perform(director, RecordAbsence(stay=st, kind="UNAUTHORISED", since=at(23)))
        perform(director, UndoRelease(decision=perform(director, DecideBed(stay=st, keep=False, reason="x"))))
    assert period(director, st).to_at == at(27, 0)


def test_a_hold_that_has_lapsed_stands_in_no_way(director: Actor, house: House, clock: FixedClock) -> None:
    st = house.admit(at(20), "1A")[1]
    clock.now = at(24, 17, 50)
    p = perform(director, MoveToBed(stay=st, bed=house.beds["1B"], at=clock()))
    perform(director, ReserveBed(bed=house.beds["1A"], from_at=clock(), to_at=at(25), lapses_at=at(24, 18)))
    clock.now = at(24, 18, 3)
    assert reservations(director) == ()
    perform(director, UndoMove(period=p))
    assert [row.bed for row in census(director).rows] == ["1A"]


def test_an_exit_cancels_the_sessions_to_come_and_taken_back_they_are_planned_again(
    director: Actor, house: House, make_actor: Callable[..., Actor], clock: FixedClock
) -> None:
    counsellor = make_actor("COUNSELLOR")
    (one, stay), (other, _stay) = house.admit(at(10), "1A"), house.admit(at(10), "1B")
    for who in (one, other):
        perform(
            director,
            AssignCase(
                resident=who, account=counsellor.account_id, role="COUNSELLOR", from_on=date(2026, 11, 1)
            ),
        )

    def plan(day: int, *people: str, kind: str = "IND_COUNSEL") -> str:
        act = PlanSession(shelter=house.shelter, kind=kind, planned_at=at(day, 15), residents=people)
        return perform(counsellor, act)

    past, alone, group, hers = (
        plan(23, one),
        plan(26, one),
        plan(27, one, other, kind="GROUP"),
        plan(28, other),
    )

    def told() -> dict[str, tuple[str, set[str]]]:
        found = sessions(counsellor, date(2026, 11, 1), date(2026, 11, 30))
        return {row.id: (row.status, {part.status for part in row.parts}) for row in found}

    before = told()
    perform(director, EndStay(stay=stay, at=clock(), reason="OWN_REQUEST"))
    assert told() == {
        past: ("PLANNED", {"PLANNED"}),
        alone: ("CANCEL_CLIENT", {"CANCEL_CLIENT"}),
        group: ("PLANNED", {"PLANNED", "CANCEL_CLIENT"}),
        hers: ("PLANNED", {"PLANNED"}),
    }
    clock.forward(minutes=2)
    perform(director, UndoExit(stay=stay))
    assert told() == before
