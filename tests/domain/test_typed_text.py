"""Texts that cannot be stored or seen, and times that never were."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain.clock import LOCAL, is_skipped, local_moment
from shelter_app.domain.errors import Refused
from shelter_app.domain.typed_text import has_half_sign, is_unseen, need_readable


@pytest.mark.parametrize("text", ["\u200b", " \u200b\ufeff ", "\u202e", "\u0301", "\x1b\x00", "\u2060\n"])
def test_what_nobody_sees_is_no_text(text: str) -> None:
    assert is_unseen(text)
    with pytest.raises(Refused) as refused:
        need_readable(text, "text")
    assert (refused.value.code, refused.value.fields) == ("unseen", ("text",))


@pytest.mark.parametrize("text", ["", "  ", "a\u200b", "👍", "ș", "-", "…", "1"])
def test_what_is_seen_or_simply_empty_is_none_of_it(text: str) -> None:
    need_readable(text, "text")


@given(st.text(), st.sampled_from("\ud83d\udc4d"))
def test_half_a_sign_is_refused_wherever_it_stands(text: str, half: str) -> None:
    assert not has_half_sign(text)
    with pytest.raises(Refused) as refused:
        need_readable(f"{text}{half}", "text")
    assert refused.value.code == "half_sign"


@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.integers(0, 23),
    st.integers(0, 59),
)
def test_a_time_that_is_not_skipped_is_shown_again_as_it_was_typed(day: date, hour: int, minute: int) -> None:
    shown = local_moment(day, hour, minute).astimezone(LOCAL)
    assert is_skipped(day, hour, minute) == ((shown.hour, shown.minute) != (hour, minute))


def test_one_hour_of_the_year_is_skipped() -> None:
    begin = datetime(2026, 1, 1)
    skipped = [
        at
        for at in (begin + timedelta(minutes=n) for n in range(365 * 24 * 60))
        if is_skipped(at.date(), at.hour, at.minute)
    ]
    assert (skipped[0], skipped[-1], len(skipped)) == (
        datetime(2026, 3, 29, 3),
        datetime(2026, 3, 29, 3, 59),
        60,
    )
