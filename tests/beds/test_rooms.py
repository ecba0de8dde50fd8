"""Rooms looked at; a defect is work until it is mended, and may take its bed out of service."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.extra_beds import AddMattress
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.beds.rooms import (
    AssignDefect,
    InspectRoom,
    MendDefect,
    ReportDefect,
    UndoMend,
    defects,
    menders,
    my_defects,
    rooms,
)
from shelter_app.services.house.acts import TakeBedOutOfUse
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


def test_a_defect_is_somebodys_work_until_a_day_and_stands_on_her_list_only(
    director, house, make_actor, build_house
):
    keeper = make_actor("HOUSE_STAFF", shelters=[house.shelter])
    elsewhere = make_actor("HOUSE_STAFF", shelters=[build_house("SUD").shelter])
    counsellor = make_actor("COUNSELLOR")
    offered = dict(menders(director, "NORD"))
    assert keeper.account_id in offered
    assert not {elsewhere.account_id, counsellor.account_id} & set(offered)
    defect = perform(
        director,
        ReportDefect(room=house.rooms["1"], text="geam fisurat", on=TODAY, due_on=date(2026, 11, 26)),
    )
    assert my_defects(keeper) == ()
    perform(director, AssignDefect(defect=defect, assignee=keeper.account_id, due_on=date(2026, 11, 25)))
    (row,) = my_defects(keeper)
    assert (row.id, row.due_on, row.assignee) == (defect, date(2026, 11, 25), keeper.name)
    assert my_defects(director) == ()
    for wrong in (elsewhere, counsellor):
        with pytest.raises(Refused) as refused:
            perform(director, AssignDefect(defect=defect, assignee=wrong.account_id))
        assert (refused.value.code, refused.value.fields) == ("works_elsewhere", ("assignee",))
    with pytest.raises(Refused) as refused:
        perform(director, AssignDefect(defect=defect, due_on=date(2026, 11, 20)))
    assert refused.value.fields == ("due_on",)
    perform(keeper, MendDefect(defect=defect, on=TODAY))
    assert my_defects(keeper) == ()
    with pytest.raises(Refused) as refused:
        perform(director, AssignDefect(defect=defect, assignee=None))
    assert refused.value.code == "already_mended"


def test_what_is_found_at_an_inspection_changes_what_the_inspection_says(director, house):
    perform(director, InspectRoom(room=house.rooms["1"], on=TODAY))
    perform(director, ReportDefect(room=house.rooms["1"], text="bec ars", on=TODAY))
    assert {row.name: row.result for row in rooms(director, "NORD")} == {"1": "DEFECTS", "2": None}


def test_mended_by_mistake_is_taken_back_with_the_outage(director, house, clock, make_actor):
    defect = perform(
        director,
        ReportDefect(
            room=house.rooms["1"], bed=house.beds["1A"], text="mucegai", on=TODAY, out_since=clock()
        ),
    )
    clock.forward(hours=2)
    perform(director, MendDefect(defect=defect, on=TODAY))
    assert beds_tonight(director, "NORD").out == 0
    with pytest.raises(NotAllowed):
        perform(make_actor("CASE_MANAGER"), UndoMend(defect=defect))
    perform(director, UndoMend(defect=defect))
    assert beds_tonight(director, "NORD").out == 1
    assert defects(director, "NORD")[0].bed_out
    with pytest.raises(Refused):
        perform(director, UndoMend(defect=defect))


def test_a_mattress_is_no_bed_of_the_house_and_gone_when_its_time_is_over(director, house, clock):
    before = beds_tonight(director, "NORD")
    today = clock().date()
    mattress = perform(
        director,
        AddMattress(
            room=house.rooms["1"],
            label="S",
            since=today,
            until=today + timedelta(days=2),
            reason="o noapte grea",
        ),
    )
    during = beds_tonight(director, "NORD")
    assert (during.free, during.beds) == (before.free, before.beds)
    (card,) = [bed for room in during.rooms for bed in room.beds if bed.bed_id == mattress]
    assert card.until == local_moment(today + timedelta(days=2))
    clock.forward(hours=48)
    after = beds_tonight(director, "NORD")
    assert mattress not in {bed.bed_id for room in after.rooms for bed in room.beds}


def test_a_free_bed_says_from_when_it_is_held_or_out_of_service(director, house, clock):
    now = clock()
    held, out = now + timedelta(days=1), now + timedelta(days=3)
    perform(director, TakeBedOutOfUse(bed=house.beds["1A"], since=out, reason="vopsit"))
    perform(
        director,
        ReserveBed(bed=house.beds["1A"], from_at=held, to_at=out, lapses_at=out, reason="vine mâine"),
    )
    cards = {bed.bed_id: bed for room in beds_tonight(director, "NORD").rooms for bed in room.beds}
    assert (cards[house.beds["1A"]].state, cards[house.beds["1A"]].until) == ("FREE", held)
    assert cards[house.beds["1B"]].until is None
