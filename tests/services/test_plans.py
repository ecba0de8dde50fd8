from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from shelter_app.db.models.care import CarePlan
from shelter_app.db.models.house import Setting
from shelter_app.domain.errors import NotAllowed, Refused, Stale
from shelter_app.services.acting import Actor, perform
from shelter_app.services.plans import acts, views
from tests.services import casework
from tests.services.casework import TODAY, Case

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def manager(make_actor):
    return make_actor("CASE_MANAGER", name="Sânziana Rusu")


@pytest.fixture
def colleague(make_actor):
    return make_actor("CASE_MANAGER", name="Petra Munteanu")


@pytest.fixture
def case(store, manager) -> Case:
    case = casework.resident_in(store, casework.shelter(store))
    casework.assign(store, case, manager.account_id)
    return case


def complete_draft(manager: Actor, case: Case) -> str:
    plan = perform(manager, acts.WritePlan(stay=case.stay, own_wishes="Vreau să lucrez ca bucătăreasă."))
    goal = perform(
        manager,
        acts.AddGoal(
            plan=plan, domain="EMPLOYMENT", statement="Curs de bucătar absolvit", target_on=date(2027, 3, 1)
        ),
    )
    perform(
        manager,
        acts.AddIntervention(goal=goal, service="VOCATIONAL_TRAINING", responsible="CASE_MANAGER"),
    )
    return plan


def proposed(manager: Actor, case: Case, agreed_on: date = date(2026, 10, 10)) -> str:
    plan = complete_draft(manager, case)
    perform(manager, acts.ProposePlan(plan=plan, version=1, agreed_on=agreed_on))
    return plan


def in_force(manager: Actor, approver: Actor, case: Case, valid_from: date = date(2026, 10, 12)) -> str:
    plan = proposed(manager, case)
    perform(approver, acts.ApprovePlan(plan=plan, version=2, valid_from=valid_from))
    return plan


def test_a_plan_is_written_proposed_and_approved_by_another(manager, colleague, case):
    plan = in_force(manager, colleague, case)
    seen = views.plan(manager, plan)
    assert seen.line.status == "IN_FORCE"
    assert (seen.line.author, seen.line.approved_by) == ("Sânziana Rusu", "Petra Munteanu")
    assert seen.line.signed_on == date(2026, 10, 10)
    assert seen.line.next_review_on == date(2026, 10, 12) + timedelta(days=90)
    assert [len(g.interventions) for g in seen.goals] == [1]


def test_nobody_approves_her_own_plan_even_as_a_director(manager, case, store):
    plan = proposed(manager, case)
    with pytest.raises(Refused) as refused:
        perform(manager, acts.ApprovePlan(plan=plan, version=2, valid_from=date(2026, 10, 12)))
    assert refused.value.code == "own_plan"


def test_the_shelters_own_review_rule_stands_above_the_shipped_one(store, director, manager, case):
    casework.put(
        store, Setting(key="deadline.D_PLAN_REVIEW", value=180, source="annex", from_on=date(2026, 1, 1))
    )
    plan = in_force(manager, director, case)
    assert views.plan(director, plan).line.next_review_on == date(2026, 10, 12) + timedelta(days=180)


@pytest.mark.parametrize("lacking", ["own_wishes", "goals", "target_on", "interventions"])
def test_an_incomplete_plan_is_not_proposed(manager, case, lacking):
    plan = perform(
        manager,
        acts.WritePlan(stay=case.stay, own_wishes=None if lacking == "own_wishes" else "Vreau acasă."),
    )
    if lacking not in ("own_wishes", "goals"):
        day = None if lacking == "target_on" else date(2027, 1, 1)
        perform(
            manager, acts.AddGoal(plan=plan, domain="LEGAL", statement="Carte de identitate", target_on=day)
        )
    with pytest.raises(Refused) as refused:
        perform(manager, acts.ProposePlan(plan=plan, version=1, agreed_on=TODAY))
    assert (refused.value.code, refused.value.fields) == ("plan_incomplete", (lacking,))


