"""Somebody new comes at night: one act registers, admits and places, and takes all of it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from shelter_app.db.models.people import Resident, ResidentAlert
from shelter_app.db.models.stays import BedPeriod, Referral, Stay
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.services.residents.head import head
from shelter_app.services.stays.newcomers import ReceiveNewcomer, UndoReceive


@pytest.fixture
def house(director: Actor) -> dict[str, str]:
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    room = perform(director, AddRoom(shelter=shelter, name="1", placement_rule="WOMEN"))
    bed = perform(director, AddBed(room=room, label="A", in_use_from=date(2025, 1, 1)))
    return {"shelter": shelter, "bed": bed}


def rows(actor: Actor) -> tuple[int, ...]:
    with actor.store.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Resident, Stay, BedPeriod, ResidentAlert)
        )


def test_house_staff_receive_somebody_new_in_one_act_and_take_it_back(
    make_actor: Callable[..., Actor], house: dict[str, str]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    act = ReceiveNewcomer(
        **house,
        at=staff.clock(),
        preferred_name="Maria",
        sex="F",
        birth_year=2002,
        must_know="Alergie: penicilină",
    )
    received = perform(staff, act)
    found = head(staff, received.resident)
    assert (found.code, found.preferred_name, found.bed) == (received.code, "Maria", "Camera 1, patul A")
    assert [alert.text for alert in found.alerts] == ["Alergie: penicilină"]
    assert rows(staff) == (1, 1, 1, 1)
    perform(staff, UndoReceive(received=received))
    assert rows(staff) == (0, 0, 0, 0)


def test_a_request_is_answered_and_waits_again_when_it_is_taken_back(
    director: Actor, house: dict[str, str]
) -> None:
    asked = RecordReferral(
        shelter=house["shelter"],
        received_at=director.clock() - timedelta(hours=2),
        source="POLICE_IPJ",
        urgency="TONIGHT",
        sex="F",
    )
    request = perform(director, asked)
    perform(director, AcceptReferral(referral=request, version=1))
    received = perform(director, ReceiveNewcomer(**house, at=director.clock(), sex="F", referral=request))
    with director.store.reading() as session:
        stay = session.get_one(Stay, received.stay)
        assert (stay.referral_id, stay.referral_source) == (request, "POLICE_IPJ")
    perform(director, UndoReceive(received=received))
    with director.store.reading() as session:
        assert session.get_one(Referral, request).decision == "ACCEPTED"


def test_what_one_part_refuses_refuses_the_whole(director: Actor, house: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        perform(director, ReceiveNewcomer(**house, at=director.clock(), sex="M"))
    assert refused.value.code == "women_only"
    assert refused.value.fields == ("override",)
    with pytest.raises(Refused):
        perform(director, ReceiveNewcomer(**house, at=director.clock(), sex="F", birth_year=1799))
    assert rows(director) == (0, 0, 0, 0)
    assert beds_tonight(director).rooms[0].beds[0].state == "FREE"


def test_who_gives_no_beds_receives_nobody(make_actor: Callable[..., Actor], house: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        perform(make_actor("COUNSELLOR"), ReceiveNewcomer(**house, at=make_actor("AUDITOR").clock()))
