"""Places of a room blocked for a time: the free beds of it, never one that somebody has."""

from __future__ import annotations

from datetime import date

import pytest

from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.blocked_places import BlockPlaces, UndoBlock
from shelter_app.services.house.acts import AddBed
from shelter_app.services.house.views import OUT, beds_tonight
from tests.beds.conftest import House


def out(director: Actor) -> list[str]:
    rooms = beds_tonight(director, "NORD").rooms
    return [bed.label for room in rooms for bed in room.beds if bed.state == OUT]


def test_the_plainest_free_beds_of_the_room_go_out_and_come_back_together(
    director: Actor, house: House
) -> None:
    house.admit(local_moment(date(2026, 11, 20)), "1B")
    perform(
        director,
        AddBed(room=house.rooms["1"], label="1Z", in_use_from=date(2025, 1, 1), features=("QUIET",)),
    )
    made = perform(
        director, BlockPlaces(room=house.rooms["1"], places=2, since=director.clock(), reason="wet wall")
    )
    assert out(director) == ["1A", "1C"]
    perform(director, UndoBlock(outages=made))
    assert out(director) == []


@pytest.mark.parametrize(
    ("places", "field", "begins"),
    [(3, "places", "Only 2 beds in this room are free"), (0, "places", "Enter how many places")],
)
def test_more_than_are_free_and_none_are_refused_and_nothing_is_blocked(
    director: Actor, house: House, english: None, places: int, field: str, begins: str
) -> None:
    house.admit(local_moment(date(2026, 11, 20)), "1B")
    with pytest.raises(Refused) as refused:
        perform(
            director, BlockPlaces(room=house.rooms["1"], places=places, since=director.clock(), reason="x")
        )
    assert refused.value.fields == (field,)
    assert refused.value.message.startswith(begins)
    assert out(director) == []


def test_a_block_that_ends_before_it_begins_and_one_without_a_reason_are_refused(
    director: Actor, house: House
) -> None:
    for until, reason, field in ((local_moment(date(2026, 11, 1)), "x", "until"), (None, " ", "reason")):
        with pytest.raises(Refused) as refused:
            perform(
                director,
                BlockPlaces(
                    room=house.rooms["1"], places=1, since=director.clock(), until=until, reason=reason
                ),
            )
        assert refused.value.fields == (field,)
    assert out(director) == []
