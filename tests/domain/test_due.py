"""What is late, today's or ahead, and when the regular reports are due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain import due

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(-400, 400))
def test_a_day_is_late_todays_or_ahead(today: date, off: int) -> None:
    expected = due.LATE if off < 0 else due.TODAY if off == 0 else due.SOON
    assert due.standing(today + timedelta(days=off), today) == expected


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
    assert due.quarterly(today, 15) == expected


@given(DAYS, st.integers(1, 90))
def test_a_quarters_report_is_due_after_the_last_quarter_that_ended(today: date, days: int) -> None:
    ended = due.quarterly(today, days) - timedelta(days=days)
    assert ended < today
    assert (ended + timedelta(days=1)).month in (1, 4, 7, 10)
    assert (today - ended).days <= 92


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2026, 1, 1), date(2026, 2, 28)), (date(2028, 12, 31), date(2028, 2, 28))]
)
def test_the_years_report_is_due_by_the_end_of_february(today: date, expected: date) -> None:
    assert due.yearly(today, 59) == expected
