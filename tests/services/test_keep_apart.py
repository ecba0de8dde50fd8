"""Two residents kept apart get no bed in the same room until that ends; clashes are told with whom and when."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.clock import local_moment
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import perform
from shelter_app.services.beds.census import census
from shelter_app.services.beds.corrections import AddPastBedPeriod, CorrectBedPeriod
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.residents.keep_apart import (
    EndKeepingApart,
    KeepResidentsApart,
    UndoKeepingApart,
    kept_apart,
    too_near,
)
from shelter_app.services.stays.acts import Admit, EndStay, MoveToBed, PlaceInBed

D = date(2026, 11, 24)


@pytest.fixture
def house(director):
    """Return a shelter, two beds of a room and one of another, and two residents: one in 1A, one without a bed."""
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    beds = {}
    for room, labels in (("1", ("1A", "1B")), ("2", ("2A",))):
        made = perform(director, AddRoom(shelter=shelter, name=room))
        for label in labels:
            beds[label] = perform(director, AddBed(room=made, label=label, in_use_from=date(2025, 1, 1)))
    ana, ina = (perform(director, RegisterResident(sex="F", birth_year=2000)) for _ in range(2))
    came = local_moment(date(2026, 11, 10))
    perform(director, Admit(resident=ana, shelter=shelter, at=came, bed=beds["1A"]))
    stay = perform(director, Admit(resident=ina, shelter=shelter, at=came))
    return shelter, beds, ana, ina, stay


def test_two_who_sleep_in_one_room_already_are_told_until_one_moves(director, house, clock, make_actor):
    shelter, beds, ana, ina, stay = house
    perform(director, PlaceInBed(stay=stay, bed=beds["1B"], since=clock()))
    assert too_near(director, "NORD") == ()
    perform(director, KeepResidentsApart(resident=ina, other=ana, reason="a threat"))
    (pair,) = too_near(director, "NORD")
    assert {pair.code, pair.other_code} == {head(director, ana).code, head(director, ina).code}
    assert pair.room == "1"
    with pytest.raises(NotAllowed):
        too_near(make_actor("HOUSE_STAFF", shelters=[shelter]), "NORD")
    clock.forward(hours=1)
    perform(director, MoveToBed(stay=stay, bed=beds["2A"], at=clock()))
    assert too_near(director, "NORD") == ()


def test_two_kept_apart_get_no_bed_in_one_room_whoever_places_until_it_ends(
    director, house, clock, make_actor
):
    shelter, beds, ana, ina, stay = house
    entry = perform(director, KeepResidentsApart(resident=ina, other=ana, reason="a threat"))
    assert [(one.code, one.reason) for one in kept_apart(director, ana)] == [
        (head(director, ina).code, "a threat")
    ]
    night = make_actor("HOUSE_STAFF", shelters=[shelter])
    for actor, field in ((director, "override"), (night, "bed")):
        with pytest.raises(Refused) as refused:
            perform(actor, PlaceInBed(stay=stay, bed=beds["1B"], since=clock()))
        assert (refused.value.code, refused.value.fields) == ("keep_apart", (field,))
        assert "threat" not in refused.value.message
    with pytest.raises(Refused) as refused:
        perform(night, PlaceInBed(stay=stay, bed=beds["1B"], since=clock(), override="no other room"))
    assert refused.value.code == "not_yours_to_override"
    with pytest.raises(NotAllowed):
        kept_apart(night, ana)
    perform(director, EndKeepingApart(apart=entry, on=D))
    assert kept_apart(director, ana) == ()
    perform(director, PlaceInBed(stay=stay, bed=beds["1B"], since=clock()))
    assert {row.bed for row in census(director, shelter="NORD").rows} == {"1A", "1B"}


def test_a_director_sets_it_aside_saying_why_and_the_trail_keeps_it(director, house, clock):
    _shelter, beds, ana, ina, stay = house
    perform(director, KeepResidentsApart(resident=ina, other=ana, reason="a threat"))
    perform(director, PlaceInBed(stay=stay, bed=beds["1B"], since=clock(), override="both ask for it"))
    with director.store.reading() as session:
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.action == PlaceInBed.NAME).order_by(AuditEvent.seq.desc())
        ).first()
    assert event is not None
    assert (event.reason, json.loads(event.detail)["set_aside"]) == ("both ask for it", ["keep_apart"])


def test_nobody_is_kept_apart_twice_or_from_herself_and_a_mistake_is_taken_back(director, house, clock):
    _shelter, _beds, ana, ina, _stay = house
    entry = perform(director, KeepResidentsApart(resident=ina, other=ana, reason="a quarrel"))
    for one, other, code in ((ana, ina, "apart_already"), (ana, ana, "herself")):
        with pytest.raises(Refused) as refused:
            perform(director, KeepResidentsApart(resident=one, other=other, reason="x"))
        assert (refused.value.code, refused.value.fields) == (code, ("other",))
    with pytest.raises(Refused) as refused:
        perform(director, EndKeepingApart(apart=entry, on=date(2026, 11, 1)))
    assert refused.value.fields == ("on",)
    perform(director, UndoKeepingApart(apart=entry))
    assert kept_apart(director, ana) == ()
    clock.forward(hours=1)
    later = perform(director, KeepResidentsApart(resident=ina, other=ana, reason="a quarrel"))
    clock.forward(hours=1)
    with pytest.raises(Refused):
        perform(director, UndoKeepingApart(apart=later))


def test_a_taken_bed_is_told_with_bed_code_name_and_both_times(director, house, clock, english):
    _shelter, beds, ana, _ina, stay = house
    code = head(director, ana).code
    with pytest.raises(Refused) as refused:
        perform(director, PlaceInBed(stay=stay, bed=beds["1A"], since=clock()))
    assert refused.value.message.startswith(f"1 · 1A is occupied: {code}, from 10 November 2026")
    assert refused.value.fields == ("bed",)
    perform(director, EndStay(stay=head(director, ana).stay.id, at=clock(), reason="OWN_REQUEST"))
    clock.forward(days=3)
    with pytest.raises(Refused) as refused:
        perform(
            director,
            AddPastBedPeriod(
                stay=stay,
                bed=beds["1A"],
                from_at=local_moment(date(2026, 11, 20)),
                to_at=clock(),
                reason="written on paper",
            ),
        )
    said = refused.value.message
    assert code in said
    assert "10 November 2026" in said
    assert "20 November 2026" in said
    made = perform(
        director,
        AddPastBedPeriod(
            stay=stay,
            bed=beds["1A"],
            from_at=clock() - timedelta(days=3),
            to_at=clock() - timedelta(days=1),
            reason="written on paper",
        ),
    )
    with pytest.raises(Refused) as refused:
        perform(
            director,
            CorrectBedPeriod(
                period=made,
                from_at=clock() - timedelta(days=5),
                to_at=clock() - timedelta(days=1),
                reason="came earlier",
            ),
        )
    assert refused.value.message.startswith(f"1 · 1A is occupied: {code}")
