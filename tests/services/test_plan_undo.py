"""What was just done to a plan is taken back: on record, by whom did it, while nothing hangs on it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from shelter_app.db.models.care import CarePlan, Goal
from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.domain.undo import WITHIN
from shelter_app.services.acting import perform
from shelter_app.services.plans import acts, undo, views
from tests.services import casework
from tests.services.casework import Case
from tests.services.test_plans import case, colleague, in_force, manager, proposed

__all__ = ["case", "colleague", "manager"]
pytestmark = pytest.mark.usefixtures("english")
SIGNED, BEGUN = date(2026, 10, 10), date(2026, 10, 12)


def line(actor, plan):
    return views.plan(actor, plan).line


def test_a_proposal_is_taken_back_to_the_draft_that_it_was(manager, colleague, case: Case) -> None:
    plan = proposed(manager, case)
    perform(colleague, acts.ReturnPlan(plan=plan, version=2, comment="Say who pays."))
    comment = perform(manager, acts.ProposePlan(plan=plan, version=3, agreed_on=SIGNED))
    with pytest.raises(NotAllowed):
        perform(colleague, undo.UndoPropose(plan=plan, comment=comment))
    perform(manager, undo.UndoPropose(plan=plan, comment=comment))
    seen = views.plan(manager, plan)
    assert (seen.line.status, seen.line.signed_on, seen.returned_comment) == ("DRAFT", None, "Say who pays.")


def test_a_proposal_that_was_approved_stays(manager, colleague, case: Case) -> None:
    plan = in_force(manager, colleague, case)
    with pytest.raises(Refused) as refused:
        perform(manager, undo.UndoPropose(plan=plan))
    assert refused.value.code == "plan_state"


def test_an_approval_is_taken_back_and_the_plan_before_is_in_force_again(
    store, manager, colleague, case: Case
) -> None:
    first = in_force(manager, colleague, case)
    second = perform(manager, acts.WritePlan(stay=case.stay, own_wishes="Un cămin.", goals_of=first))
    perform(manager, acts.ProposePlan(plan=second, version=1, agreed_on=BEGUN))
    before = perform(colleague, acts.ApprovePlan(plan=second, version=2, valid_from=BEGUN))
    assert line(manager, first).status == "SUPERSEDED"
    perform(colleague, undo.UndoApprove(plan=second, superseded=before))
    assert (line(manager, first).status, line(manager, second).status) == ("IN_FORCE", "SIGNED")
    with store.reading() as session:
        plans = {plan.id: plan for plan in session.scalars(select(CarePlan))}
        told = session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == second)).all()
    assert (plans[first].valid_to, plans[second].approved_by, plans[second].valid_from) == (None, None, None)
    assert "plans.approve_plan" in told and "plans.undo_approve" in told
    perform(colleague, acts.ApprovePlan(plan=second, version=plans[second].version, valid_from=BEGUN))
    assert [line(manager, one).number for one in (first, second)] == [1, 2]


def test_an_approval_stays_once_something_hangs_on_it(store, manager, colleague, case: Case, clock) -> None:
    plan = in_force(manager, colleague, case)
    (goal,) = views.plan(manager, plan).goals
    clock.now += WITHIN / 3
    perform(manager, acts.StartGoal(goal=goal.id, version=goal.version))
    with pytest.raises(Refused) as refused:
        perform(colleague, undo.UndoApprove(plan=plan))
    assert refused.value.code == "plan_built_upon"
    with store.reading() as session:
        assert session.get(CarePlan, plan).status == "IN_FORCE"


def test_an_approval_stays_once_the_next_version_was_begun_and_when_it_is_old(
    manager, colleague, case: Case, clock
) -> None:
    plan = in_force(manager, colleague, case)
    draft = perform(manager, acts.WritePlan(stay=case.stay))
    with pytest.raises(Refused) as refused:
        perform(colleague, undo.UndoApprove(plan=plan))
    assert refused.value.code == "plan_built_upon"
    perform(
        manager, acts.ClosePlan(plan=draft, version=1, outcome="STOPPED", closed_on=manager.clock().date())
    )
    clock.now += 2 * WITHIN
    with pytest.raises(Refused) as refused:
        perform(colleague, undo.UndoApprove(plan=plan))
    assert refused.value.code == "undo_too_late"


def test_the_number_of_a_draft_that_was_stopped_is_not_used_again(manager, case: Case) -> None:
    draft = perform(manager, acts.WritePlan(stay=case.stay))
    perform(
        manager, acts.ClosePlan(plan=draft, version=1, outcome="STOPPED", closed_on=manager.clock().date())
    )
    again = perform(manager, acts.WritePlan(stay=case.stay))
    assert line(manager, again).number == 2


def test_a_plan_given_back_is_proposed_again_as_it_was_signed(manager, colleague, case: Case, clock) -> None:
    plan = proposed(manager, case)
    was = line(manager, plan)
    given = perform(colleague, acts.ReturnPlan(plan=plan, version=2, comment="Say who pays."))
    perform(colleague, undo.UndoReturn(plan=plan, proposed=given))
    seen = views.plan(manager, plan)
    assert (seen.line.status, seen.line.signed_on, seen.returned_comment) == ("SIGNED", was.signed_on, None)
    given = perform(colleague, acts.ReturnPlan(plan=plan, version=4, comment="Say who pays."))
    clock.now += WITHIN / 3
    perform(manager, acts.AddGoal(plan=plan, domain="EMPLOYMENT", statement="Un loc de muncă"))
    with pytest.raises(Refused) as refused:  # what was signed is no longer what stands there
        perform(colleague, undo.UndoReturn(plan=plan, proposed=given))
    assert refused.value.code == "plan_built_upon"


def test_a_goal_is_begun_closed_and_done_for_and_each_is_taken_back(
    store, manager, colleague, case: Case
) -> None:
    plan = in_force(manager, colleague, case)

    def goal():
        return views.plan(manager, plan).goals[0]

    today = manager.clock().date()
    perform(manager, acts.StartGoal(goal=goal().id, version=goal().version))
    perform(manager, undo.UndoStartGoal(goal=goal().id))
    assert goal().status == "NOT_STARTED"
    perform(manager, acts.StartGoal(goal=goal().id, version=goal().version))
    closing = acts.CloseGoal(goal=goal().id, version=goal().version, status="ACHIEVED", closed_on=today)
    before = perform(manager, closing)
    perform(manager, undo.UndoCloseGoal(goal=goal().id, status=before))
    assert goal().status == "IN_PROGRESS"
    with store.reading() as session:
        assert session.get(Goal, goal().id).closed_on is None
    done = goal().interventions[0]
    perform(manager, acts.FinishIntervention(intervention=done.id, version=done.version, done_on=today))
    perform(manager, undo.UndoFinish(intervention=done.id))
    assert goal().interventions[0].done_on is None
    with pytest.raises(Refused):  # once
        perform(manager, undo.UndoFinish(intervention=done.id))


def test_what_somebody_else_changed_since_is_not_taken_back(store, manager, colleague, case: Case) -> None:
    plan = in_force(manager, colleague, case)
    (goal,) = views.plan(manager, plan).goals
    perform(manager, acts.StartGoal(goal=goal.id, version=goal.version))
    casework.assign(store, case, colleague.account_id)
    with pytest.raises(NotAllowed):
        perform(colleague, undo.UndoStartGoal(goal=goal.id))
