from __future__ import annotations

from datetime import date

import pytest

from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import perform
from shelter_app.services.milestones import acts, views
from tests.services import casework


@pytest.fixture
def case(store):
    return casework.resident_in(store, casework.shelter(store))


def test_a_planned_milestone_is_the_one_reached(director, case):
    planned = perform(
        director,
        acts.PlanMilestone(resident=case.resident, kind="MS_JOB", target_on=date(2026, 11, 1)),
    )
    (seen,) = views.milestones_of_resident(director, case.resident)
    assert (seen.late, seen.reached_on, seen.domain) == (True, None, "EMPLOYMENT")
    reached = perform(
        director,
        acts.ReachMilestone(
            resident=case.resident, kind="MS_JOB", reached_on=date(2026, 11, 10), evidence="contract"
        ),
    )
    assert reached == planned
    (seen,) = views.milestones_of_resident(director, case.resident)
    assert (seen.reached_on, seen.late, seen.sustained) == (date(2026, 11, 10), False, True)


def test_a_milestone_is_sustained_only_after_its_days(director, case):
    perform(
        director, acts.ReachMilestone(resident=case.resident, kind="MS_JOB_3M", reached_on=date(2026, 11, 1))
    )
    assert not views.milestones_of_resident(director, case.resident)[0].sustained


def test_a_lost_milestone_can_be_reached_again_but_only_after_the_loss(director, case):
    first = perform(
        director, acts.ReachMilestone(resident=case.resident, kind="MS_JOB", reached_on=date(2026, 10, 5))
    )
    with pytest.raises(Refused) as refused:
        perform(
            director, acts.ReachMilestone(resident=case.resident, kind="MS_JOB", reached_on=date(2026, 10, 6))
        )
    assert refused.value.code == "milestone_reached"
    perform(director, acts.LoseMilestone(milestone=first, version=1, lost_on=date(2026, 11, 1)))
    with pytest.raises(Refused) as refused:
        perform(
            director,
            acts.ReachMilestone(resident=case.resident, kind="MS_JOB", reached_on=date(2026, 10, 20)),
        )
    assert refused.value.code == "reached_before_loss"
    perform(
        director, acts.ReachMilestone(resident=case.resident, kind="MS_JOB", reached_on=date(2026, 11, 15))
    )
    assert len(views.milestones_of_resident(director, case.resident)) == 2


def test_a_milestone_is_not_lost_before_it_was_reached_nor_reached_tomorrow(director, case):
    row = perform(
        director, acts.ReachMilestone(resident=case.resident, kind="MS_BANK", reached_on=date(2026, 11, 5))
    )
    for day in (date(2026, 11, 4), date(2026, 11, 25)):
        with pytest.raises(Refused) as refused:
            perform(director, acts.LoseMilestone(milestone=row, version=1, lost_on=day))
        assert refused.value.code == "lost_on"
    with pytest.raises(Refused) as refused:
        perform(
            director, acts.ReachMilestone(resident=case.resident, kind="MS_GP", reached_on=date(2026, 11, 25))
        )
    assert refused.value.code == "future_date"


def test_an_unknown_kind_is_refused_beside_its_field(director, case):
    with pytest.raises(Refused) as refused:
        perform(
            director, acts.PlanMilestone(resident=case.resident, kind="MS_MOON", target_on=date(2027, 1, 1))
        )
    assert (refused.value.code, refused.value.fields) == ("unknown_code", ("kind",))


def test_a_legal_adviser_reads_the_milestones_of_her_cases_and_writes_none(store, case, make_actor):
    lawyer = make_actor("LEGAL")
    with pytest.raises(NotAllowed):
        views.milestones_of_resident(lawyer, case.resident)
    casework.assign(store, case, lawyer.account_id, "LEGAL")
    assert views.milestones_of_resident(lawyer, case.resident) == ()
    with pytest.raises(NotAllowed):
        perform(lawyer, acts.PlanMilestone(resident=case.resident, kind="MS_JOB", target_on=date(2027, 1, 1)))
