"""Beds held until an hour: they lapse by themselves, arrivals take them up, the history stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shelter_app.db.models.stays import Reservation
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.reservations import (
    ArriveOnReservation,
    CancelReservation,
    ChangeReservation,
    ReserveBed,
    reservations,
)
from shelter_app.services.house.acts import RetireBed, TakeBedOutOfUse
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.stays.acts import Admit


def at(hour, day=24):
    return local_moment(date(2026, 11, day), hour)


def hold(bed, **about):
    """Hold a bed from two in the afternoon until the next noon; it lapses at eight in the evening."""
    return ReserveBed(
        **{
            "bed": bed,
            "from_at": at(14),
            "to_at": at(12, 25),
            "lapses_at": at(20),
            "reason": "DGASPC",
            **about,
        }
    )


def test_a_reserved_bed_is_not_given_to_somebody_else_until_it_lapses(director, house, clock):
    held = perform(director, hold(house.beds["1A"]))
    clock.now = at(15)
    assert beds_tonight(director, "NORD").reserved == 1
    who = house.resident()
    coming = Admit(resident=who, shelter=house.shelter, at=at(15), bed=house.beds["1A"])
    with pytest.raises(Refused) as refused:
        perform(director, coming)
    assert refused.value.code == "bed_reserved"
    clock.now = at(20)
    assert reservations(director, "NORD") == ()
    perform(director, coming)
    (row,) = reservations(director, "NORD", over=True)
    assert (row.id, row.outcome) == (held, "LAPSED")
    with director.store.reading() as session:
        assert session.scalars(select(Reservation.outcome_at)).one() == at(20)


def test_what_lapsed_while_the_program_was_closed_holds_nothing_back(director, house, clock):
    for bed in ("1A", "1B"):
        perform(director, hold(house.beds[bed]))
    clock.now = at(9, 27)
    perform(director, TakeBedOutOfUse(bed=house.beds["1A"], since=at(14, 24), reason="vopsit"))
    perform(director, RetireBed(bed=house.beds["1B"], from_on=date(2026, 11, 24), reason="spart"))


def test_an_arrival_takes_the_reserved_bed_without_typing_again(director, house, clock):
    held = perform(director, hold(house.beds["1A"]))
    clock.now = at(18)
    who = house.resident()
    perform(director, ArriveOnReservation(reservation=held, resident=who, at=at(18)))
    board = beds_tonight(director, "NORD")
    assert (board.occupied, board.reserved) == (1, 0)
    assert reservations(director, "NORD", over=True)[0].outcome == "ARRIVED"
    with pytest.raises(Refused):
        perform(director, CancelReservation(reservation=held))


def test_a_reservation_is_moved_to_another_bed_or_time_and_cancelled(director, house):
    held = perform(director, hold(house.beds["1A"]))
    perform(director, hold(house.beds["1B"]))
    change = {"reservation": held, "from_at": at(14), "lapses_at": at(22)}
    with pytest.raises(Refused):
        perform(director, ChangeReservation(**change, to_at=at(12, 26), bed=house.beds["1B"]))
    perform(director, ChangeReservation(**change, to_at=at(12, 26), bed=house.beds["1C"]))
    rows = {row.id: row for row in reservations(director, "NORD")}
    assert (rows[held].room_bed, rows[held].to_at, rows[held].made_by) == (
        "1 · 1C",
        at(12, 26),
        director.name,
    )
    perform(director, CancelReservation(reservation=held))
    assert [row.outcome for row in reservations(director, "NORD", over=True)] == ["CANCELLED"]


def test_two_reservations_of_a_bed_that_touch_are_accepted_and_that_overlap_refused(director, house):
    bed = house.beds["1A"]
    perform(director, hold(bed))
    with pytest.raises(Refused):
        perform(director, hold(bed, from_at=at(11, 25), to_at=at(14, 25), lapses_at=at(13, 25)))
    perform(director, hold(bed, from_at=at(12, 25), to_at=at(14, 25), lapses_at=at(13, 25)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"to_at": at(14)},
        {"lapses_at": at(13)},
        {"lapses_at": at(13, 25)},
        {"from_at": at(8, 20), "to_at": at(9, 20), "lapses_at": at(9, 20)},
    ],
)
def test_hours_that_do_not_fit_together_are_refused(director, house, wrong):
    with pytest.raises(Refused):
        perform(director, hold(house.beds["1A"], **wrong))
    assert reservations(director, "NORD") == ()


def test_a_reservation_changed_by_a_colleague_meanwhile_is_not_overwritten(director, house):
    held = perform(director, hold(house.beds["1A"]))
    (row,) = reservations(director, "NORD")
    change = ChangeReservation(
        reservation=held, from_at=at(14), to_at=at(13, 25), lapses_at=at(21), version=row.version
    )
    perform(director, change)
    with pytest.raises(Refused) as refused:
        perform(director, change)
    assert refused.value.code == "changed_meanwhile"
    assert reservations(director, "NORD")[0].lapses_at - at(14) == timedelta(hours=7)
