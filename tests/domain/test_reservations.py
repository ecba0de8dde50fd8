"""How long a bed is held when only days were said, and when a night is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
from hypothesis import given

from shelter_app.domain.clock import LOCAL, local_day, local_moment
from shelter_app.domain.reservations import hold_period, night_over

moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(moments)
def test_a_night_is_over_at_the_first_noon_after_its_morning(now: datetime) -> None:
    over = night_over(now)
    local = over.astimezone(LOCAL)
    assert (local.hour, local.minute) == (12, 0)
    assert timedelta(hours=6) <= over - now <= timedelta(hours=31)
    assert local_day(over) - local_day(now) == timedelta(days=now.astimezone(LOCAL).hour >= 6)


@given(moments, st.integers(0, 30), st.integers(1, 30))
def test_a_held_bed_lapses_inside_its_time_and_never_at_once(now: datetime, ahead: int, nights: int) -> None:
    first = local_day(now) + timedelta(days=ahead)
    kept = hold_period(first, first + timedelta(days=nights), now)
    assert now <= kept.since < kept.lapses <= kept.until
    assert kept.since == (now if ahead == 0 else local_moment(first))


def test_three_in_the_morning_belongs_to_the_evening_before() -> None:
    assert night_over(local_moment(date(2026, 11, 25), 3)) == local_moment(date(2026, 11, 25))
    assert night_over(local_moment(date(2026, 11, 25), 6)) == local_moment(date(2026, 11, 26))
