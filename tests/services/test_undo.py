"""What was just entered by mistake is taken back, whole; what something was built upon is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from shelter_app.db.models.stays import BedPeriod, Referral, Stay
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.services.beds.marks import MarkPresence
from shelter_app.services.deliveries.acts import RecordService
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.absences import RecordAbsence, UndoAbsence
from shelter_app.services.stays.acts import (
    Admit,
    EndStay,
    MoveToBed,
    UndoAdmission,
    UndoExit,
    UndoMove,
    UndoPlacing,
)


@dataclass(frozen=True)
class House:
    shelter: str
    beds: tuple[str, str]
    ana: str


@pytest.fixture
def house(director: Actor) -> House:
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    room = perform(director, AddRoom(shelter=shelter, name="Camera 1"))
    one, two = (
        perform(director, AddBed(room=room, label=label, in_use_from=date(2026, 1, 1)))
        for label in ("1A", "1B")
    )
    return House(shelter, (one, two), perform(director, RegisterResident(preferred_name="Ana", sex="F")))


def admitted(director: Actor, house: House, referral: str | None = None) -> str:
    at = director.clock() - timedelta(hours=1)
    return perform(
        director,
        Admit(resident=house.ana, shelter=house.shelter, at=at, bed=house.beds[0], referral=referral),
    )


def periods(director: Actor) -> list[BedPeriod]:
    with director.store.reading() as session:
        return list(session.scalars(select(BedPeriod).order_by(BedPeriod.from_at)))


def test_an_admission_goes_with_its_bed_and_the_request_waits_again(director: Actor, house: House) -> None:
    asked = perform(
        director,
        RecordReferral(
            shelter=house.shelter, source="ANITP_TELVERDE", received_at=director.clock(), urgency="TONIGHT"
        ),
    )
    perform(director, AcceptReferral(referral=asked, version=1))
    stay = admitted(director, house, asked)
    perform(director, UndoAdmission(stay=stay))
    assert beds_tonight(director).free == 2
    assert residents(director, search="ANA").rows[0].state != "HERE"
    with director.store.reading() as session:
        assert session.get(Stay, stay) is None
        referral = session.get(Referral, asked)
        assert referral is not None and referral.resident_id is None
    admitted(director, house, asked)
    assert beds_tonight(director).occupied == 1


@pytest.mark.parametrize(
    "then",
    [
        lambda stay, ana, now: RecordAbsence(stay=stay, kind="LEAVE_NIGHT", since=now),
        lambda stay, ana, now: MarkPresence(stay=stay, day=local_day(now), mark="PRESENT"),
        lambda stay, ana, now: RecordService(resident=ana, service="SOCIAL_ASSIST", given_on=local_day(now)),
    ],
)
def test_a_stay_on_which_something_was_entered_is_ended_not_taken_back(
    director: Actor, house: House, then: Callable[[str, str, datetime], Act[object]]
) -> None:
    stay = admitted(director, house)
    perform(director, then(stay, house.ana, director.clock()))
    with pytest.raises(Refused) as refused:
        perform(director, UndoAdmission(stay=stay))
    assert refused.value.code == "stay_built_upon"
    assert beds_tonight(director).occupied == 1


def test_only_the_one_who_entered_it_takes_an_admission_back(
    director: Actor, house: House, make_actor: Callable[..., Actor]
) -> None:
    stay = admitted(director, house)
    with pytest.raises(NotAllowed):
        perform(make_actor("CASE_MANAGER"), UndoAdmission(stay=stay))
    assert beds_tonight(director).occupied == 1


def test_a_move_taken_back_gives_the_old_bed_without_a_gap(director: Actor, house: House) -> None:
    stay = admitted(director, house)
    moved = perform(director, MoveToBed(stay=stay, bed=house.beds[1], at=director.clock()))
    perform(director, UndoMove(period=moved))
    (only,) = periods(director)
    assert (only.bed_id, only.to_at, only.to_on) == (house.beds[0], None, None)


def test_a_bed_taken_back_leaves_the_resident_in_the_house(director: Actor, house: House) -> None:
    admitted(director, house)
    perform(director, UndoPlacing(period=periods(director)[0].id))
    assert periods(director) == []
    assert residents(director, search="ANA").rows[0].state == "HERE"


def test_an_exit_taken_back_gives_bed_and_leave_back(director: Actor, house: House) -> None:
    stay = admitted(director, house)
    now = director.clock()
    leave = perform(director, RecordAbsence(stay=stay, kind="LEAVE_NIGHT", since=now - timedelta(minutes=30)))
    perform(director, EndStay(stay=stay, at=now, reason="OWN_REQUEST", destination="FRIENDS"))
    assert beds_tonight(director).free == 2
    perform(director, UndoExit(stay=stay))
    assert beds_tonight(director).free == 1
    assert periods(director)[0].to_at is None
    perform(director, UndoAbsence(absence=leave))
    with pytest.raises(Refused):
        perform(director, UndoExit(stay=stay))


def test_an_exit_is_not_taken_back_when_the_bed_was_given_meanwhile(director: Actor, house: House) -> None:
    stay = admitted(director, house)
    now = director.clock()
    perform(director, EndStay(stay=stay, at=now, reason="OWN_REQUEST", destination="FRIENDS"))
    ina = perform(director, RegisterResident())
    perform(director, Admit(resident=ina, shelter=house.shelter, at=now, bed=house.beds[0]))
    with pytest.raises(Refused) as refused:
        perform(director, UndoExit(stay=stay))
    assert "bed" in refused.value.code
    with director.store.reading() as session:
        ended = session.get(Stay, stay)
        assert ended is not None and ended.ended_at == now.astimezone(UTC)
