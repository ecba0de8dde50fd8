"""What a version of a plan changed against the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shelter_app.domain.plan_comparison import Change, What, compare
from shelter_app.domain.plans import days_late, is_over


@dataclass(frozen=True)
class Done:
    service: str
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Aim:
    statement: str
    domain: str = "HOUSING"
    need: str | None = None
    target_on: date | None = None
    status: str = "IN_PROGRESS"
    interventions: tuple[Done, ...] = ()


MARCH, MAY = date(2027, 3, 1), date(2027, 5, 1)
TODAY = date(2026, 12, 1)


def test_the_same_plan_has_no_change() -> None:
    goals = (Aim("A room", interventions=(Done("LEGAL_ADVICE", MARCH),)),)
    assert compare(goals, goals) == ()


def test_new_closed_and_left_out_goals_are_told_apart() -> None:
    before = (Aim("A doctor", "HEALTH", status="ACHIEVED"), Aim("A garden", "LEISURE"))
    assert compare(before, (Aim("A room"),)) == (
        Change(What.NEW, "A room"),
        Change(What.CLOSED, "A doctor", now="ACHIEVED"),
        Change(What.LEFT_OUT, "A garden"),
    )


def test_a_goal_said_otherwise_is_the_same_goal_where_it_is_the_only_one_of_its_domain() -> None:
    assert compare((Aim("A room"),), (Aim("A flat"),)) == (Change(What.WORDS, "A flat", was="A room"),)
    two = (Aim("A room"), Aim("A house"))
    assert {one.what for one in compare(two, (Aim("A flat"),))} == {What.NEW, What.LEFT_OUT}


def test_a_closed_goal_is_not_taken_for_a_new_one_of_its_domain() -> None:
    told = compare((Aim("A room", status="ACHIEVED"),), (Aim("A flat"),))
    assert [one.what for one in told] == [What.NEW, What.CLOSED]


def test_a_day_that_moved_is_told_of_the_goal_and_of_what_is_done_for_it() -> None:
    before = Aim("A room", target_on=MARCH, interventions=(Done("LEGAL_ADVICE", MARCH), Done("TRANSPORT")))
    after = Aim("a  room", target_on=MAY, interventions=(Done("LEGAL_ADVICE", MAY), Done("SCHOOL")))
    assert compare((before,), (after,)) == (
        Change(What.TERM, "a  room", was=MARCH, now=MAY),
        Change(What.MOVED, "a  room", was="LEGAL_ADVICE", now=MAY),
        Change(What.ADDED, "a  room", now="SCHOOL"),
        Change(What.REMOVED, "a  room", was="TRANSPORT"),
    )


def test_what_was_done_before_is_not_missed() -> None:
    before = Aim("A room", interventions=(Done("LEGAL_ADVICE", MARCH, done_on=MARCH),))
    assert compare((before,), (Aim("A room"),)) == ()


def test_a_goal_is_late_by_its_earliest_open_day() -> None:
    assert days_late("IN_PROGRESS", (MARCH, date(2026, 11, 26), None), TODAY) == 5
    assert days_late("IN_PROGRESS", (TODAY, None), TODAY) == 0
    assert days_late("ACHIEVED", (date(2026, 1, 1),), TODAY) == 0


def test_a_plan_is_over_once_each_of_its_goals_is_closed() -> None:
    assert is_over([Aim("A room", status="ACHIEVED"), Aim("A job", status="DROPPED")])
    assert not is_over([Aim("A room", status="ACHIEVED"), Aim("A job")])
    assert not is_over([])
