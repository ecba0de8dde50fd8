"""When a rule falls due, and how it stands."""

from __future__ import annotations

from datetime import date, timedelta

import holidays as reference
import pytest
from dateutil.easter import EASTER_ORTHODOX, easter
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain import deadlines
from shelter_app.domain.codes import codes
from shelter_app.domain.deadlines import QUARTER_END, YEAR_END, due_on, last_end, of_calendar, rule, state

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("year", range(1990, 2100))
def test_orthodox_easter_is_that_of_the_julian_computus(year: int) -> None:
    assert deadlines.orthodox_easter(year) == easter(year, EASTER_ORTHODOX)


@pytest.mark.parametrize("year", range(2018, 2036))
def test_public_holidays_are_those_of_the_law(year: int) -> None:
    assert deadlines.holidays(year) == set(reference.Romania(years=year))


def test_every_shipped_rule_but_those_in_hours_has_its_days() -> None:
    for name in codes("deadline_rule"):
        found = rule(name)
        if found.unit != "H":
            assert len(due_on(found, date(2026, 1, 1))) == len(found.values) > 0


def test_three_working_days_pass_over_easter() -> None:
    assert due_on(rule("D_CONTRACT"), date(2026, 4, 9)) == (date(2026, 4, 16),)


def test_follow_up_has_six_days_and_the_house_may_set_its_own_value() -> None:
    assert len(due_on(rule("D_FOLLOWUP"), date(2026, 1, 1))) == 6
    assert due_on(rule("D_PLAN", 30), date(2026, 1, 1)) == (date(2026, 1, 31),)
    assert due_on(rule("D_STAY_WARNING"), date(2026, 3, 22)) == (date(2026, 3, 1),)


def test_months_and_years_end_on_the_last_day_there_is() -> None:
    assert due_on(rule("D_GDPR_REQUEST"), date(2026, 1, 31)) == (date(2026, 2, 28),)
    assert due_on(rule("D_COMP_CLAIM"), date(2024, 2, 29)) == (date(2025, 2, 28),)


def test_a_rule_in_hours_has_no_day() -> None:
    with pytest.raises(ValueError, match="H"):
        due_on(rule("D_GDPR_BREACH"), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 1), date(2026, 1, 15)),
        (date(2026, 3, 31), date(2026, 1, 15)),
        (date(2026, 4, 1), date(2026, 4, 15)),
        (date(2026, 12, 31), date(2026, 10, 15)),
    ],
)
def test_the_quarters_report_is_due_days_after_its_end(today: date, expected: date) -> None:
    assert due_on(rule("D_ANITP_QUARTERLY"), last_end(QUARTER_END, today)) == (expected,)


@given(DAYS)
def test_the_last_quarter_that_has_ended_ended_at_most_three_months_ago(today: date) -> None:
    ended = last_end(QUARTER_END, today)
    assert ended < today
    assert (ended + timedelta(days=1)).month in (1, 4, 7, 10)
    assert (today - ended).days <= 92


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2026, 1, 1), date(2026, 2, 28)), (date(2028, 12, 31), date(2028, 2, 28))]
)
def test_the_years_report_is_due_by_the_end_of_february(today: date, expected: date) -> None:
    assert due_on(rule("D_ANNUAL_REPORT"), last_end(YEAR_END, today)) == (expected,)


def test_the_rules_that_the_calendar_starts_are_those_of_the_regular_reports() -> None:
    assert set(of_calendar()) == {"D_ANITP_QUARTERLY", "D_ANNUAL_REPORT"}
    with pytest.raises(ValueError, match="admission"):
        last_end("admission", date(2026, 1, 1))


@given(st.dates(date(2018, 1, 1), date(2035, 1, 1)), st.integers(1, 40))
def test_working_days_there_and_back_never_go_beyond_the_start(day: date, days: int) -> None:
    after = deadlines.working_days_after(day, days)
    assert deadlines.is_working_day(after)
    assert deadlines.working_days_after(after, -days) <= day


def test_how_a_deadline_stands() -> None:
    due, today = date(2026, 11, 24), date(2026, 11, 24)
    assert state(due, due, today) == "DONE_ON_TIME"
    assert state(due, date(2026, 11, 25), today) == "DONE_LATE"
    assert state(due, None, today) == "DUE_SOON"
    assert state(due, None, date(2026, 11, 25)) == "OVERDUE"
    assert state(due, None, date(2026, 11, 16)) == "OPEN"
    assert state(due, None, today, waived=True) == "WAIVED"
    assert state(due, None, today, ended=date(2026, 11, 23)) == "NOT_APPLICABLE"
    assert state(due, None, date(2026, 12, 1), ended=due) == "OVERDUE"
