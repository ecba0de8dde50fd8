"""Somebody new comes at night: one act registers, admits and places, and takes all of it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from shelter_app.db.models.people import Resident, ResidentAlert
from shelter_app.db.models.stays import BedPeriod, Referral, Stay
from shelter_app.db.models.trust import Disclosure
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.house.views import beds_tonight
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import Admit, EndStay, UndoAdmission
from shelter_app.services.stays.emergencies import CompleteAdmission, UndoComplete, to_complete
from shelter_app.services.stays.newcomers import PrintFirstDays, ReceiveNewcomer, UndoReceive, likely


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


def test_an_admission_by_the_shift_waits_for_the_case_manager_until_it_is_completed(
    make_actor: Callable[..., Actor], director: Actor, house: dict[str, str]
) -> None:
    staff, manager = make_actor("HOUSE_STAFF"), make_actor("CASE_MANAGER")
    received = perform(staff, ReceiveNewcomer(**house, at=staff.clock(), sex="F", source="POLICE_IPJ"))
    (waiting,) = to_complete(manager, "NORD")
    assert (waiting.code, waiting.stay_id, waiting.source) == (received.code, received.stay, "POLICE_IPJ")
    completed = CompleteAdmission(stay=received.stay, source="DGASPC", reason="SAFE_ACCOMMODATION")
    with pytest.raises(NotAllowed):
        perform(staff, completed)
    before = perform(manager, completed)
    assert to_complete(director) == ()
    with director.store.reading() as session:
        assert session.get_one(Stay, received.stay).referral_source == "DGASPC"
    with pytest.raises(Refused) as refused:
        perform(manager, completed)
    assert refused.value.code == "completed"
    perform(manager, UndoComplete(stay=received.stay, before=before))
    assert [row.source for row in to_complete(manager)] == ["POLICE_IPJ"]


def test_who_completes_admissions_makes_none_that_waits(director: Actor, house: dict[str, str]) -> None:
    perform(director, ReceiveNewcomer(**house, at=director.clock(), sex="F"))
    assert to_complete(director) == ()


def test_a_plain_admission_by_the_shift_is_marked_too_and_the_mark_goes_with_it(
    make_actor: Callable[..., Actor], director: Actor, house: dict[str, str]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    who = perform(director, RegisterResident(sex="F"))
    stay = perform(staff, Admit(resident=who, shelter=house["shelter"], at=staff.clock()))
    assert [row.resident_id for row in to_complete(director)] == [who]
    perform(staff, UndoAdmission(stay=stay))
    assert to_complete(director) == ()


def test_an_admission_that_was_completed_is_not_taken_back(
    make_actor: Callable[..., Actor], director: Actor, house: dict[str, str]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    received = perform(staff, ReceiveNewcomer(**house, at=staff.clock(), sex="F"))
    perform(director, CompleteAdmission(stay=received.stay))
    with pytest.raises(Refused) as refused:
        perform(staff, UndoReceive(received=received))
    assert refused.value.code == "stay_built_upon"


def test_somebody_known_comes_again_and_stays_known_when_it_is_taken_back(
    director: Actor, house: dict[str, str]
) -> None:
    who = perform(director, RegisterResident(preferred_name="Maria", sex="F", birth_year=2002))
    act = ReceiveNewcomer(**house, at=director.clock(), resident=who, must_know="Alergie: nuci")
    received = perform(director, act)
    assert (received.resident, received.known) == (who, True)
    assert rows(director) == (1, 1, 1, 1)
    perform(director, UndoReceive(received=received))
    assert rows(director) == (1, 0, 0, 0)


def test_the_shift_finds_a_former_resident_by_what_is_typed_and_nobody_of_another_shelter(
    make_actor: Callable[..., Actor], director: Actor, house: dict[str, str]
) -> None:
    here, there = (
        perform(director, RegisterResident(preferred_name="Maria", birth_year=2002, birth_precision="YEAR"))
        for _each in range(2)
    )
    south = perform(director, AddShelter(code="SUD", name="Casa Sud"))
    came = director.clock() - timedelta(days=30)
    for who, shelter in ((here, house["shelter"]), (there, south)):
        stay = perform(director, Admit(resident=who, shelter=shelter, at=came))
        left = EndStay(stay=stay, at=director.clock() - timedelta(days=3), reason="FAMILY_REINTEGRATION")
        perform(director, left)
    staff = make_actor("HOUSE_STAFF", shelters=[house["shelter"]])
    assert likely(staff, "") == ()
    (found,) = likely(staff, "mar", 2003)
    assert (found.resident, found.here, found.why) == (here, False, ("NAME", "YEAR"))
    assert found.left_on == local_day(director.clock() - timedelta(days=3))
    assert {row.resident for row in likely(director, "maria")} == {here, there}


def test_the_sheet_of_the_first_days_is_registered_as_having_left_the_house(
    director: Actor, house: dict[str, str]
) -> None:
    received = perform(director, ReceiveNewcomer(**house, at=director.clock(), sex="F"))
    made = perform(director, PrintFirstDays(stay=received.stay))
    assert made.content.startswith(b"%PDF")
    with director.store.reading() as session:
        assert session.scalars(select(Disclosure.kind)).all() == ["PRINT"]
