"""What is due is what each feature declares: what, when, by which rule, and where it is dealt with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shelter_app.domain import codes
from shelter_app.services import due_items as due
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.house.rules import SetRule
from shelter_app.services.milestones.acts import PlanMilestone
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.plans.acts import AddGoal, AddIntervention, ApprovePlan, ProposePlan, WritePlan
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit
from shelter_app.services.today.views import due_items
from tests.conftest import FixedClock

APPROVED = datetime(2026, 10, 10, 9, 0, tzinfo=UTC)
NOW = datetime(2027, 1, 3, 9, 0, tzinfo=UTC)
KINDS = ["REVIEW", "GOAL", "INTERVENTION", "MILESTONE", "REPORT"]


@pytest.fixture
def manager(director: Actor, make_actor: Callable[..., Actor], clock: FixedClock) -> Actor:
    """A case manager with one resident: plan, goal, intervention and milestones have their days in January 2027."""
    manager = make_actor("CASE_MANAGER")
    clock.now = APPROVED
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    who = perform(director, RegisterResident(preferred_name="Ana", sex="F"))
    stay = perform(director, Admit(resident=who, shelter=shelter, at=APPROVED - timedelta(days=3)))
    since = date(2026, 10, 9)
    perform(
        director, AssignCase(resident=who, account=manager.account_id, role="CASE_MANAGER", from_on=since)
    )
    plan = perform(manager, WritePlan(stay=stay, own_wishes="A room"))
    goal = perform(
        manager, AddGoal(plan=plan, domain="HOUSING", statement="A room", target_on=date(2027, 1, 8))
    )
    advice = AddIntervention(goal=goal, service="LEGAL_ADVICE", responsible="LAWYER", due_on=date(2027, 1, 9))
    perform(manager, advice)
    for kind, on in (("MS_BANK", date(2027, 1, 8)), ("MS_ID_CARD", date(2027, 1, 11))):
        perform(director, PlanMilestone(resident=who, kind=kind, target_on=on))
    perform(manager, ProposePlan(plan=plan, version=1, agreed_on=APPROVED.date()))
    perform(director, ApprovePlan(plan=plan, version=2, valid_from=APPROVED.date()))
    clock.now = NOW
    return manager


def told(actor: Actor) -> list[tuple[str, date, str, str]]:
    return [(i.kind, i.due_on, i.words.text(), i.section or i.page) for i in due_items(actor).items]


def test_every_kind_is_told_in_the_order_of_days(manager: Actor, english: None) -> None:
    assert told(manager) == [
        ("GOAL", date(2027, 1, 8), "Goal: Housing", "plan"),
        ("MILESTONE", date(2027, 1, 8), "Milestone: Own bank account", "milestones"),
        ("REVIEW", date(2027, 1, 8), "Plan review", "plan"),
        ("INTERVENTION", date(2027, 1, 9), "Legal advice", "plan"),
        ("REPORT", date(2027, 1, 15), "ANITP report", "reports"),
    ]
    assert [item.rule for item in due_items(manager).items] == [
        "", "", "D_PLAN_REVIEW", "", "D_ANITP_QUARTERLY",
    ]  # fmt: skip


def test_of_what_is_due_on_one_day_the_list_of_residents_names_the_lowest_rank(manager: Actor) -> None:
    (row,) = residents(manager).rows
    assert row.next_due is not None
    assert (row.next_due.kind, row.next_due.due_on) == ("REVIEW", date(2027, 1, 8))


def test_the_house_s_own_terms_move_what_is_due_by_a_rule(director: Actor, manager: Actor) -> None:
    perform(director, SetRule(key="deadline.D_ANITP_QUARTERLY", value="5"))
    perform(director, SetRule(key="deadline.D_ANNUAL_REPORT", value="20"))
    reports = [(i.about, i.due_on) for i in due_items(director).items if i.kind == "REPORT"]
    assert reports == [("D_ANITP_QUARTERLY", date(2027, 1, 5)), ("D_ANNUAL_REPORT", date(2027, 1, 20))]


def test_a_report_is_told_of_from_three_weeks_before_its_day_up_to_it(
    director: Actor, clock: FixedClock
) -> None:
    def reports() -> list[tuple[str, date]]:
        return [(i.about, i.due_on) for i in due_items(director).items]

    annual = date(2027, 2, 28)
    for now, expected in (
        (annual - timedelta(days=22), []),
        (annual - timedelta(days=21), [("D_ANNUAL_REPORT", annual)]),
        (annual, [("D_ANNUAL_REPORT", annual)]),
        (annual + timedelta(days=1), []),
    ):
        clock.now = datetime(now.year, now.month, now.day, 9, 0, tzinfo=UTC)
        assert reports() == expected


def test_who_makes_no_reports_is_told_of_none(make_actor: Callable[..., Actor], clock: FixedClock) -> None:
    counsellor = make_actor("COUNSELLOR")
    clock.now = NOW
    assert due_items(counsellor).items == ()


def test_a_planned_milestone_is_late_from_the_day_after_its_own(
    director: Actor, manager: Actor, clock: FixedClock
) -> None:
    (who,) = (row.id for row in residents(director).rows)

    def late() -> list[str]:
        return [row.kind for row in milestones_of_resident(director, who) if row.late]

    clock.now = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
    assert late() == []
    clock.forward(days=1)
    assert late() == ["MS_BANK"]


def test_the_kinds_are_found_where_their_features_declare_them() -> None:
    script = "from shelter_app.services import due_items; print(*due_items.kinds())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == KINDS


def test_each_kind_leads_somewhere_and_follows_a_rule_that_there_is() -> None:
    for kind in due.kinds().values():
        assert bool(kind.section) != bool(kind.page)
    assert due.kinds()["REVIEW"].rule("IN_FORCE") in codes.codes("deadline_rule")


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="GOAL"):
        due.register(replace(due.kinds()["GOAL"], rank=9))