def test_a_returned_plan_is_a_draft_again_with_the_comment(manager, director, case):
    plan = proposed(manager, case)
    perform(director, acts.ReturnPlan(plan=plan, version=2, comment="Adaugă un obiectiv de siguranță."))
    seen = views.plan(manager, plan)
    assert (seen.line.status, seen.line.signed_on) == ("DRAFT", None)
    assert seen.returned_comment == "Adaugă un obiectiv de siguranță."


def test_the_next_plan_supersedes_the_one_before_on_its_day_and_carries_open_goals(manager, director, case):
    first = in_force(manager, director, case)
    second = perform(manager, acts.WritePlan(stay=case.stay, own_wishes="Vreau să lucrez.", goals_of=first))
    perform(manager, acts.ProposePlan(plan=second, version=1, agreed_on=date(2026, 11, 20)))
    perform(director, acts.ApprovePlan(plan=second, version=2, valid_from=date(2026, 11, 21)))
    newer, older = views.plans_of_stay(manager, case.stay)
    assert (newer.number, newer.status, newer.goals) == (2, "IN_FORCE", 1)
    assert (older.status, older.valid_to) == ("SUPERSEDED", date(2026, 11, 21))


def test_a_plan_is_not_in_force_before_its_signing_or_in_the_future(manager, director, case):
    plan = proposed(manager, case)
    for day in (date(2026, 10, 9), TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="earliest") as refused:
            perform(director, acts.ApprovePlan(plan=plan, version=2, valid_from=day))
        assert refused.value.fields == ("valid_from",)


def test_a_second_draft_waits_for_the_first(manager, case):
    perform(manager, acts.WritePlan(stay=case.stay))
    with pytest.raises(Refused) as refused:
        perform(manager, acts.WritePlan(stay=case.stay))
    assert refused.value.code == "draft_exists"


def test_an_approved_plan_takes_no_new_goals(manager, director, case):
    plan = in_force(manager, director, case)
    with pytest.raises(Refused) as refused:
        perform(manager, acts.AddGoal(plan=plan, domain="LEGAL", statement="Altceva"))
    assert refused.value.code == "plan_state"


def test_goals_close_with_a_result_and_then_the_plan_completes(manager, director, case):
    plan = in_force(manager, director, case)
    (goal,) = views.plan(manager, plan).goals
    with pytest.raises(Refused) as refused:
        perform(manager, acts.ClosePlan(plan=plan, version=3, outcome="COMPLETED", closed_on=TODAY))
    assert refused.value.code == "goals_open"
    perform(
        manager,
        acts.FinishIntervention(
            intervention=goal.interventions[0].id, version=1, done_on=date(2026, 11, 1), result="absolvit"
        ),
    )
    perform(manager, acts.StartGoal(goal=goal.id, version=1))
    perform(
        manager,
        acts.CloseGoal(goal=goal.id, version=2, status="ACHIEVED", closed_on=date(2026, 11, 2), result="da"),
    )
    perform(manager, acts.ClosePlan(plan=plan, version=3, outcome="COMPLETED", closed_on=TODAY))
    seen = views.plan(manager, plan)
    assert (seen.line.status, seen.line.valid_to, seen.goals[0].status) == ("COMPLETED", TODAY, "ACHIEVED")


def test_a_goal_cannot_be_closed_before_the_plan_or_twice(manager, director, case):
    plan = in_force(manager, director, case)
    (goal,) = views.plan(manager, plan).goals
    with pytest.raises(Refused) as refused:
        perform(
            manager,
            acts.CloseGoal(goal=goal.id, version=1, status="ACHIEVED", closed_on=date(2026, 10, 11)),
        )
    assert refused.value.fields == ("closed_on",)
    perform(manager, acts.CloseGoal(goal=goal.id, version=1, status="DROPPED", closed_on=TODAY))
    with pytest.raises(Refused) as refused:
        perform(manager, acts.CloseGoal(goal=goal.id, version=2, status="ACHIEVED", closed_on=TODAY))
    assert refused.value.code == "goal_closed"


