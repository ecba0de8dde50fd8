"""A bed that is somebody else's from a time on is given until then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.finding import to_place
from shelter_app.services.beds.reservations import CancelReservation, ReserveBed
from shelter_app.services.beds.transfers import MoveToShelter
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import Admit, EndStay, MoveToBed, PlaceInBed, SetBedEnd
from shelter_app.services.stays.undo import UndoExit, UndoMove
from tests.beds.conftest import House


@pytest.fixture
def held(director: Actor, house: House, clock: Any) -> tuple[datetime, str]:
    """Bed 1A is held from tomorrow on; returns from when, and the reservation."""
    begins = clock() + timedelta(days=1)
    end = begins + timedelta(days=2)
    made = perform(
        director,
        ReserveBed(bed=house.beds["1A"], from_at=begins, to_at=end, lapses_at=end, reason="vine mâine"),
    )
    return begins, made


def admitted(director: Actor, house: House, until: datetime | None) -> tuple[str, str]:
    who = house.resident()
    stay = perform(
        director,
        Admit(resident=who, shelter=house.shelter, at=director.clock(), bed=house.beds["1A"], until=until),
    )
    return who, stay


def card(director: Actor, house: House, bed: str) -> Any:
    rooms = beds_tonight(director, "NORD").rooms
    return next(one for room in rooms for one in room.beds if one.bed_id == house.beds[bed])


def test_without_an_end_it_is_refused_beside_the_field_of_the_end_and_given_with_one(
    director: Actor, house: House, held: tuple[datetime, str], clock: Any
) -> None:
    begins, _made = held
    for until in (None, begins + timedelta(hours=1)):
        with pytest.raises(Refused) as refused:
            admitted(director, house, until)
        assert (refused.value.code, refused.value.fields) == ("bed_reserved", ("until",))
    with pytest.raises(Refused) as refused:
        admitted(director, house, clock())
    assert refused.value.code == "ends_before"
    who, stay = admitted(director, house, begins)
    assert head(director, who).bed == "1 · 1A"
    assert (card(director, house, "1A").state, card(director, house, "1A").bed_until) == ("OCCUPIED", begins)
    assert beds_tonight(director, "NORD").without_bed == ()

    # When the time has come the bed is the other's, and who stays is told of as being without one.
    clock.now = begins + timedelta(minutes=5)
    assert card(director, house, "1A").state == "RESERVED"
    assert head(director, who).bed == ""
    assert [row.resident_id for row in beds_tonight(director, "NORD").without_bed] == [who]
    assert [row.bed for row in to_place(director, "NORD") if row.resident_id == who] == [""]
    perform(director, PlaceInBed(stay=stay, bed=house.beds["1B"], since=clock()))
    assert head(director, who).bed == "1 · 1B"
    assert {row.bed for row in census(director, shelter="NORD").rows} == {"1B"}


def test_a_move_an_exit_and_a_transfer_before_the_end_take_the_bed_with_them(
    director: Actor, house: House, held: tuple[datetime, str], clock: Any
) -> None:
    begins, _made = held
    who, stay = admitted(director, house, begins)
    clock.forward(hours=1)
    period = perform(director, MoveToBed(stay=stay, bed=house.beds["1B"], at=clock()))
    assert head(director, who).bed == "1 · 1B"
    assert card(director, house, "1A").state == "FREE"
    perform(director, UndoMove(period=period))
    assert (head(director, who).bed, card(director, house, "1A").bed_until) == ("1 · 1A", begins)

    clock.forward(hours=1)
    perform(director, EndStay(stay=stay, at=clock(), reason="OTHER"))
    assert card(director, house, "1A").state == "FREE"
    perform(director, UndoExit(stay=stay))
    assert (head(director, who).bed, card(director, house, "1A").bed_until) == ("1 · 1A", begins)


def test_who_goes_to_another_shelter_leaves_the_bed_of_an_agreed_end(
    director: Actor, house: House, held: tuple[datetime, str], clock: Any, build_house: Any
) -> None:
    _who, stay = admitted(director, house, held[0])
    south = build_house("SUD")
    clock.forward(hours=1)
    perform(director, MoveToShelter(stay=stay, shelter=south.shelter, at=clock(), bed=south.beds["1A"]))
    assert card(director, house, "1A").state == "FREE"
    assert {(row.shelter, row.bed) for row in census(director).rows} == {("SUD", "1A")}


def test_the_end_is_put_off_once_nothing_comes_over_the_bed_and_set_for_any_bed(
    director: Actor, house: House, held: tuple[datetime, str], clock: Any
) -> None:
    begins, reservation = held
    who, stay = admitted(director, house, begins)
    with pytest.raises(Refused) as refused:
        perform(director, SetBedEnd(stay=stay, until=None))
    assert (refused.value.code, refused.value.fields) == ("bed_reserved", ("until",))
    perform(director, CancelReservation(reservation=reservation))
    assert perform(director, SetBedEnd(stay=stay, until=None)) == begins
    clock.now = begins + timedelta(hours=1)
    assert head(director, who).bed == "1 · 1A"
    with pytest.raises(Refused) as refused:
        perform(director, SetBedEnd(stay=stay, until=clock()))
    assert refused.value.code == "ends_before"
    assert perform(director, SetBedEnd(stay=stay, until=clock() + timedelta(hours=3))) is None
    assert card(director, house, "1A").bed_until == clock() + timedelta(hours=3)


def test_nights_to_come_are_not_counted_before_they_were(
    director: Actor, house: House, held: tuple[datetime, str], clock: Any
) -> None:
    begins, _made = held
    admitted(director, house, begins)
    clock.now = begins + timedelta(days=1)
    rows = census(director, begins - timedelta(hours=1), "NORD").rows
    assert [row.bed for row in rows] == ["1A"]
    assert [row.bed for row in census(director, shelter="NORD").rows] == [None]
