"""Rooms looked at; a defect is work until it is mended, and may take its bed out of service."""

from __future__ import annotations

from datetime import date

import pytest

from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.rooms import InspectRoom, MendDefect, ReportDefect, defects, rooms
from shelter_app.services.house.views import beds_tonight

TODAY = date(2026, 11, 24)


def test_an_inspection_leaves_its_defects_as_work(director, house):
    perform(director, InspectRoom(room=house.rooms["2"], on=TODAY, defects=("bec ars", "geam fisurat")))
    perform(director, InspectRoom(room=house.rooms["1"], on=date(2026, 11, 20)))
    first, second = rooms(director, "NORD")
    assert (first.name, first.result, first.defects) == ("2", "DEFECTS", 2)
    assert (second.name, second.result, second.inspected_on) == ("1", "IN_ORDER", date(2026, 11, 20))
    assert {row.text for row in defects(director, "NORD")} == {"bec ars", "geam fisurat"}


def test_a_defect_takes_its_bed_out_and_gives_it_back_when_mended(director, house, clock):
    defect = perform(
        director,
        ReportDefect(
            room=house.rooms["1"],
            bed=house.beds["1A"],
            text="somieră ruptă",
            on=TODAY,
            due_on=date(2026, 11, 25),
            out_since=clock(),
        ),
    )
    assert beds_tonight(director, "NORD").out == 1
    clock.now = local_moment(date(2026, 11, 27))
    (row,) = defects(director, "NORD")
    assert (row.bed, row.late, row.bed_out) == ("1A", True, True)
    perform(director, MendDefect(defect=defect, on=date(2026, 11, 27), note="înlocuită"))
    assert beds_tonight(director, "NORD").out == 0
    assert defects(director, "NORD") == ()
    assert defects(director, "NORD", mended=True)[0].fixed_on == date(2026, 11, 27)


def test_a_bed_that_somebody_sleeps_in_is_not_taken_out_and_the_defect_is_not_half_stored(
    director, house, clock
):
    house.admit(local_moment(date(2026, 11, 20)), "1A")
    with pytest.raises(Refused) as refused:
        perform(
            director,
            ReportDefect(
                room=house.rooms["1"], bed=house.beds["1A"], text="mucegai", on=TODAY, out_since=clock()
            ),
        )
    assert refused.value.code == "bed_occupied"
    assert defects(director, "NORD") == ()


def test_a_bed_of_another_room_a_day_ahead_and_no_words_are_refused(director, house):
    for wrong in (
        {"bed": house.beds["2A"]},
        {"on": date(2026, 11, 25)},
        {"text": " "},
        {"due_on": date(2026, 11, 1)},
    ):
        with pytest.raises(Refused):
            perform(
                director,
                ReportDefect(**{"room": house.rooms["1"], "text": "bec ars", "on": TODAY, **wrong}),
            )
