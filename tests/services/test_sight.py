"""Who left is out of the sight of house staff after some days: in every list, and for every act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelter_app.db.store import Store
from shelter_app.domain import sight
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.accounts.trail import trail
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.rules import SetRule
from shelter_app.services.residents import views
from shelter_app.services.residents.former import look_for_former
from shelter_app.services.residents.head import head
from tests.services.casework import TODAY, Case, resident_in, shelter

PEOPLE = {"CEDRU-1": None, "ULM-2": 14, "FRASIN-3": 15, "TEI-4": 200}


@pytest.fixture
def cases(store: Store) -> dict[str, Case]:
    home = shelter(store)
    return {
        code: resident_in(
            store, home, code, date(2026, 1, 10), None if ago is None else TODAY - timedelta(days=ago)
        )
        for code, ago in PEOPLE.items()
    }


def listed(actor: Actor) -> set[str]:
    return {row.code for row in views.residents(actor).rows}


def test_house_staff_see_who_is_here_and_who_has_just_left(
    cases: dict[str, Case], make_actor: Callable[..., Actor]
) -> None:
    everywhere = make_actor("HOUSE_STAFF")
    here = make_actor("HOUSE_STAFF", shelters=[cases["CEDRU-1"].shelter])
    elsewhere = make_actor("HOUSE_STAFF", shelters=["another"])
    assert listed(everywhere) == listed(here) == {"CEDRU-1", "ULM-2"}
    assert listed(elsewhere) == set()


def test_those_who_work_with_the_case_see_who_left(
    cases: dict[str, Case], director: Actor, make_actor: Callable[..., Actor]
) -> None:
    assert listed(director) == set(PEOPLE)
    assert listed(make_actor("CASE_MANAGER")) == set(PEOPLE)


def test_the_page_of_who_left_long_ago_does_not_open(
    cases: dict[str, Case], make_actor: Callable[..., Actor]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    assert head(staff, cases["ULM-2"].resident).code == "ULM-2"
    with pytest.raises(NotAllowed):
        head(staff, cases["FRASIN-3"].resident)


def test_who_left_is_found_with_a_reason_and_an_event_each_time(
    cases: dict[str, Case], director: Actor, make_actor: Callable[..., Actor]
) -> None:
    staff = make_actor("HOUSE_STAFF", name="Dana Moga")
    assert [row.code for row in look_for_former(staff, "tei", "a sunat la poartă")] == ["TEI-4"]
    assert look_for_former(staff, "cedru", "a sunat la poartă") == ()  # in the house: the list has her
    events = [row for row in trail(director).rows if row.action == "residents.look_for_former"]
    assert [(row.who, row.reason) for row in events] == [("Dana Moga", "a sunat la poartă")] * 2
    assert listed(staff) == {"CEDRU-1", "ULM-2"}
    with pytest.raises(NotAllowed):
        head(staff, cases["TEI-4"].resident)


@pytest.mark.parametrize(
    ("words", "reason", "field"),
    [
        ("tei", "", "reason"),
        ("tei", " ab ", "reason"),
        ("te", "a revenit", "words"),
        ("   ", "a revenit", "words"),
    ],
)
def test_a_search_for_who_left_names_somebody_and_says_why(
    cases: dict[str, Case], make_actor: Callable[..., Actor], words: str, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        look_for_former(make_actor("HOUSE_STAFF"), words, reason)
    assert refused.value.fields == (field,)


def test_a_search_for_who_left_is_no_list_of_all(store: Store, make_actor: Callable[..., Actor]) -> None:
    home = shelter(store)
    for number in range(11):
        resident_in(store, home, f"TEI-{number}", date(2026, 1, 10), date(2026, 2, 10))
    with pytest.raises(Refused) as refused:
        look_for_former(make_actor("HOUSE_STAFF"), "tei", "a revenit")
    assert refused.value.code == "too_many"


def test_who_left_another_house_is_not_found(
    cases: dict[str, Case], store: Store, make_actor: Callable[..., Actor]
) -> None:
    staff = make_actor("HOUSE_STAFF", shelters=[shelter(store, "CASA-2")])
    assert look_for_former(staff, "tei", "a revenit") == ()


def test_the_house_sets_for_how_many_days(
    cases: dict[str, Case], director: Actor, make_actor: Callable[..., Actor]
) -> None:
    staff = make_actor("HOUSE_STAFF")
    perform(director, SetRule(key=sight.FORMER_DAYS, value="200"))
    assert listed(staff) == set(PEOPLE)
    perform(director, SetRule(key=sight.FORMER_DAYS, value="1"))
    assert listed(staff) == {"CEDRU-1"}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=1, max_size=6))
def test_the_store_is_asked_by_the_same_rule(
    left: list[int | None], store: Store, director: Actor, make_actor: Callable[..., Actor]
) -> None:
    home = shelter(store, f"CASA-{len(views.residents(director, limit=9999).rows)}")
    begun = len(views.residents(director, limit=9999).rows)
    ends = [None if ago is None else TODAY - timedelta(days=ago) for ago in left]
    for at, ended in enumerate(ends):
        resident_in(store, home, f"MOLID-{begun + at}", date(2026, 1, 10), ended)
    staff = make_actor("HOUSE_STAFF", shelters=[home], name=f"Tura {begun}")
    wanted = {
        f"MOLID-{begun + at}"
        for at, ended in enumerate(ends)
        if sight.is_in_sight([ended], TODAY, sight.DAYS)
    }
    assert listed(staff) == wanted
