"""The plan on a resident's page: one version at a time, late goals first, closed ones folded, why it was returned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shelter_app.services.acting import Actor, perform
from shelter_app.services.plans.acts import (
    AddGoal,
    AddIntervention,
    ApprovePlan,
    ChangeGoal,
    CloseGoal,
    FinishIntervention,
    ProposePlan,
    ReturnPlan,
    WritePlan,
)
from shelter_app.services.plans.views import plan, plans_of_stay, returned
from shelter_app.services.residents.acts import AssignCase, RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.forms import ResidentForms
from tests.ui.pages.plan import PlanPage

Open = Callable[[Actor], Workspace]
TODAY = date(2026, 11, 24)
LATER = TODAY + timedelta(days=90)


@pytest.fixture
def who(director: Actor, beds: dict[str, str]) -> str:
    """Return somebody who has been here for a month."""
    made = perform(director, RegisterResident(preferred_name="Mira", sex="F", birth_year=1999))
    came = director.clock() - timedelta(days=30)
    perform(director, Admit(resident=made, shelter=beds["NORD"], at=came, bed=beds["1A"]))
    return made


@pytest.fixture
def manager(director: Actor, make_actor: Callable[..., Actor], who: str) -> Actor:
    made = make_actor("CASE_MANAGER", name="Ana Munteanu")
    since = date(2026, 1, 1)
    perform(director, AssignCase(resident=who, account=made.account_id, role="CASE_MANAGER", from_on=since))
    return made


def draft(manager: Actor, who: str, *goals: tuple[str, date], before: str | None = None) -> str:
    """Write a version with these goals, one intervention each that is due with the goal."""
    stay = head(manager, who).stay
    assert stay is not None
    made = perform(manager, WritePlan(stay=stay.id, own_wishes="My own key.", goals_of=before))
    for statement, until in goals:
        goal = perform(manager, AddGoal(plan=made, domain="HOUSING", statement=statement, target_on=until))
        perform(
            manager,
            AddIntervention(goal=goal, service="LEGAL_ADVICE", responsible="RESIDENT", due_on=until),
        )
    return made


def propose(manager: Actor, version: str) -> None:
    perform(
        manager,
        ProposePlan(plan=version, version=plan(manager, version).line.version, agreed_on=TODAY),
    )


def approve(manager: Actor, director: Actor, version: str) -> None:
    propose(manager, version)
    perform(
        director,
        ApprovePlan(plan=version, version=plan(manager, version).line.version, valid_from=TODAY),
    )


def opened(qtbot: QtBot, open_frame: Open, actor: Actor, who: str) -> PlanPage:
    forms = ResidentForms(qtbot, open_frame(actor))
    forms.go_to(who)
    return PlanPage(forms)


def test_late_goals_come_first_with_words_and_sign_and_closed_ones_are_folded(
    qtbot: QtBot, director: Actor, manager: Actor, open_frame: Open, who: str
) -> None:
    version = draft(
        manager,
        who,
        ("A garden", LATER),
        ("A room", TODAY - timedelta(days=5)),
        ("A doctor", LATER),
    )
    approve(manager, director, version)
    doctor = next(goal for goal in plan(manager, version).goals if goal.statement == "A doctor")
    perform(
        manager,
        CloseGoal(goal=doctor.id, version=doctor.version, status="ACHIEVED", closed_on=TODAY, result="found"),
    )
    page = opened(qtbot, open_frame, manager, who)
    assert page.goals() == ["A room", "A garden"]
    assert "5 days late" in page.words("A room")
    assert not any("late" in words for words in page.words("A garden"))
    assert page.tab.fold.text().strip() == "Closed goals: 1 achieved"
    page.tab.fold.click()
    assert page.goals() == ["A room", "A garden", "A doctor"]
    assert "found" in page.words("A doctor")


def test_versions_are_never_mixed_and_each_offers_its_own_step(
    qtbot: QtBot, director: Actor, manager: Actor, open_frame: Open, who: str
) -> None:
    first = draft(manager, who, ("A room", LATER))
    approve(manager, director, first)
    draft(manager, who, ("A garden", LATER), before=first)
    page = opened(qtbot, open_frame, manager, who)
    assert (page.version(), page.goals()) == ("Version 2", ["A room", "A garden"])
    assert page.forms.step() == "Propose the plan"
    page.choose("Version 1 · In force")
    assert (page.version(), page.goals()) == ("Version 1", ["A room"])
    assert page.forms.step() == ""  # what waits is proposed where it is in sight
    assert page.offers("A room") == ["Start work on a goal", "Close a goal"]
    page.press("A room", 0)
    page.forms.save()
    qtbot.waitUntil(page.forms.closed)
    page.forms.settle()
    assert page.version() == "Version 1"
    assert "1 of 1" in page.words("A room")


def test_two_versions_are_compared_in_words(
    qtbot: QtBot, director: Actor, manager: Actor, open_frame: Open, who: str
) -> None:
    first = draft(manager, who, ("A room", LATER), ("A doctor", LATER))
    approve(manager, director, first)
    doctor = plan(manager, first).goals[1]
    perform(
        manager,
        CloseGoal(goal=doctor.id, version=doctor.version, status="ACHIEVED", closed_on=TODAY),
    )
    second = draft(manager, who, ("A garden", LATER), before=first)
    room = plan(manager, second).goals[0]
    perform(
        manager,
        ChangeGoal(
            goal=room.id,
            version=room.version,
            domain=room.domain,
            statement=room.statement,
            target_on=date(2027, 5, 1),
        ),
    )
    page = opened(qtbot, open_frame, manager, who)
    assert page.compare() == [
        "New goal: A garden",
        "Deadline moved from 22 Feb 2027 to 1 May 2027: A room",
        "Closed as achieved: A doctor",
    ]
    assert page.compare() == []  # pressed again it goes


def test_an_earlier_version_is_opened_when_it_is_chosen(
    qtbot: QtBot, director: Actor, manager: Actor, open_frame: Open, who: str
) -> None:
    first = draft(manager, who, ("A room", LATER))
    approve(manager, director, first)
    second = draft(manager, who, ("A garden", LATER), before=first)
    approve(manager, director, second)
    stay = head(manager, who).stay
    assert stay is not None
    assert [line.status for line in plans_of_stay(manager, stay.id)] == ["IN_FORCE", "SUPERSEDED"]
    page = opened(qtbot, open_frame, manager, who)
    page.choose("Version 1 · Superseded")
    assert (page.version(), page.step_now(), page.goals()) == ("Version 1", "Superseded", ["A room"])
    assert page.forms.step() == ""


def test_who_wrote_a_plan_reads_why_it_was_returned_on_the_page_and_today(
    qtbot: QtBot, director: Actor, manager: Actor, open_frame: Open, who: str
) -> None:
    version = draft(manager, who, ("A room", LATER))
    propose(manager, version)
    comment = "The day is too far. Ask her again."
    perform(
        director,
        ReturnPlan(plan=version, version=plan(manager, version).line.version, comment=comment),
    )
    frame = open_frame(manager)
    forms = ResidentForms(qtbot, frame)
    today: Any = frame.pages["today"]
    qtbot.waitUntil(today.is_settled)
    words = [one.text() for one in today.findChildren(QLabel, "line_what")]
    assert f"Plan to change: {comment}" in words
    forms.go_to(who)
    assert comment in forms.texts("plan_returned")
    page = PlanPage(forms)
    assert page.shown("plan_returned") == [f"Returned with comments by {director.name}", comment]
    assert forms.step() == "Propose the plan"
    propose(manager, version)
    forms.page.refresh()
    forms.settle()
    assert page.shown("plan_returned") == []
    assert returned(manager) == ()


def test_only_the_author_is_told_of_a_returned_plan(
    director: Actor, manager: Actor, make_actor: Callable[..., Actor], who: str
) -> None:
    version = draft(manager, who, ("A room", LATER))
    propose(manager, version)
    perform(
        director,
        ReturnPlan(plan=version, version=plan(manager, version).line.version, comment="Too far."),
    )
    other = make_actor("CASE_MANAGER")
    since = date(2026, 1, 1)
    perform(director, AssignCase(resident=who, account=other.account_id, role="CASE_MANAGER", from_on=since))
    assert returned(other) == ()
    (told,) = returned(manager)
    assert (told.comment, told.returned_by, told.resident_id) == ("Too far.", director.name, who)


def test_a_goal_just_added_is_seen(qtbot: QtBot, manager: Actor, open_frame: Open, who: str) -> None:
    draft(manager, who, *((f"Goal {n}", LATER) for n in range(9)))
    page = opened(qtbot, open_frame, manager, who)
    page.forms.open("plans.add_goal")
    page.forms.begin("domain", "EMPLOYMENT")
    page.forms.fill("statement", "A job")
    page.forms.begin("target_on", LATER + timedelta(days=1))
    page.forms.save()
    qtbot.waitUntil(page.forms.closed)
    page.forms.settle()
    row = page.row("A job")
    assert row.property("part") == "fresh_row"
    qtbot.waitUntil(lambda: not row.visibleRegion().isEmpty())
    qtbot.waitUntil(lambda: row.property("part") == "row")


def test_who_finishes_an_intervention_sees_how_far_the_goal_has_come(
    qtbot: QtBot, director: Actor, manager: Actor, open_frame: Open, who: str
) -> None:
    version = draft(manager, who, ("A room", LATER))
    approve(manager, director, version)
    done = plan(manager, version).goals[0].interventions[0]
    page = opened(qtbot, open_frame, manager, who)
    assert "0 of 1" in page.words("A room")
    perform(manager, FinishIntervention(intervention=done.id, version=done.version, done_on=TODAY))
    page.forms.page.refresh()
    page.forms.settle()
    assert "done on 24 Nov 2026" in page.words("A room")
    assert "1 of 1" in page.words("A room")
