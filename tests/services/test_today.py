"""What is due: late first, of those whom the account reaches, from the plan in force and the milestones."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest

from shelter_app.db.models.people import CaseAssignment
from shelter_app.domain.errors import NotAllowed
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.milestones.acts import PlanMilestone, ReachMilestone
from shelter_app.services.plans.acts import AddGoal, AddIntervention, ApprovePlan, ProposePlan, WritePlan
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.printing import PrintList
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit, EndStay
from shelter_app.services.today.views import due_items

TODAY = date(2026, 11, 24)  # of the tests' clock


@pytest.fixture
def shelter(director: Actor) -> str:
    return perform(director, AddShelter(code="NORD", name="Casa Nord"))


def here(director: Actor, shelter: str, manager: Actor | None = None) -> tuple[str, str]:
    who = perform(director, RegisterResident(preferred_name="Ana", sex="F"))
    at = director.clock() - timedelta(days=30)
    stay = perform(director, Admit(resident=who, shelter=shelter, at=at))
    if manager is not None:
        perform(
            director,
            AssignCase(
                resident=who, account=manager.account_id, role="CASE_MANAGER", from_on=date(2026, 1, 1)
            ),
        )
    return who, stay


def told(actor: Actor) -> list[tuple[str, str, date]]:
    return [(item.kind, item.about, item.due_on) for item in due_items(actor).items]


def test_a_milestone_is_due_until_it_is_reached_and_only_within_a_week(director: Actor, shelter: str) -> None:
    who, _stay = here(director, shelter)
    for kind, off in (("MS_BANK", 7), ("MS_ID_CARD", 8), ("MS_SAFE_PLAN", 0)):
        perform(director, PlanMilestone(resident=who, kind=kind, target_on=TODAY + timedelta(days=off)))
    assert told(director) == [
        ("MILESTONE", "MS_SAFE_PLAN", TODAY),
        ("MILESTONE", "MS_BANK", TODAY + timedelta(days=7)),
    ]
    perform(director, ReachMilestone(resident=who, kind="MS_SAFE_PLAN", reached_on=TODAY, evidence="seen"))
    assert [about for _kind, about, _day in told(director)] == ["MS_BANK"]


def test_goals_and_interventions_are_due_from_the_day_the_plan_is_in_force(
    director: Actor, shelter: str, make_actor: Callable[..., Actor]
) -> None:
    manager = make_actor("CASE_MANAGER")
    _who, stay = here(director, shelter, manager)
    plan = perform(manager, WritePlan(stay=stay, own_wishes="A room"))
    goal = perform(
        manager, AddGoal(plan=plan, domain="HOUSING", statement="A room", target_on=TODAY + timedelta(days=3))
    )
    perform(
        manager,
        AddIntervention(
            goal=goal, service="LEGAL_ADVICE", responsible="LAWYER", due_on=TODAY - timedelta(days=2)
        ),
    )
    assert told(manager) == []
    perform(manager, ProposePlan(plan=plan, version=1, agreed_on=TODAY))
    perform(director, ApprovePlan(plan=plan, version=2, valid_from=TODAY))
    assert [(kind, day) for kind, _about, day in told(manager)] == [
        ("INTERVENTION", TODAY - timedelta(days=2)),
        ("GOAL", TODAY + timedelta(days=3)),
    ]
    assert due_items(director).items[0].manager == manager.name


def test_somebody_elses_case_is_not_shown_nor_somebody_who_left(
    director: Actor, shelter: str, make_actor: Callable[..., Actor]
) -> None:
    who, stay = here(director, shelter)
    perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=TODAY))
    assert told(make_actor("CASE_MANAGER")) == []
    assert len(told(director)) == 1
    perform(director, EndStay(stay=stay, at=director.clock(), reason="OWN_REQUEST", destination="FRIENDS"))
    assert told(director) == []


def test_the_house_staff_have_no_such_list(make_actor: Callable[..., Actor]) -> None:
    with pytest.raises(NotAllowed):
        due_items(make_actor("HOUSE_STAFF"))


def test_a_case_manager_who_is_only_a_name_in_an_old_register_is_named(director: Actor, shelter: str) -> None:
    who, _stay = here(director, shelter)
    perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=TODAY))
    with director.store.writing() as session:
        session.add(
            CaseAssignment(
                resident_id=who, staff_name="I. Fictivă", role="CASE_MANAGER", from_on=date(2026, 1, 1),
                created_at=director.clock(), created_by="import", updated_at=director.clock(), updated_by="import",
            )
        )  # fmt: skip
    assert [item.manager for item in due_items(director).items if item.resident_id == who] == ["I. Fictivă"]


def test_the_list_of_residents_says_what_is_due_next_to_those_who_are_told_of_the_plan(
    director: Actor, shelter: str, make_actor: Callable[..., Actor]
) -> None:
    manager, staff = (
        make_actor("CASE_MANAGER", shelters=[shelter]),
        make_actor("HOUSE_STAFF", shelters=[shelter]),
    )
    own, _stay = here(director, shelter, manager)
    other, _stay = here(director, shelter)
    nothing, _stay = here(director, shelter)
    for who, kind, off in (
        (own, "MS_BANK", 40),
        (own, "MS_ID_CARD", 3),
        (own, "MS_SAFE_PLAN", 9),
        (other, "MS_BANK", -2),
    ):
        perform(director, PlanMilestone(resident=who, kind=kind, target_on=TODAY + timedelta(days=off)))

    def next_due(actor: Actor) -> dict[str, tuple[str, date]]:
        rows = residents(actor).rows
        return {row.id: (row.next_due.about, row.next_due.due_on) for row in rows if row.next_due is not None}

    soon, late = ("MS_ID_CARD", TODAY + timedelta(days=3)), ("MS_BANK", TODAY - timedelta(days=2))
    assert next_due(director) == {own: soon, other: late}
    assert next_due(manager) == {own: soon}
    assert next_due(staff) == {}
    assert {row.id for row in residents(director).rows if row.due_told} == {own, other, nothing}
    assert {row.id for row in residents(manager).rows if row.due_told} == {own}
    assert [row.id for row in residents(director, sort="next_due").rows] == [other, own, nothing]
    assert {row.id for row in residents(staff, sort="next_due").rows} == {own, other, nothing}


def test_the_next_due_is_on_the_printed_list(director: Actor, shelter: str) -> None:
    who, _stay = here(director, shelter)
    perform(director, PlanMilestone(resident=who, kind="MS_BANK", target_on=TODAY))
    made = perform(director, PrintList(columns=("code", "next_due"), language="en", form="xlsx"))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][1] == "Next due"
    assert cells[1][1].startswith("24 November 2026 · Milestone: ")
