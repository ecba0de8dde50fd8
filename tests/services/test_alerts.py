"""What the house must know of a resident, who opens her case, and who sees how she may be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents.acts import SetIdentity
from shelter_app.services.residents.alerts import AddAlert, ChangeAlert, UndoAlert
from shelter_app.services.residents.head import head, open_case
from tests.conftest import FixedClock
from tests.services import casework
from tests.services.casework import Case

Make = Callable[..., Actor]


@pytest.fixture
def case(store) -> Case:
    return casework.resident_in(store, casework.shelter(store))


def texts(actor: Actor, case: Case) -> list[str]:
    return [one.text for one in head(actor, case.resident).alerts]


def test_what_the_house_must_know_stands_with_the_gravest_first_until_its_day(
    director: Actor, make_actor: Make, case: Case, clock: FixedClock
) -> None:
    night = make_actor("HOUSE_STAFF")
    today = clock().date()
    perform(night, AddAlert(resident=case.resident, level="LOW", text="Doarme cu lumina aprinsă"))
    perform(night, AddAlert(resident=case.resident, level="HIGH", text="Alergie: penicilină", until_on=today))
    assert texts(night, case) == ["Alergie: penicilină", "Doarme cu lumina aprinsă"]
    clock.forward(days=1)
    assert texts(night, case) == ["Doarme cu lumina aprinsă"]


def test_an_alert_is_ended_and_the_end_taken_back(director: Actor, case: Case, clock: FixedClock) -> None:
    made = perform(director, AddAlert(resident=case.resident, level="HIGH", text="Alergie: alune"))
    yesterday = clock().date() - timedelta(days=1)
    assert perform(director, ChangeAlert(alert=made, until_on=yesterday)) is None
    assert texts(director, case) == []
    assert perform(director, ChangeAlert(alert=made, until_on=None)) == yesterday
    assert texts(director, case) == ["Alergie: alune"]


def test_an_alert_entered_by_mistake_goes_within_minutes_and_only_by_its_author(
    director: Actor, make_actor: Make, case: Case, clock: FixedClock
) -> None:
    made = perform(director, AddAlert(resident=case.resident, level="HIGH", text="Alergie: alune"))
    with pytest.raises(NotAllowed):
        perform(make_actor("HOUSE_STAFF"), UndoAlert(alert=made))
    perform(director, UndoAlert(alert=made))
    assert texts(director, case) == []
    late = perform(director, AddAlert(resident=case.resident, level="HIGH", text="Alergie: alune"))
    clock.forward(minutes=16)
    with pytest.raises(Refused):
        perform(director, UndoAlert(alert=late))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 121}, "text"),
        ({"level": "NOT_A_LEVEL"}, "level"),
        ({"until_on": date(2020, 1, 1)}, "until_on"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    director: Actor, case: Case, values: dict[str, object], field: str
) -> None:
    given = {"level": "HIGH", "text": "Alergie", **values}
    with pytest.raises(Refused) as refused:
        perform(director, AddAlert(resident=case.resident, **given))  # type: ignore[arg-type]
    assert refused.value.fields == (field,)
    assert texts(director, case) == []


def test_how_she_may_be_reached_is_seen_only_by_who_may_show_her_identity(
    director: Actor, make_actor: Make, store, case: Case
) -> None:
    perform(director, SetIdentity(resident=case.resident, contact_rules="nu sunați; marți 10-12"))
    own, other = make_actor("CASE_MANAGER", name="Ana Ale"), make_actor("CASE_MANAGER", name="Ina Alta")
    casework.assign(store, case, own.account_id, "CASE_MANAGER")
    seen = {
        actor.name: head(actor, case.resident).safe_contact
        for actor in (director, own, other, make_actor("HOUSE_STAFF", name="Petru Tură"))
    }
    assert seen == {
        director.name: "nu sunați; marți 10-12",
        "Ana Ale": "nu sunați; marți 10-12",
        "Ina Alta": None,
        "Petru Tură": None,
    }


def test_opening_a_case_is_an_event_of_the_trail_with_whose_case_it_was(director: Actor, case: Case) -> None:
    open_case(director, case.resident)
    head(director, case.resident)
    with director.store.reading() as session:
        told = session.query(AuditEvent).filter(AuditEvent.action == "residents.open_case").all()
    assert [(event.actor, event.case_id) for event in told] == [(director.account_id, case.resident)]
