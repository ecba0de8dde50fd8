"""Whom one sees: who left is in sight for some days, and who is restricted only for who is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain import sight
from shelter_app.domain.errors import Refused

TODAY = date(2026, 12, 1)
days = st.dates(date(2020, 1, 1), TODAY)
accounts = st.sampled_from(("ana", "dan", "ema", "ion"))
named = st.dictionaries(st.sampled_from(("w1", "w2", "w3")), st.frozensets(accounts), max_size=3)


@given(left=st.lists(days, max_size=4), span=st.integers(1, 365))
def test_who_is_in_the_house_is_in_sight_whatever_came_before(left: list[date], span: int) -> None:
    assert sight.is_in_sight([*left, None], TODAY, span)


@given(left=st.lists(days, max_size=4), span=st.integers(1, 365))
def test_who_left_is_in_sight_by_the_last_day_alone(left: list[date], span: int) -> None:
    assert sight.is_in_sight(left, TODAY, span) == (bool(left) and (TODAY - max(left)).days <= span)


@given(left=st.lists(days, max_size=4), span=st.integers(1, 364))
def test_a_longer_time_never_takes_anybody_out_of_sight(left: list[date], span: int) -> None:
    assert sight.is_in_sight(left, TODAY, span) <= sight.is_in_sight(left, TODAY, span + 1)


def test_the_fourteenth_day_is_the_last() -> None:
    assert sight.is_in_sight([TODAY - timedelta(days=14)], TODAY, sight.DAYS)
    assert not sight.is_in_sight([TODAY - timedelta(days=15)], TODAY, sight.DAYS)


@given(named=named, active=st.frozensets(accounts), who=accounts, directs=st.booleans())
def test_who_is_named_has_nobody_hidden(
    named: dict[str, frozenset[str]], active: frozenset[str], who: str, directs: bool
) -> None:
    hidden = sight.hidden_from(who, directs, named, active)
    assert all(who not in named[one] for one in hidden)
    assert directs or hidden == {one for one, accounts in named.items() if who not in accounts}


@given(named=named, active=st.frozensets(accounts), who=accounts)
def test_a_director_who_is_not_named_sees_only_whom_nobody_else_can(
    named: dict[str, frozenset[str]], active: frozenset[str], who: str
) -> None:
    seen = set(named) - sight.hidden_from(who, True, named, active)
    assert seen == {one for one, accounts in named.items() if who in accounts or not accounts & active}


@given(named=st.frozensets(accounts), directors=st.frozensets(accounts))
def test_a_director_is_among_the_named(named: frozenset[str], directors: frozenset[str]) -> None:
    if named & directors:
        assert set(sight.need_named([*named, *named], directors)) == named
        return
    with pytest.raises(Refused) as refused:
        sight.need_named(named, directors)
    assert refused.value.fields == ("named",)


@pytest.mark.parametrize("text", ["", "  ", "ab", "  a "])
def test_a_reason_says_something(text: str) -> None:
    with pytest.raises(Refused):
        sight.need_reason(text)
    assert sight.need_reason("  a revenit ") == "a revenit"
