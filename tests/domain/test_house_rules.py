"""The rules that a house sets for itself: what is typed means what is stored, and nothing else is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain import house_rules
from shelter_app.domain.errors import Refused

NUMBERS = [
    key
    for key in house_rules.keys(("NORD", "SUD"))
    if key not in (house_rules.CONTACTS, house_rules.MISSING_MINOR)
]
words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


@given(key=st.sampled_from(NUMBERS), value=st.integers(1, 72))
def test_a_number_is_read_back_as_it_was_typed(key: str, value: int) -> None:
    assert house_rules.read(key, house_rules.typed(key, value)) == value


@given(st.lists(st.tuples(words, words), max_size=12))
def test_contacts_are_read_back_as_they_were_typed(pairs: list[tuple[str, str]]) -> None:
    stored = [list(pair) for pair in pairs]
    assert house_rules.read(house_rules.CONTACTS, house_rules.typed(house_rules.CONTACTS, stored)) == stored


@given(st.lists(words, min_size=1, max_size=6, unique=True))
def test_steps_are_read_back_as_they_were_typed(steps: list[str]) -> None:
    key = house_rules.MISSING_MINOR
    assert house_rules.read(key, house_rules.typed(key, steps)) == steps


@pytest.mark.parametrize("key", house_rules.keys(("NORD", "SUD")))
def test_every_rule_ships_with_a_value_that_may_be_set(key: str) -> None:
    value = house_rules.shipped(key)
    assert house_rules.need_value(key, value) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("not_returned_hours", "0"),
        ("not_returned_hours", "73"),
        ("not_returned_hours.NORD", "two"),
        ("deadline.D_PLAN", "-3"),
        ("deadline.D_PLAN", "3,5"),
        ("deadline.D_PLAN", "٣"),
        ("deadline.D_NO_SUCH", "3"),
        ("demo", "1"),
        ("emergency_contacts", "Doctor 0700"),
        ("emergency_contacts", "\n".join(f"a{n}: 1" for n in range(13))),
    ],
)
def test_what_is_no_value_or_no_rule_is_refused(key: str, typed: str) -> None:
    with pytest.raises(Refused):
        house_rules.read(key, typed)