def test_a_case_manager_does_not_reach_the_plan_of_a_case_that_is_not_hers(manager, colleague, case):
    plan = complete_draft(manager, case)
    with pytest.raises(NotAllowed):
        perform(colleague, acts.AddGoal(plan=plan, domain="LEGAL", statement="Altceva"))
    with pytest.raises(NotAllowed):
        views.plan(colleague, plan)


def test_a_colleague_sees_what_waits_for_her_approval_and_the_author_does_not(manager, colleague, case):
    plan = proposed(manager, case)
    assert [line.id for line in views.to_approve(colleague)] == [plan]
    assert views.to_approve(manager) == ()
    assert views.proposed_plan(colleague, plan).own_wishes


def test_a_stale_plan_is_refused_with_the_stored_values(manager, case):
    plan = perform(manager, acts.WritePlan(stay=case.stay))
    perform(manager, acts.ChangePlan(plan=plan, version=1, own_wishes="Una"))
    with pytest.raises(Stale) as stale:
        perform(manager, acts.ChangePlan(plan=plan, version=1, own_wishes="Alta"))
    assert stale.value.theirs["own_wishes"] == "Una"


def test_the_database_itself_refuses_two_plans_in_force(store, manager, director, case):
    in_force(manager, director, case)
    with pytest.raises(Exception, match=r"two_plans|uq_care_plan"), store.writing() as session:
        session.execute(
            text(
                "INSERT INTO care_plan (id, created_at, created_by, updated_at, updated_by, version, stay_id,"
                " number, status, origin, author_id, valid_from, approved_by, approved_at)"
                " SELECT 'x', created_at, created_by, updated_at, updated_by, 1, stay_id, 9, status, origin,"
                " author_id, valid_from, approved_by, approved_at FROM care_plan"
            )
        )
    with store.reading() as session:
        assert len(session.query(CarePlan).all()) == 1


def test_a_plan_is_written_only_during_a_stay(store, manager):
    case = casework.resident_in(store, casework.shelter(store, "CASA-9"), "AFIN-22", ended=date(2026, 11, 1))
    casework.assign(store, case, manager.account_id)
    with pytest.raises(Refused) as refused:
        perform(manager, acts.WritePlan(stay=case.stay))
    assert refused.value.code == "stay_ended"


def test_a_draft_loses_a_goal_with_all_that_is_done_for_it_and_gets_it_back(manager, case):
    plan = complete_draft(manager, case)
    (goal,) = views.plan(manager, plan).goals
    perform(
        manager,
        acts.AddIntervention(
            goal=goal.id,
            service="LEGAL_ADVICE",
            responsible="RESIDENT",
            provider="Biroul de avocatură Popa",
            frequency="o dată pe lună",
            due_on=date(2026, 12, 1),
        ),
    )
    for name in ("Al doilea", "Al treilea"):
        perform(manager, acts.AddGoal(plan=plan, domain="HOUSING", statement=name))
    before = views.plan(manager, plan).goals
    goal = before[0]
    was = perform(manager, acts.RemoveGoal(goal=goal.id, version=goal.version))
    assert [one.statement for one in views.plan(manager, plan).goals] == ["Al doilea", "Al treilea"]
    perform(manager, acts.PutGoalBack(was=was))
    assert views.plan(manager, plan).goals == before
    with pytest.raises(Refused):
        perform(manager, acts.PutGoalBack(was=was))


def test_a_goal_under_way_comes_back_under_way(manager, colleague, case):
    first = in_force(manager, colleague, case)
    (goal,) = views.plan(manager, first).goals
    perform(manager, acts.StartGoal(goal=goal.id, version=goal.version))
    plan = perform(manager, acts.WritePlan(stay=case.stay, goals_of=first))
    (carried,) = views.plan(manager, plan).goals
    was = perform(manager, acts.RemoveGoal(goal=carried.id, version=carried.version))
    perform(manager, acts.PutGoalBack(was=was))
    assert carried.status == "IN_PROGRESS"
    assert views.plan(manager, plan).goals == (carried,)


