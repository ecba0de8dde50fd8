from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shelter_app.db.models.people import Resident
from shelter_app.db.models.services import Funder, ServiceDelivery
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import build, perform
from shelter_app.services.deliveries import acts, views
from tests.services import casework

DAY = date(2026, 11, 20)


@pytest.fixture
def house(store):
    return casework.shelter(store)


@pytest.fixture
def case(store, house):
    return casework.resident_in(store, house)


def test_a_service_takes_its_unit_from_the_list_and_its_stay_from_the_day(director, case, store):
    funder = Funder(name="Fundația Exemplu")
    casework.put(store, funder)
    perform(
        director,
        acts.RecordService(
            resident=case.resident,
            service="DENTAL",
            given_on=DAY,
            cost_bani=25_000,
            funder=funder.id,
            provider="Cabinet Exemplu",
        ),
    )
    (seen,) = views.deliveries_of_resident(director, case.resident)
    assert (seen.unit, seen.quantity_hundredths, seen.stay_id) == ("visit", 100, case.stay)
    assert (seen.cost_bani, seen.funder, seen.recorded_by) == (25_000, "Fundația Exemplu", "Ileana Cornea")


def test_hours_follow_from_minutes_unless_a_quantity_is_said(director, case):
    perform(director, acts.RecordService(resident=case.resident, service="ESCORT", given_on=DAY, minutes=100))
    perform(
        director,
        acts.RecordService(
            resident=case.resident, service="LIFE_SKILLS", given_on=DAY, minutes=90, quantity=Decimal(2)
        ),
    )
    seen = {d.service: d.quantity_hundredths for d in views.deliveries_of_resident(director, case.resident)}
    assert seen == {"ESCORT": 167, "LIFE_SKILLS": 200}


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_minutes_of_nothing_or_of_more_than_a_day_are_refused(director, case, minutes):
    with pytest.raises(Refused) as refused:
        perform(
            director,
            acts.RecordService(resident=case.resident, service="DENTAL", given_on=DAY, minutes=minutes),
        )
    assert (refused.value.code, refused.value.fields) == ("minutes", ("minutes",))


def test_tomorrows_service_is_refused_and_so_is_nothing_of_it(director, case):
    for values, code in (
        ({"given_on": date(2026, 11, 25)}, "future_date"),
        ({"given_on": DAY, "quantity": Decimal(0)}, "quantity"),
        ({"given_on": DAY, "cost_bani": -1}, "cost"),
    ):
        with pytest.raises(Refused) as refused:
            perform(director, acts.RecordService(resident=case.resident, service="DENTAL", **values))
        assert refused.value.code == code


def test_outside_a_stay_only_post_exit_and_outreach_services_are_taken(director, store, house):
    gone = casework.resident_in(store, house, "AFIN-22", ended=date(2026, 11, 1))
    with pytest.raises(Refused) as refused:
        perform(director, acts.RecordService(resident=gone.resident, service="DENTAL", given_on=DAY))
    assert refused.value.code == "outside_stay"
    perform(director, acts.RecordService(resident=gone.resident, service="POST_EXIT_CALL", given_on=DAY))
    perform(director, acts.RecordService(resident=gone.resident, service="ESCORT", given_on=DAY, minutes=60))
    assert {(d.stay_id, d.shelter_id) for d in views.deliveries_of_resident(director, gone.resident)} == {
        (None, house)
    }


def test_before_the_admission_it_is_said_that_the_day_is_wrong(director, case):
    before = acts.RecordService(
        resident=case.resident, service="ESCORT", given_on=date(2026, 9, 1), minutes=60
    )
    with pytest.raises(Refused) as refused:
        perform(director, before)
    assert (refused.value.code, refused.value.fields) == ("before_stay", ("given_on",))


def test_the_day_of_leaving_is_still_in_the_stay(director, store, house):
    gone = casework.resident_in(store, house, "AFIN-22", ended=date(2026, 11, 1))
    perform(
        director,
        acts.RecordService(resident=gone.resident, service="CLOTHING_HYGIENE", given_on=date(2026, 11, 1)),
    )
    assert views.deliveries_of_resident(director, gone.resident)[0].stay_id == gone.stay


def test_one_entry_for_many_is_taken_back_as_one(director, store, house, case):
    second = casework.resident_in(store, house, "MUR-33")
    batch = perform(
        director,
        acts.RecordServiceForMany(
            residents=(case.resident, second.resident), service="LEISURE", given_on=DAY, minutes=120
        ),
    )
    assert len(views.deliveries_of_resident(director, second.resident)) == 1
    assert perform(director, acts.UndoBatch(batch=batch)) == 2
    with store.reading() as session:
        assert session.query(ServiceDelivery).count() == 0
    with pytest.raises(Refused) as refused:
        perform(director, acts.UndoBatch(batch=batch))
    assert refused.value.code == "batch_gone"


def test_one_person_who_was_not_there_refuses_the_whole_entry(director, store, house, case):
    gone = casework.resident_in(store, house, "AFIN-22", ended=date(2026, 11, 1))
    with pytest.raises(Refused) as refused:
        perform(
            director,
            acts.RecordServiceForMany(
                residents=(case.resident, gone.resident), service="LEISURE", given_on=DAY
            ),
        )
    assert refused.value.code == "outside_stay"
    assert views.deliveries_of_resident(director, case.resident) == ()


def test_house_staff_record_in_their_own_shelter_only_and_undo_only_their_own(
    director, store, house, case, make_actor
):
    elsewhere = casework.resident_in(store, casework.shelter(store, "CASA-2"), "MUR-33")
    shift = make_actor("HOUSE_STAFF", shelters=[house])
    mine = perform(
        shift, acts.RecordService(resident=case.resident, service="CLOTHING_HYGIENE", given_on=DAY)
    )
    with pytest.raises(NotAllowed):
        perform(
            shift, acts.RecordService(resident=elsewhere.resident, service="CLOTHING_HYGIENE", given_on=DAY)
        )
    directors = perform(director, acts.RecordService(resident=case.resident, service="DENTAL", given_on=DAY))
    with pytest.raises(NotAllowed):
        perform(shift, acts.UndoBatch(batch=directors))
    perform(shift, acts.UndoBatch(batch=mine))


def test_typed_in_nonsense_names_its_field(director, case):
    with pytest.raises(Refused) as refused:
        build(acts.RecordService, resident=case.resident, service="DENTAL", given_on="mâine")
    assert (refused.value.code, refused.value.fields) == ("invalid", ("given_on",))


def test_a_service_for_many_is_refused_naming_whose_cases_are_not_ones_own(store, house, make_actor, english):
    manager = make_actor("CASE_MANAGER")
    cases = [casework.resident_in(store, house, f"MUR-3{at}") for at in range(3)]
    casework.assign(store, cases[0], manager.account_id, "CASE_MANAGER")
    with store.reading() as session:
        codes = sorted(session.get_one(Resident, case.resident).code for case in cases[1:])
    with pytest.raises(NotAllowed) as refused:
        perform(
            manager,
            acts.RecordServiceForMany(
                residents=tuple(case.resident for case in cases), service="DENTAL", given_on=DAY
            ),
        )
    assert sorted(refused.value.message.partition(": ")[2].partition(".")[0].split(", ")) == codes
