"""A stay from admission to exit, through the gate and the real store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import perform
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.residents.acts import RegisterResident, SetIdentity
from shelter_app.services.residents.views import identity, residents
from shelter_app.services.stays.acts import Admit, EndStay, MoveToBed, PlaceInBed


@pytest.fixture
def house(director):
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    room = perform(director, AddRoom(shelter=shelter, name="Camera 1"))
    beds = [perform(director, AddBed(room=room, label=f"1{c}", in_use_from=date(2026, 1, 1))) for c in "AB"]
    return shelter, beds


@pytest.fixture
def ana(director):
    return perform(director, RegisterResident(preferred_name="Ana", sex="F", birth_year=2001))


def test_an_admission_fills_the_bed_and_an_exit_frees_it(director, house, ana):
    shelter, (bed, _other) = house
    now = director.clock()
    stay = perform(director, Admit(resident=ana, shelter=shelter, at=now - timedelta(days=3), bed=bed))
    board = beds_tonight(director)
    assert (board.free, board.occupied) == (1, 1)
    assert residents(director, search="ANA").rows[0].state == "HERE"
    perform(director, EndStay(stay=stay, at=now, reason="OWN_REQUEST", destination="FRIENDS"))
    assert beds_tonight(director).free == 2
    with director.store.reading() as session:
        ended = session.get(Stay, stay)
        period = session.scalars(select(BedPeriod)).one()
    assert period.to_at == ended.ended_at == now


def test_a_taken_bed_is_refused_with_a_sentence_and_a_move_touches_at_the_minute(director, house, ana):
    shelter, (bed, other) = house
    now = director.clock()
    stay = perform(director, Admit(resident=ana, shelter=shelter, at=now - timedelta(days=2), bed=bed))
    ina = perform(director, RegisterResident())
    with pytest.raises(Refused) as refused:
        perform(director, Admit(resident=ina, shelter=shelter, at=now - timedelta(days=1), bed=bed))
    assert refused.value.code in ("bed_taken", "uq_bed_period_open", "bed_period_bed_id")
    with director.store.reading() as session:
        assert session.scalars(select(Stay).where(Stay.resident_id == ina)).first() is None
    perform(director, MoveToBed(stay=stay, bed=other, at=now))
    with director.store.reading() as session:
        first, second = session.scalars(select(BedPeriod).order_by(BedPeriod.from_at))
    assert first.to_at == second.from_at == now
    with pytest.raises(Refused):
        perform(director, PlaceInBed(stay=stay, bed=bed, since=now))


def test_house_staff_place_people_but_do_not_see_who_they_are(director, house, ana, make_actor):
    perform(director, SetIdentity(resident=ana, legal_name="Exemplu-A Ana"))
    assert identity(director, ana, "verificare acte").legal_name == "Exemplu-A Ana"
    night = make_actor("HOUSE_STAFF")
    with pytest.raises(NotAllowed):
        identity(night, ana, "curiozitate")
    with pytest.raises(NotAllowed):
        perform(night, EndStay(stay="x", at=director.clock(), reason="OTHER"))


def test_who_may_not_set_a_rule_aside_is_told_who_may(director, house, ana, make_actor, english):
    room = perform(director, AddRoom(shelter=house[0], name="Bărbați", placement_rule="MEN"))
    bed = perform(director, AddBed(room=room, label="M1", in_use_from=date(2025, 1, 1)))
    night = make_actor("HOUSE_STAFF")
    admission = Admit(resident=ana, shelter=house[0], at=director.clock(), bed=bed)
    with pytest.raises(Refused) as refused:
        perform(night, admission)
    assert refused.value.message == (
        "This room is for men. Choose another bed; only these roles can assign this one, with a written reason:"
        " director, case manager."
    )
    with pytest.raises(Refused) as refused:
        perform(director, admission)
    assert refused.value.message.endswith("write the reason for the exception.")
