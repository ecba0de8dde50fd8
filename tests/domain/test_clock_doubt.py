"""A clock is doubted when it stands before the last work, or more than 60 days after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain.clock_doubt import AHEAD, BEHIND, SLACK, clock_doubt

LAST = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "doubt"),
    [
        (timedelta(days=-400), BEHIND),
        (timedelta(hours=-1), BEHIND),
        (timedelta(minutes=-5), None),
        (timedelta(0), None),
        (timedelta(days=60), None),
        (timedelta(days=60, seconds=1), AHEAD),
        (timedelta(days=-20_000), BEHIND),
    ],
)
def test_the_bounds(after: timedelta, doubt: str | None) -> None:
    assert clock_doubt(LAST + after, LAST) == doubt


def test_an_empty_store_doubts_no_clock() -> None:
    assert clock_doubt(LAST, None) is None


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_a_clock_is_doubted_one_way_or_not_at_all(now: datetime) -> None:
    doubt = clock_doubt(now, LAST)
    assert (doubt == BEHIND) == (now < LAST - SLACK)
    assert (doubt == AHEAD) == (now > LAST + timedelta(days=60))
