"""Holds and requests say what is true: of their shelter, their hour, their people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from shelter_app.db.models.house import BedOutage
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.away import DecideBed, away
from shelter_app.services.beds.census import census
from shelter_app.services.beds.extra_beds import AddMattress
from shelter_app.services.beds.outages import ChangeOutage
from shelter_app.services.beds.reservations import ChangeReservation, ReserveBed, UndoCancel, reservations
from shelter_app.services.beds.rooms import MendDefect, ReportDefect
from shelter_app.services.beds.waiting import waiting
from shelter_app.services.house.acts import RetireBed
from shelter_app.services.referrals.acts import AcceptReferral, DeclineReferral
from shelter_app.services.stays.absences import EndAbsence, RecordAbsence
from shelter_app.services.stays.acts import Admit, PlaceInBed
from tests.beds.conftest import House
from tests.beds.steps import at, hold, request, rows
from tests.conftest import FixedClock

pytestmark = pytest.mark.usefixtures("english")


def test_a_hold_for_a_request_stays_in_its_shelter(
    director: Actor, build_house: Callable[..., House], clock: FixedClock
) -> None:
    n, s = build_house("NORD"), build_house("SUD")
    r = request(director, n, clock)
    h = hold(director, n, clock, referral=r)
    with pytest.raises(Refused):
        perform(
            director,
            ChangeReservation(
                reservation=h, from_at=clock(), to_at=at(25), lapses_at=at(24, 20), bed=s.beds["1A"]
            ),
        )


def test_a_hold_for_a_closed_request_does_not_come_back(
    director: Actor, house: House, clock: FixedClock
) -> None:
    r = request(director, house, clock, accept=False)
    h = hold(director, house, clock, referral=r)
    perform(director, DeclineReferral(referral=r, version=1, decision="REDIRECTED", reason="x"))
    with pytest.raises(Refused):
        perform(director, UndoCancel(reservation=h))
    assert reservations(director) == ()


def test_a_mattress_is_not_held_beyond_its_day(director: Actor, house: House, clock: FixedClock) -> None:
    b = perform(
        director,
        AddMattress(
            room=house.rooms["1"], label="M", since=date(2026, 11, 20), until=date(2026, 11, 26), reason="x"
        ),
    )
    with pytest.raises(Refused):
        perform(director, ReserveBed(bed=b, from_at=at(28), to_at=at(30), lapses_at=at(28, 20)))


def test_a_request_was_answered_when_it_was_accepted(
    director: Actor, house: House, clock: FixedClock
) -> None:
    r = request(director, house, clock, accept=False)
    clock.forward(hours=1)
    perform(director, AcceptReferral(referral=r, version=1))
    clock.forward(days=5)
    perform(director, DeclineReferral(referral=r, version=2, decision="NO_SHOW", reason="x"))
    assert waiting(director).answered_in_hours == 1


def test_a_hold_that_lapsed_before_is_not_called_cancelled(
    director: Actor, house: House, clock: FixedClock
) -> None:
    r = request(director, house, clock)
    hold(director, house, clock, referral=r)
    clock.now = at(25, 9)
    perform(director, DeclineReferral(referral=r, version=2, decision="NO_SHOW", reason="x"))
    assert reservations(director, None, True)[0].outcome == "LAPSED"


def test_a_request_for_somebody_is_not_used_by_another(
    director: Actor, house: House, clock: FixedClock
) -> None:
    x, y = house.resident(), house.resident()
    r = request(director, house, clock, resident=x)
    with pytest.raises(Refused) as refused:
        perform(director, Admit(resident=y, shelter=house.shelter, at=clock(), referral=r))
    assert refused.value.code == "named_another"
    perform(director, Admit(resident=x, shelter=house.shelter, at=clock(), referral=r))


def test_a_decision_is_about_its_own_absence(director: Actor, house: House, clock: FixedClock) -> None:
    st = house.admit(at(10), "1A")[1]
    a1 = perform(director, RecordAbsence(stay=st, kind="UNAUTHORISED", since=at(20)))
    perform(director, DecideBed(stay=st, keep=False, reason="x"))
    clock.forward(days=1)
    perform(director, EndAbsence(absence=a1, at=clock()))
    perform(director, PlaceInBed(stay=st, bed=house.beds["1A"], since=clock()))
    clock.forward(days=1)
    perform(director, RecordAbsence(stay=st, kind="LEAVE_NIGHT", since=clock()))
    assert away(director)[0].decision is None


def test_only_the_bed_of_somebody_who_is_away_is_given_free(
    director: Actor, house: House, clock: FixedClock
) -> None:
    st = house.admit(at(10), "1A")[1]
    with pytest.raises(Refused):
        perform(director, DecideBed(stay=st, keep=False, reason="x"))


def test_a_mended_bed_is_back_whatever_end_was_planned(
    director: Actor, house: House, clock: FixedClock
) -> None:
    d = perform(
        director,
        ReportDefect(
            room=house.rooms["1"], text="x", on=date(2026, 11, 24), bed=house.beds["1A"], out_since=clock()
        ),
    )
    clock.forward(hours=1)
    perform(director, ChangeOutage(outage=rows(director.store, BedOutage)[0].id, until=at(30)))
    perform(director, MendDefect(defect=d, on=date(2026, 11, 24)))
    assert census(director).out_of_service == 0


def test_who_lies_on_a_mattress_past_its_day_takes_no_free_bed(
    director: Actor, house: House, clock: FixedClock
) -> None:
    house.beds["M"] = perform(
        director,
        AddMattress(
            room=house.rooms["1"], label="M", since=date(2026, 11, 20), until=date(2026, 11, 24), reason="x"
        ),
    )
    house.admit(at(22), "M")
    assert census(director).free == 5


def test_who_lies_in_a_bed_on_its_last_day_takes_no_free_bed(
    director: Actor, house: House, clock: FixedClock
) -> None:
    perform(
        director,
        Admit(
            resident=house.resident(),
            shelter=house.shelter,
            at=at(20),
            bed=house.beds["1A"],
            until=at(25, 10),
        ),
    )
    perform(director, RetireBed(bed=house.beds["1A"], from_on=date(2026, 11, 25), reason="x"))
    clock.now = at(25, 8)
    assert census(director).free == 4