def test_what_a_register_said_of_a_goal_comes_back_with_it(store, manager, case):
    plan = complete_draft(manager, case)
    with store.writing() as session:
        session.execute(text("UPDATE goal SET origin = 'IMPORT', unlisted_domain = 'cum era scris'"))
    (goal,) = views.plan(manager, plan).goals
    perform(
        manager, acts.PutGoalBack(was=perform(manager, acts.RemoveGoal(goal=goal.id, version=goal.version)))
    )
    with store.reading() as session:
        assert session.execute(text("SELECT id, origin, unlisted_domain FROM goal")).all() == [
            (goal.id, "IMPORT", "cum era scris")
        ]


def test_a_case_that_is_not_ones_own_tells_nothing_not_even_by_a_wrong_version(manager, colleague, case):
    plan = complete_draft(manager, case)
    (goal,) = views.plan(manager, plan).goals
    (one,) = goal.interventions
    was = perform(manager, acts.RemoveIntervention(intervention=one.id, version=one.version))
    perform(manager, acts.PutInterventionBack(goal=goal.id, was=was))
    for version in (goal.version, 99):
        for doing in (
            acts.RemoveGoal(goal=goal.id, version=version),
            acts.RemoveIntervention(intervention=one.id, version=version),
            acts.ChangeGoal(goal=goal.id, version=version, domain="HOUSING", statement="Altceva"),
            acts.ChangeIntervention(
                intervention=one.id, version=version, service="LEGAL_ADVICE", responsible="RESIDENT"
            ),
            acts.PutInterventionBack(goal=goal.id, was=was),
        ):
            with pytest.raises(NotAllowed):
                perform(colleague, doing)


def test_what_is_done_for_a_goal_is_changed_and_removed_while_the_plan_is_a_draft(manager, case):
    plan = complete_draft(manager, case)
    (goal,) = views.plan(manager, plan).goals
    (one,) = goal.interventions
    changed = acts.ChangeIntervention(
        intervention=one.id,
        version=one.version,
        service="VOCATIONAL_TRAINING",
        responsible="RESIDENT",
        provider="Centrul de calificare",
        frequency="zilnic",
    )
    perform(manager, changed)
    with pytest.raises(Stale):
        perform(manager, changed)
    (one,) = views.plan(manager, plan).goals[0].interventions
    assert (one.responsible, one.provider, one.frequency) == ("RESIDENT", "Centrul de calificare", "zilnic")
    was = perform(manager, acts.RemoveIntervention(intervention=one.id, version=one.version))
    assert views.plan(manager, plan).goals[0].interventions == ()
    assert views.plan(manager, plan).lacks == "interventions"
    perform(manager, acts.PutInterventionBack(goal=goal.id, was=was))
    (back,) = views.plan(manager, plan).goals[0].interventions
    assert (back.id, back.provider, back.frequency) == (one.id, "Centrul de calificare", "zilnic")


def test_what_was_agreed_is_neither_changed_nor_removed(manager, colleague, case):
    plan = in_force(manager, colleague, case)
    (goal,) = views.plan(manager, plan).goals
    (one,) = goal.interventions
    for doing in (
        acts.RemoveGoal(goal=goal.id, version=goal.version),
        acts.RemoveIntervention(intervention=one.id, version=one.version),
        acts.ChangeIntervention(
            intervention=one.id, version=one.version, service="LEGAL_ADVICE", responsible="RESIDENT"
        ),
    ):
        with pytest.raises(Refused):
            perform(manager, doing)
    assert views.plan(manager, plan).goals == (goal,)


def test_a_day_whose_year_must_be_mistyped_is_refused(manager, case):
    plan = perform(manager, acts.WritePlan(stay=case.stay, own_wishes="Vreau să lucrez."))
    for year, code in ((2126, "too_far"), (2037, "too_far"), (2036, None)):
        doing = acts.AddGoal(
            plan=plan, domain="EMPLOYMENT", statement="Curs absolvit", target_on=date(year, 3, 1)
        )
        if code is None:
            perform(manager, doing)
            continue
        with pytest.raises(Refused) as refused:
            perform(manager, doing)
        assert (refused.value.code, refused.value.fields) == (code, ("target_on",))
